/** The frame's look: the app's colours and fonts, and panels below each other where it is narrow. */

import { keyOf, numberOf, pairsOf } from "./panels.js";

const NARROW = 640; // pixels: panels side by side need more
const GAP = 64; // pixels between panels below each other, for ticks and a title
const WIDE = 1100; // pixels: a picture's width for which its panels were laid out
const [FLATTEST, TALLEST] = [0.2, 1]; // height by width of a panel below another
const LABELS = 48; // pixels at least, for the labels of an axis

/**
 * @typedef {import("./plotly.js").Piece} Piece
 * @typedef {{background: string, font: {color: string, family: string}}} Ink
 */

/**
 * The layout as it is drawn here.
 * @param {Piece} layout as the figure has it, without marks
 * @param {Ink} ink
 * @param {number} width of the picture
 * @returns {Piece}
 */
export function fitted(layout, ink, width) {
  const arranged = width < NARROW && pairsOf(layout).length > 1 ? stacked(layout, width) : layout;
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

/** @param {Piece} layout @param {number} width @returns {Piece} */
function stacked(layout, width) {
  const { l: left, r, t, b } = marginOf(layout);
  const panels = pairsOf(layout).filter(([, y]) => !layout[keyOf(y)].overlaying);
  const l = panels.some(([, y]) => layout[keyOf(y)].visible !== false) ? Math.max(left, LABELS) : left;
  const side = width - l - r;
  const heights = panels.map(([x, y]) => side * shapeOf(layout, x, y));
  const inner = heights.reduce((sum, height) => sum + height, GAP * (panels.length - 1));
  const annotations = (layout.annotations ?? []).map((/** @type {Piece} */ a) => ({ ...a }));
  /** @type {Piece} */
  const result = { ...layout, annotations, height: inner + t + b, margin: { ...layout.margin, l } };
  let above = 0;
  panels.forEach(([x, y], i) => {
    const top = 1 - above / inner;
    const bottom = Math.max(0, top - heights[i] / inner);
    above += heights[i] + GAP;
    const { title } = layout[keyOf(layout[keyOf(y)].matches ?? y)];
    result[keyOf(x)] = { ...layout[keyOf(x)], domain: [0, 1] };
    const domain = [bottom, top];
    result[keyOf(y)] = { title, ...layout[keyOf(y)], domain, showticklabels: true };
    const name = `title ${numberOf(x)}`;
    const heading = annotations.find((/** @type {Piece} */ each) => each.name === name);
    if (heading) Object.assign(heading, { x: 0, y: top });
  });
  for (const [, y] of pairsOf(layout)) {
    const { overlaying } = layout[keyOf(y)];
    if (overlaying)
      result[keyOf(y)] = { ...layout[keyOf(y)], domain: result[keyOf(overlaying)].domain };
  }
  return result;
}

/** A panel's height by its width. @param {Piece} layout @param {string} x @param {string} y */
function shapeOf(layout, x, y) {
  const axis = layout[keyOf(y)];
  const isEqual = axis.scaleanchor ?? layout[keyOf(axis.matches ?? y)].scaleanchor;
  if (isEqual && axis.visible !== false) return 1;
  if (isEqual) return spanOf(axis) / spanOf(layout[keyOf(x)]); // a board, as wide as it is
  const { l, r, t, b } = marginOf(layout);
  const share = (/** @type {string} */ name) => {
    const [from, to] = layout[keyOf(name)].domain ?? [0, 1];
    return to - from;
  };
  const shape = (share(y) * ((layout.height ?? 450) - t - b)) / (share(x) * (WIDE - l - r));
  return Math.min(Math.max(shape, FLATTEST), TALLEST);
}

/** @param {Piece} axis */
function spanOf({ range: [low, high] }) {
  return high - low;
}

/** @param {Piece} layout */
function marginOf({ margin: { l = 80, r = 80, t = 100, b = 80 } = {} }) {
  return { l, r, t, b };
}
