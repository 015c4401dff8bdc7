/** Marks on a canvas, as Plotly would draw them. */

import { enlarged } from "./look.js";
import { scaleOf } from "./panels.js";
import { symbolNumber, symbolPath } from "./symbols.js";

/**
 * @typedef {import("./scene.js").Mark} Mark
 * @typedef {import("./panels.js").Panel} Panel
 * @typedef {import("./plotly.js").Piece} Piece
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Places in pixels
 *
 * @typedef {object} Lit what is pointed at: all else is dim
 * @property {number} [cluster] circles and ellipses of this one
 * @property {number} [symbol] points with this one
 * @property {(row: number) => boolean} [rows] these points, of traces whose rows mean the same
 *
 * @typedef {object} Way how marks are drawn
 * @property {number} scale pixels of the screen for one of CSS
 * @property {number} letters how many times as large as usual text is
 * @property {number} grown and how many times all else
 * @property {Lit} [lit]
 */

const DIM = 0.2; // opacity

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Mark[]} marks
 * @param {import("./panels.js").Panels} panels
 * @param {{width: number, height: number}} size in CSS pixels
 * @param {import("./look.js").Ink} ink
 * @param {Lit} [lit]
 */
export function paint(pen, marks, panels, { width, height }, { font, scale: letters }, lit) {
  const grown = Math.sqrt(letters); // marks would hide each other
  const { canvas } = pen;
  const scale = window.devicePixelRatio || 1;
  const [pixelsX, pixelsY] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== pixelsX || canvas.height !== pixelsY) {
    Object.assign(canvas, { width: pixelsX, height: pixelsY });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.font = `1px ${font.family}`;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (const [name, panel] of Object.entries(panels)) {
    pen.save();
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.beginPath();
    pen.rect(panel.left, panel.top, panel.width, panel.height);
    pen.clip();
    for (const mark of marks) {
      if (mark.panel === name) {
        pen.globalAlpha = mark.alpha * (mark.style.opacity ?? 1) * (isDim(mark, lit) ? DIM : 1);
        DRAW[mark.kind](pen, mark, inPixels(mark, panel), { scale, letters, grown, lit });
      }
    }
    pen.restore();
  }
}

/** Whether a circle or an ellipse is another cluster's. @param {Mark} mark @param {Lit} [lit] */
function isDim({ kind, style }, lit) {
  const [, number] = (lit && kind === "shape" && /^(?:circle|ellipse) (\d+)/.exec(style.name)) || [];
  return lit?.cluster !== undefined && number !== undefined && (Number(number) - 1) % SYMBOLS !== lit.cluster;
}

const SYMBOLS = 12; // then they come round again

/** @param {Mark} mark @param {Panel} panel @returns {Places} */
function inPixels(mark, panel) {
  const { left, top, x0, y0, perX, perY } = scaleOf(panel);
  const n = mark.x.length;
  const [x, y] = [new Float32Array(n), new Float32Array(n)];
  for (let i = 0; i < n; i++) {
    x[i] = left + perX * (mark.x[i] - x0);
    y[i] = top + perY * (mark.y[i] - y0);
  }
  return { x, y };
}

/** @type {Record<Mark["kind"], (pen: CanvasRenderingContext2D, mark: Mark, at: Places, way: Way) => void>} */
const DRAW = { image: drawImage, shape: drawShape, line: drawLine, points: drawPoints };

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at */
function drawImage(pen, { style }, { x, y }) {
  pen.drawImage(style.source.canvas, x[0], y[1], x[1] - x[0], y[0] - y[1]);
}

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at @param {Way} way */
function drawShape(pen, { style }, { x, y }, { grown }) {
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
  stroke(pen, style.line, 2, grown);
}

/** @param {CanvasRenderingContext2D} pen @param {Mark} mark @param {Places} at @param {Way} way */
function drawLine(pen, { style }, { x, y }, { grown }) {
  pen.beginPath();
  trace(pen, x, y);
  stroke(pen, style.line, 2, grown);
}

/**
 * Markers are stamped: drawing an image is many times faster than filling and stroking a path.
 * @param {CanvasRenderingContext2D} pen
 * @param {Mark} mark
 * @param {Places} at
 * @param {Way} way
 */
function drawPoints(pen, { style, colours }, { x, y }, { scale, letters, grown, lit }) {
  const { marker = {}, mode } = style;
  const bySymbol = (/** @type {number} */ _, /** @type {number} */ symbol) => symbol === lit?.symbol;
  const alpha = pen.globalAlpha;
  const edgeWidth = marker.line && grown * marker.line.width;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  const isOn = lit && (lit.rows ? style.meta?.rows && lit.rows : style.meta?.symbols && bySymbol);
  const stamps = stampsOf(`${scale} ${edgeWidth} ${marker.line?.color}`);
  for (let i = 0; i < x.length && mode.includes("markers"); i++) {
    const symbol = symbolNumber(each(marker.symbol, i));
    const quarters = Math.round(4 * grown * (each(marker.size, i) ?? 6)); // of a pixel
    const colour = colours ? coarse(colours.bytes, i) : each(marker.color, i);
    const edge = each(marker.line?.color, i);
    const key = colours // numbers are made faster than text
      ? Number(colour) + 2 ** 24 * (symbol + 256 * quarters)
      : `${symbol} ${quarters} ${colour} ${edge}`;
    let image = stamps.get(key);
    if (!image) {
      image = stamp(symbol, quarters / 4, colour, edge, edgeWidth, scale);
      stamps.set(key, image);
    }
    const half = image.width / 2;
    if (isOn) pen.globalAlpha = isOn(i, symbol) ? alpha : DIM * alpha;
    pen.drawImage(image, Math.round(x[i] * scale - half), Math.round(y[i] * scale - half));
  }
  pen.globalAlpha = alpha;
  for (let i = 0; i < x.length && mode.includes("text"); i++) {
    pen.setTransform(scale, 0, 0, scale, x[i] * scale, y[i] * scale);
    write(pen, each(style.text, i), enlarged(style.textfont ?? {}, letters));
  }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
}

/**
 * A point's colour, to 32 levels of each primary, so that there are few different stamps.
 * @param {Uint8Array} bytes
 * @param {number} i
 */
function coarse(bytes, i) {
  const level = (/** @type {number} */ value) => (value & 0xf8) | (value >> 5);
  return (level(bytes[3 * i]) << 16) | (level(bytes[3 * i + 1]) << 8) | level(bytes[3 * i + 2]);
}

/** @type {Map<string, Map<string | number, OffscreenCanvas>>} stamps by edge, then by the rest */
const books = new Map();
const STAMPS = 4096; // of one edge are kept at most

/** @param {string} edge */
function stampsOf(edge) {
  const book = books.get(edge) ?? new Map();
  if (book.size > STAMPS) book.clear();
  books.set(edge, book);
  return book;
}

/**
 * @param {number} symbol
 * @param {number} size
 * @param {string | number} colour as CSS writes it, or its 24 bits
 * @param {string | undefined} edge
 * @param {number | undefined} width of the edge
 * @param {number} scale
 */
function stamp(symbol, size, colour, edge, width, scale) {
  const fill = typeof colour === "number" ? `#${colour.toString(16).padStart(6, "0")}` : colour;
  const side = 2 * Math.ceil(scale * (0.8 * size + (width ?? 1))); // stars reach beyond their size
  const image = new OffscreenCanvas(side, side);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (image.getContext("2d"));
  pen.setTransform(scale, 0, 0, scale, side / 2, side / 2);
  const { path, open } = symbolPath(symbol, size);
  pen.fillStyle = fill;
  if (!open) pen.fill(path);
  pen.lineWidth = width ?? (open ? 1 : 0);
  pen.strokeStyle = open ? fill : (edge ?? "#444");
  if (width ?? open) pen.stroke(path);
  return image;
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {Piece} font */
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

/** @type {Record<string, number[]>} */
const DASHES = { dash: [9, 9], dot: [3, 3], dashdot: [9, 3, 3, 3] };

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Piece | undefined} line
 * @param {number} width unless the line says
 * @param {number} grown
 */
function stroke(pen, line, width, grown) {
  pen.lineWidth = grown * (line?.width ?? width);
  if (pen.lineWidth === 0 || line?.width === 0) return;
  pen.strokeStyle = line?.color ?? "#444";
  pen.setLineDash((DASHES[line?.dash] ?? []).map((length) => grown * length));
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * @template Value
 * @param {Value | ArrayLike<Value>} value one for all, or one for each
 * @param {number} i
 * @returns {Value}
 */
function each(value, i) {
  const isList = typeof value === "object" && value !== null;
  return isList ? /** @type {ArrayLike<Value>} */ (value)[i] : /** @type {Value} */ (value);
}
