/**
 * A lens: where traces have `meta.lens`, pointing at a tile of a picture shows that tile enlarged,
 * beside the tiles of the same number in the figure's other panels.
 */

import { element } from "./dom.js";
import { mapping } from "./panels.js";

const SIZE = 112; // pixels of an enlarged tile
const GAP = 6; // pixels between a tile and the lens

export class Lens {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = element("div", { className: "stage-lens", ariaHidden: "true", hidden: true });
    stage.picture.addEventListener("blur", () => this.hide());
    stage.picture.addEventListener(
      "keydown",
      (/** @type {KeyboardEvent} */ { key }) => key === "Escape" && this.hide(),
    );
  }

  /** @param {any} plot the element that Plotly has drawn into */
  listen(plot) {
    const show = (/** @type {any} */ { points: [{ data, pointNumber }] }) =>
      this.show(data, pointNumber);
    plot.on("plotly_hover", show);
    plot.on("plotly_click", show); // a finger doesn't hover
    plot.on("plotly_unhover", () => this.hide());
  }

  hide() {
    this.layer.hidden = true;
  }

  /** @param {any} trace @param {number} point the number of its tile */
  show({ meta, xaxis, yaxis }, point) {
    this.layer.hidden = !meta?.lens;
    if (!meta?.lens) return;
    /** @type {import("./scene.js").Mark[]} */
    const marks = this.stage.scene.marks;
    const tiles = marks.filter((mark) => mark.kind === "points" && mark.style.meta?.lens);
    this.layer.replaceChildren(...tiles.map((tile) => enlarged(tile, point, marks)));
    const panel = `${xaxis ?? "x"}${yaxis ?? "y"}`;
    const here = tiles.find((tile) => tile.panel === panel);
    if (here) this.place(this.stage.panels()[panel], here.x[point], here.y[point]);
  }

  /** Below a tile, or above it where there is no room. @param {import("./panels.js").Panel} panel @param {number} x @param {number} y */
  place(panel, x, y) {
    const { a, b, c, d } = mapping(panel);
    const { offsetWidth: width, offsetHeight: height, style } = this.layer;
    const { clientWidth, clientHeight } = this.stage.place;
    const below = c + d * (y - 0.5) + GAP;
    const above = c + d * (y + 0.5) - GAP - height;
    const left = Math.min(Math.max(a + b * x - width / 2, 0), clientWidth - width);
    const top = below + height > clientHeight && above > 0 ? above : below;
    style.transform = `translate(${left}px, ${top}px)`;
  }
}

/**
 * @param {import("./scene.js").Mark} tile the points in the middle of the tiles, each one unit wide
 * @param {number} point
 * @param {import("./scene.js").Mark[]} marks
 */
function enlarged(tile, point, marks) {
  const figure = element("figure", {});
  const canvas = /** @type {HTMLCanvasElement} */ (
    element("canvas", { width: SIZE, height: SIZE })
  );
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
  const lines = tile.style.text[point].split("<br>");
  figure.append(
    canvas,
    ...lines.map((/** @type {string} */ textContent) => element("div", { textContent })),
  );
  return figure;
}
