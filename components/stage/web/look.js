/** The frame's look: the app's colours, fonts and type, and panels one by one where it is narrow. */

import { keyOf, numberOf, pairsOf } from "./panels.js";

const NARROW = 640; // pixels: panels side by side need more
const LABELS = 48; // pixels at least, for the labels of an axis
const BETWEEN = 64; // pixels between panels below each other, for ticks and a title
const BETTER = 1.25; // times as large as now must panels come out to be put otherwise

/**
 * @typedef {import("./plotly.js").Piece} Piece
 * @typedef {object} Ink
 * @property {string} background
 * @property {{color: string, family: string}} font
 * @property {number} scale how many times as large as usual type is, and with it all that is drawn
 */

/**
 * The layout as it is drawn here.
 * @param {Piece} layout as the figure has it, without marks, and its letters as large as here
 * @param {Ink} ink
 * @param {{width: number, height: number}} size of the place that it fills
 * @param {boolean} isBelow whether two panels of the same view are below each other
 * @returns {Piece}
 */
export function fitted(layout, ink, size, isBelow) {
  const slides = slidesOf(layout, size.width);
  const spaced = spread(spread(roomier(layout, ink.scale), "y", size.height, ink.scale), "x", size.width, ink.scale);
  const arranged = slides.length
    ? inARow(layout, size)
    : { ...(isBelow ? turned(spaced, size.height, ink.scale) : spaced), ...size };
  const dragmode = matchMedia("(pointer: coarse)").matches ? false : arranged.dragmode;
  return {
    ...arranged,
    dragmode, // a finger scrolls the page, or swipes
    template: undefined,
    uirevision: undefined, // ranges are kept by the stage
    paper_bgcolor: "rgba(0,0,0,0)", // the canvas is beneath
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...arranged.font, ...ink.font },
    hoverlabel: {
      bgcolor: ink.background,
      bordercolor: ink.font.color,
      font: { ...ink.font, size: 14 * ink.scale },
    },
  };
}

const SIZES = ["size", "l", "r", "t", "b", "standoff", "xshift", "yshift", "thickness"];

/**
 * Letters, and the room for them, so many times as large.
 * @template Any
 * @param {Any} piece of a figure
 * @param {number} scale
 * @returns {Any}
 */
export function enlarged(piece, scale) {
  const isList = Array.isArray(piece);
  if (scale === 1 || (!isList && Object.getPrototypeOf(piece ?? 0) !== Object.prototype)) return piece;
  const grown = Object.entries(/** @type {Piece} */ (piece)).map(([key, value]) => [
    key,
    SIZES.includes(key) && typeof value === "number" ? scale * value : enlarged(value, scale),
  ]);
  return /** @type {Any} */ (isList ? grown.map(([, value]) => value) : Object.fromEntries(grown));
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
    scale: parseFloat(getComputedStyle(document.documentElement).fontSize) / parseFloat(theme("base-font-size")),
  };
}

/**
 * Whether two panels of the same view are larger below each other than beside each other: it
 * depends on what they show. They stay as they are unless that gains much.
 * @param {Piece} layout
 * @param {{width: number, height: number}} size
 * @param {boolean} isBelow how they are now
 */
export function isBetterBelow(layout, { width, height }, isBelow) {
  const twins = twinsIn(layout);
  if (!twins) return false;
  const [wide, high] = [spanOf(layout.xaxis), spanOf(layout.yaxis)];
  const { l, r, t, b } = marginOf(layout);
  const [x, y] = [twins.x[1] - twins.x[0], twins.y[1] - twins.y[0]];
  const [across, down] = [x * (width - l - r), y * (height - t - b)];
  const beside = Math.min(across / 2 / wide, down / high);
  const below = Math.min(across / wide, (down - BETWEEN) / 2 / high);
  return isBelow ? beside < BETTER * below : below > BETTER * beside;
}

/**
 * The part of the picture that the main panel and one of the same view share, beside each other.
 * @param {Piece} layout
 * @returns {{x: [number, number], y: [number, number], second: [string, string]} | undefined}
 */
function twinsIn(layout) {
  if (!layout.yaxis?.scaleanchor) return undefined;
  const second = panelsIn(layout).find(
    ([x, y]) => layout[keyOf(x)].matches === "x" && layout[keyOf(y)].matches === "y",
  );
  if (!second) return undefined;
  const [from] = layout.xaxis.domain ?? [0, 1];
  const [, to] = layout[keyOf(second[0])].domain ?? [0, 1];
  return { x: [from, to], y: layout.yaxis.domain ?? [0, 1], second };
}

/**
 * One of two panels of the same view below the other.
 * @param {Piece} layout
 * @param {number} height
 * @param {number} scale
 */
function turned(layout, height, scale) {
  const twins = twinsIn(layout);
  if (!twins) return layout;
  const { t, b } = marginOf(layout);
  const [x, y] = twins.second;
  const [low, high] = twins.y;
  const gap = (scale * BETWEEN) / (height - t - b);
  const middle = (low + high) / 2;
  const annotations = (layout.annotations ?? []).map((/** @type {Piece} */ a) => ({ ...a }));
  const title = titleOf(annotations, x);
  if (title) Object.assign(title, { x: twins.x[0], y: middle - gap / 2 });
  const same = { title: layout.yaxis.title, showticklabels: true };
  return {
    ...layout,
    annotations,
    xaxis: { ...layout.xaxis, domain: twins.x, title: undefined },
    yaxis: { ...layout.yaxis, domain: [middle + gap / 2, high] },
    [keyOf(x)]: { ...layout[keyOf(x)], domain: twins.x },
    [keyOf(y)]: { ...layout[keyOf(y)], ...same, domain: [low, middle - gap / 2] },
  };
}

/** @param {Piece} axis */
function spanOf({ range: [low, high] }) {
  return high - low;
}

/**
 * The titles of the panels that are swiped through in a place of some width: none where all are
 * seen at once.
 * @param {Piece} layout
 * @param {number} width
 */
export function slidesOf(layout, width) {
  const panels = panelsIn(layout);
  if (width >= NARROW || panels.length < 2) return [];
  return panels.map(([x], i) => {
    const text = titleOf(layout.annotations ?? [], x)?.text ?? layout[keyOf(x)].title?.text;
    return text?.replace(/<[^>]*>/g, "") ?? `${i + 1}`;
  });
}

/** @param {Piece} layout @returns {[string, string][]} axes of panels, each but once */
const panelsIn = (layout) => pairsOf(layout).filter(([, y]) => !layout[keyOf(y)].overlaying);

/** @param {Piece[]} annotations @param {string} x axis of a panel */
const titleOf = (annotations, x) => annotations.find(({ name }) => name === `title ${numberOf(x)}`);

/**
 * Every panel as large as the place, beside each other, without the titles by which they are chosen.
 * @param {Piece} layout
 * @param {{width: number, height: number}} size
 * @returns {Piece}
 */
function inARow(layout, { width, height }) {
  const { l, r, t, b } = marginOf(layout);
  const left = Math.max(l, LABELS);
  const panels = panelsIn(layout);
  const inner = panels.length * width - left - r;
  /** @type {Piece[]} */
  const all = layout.annotations ?? [];
  const annotations = all.filter((each) => !panels.some(([x]) => titleOf(all, x) === each));
  /** @type {Piece} */
  const result = { ...layout, annotations, width: panels.length * width, height };
  result.margin = { l: left, r, t, b };
  panels.forEach(([x, y], i) => {
    const from = (i * width) / inner;
    const { title } = layout[keyOf(layout[keyOf(y)].matches ?? y)];
    result[keyOf(x)] = { ...layout[keyOf(x)], domain: [from, from + (width - left - r) / inner] };
    result[keyOf(y)] = { title, ...layout[keyOf(y)], domain: [0, 1], showticklabels: true };
  });
  return followed(result);
}

/**
 * The room that a figure leaves to the right for names at the ends of curves, as letters need it;
 * where these are larger, a panel has fewer of them in a row, too.
 * @param {Piece} layout
 * @param {number} scale
 * @returns {Piece}
 */
function roomier(layout, scale) {
  if (scale === 1) return layout;
  const result = { ...layout };
  for (const [x] of panelsIn(layout)) {
    /** @type {Piece[]} */
    const names = (layout.annotations ?? []).filter((/** @type {Piece} */ a) => a.xref === x && a.xanchor === "left");
    const [low, high] = layout[keyOf(x)].range ?? [];
    const end = Math.max(...names.map((name) => name.x));
    if (names.length && end < high)
      result[keyOf(x)] = { ...layout[keyOf(x)], range: [low, end + scale ** 1.5 * (high - end)] };
  }
  return result;
}

/**
 * Panels below each other as far apart as they were, whatever the height, for titles and ticks are
 * as high; and beside each other likewise, where letters are larger.
 * @param {Piece} layout
 * @param {"x" | "y"} way
 * @param {number} length of the place that way
 * @param {number} scale
 * @returns {Piece}
 */
function spread(layout, way, length, scale) {
  const { l, r, t, b } = marginOf(layout);
  const edges = way === "y" ? t + b : l + r;
  const before = way === "y" ? (layout.height ?? 0) - edges / scale : length - edges;
  const now = length - edges;
  const at = way === "y" ? 1 : 0;
  const rows = rowsOf(panelsIn(layout).map((pair) => layout[keyOf(pair[at])].domain ?? [0, 1]));
  if (rows.length < 2 || before <= 0 || (way === "x" && scale === 1)) return layout;
  const gaps = rows.slice(1).map(([from], i) => (scale * (from - rows[i][1]) * before) / now);
  const whole = rows.reduce((sum, [from, to]) => sum + to - from, 0);
  const shrunk = (1 - gaps.reduce((sum, gap) => sum + gap, 0)) / whole;
  let foot = 0;
  const spots = rows.map(([from, to], i) => {
    const spot = [foot, foot + shrunk * (to - from)];
    foot = spot[1] + (gaps[i] ?? 0);
    return spot;
  });
  const moved = (/** @type {number} */ place) => {
    const row = rows.findIndex(([, to], i) => place <= to || i === rows.length - 1);
    const [[from, to], [low, high]] = [rows[row], spots[row]];
    return low + ((place - from) / (to - from)) * (high - low);
  };
  /** @type {Piece} */
  const result = { ...layout };
  for (const pair of panelsIn(layout)) {
    const axis = layout[keyOf(pair[at])];
    result[keyOf(pair[at])] = { ...axis, domain: (axis.domain ?? [0, 1]).map(moved) };
  }
  result.annotations = (layout.annotations ?? []).map((/** @type {Piece} */ each) =>
    each[`${way}ref`] === "paper" ? { ...each, [way]: moved(each[way]) } : each,
  );
  return followed(result);
}

/**
 * Spans that overlap as one, from the lowest to the highest.
 * @param {[number, number][]} spans
 */
function rowsOf(spans) {
  /** @type {[number, number][]} */
  const rows = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = rows.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else rows.push([from, to]);
  }
  return rows;
}

/** Axes that lie over others go where these are. @param {Piece} layout */
function followed(layout) {
  const result = { ...layout };
  for (const [, y] of pairsOf(layout)) {
    const { overlaying } = layout[keyOf(y)];
    if (overlaying)
      result[keyOf(y)] = { ...layout[keyOf(y)], domain: result[keyOf(overlaying)].domain };
  }
  return result;
}

/** @param {Piece} layout */
function marginOf({ margin: { l = 80, r = 80, t = 100, b = 80 } = {} }) {
  return { l, r, t, b };
}
