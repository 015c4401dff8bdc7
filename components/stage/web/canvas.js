/** Marks on a canvas, as Plotly would draw them. */

import { mapping } from "./panels.js";
import { symbolPath } from "./symbols.js";

/**
 * @typedef {import("./scene.js").Mark} Mark
 * @typedef {import("./panels.js").Panel} Panel
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Places in pixels
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Mark[]} marks
 * @param {Record<string, Panel>} panels
 * @param {{width: number, height: number}} size in CSS pixels
 */
export function paint(canvas, marks, panels, { width, height }) {
  const scale = window.devicePixelRatio || 1;
  const [pixelsX, pixelsY] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== pixelsX || canvas.height !== pixelsY) {
    Object.assign(canvas, { width: pixelsX, height: pixelsY });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.font = `1px ${getComputedStyle(canvas).fontFamily}`;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (const [name, panel] of Object.entries(panels)) {
    pen.save();
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.beginPath();
    pen.rect(panel.left, panel.top, panel.width, panel.height);
    pen.clip();
    for (const mark of marks) {
      if (mark.panel === name) {
        pen.globalAlpha = mark.alpha * (mark.style.opacity ?? 1);
        DRAW[mark.kind](pen, mark, inPixels(mark, panel), scale);
      }
    }
    pen.restore();
  }
}

/** @param {Mark} mark @param {Panel} panel @returns {Places} */
function inPixels(mark, panel) {
  const { a, b, c, d } = mapping(panel);
  return {
    x: Float32Array.from(mark.x, (x) => a + b * x),
    y: Float32Array.from(mark.y, (y) => c + d * y),
  };
}

/** @type {Record<Mark["kind"], (pen: CanvasRenderingContext2D, mark: Mark, at: Places, scale: number) => void>} */
const DRAW = { image: drawImage, shape: drawShape, line: drawLine, points: drawPoints };

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at */
function drawImage(pen, { style }, { x, y }) {
  pen.drawImage(style.source.bitmap, x[0], y[1], x[1] - x[0], y[0] - y[1]);
}

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at */
function drawShape(pen, { style }, { x, y }) {
  pen.beginPath();
  if (style.type === "circle") {
    const [radiusX, radiusY] = [Math.abs(x[1] - x[0]) / 2, Math.abs(y[1] - y[0]) / 2];
    pen.ellipse((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, radiusX, radiusY, 0, 0, 2 * Math.PI);
  } else if (style.type === "rect") {
    pen.rect(x[0], y[0], x[1] - x[0], y[1] - y[0]);
  } else {
    trace(pen, x, y);
    if (style.type === "path") pen.closePath();
  }
  if (style.fillcolor) {
    pen.fillStyle = style.fillcolor;
    pen.fill();
  }
  stroke(pen, style.line, 2);
}

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at */
function drawLine(pen, { style }, { x, y }) {
  pen.beginPath();
  trace(pen, x, y);
  stroke(pen, style.line, 2);
}

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at @param {number} scale */
function drawPoints(pen, { style, colours }, { x, y }, scale) {
  const { marker = {}, mode } = style;
  const markers = mode.includes("markers");
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i])) continue;
    if (markers) {
      pen.setTransform(scale, 0, 0, scale, x[i] * scale, y[i] * scale);
      const { path, open } = symbolPath(each(marker.symbol, i) ?? 0, each(marker.size, i) ?? 6);
      const colour = colours ? colours.css(i) : each(marker.color, i);
      if (!open) {
        pen.fillStyle = colour;
        pen.fill(path);
      }
      const width = each(marker.line?.width, i) ?? (open ? 1 : 0);
      if (width > 0) {
        pen.lineWidth = width;
        pen.strokeStyle = open ? colour : each(marker.line.color, i);
        pen.stroke(path);
      }
    }
    const text = mode.includes("text") && each(style.text, i);
    if (text) {
      pen.setTransform(scale, 0, 0, scale, x[i] * scale, y[i] * scale);
      write(pen, text, style.textfont ?? {});
    }
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {any} font */
function write(pen, text, { weight = "normal", size = 12, color = "#000", family }) {
  pen.font = `${weight} ${size}px ${family ?? pen.font.replace(/^.*?px /, "")}`;
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  pen.fillStyle = color;
  pen.fillText(text, 0, 0.35 * size);
}

/** @param {CanvasRenderingContext2D} pen @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
function trace(pen, x, y) {
  for (let i = 0; i < x.length; i++) pen.lineTo(x[i], y[i]);
}

/** @param {CanvasRenderingContext2D} pen @param {any} line @param {number} width unless the line says */
function stroke(pen, line, width) {
  pen.lineWidth = line?.width ?? width;
  if (pen.lineWidth === 0 || line?.width === 0) return;
  pen.strokeStyle = line?.color ?? "#444";
  pen.setLineDash({ dash: [9, 9], dot: [3, 3], dashdot: [9, 3, 3, 3] }[/** @type {string} */ (line?.dash)] ?? []);
  pen.stroke();
  pen.setLineDash([]);
}

/** @param {any} value one for all, or one for each @param {number} i */
function each(value, i) {
  return typeof value === "object" ? value?.[i] : value;
}
