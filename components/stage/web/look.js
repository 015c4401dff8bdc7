/** The frame's look: the app's colours and fonts, and panels below each other where it is narrow. */

const NARROW = 640; // pixels: two panels side by side need more
const GAP = 64; // pixels between panels below each other, for ticks and a title

/**
 * The layout as it is drawn here.
 * @param {any} layout as the figure has it, without marks
 * @param {Ink} ink
 * @param {number} width of the picture
 * @returns {any}
 */
export function fitted(layout, ink, width) {
  const arranged = width < NARROW && layout.xaxis2 ? stacked(layout, width) : layout;
  const dragmode = matchMedia("(pointer: coarse)").matches ? false : arranged.dragmode;
  return {
    ...arranged,
    width,
    dragmode, // a finger scrolls the page
    template: undefined,
    uirevision: undefined, // ranges are kept by the stage
    paper_bgcolor: "rgba(0,0,0,0)", // the canvas is beneath
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...arranged.font, ...ink.font },
    hoverlabel: {
      bgcolor: ink.background,
      bordercolor: ink.font.color,
      font: { ...ink.font, size: 14 },
    },
  };
}

/**
 * The app's colours and fonts. Asking for them makes the browser work out its styles.
 * @typedef {{background: string, font: {color: string, family: string}}} Ink
 * @param {HTMLElement} root
 * @returns {Ink}
 */
export function inkOf(root) {
  const style = getComputedStyle(root);
  const theme = (/** @type {string} */ name) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    background: theme("background-color"),
    font: { color: theme("text-color"), family: theme("font") },
  };
}

/** @param {any} layout @param {number} width */
function stacked(layout, width) {
  const { l = 80, r = 80, t = 100, b = 80 } = layout.margin ?? {};
  const suffixes = Object.keys(layout).flatMap((key) => key.match(/^xaxis(\d*)$/)?.slice(1) ?? []);
  const n = suffixes.length;
  const side = width - l - r;
  const inner = n * side + (n - 1) * GAP;
  const annotations = (layout.annotations ?? []).map((/** @type {any} */ a) => ({ ...a }));
  const result = { ...layout, annotations, height: inner + t + b };
  suffixes.forEach((suffix, i) => {
    const top = 1 - (i * (side + GAP)) / inner;
    result[`xaxis${suffix}`] = { ...layout[`xaxis${suffix}`], domain: [0, 1] };
    result[`yaxis${suffix}`] = {
      ...layout[`yaxis${suffix}`],
      domain: [Math.max(0, top - side / inner), top],
      showticklabels: true,
      title: layout.yaxis.title,
    };
    const title = annotations.find((/** @type {any} */ a) => a.name === `title ${i + 1}`);
    if (title) Object.assign(title, { x: 0, y: top });
  });
  return result;
}
