/**
 * A lens: where traces have `meta.lens`, pointing at a tile of a picture shows that tile enlarged,
 * beside the tiles of the same number in the panels whose lens has the same name.
 */

import { element } from "./dom.js";
import { toPixels } from "./panels.js";

const SIZE = 112; // pixels of an enlarged tile
const GAP = 6; // pixels between a tile and the lens

/** @typedef {import("./plotly.js").Piece} Piece */

export class Lens {
  /** @param {import("./chart.js").Chart} chart */
  constructor(chart) {
    this.chart = chart;
    this.layer = element("div", { className: "stage-lens", ariaHidden: "true", hidden: true });
    chart.picture.addEventListener("blur", () => this.hide());
    chart.picture.addEventListener("keydown", ({ key }) => key === "Escape" && this.hide());
  }

  /** @param {import("./plotly.js").Plot} plot once it is drawn */
  listen(plot) {
    const show = (/** @type {Piece} */ { points: [{ data, pointNumber }] }) =>
      this.show(data, pointNumber);
    plot.on("plotly_hover", show);
    plot.on("plotly_click", show); // a finger doesn't hover
    plot.on("plotly_unhover", () => this.hide());
  }

  hide() {
    this.layer.hidden = true;
  }

  /** @param {Piece} trace @param {number} point the number of its tile */
  show({ meta, xaxis = "x", yaxis = "y" }, point) {
    this.layer.hidden = !meta?.lens;
    const { scene } = this.chart;
    if (!meta?.lens || !scene) return;
    const tiles = scene.marks.filter(
      ({ kind, style }) => kind === "points" && style.meta?.lens === meta.lens,
    );
    this.layer.replaceChildren(...tiles.map((tile) => enlarged(tile, point, scene.marks)));
    const here = tiles.find((tile) => tile.panel === xaxis + yaxis);
    if (here) this.place(here, point);
  }

  /** Below a tile, or above it where there is no room. @param {import("./scene.js").Mark} tile @param {number} point */
  place({ panel, x, y }, point) {
    const { offsetWidth: width, offsetHeight: height, style } = this.layer;
    const { clientWidth, clientHeight } = this.chart.picture;
    const there = this.chart.panels[panel];
    const [middle, bottom] = toPixels(there, x[point], y[point] - 0.5);
    const [, top] = toPixels(there, x[point], y[point] + 0.5);
    const [below, above] = [bottom + GAP, top - GAP - height];
    const left = Math.min(Math.max(middle - width / 2, 0), clientWidth - width);
    const isAbove = below + height > clientHeight && above > 0;
    style.transform = `translate(${left}px, ${isAbove ? above : below}px)`;
  }
}

/**
 * @param {import("./scene.js").Mark} tile the points in the middle of the tiles, each one unit wide
 * @param {number} point
 * @param {import("./scene.js").Mark[]} marks
 */
function enlarged(tile, point, marks) {
  const figure = element("figure");
  const canvas = element("canvas", { width: SIZE, height: SIZE });
  const picture = marks.find(({ kind, panel }) => kind === "image" && panel === tile.panel);
  const pen = canvas.getContext("2d");
  if (picture && pen) {
    const source = picture.style.source.canvas;
    const width = source.width / (picture.x[1] - picture.x[0]);
    const height = source.height / (picture.y[1] - picture.y[0]);
    const left = (tile.x[point] - 0.5 - picture.x[0]) * width;
    const top = (picture.y[1] - tile.y[point] - 0.5) * height;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(source, left, top, width, height, 0, 0, SIZE, SIZE);
  }
  /** @type {string[]} */
  const lines = tile.style.text[point].split("<br>");
  figure.append(canvas, ...lines.map((textContent) => element("div", { textContent })));
  return figure;
}
