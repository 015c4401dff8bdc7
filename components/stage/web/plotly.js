/** Plotly.js: loaded once for all pictures of a page, and described as far as it is used. */

import { element } from "./dom.js";

/**
 * @typedef {Record<string, any>} Piece of a figure, with entries as Plotly names them: a trace, a
 *   shape, a layout, what an event tells
 *
 * @typedef {object} Drawn
 * @property {Piece[]} data
 * @property {Piece} layout
 * @property {(event: string, listener: (news: Piece) => void) => void} on
 * @typedef {HTMLElement & Drawn} Plot the element that Plotly draws into
 *
 * @typedef {object} Plotly
 * @property {(plot: Plot, data: Piece[], layout: Piece, config: Piece) => Promise<unknown>} newPlot
 * @property {(plot: Plot, data: Piece[], layout: Piece, config: Piece) => Promise<unknown>} react
 * @property {(plot: Plot, changes: Piece) => Promise<unknown>} relayout
 * @property {(figure: Piece, options: Piece) => Promise<string>} toImage
 * @property {(plot: Plot) => void} purge
 * @property {{hover: (plot: Plot, points: Piece[], panels: string[]) => void}} Fx
 */

/** @returns {Plotly} once it is loaded */
export const plotly = () => Reflect.get(window, "Plotly");

/** Plotly adds to an element what it can do. @param {HTMLElement} place @returns {Plot} */
export const plotOf = (place) => /** @type {Plot} */ (place);

/** @type {Promise<void> | undefined} */
let loaded;

/** @param {string} address */
export function loadPlotly(address) {
  loaded ??= new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error("Plotly.js did not load")));
    document.head.append(script);
  });
  return loaded;
}
