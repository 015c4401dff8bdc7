/**
 * Panels: pairs of axes, and where Plotly has put them. This is the one place that reads Plotly's
 * internals (`_fullLayout`, as of plotly.js 4.1): the public layout is out of date while a reader
 * pans.
 */

/**
 * @typedef {import("./plotly.js").Piece} Piece
 * @typedef {import("./plotly.js").Plot} Plot
 *
 * @typedef {object} Panel a pair of linear axes and where it is drawn
 * @property {number} left in pixels from the picture's left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {[number, number]} x range in data coordinates
 * @property {[number, number]} y
 * @typedef {Record<string, Panel>} Panels by name: "xy", "x2y2" ...
 *
 * @typedef {object} Axis
 * @property {number} _offset
 * @property {number} _length
 * @property {number[]} range
 * @typedef {object} Internals
 * @property {number} width
 * @property {number} height
 * @property {Record<string, {xaxis: Axis, yaxis: Axis}>} _plots
 */

export const MAIN = "xy"; // the panel whose view is kept and moved by keys

/** @param {Plot} plot @returns {Internals | undefined} */
const internals = (plot) => Reflect.get(plot, "_fullLayout");

/** Whether there is anything in it yet. @param {Plot} plot */
export const isDrawn = (plot) => internals(plot) !== undefined;

/** @param {Plot} plot @returns {{width: number, height: number}} in pixels */
export function sizeOf(plot) {
  const { width, height } = internals(plot) ?? { width: 0, height: 0 };
  return { width, height };
}

/** @param {Plot} plot @returns {Panels} */
export function panelsOf(plot) {
  /** @type {Panels} */
  const panels = {};
  for (const [name, { xaxis, yaxis }] of Object.entries(internals(plot)?._plots ?? {})) {
    panels[name] = {
      left: xaxis._offset,
      top: yaxis._offset,
      width: xaxis._length,
      height: yaxis._length,
      x: [xaxis.range[0], xaxis.range[1]],
      y: [yaxis.range[0], yaxis.range[1]],
    };
  }
  return panels;
}

/**
 * How places become pixels: px = left + perX (x - x0), py = top + perY (y - y0). What is far from
 * zero is moved there before it is scaled, or all would be lost in rounding.
 * @param {Panel} panel
 */
export function scaleOf({ left, top, width, height, x, y }) {
  return {
    left,
    top,
    x0: x[0],
    y0: y[1],
    perX: width / (x[1] - x[0]),
    perY: height / (y[0] - y[1]),
  };
}

/** @param {Panel} panel @param {number} x @param {number} y @returns {[number, number]} in pixels */
export function toPixels(panel, x, y) {
  const { left, top, x0, y0, perX, perY } = scaleOf(panel);
  return [left + perX * (x - x0), top + perY * (y - y0)];
}

/** @param {Panel} panel @param {number} px @param {number} py @returns {{x: number, y: number}} */
export function toData(panel, px, py) {
  const { left, top, x0, y0, perX, perY } = scaleOf(panel);
  return { x: x0 + (px - left) / perX, y: y0 + (py - top) / perY };
}

/** @param {Panel} panel @param {number} px @param {number} py */
export function isInside({ left, top, width, height }, px, py) {
  return px >= left && px <= left + width && py >= top && py <= top + height;
}

/** @param {number} number of a panel, from 1 @returns {string} */
export function nameOf(number) {
  return number > 1 ? `x${number}y${number}` : MAIN;
}

/** @param {string} name of a panel, or of an axis @returns {number} */
export function numberOf(name) {
  return Number(/\d+/.exec(name) ?? 1);
}

/** @param {string} axis "x2" @returns {string} its name in a layout: "xaxis2" */
export function keyOf(axis) {
  return `${axis[0]}axis${axis.slice(1)}`;
}

/**
 * All pairs of axes that a layout declares, whether anything is drawn there or not.
 * @param {Piece} layout
 * @returns {[string, string][]} "x2" and "y2" ...
 */
export function pairsOf(layout) {
  const axes = Object.keys(layout).flatMap((key) => key.match(/^[xy]axis\d*$/) ?? []);
  const pairs = axes.map((key) => {
    const axis = key[0] + key.slice(5);
    const other = { x: "y", y: "x" }[key[0]] + key.slice(5);
    const { anchor } = layout[key];
    const partner = layout[keyOf(anchor ?? "-")] ? anchor : other;
    return key[0] === "x" ? [axis, partner] : [partner, axis];
  });
  const declared = pairs.filter((pair) => pair.every((axis) => layout[keyOf(axis)]));
  return [...new Map(declared.map((pair) => [pair.join(""), pair])).values()].map(([x, y]) => [
    x,
    y,
  ]);
}
