/**
 * Where Plotly has put its axes. This is the one place that reads Plotly's internals (`_fullLayout`,
 * as of plotly.js 4.1): the public layout is out of date while a reader pans.
 */

/**
 * @typedef {object} Panel a pair of linear axes and where it is drawn
 * @property {number} left in pixels from the picture's left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {[number, number]} x range in data coordinates
 * @property {[number, number]} y
 */

/**
 * @param {any} plot the element that Plotly has drawn into
 * @returns {Record<string, Panel>} by name: "xy", "x2y2" ...
 */
export function panelsOf(plot) {
  /** @type {Record<string, Panel>} */
  const panels = {};
  for (const [name, { xaxis, yaxis }] of Object.entries(plot._fullLayout?._plots ?? {})) {
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
 * @param {Panel} panel
 * @returns {{a: number, b: number, c: number, d: number}} px = a + b x, py = c + d y
 */
export function mapping({ left, top, width, height, x, y }) {
  const b = width / (x[1] - x[0]);
  const d = -height / (y[1] - y[0]);
  return { a: left - b * x[0], b, c: top - d * y[1], d };
}
