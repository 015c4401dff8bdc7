/** Bytes from `payload.py` back to what they were made of. */

/** Colours of n marks: red, green and blue of each. */
export class Colours {
  /** @param {Uint8Array} bytes 3 n numbers from 0 to 255 */
  constructor(bytes) {
    this.bytes = bytes;
  }

  /** @param {number} i @returns {string} as CSS writes it */
  css(i) {
    const [red, green, blue] = this.bytes.subarray(3 * i, 3 * i + 3);
    return `rgb(${red},${green},${blue})`;
  }
}

/** A closed line through vertices. */
export class Polygon {
  /** @param {ArrayLike<number>} x of each vertex @param {ArrayLike<number>} y */
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}

/** A picture of pixels. */
export class Picture {
  /**
   * @param {number} width
   * @param {(ArrayLike<number> | number)[]} channels red, green, blue and alpha, each of all pixels
   */
  constructor(width, channels) {
    const n = channels.reduce(
      (/** @type {number} */ n, c) => (c instanceof Object ? c.length : n),
      0,
    );
    this.canvas = document.createElement("canvas");
    Object.assign(this.canvas, { width, height: n / width });
    const pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const pixels = pen.createImageData(width, n / width);
    const { data } = pixels;
    channels.forEach((channel, place) => {
      const flat = typeof channel === "number";
      for (let i = 0; i < n; i++) data[4 * i + place] = flat ? channel : channel[i];
    });
    pen.putImageData(pixels, 0, 0);
  }
}

/** A table of n rows, kept by columns. */
export class Rows {
  /** @param {ArrayLike<number>[]} columns each of n numbers */
  constructor(columns) {
    this.columns = columns;
  }
}

/**
 * @typedef {import("./plotly.js").Piece} Piece
 * @typedef {{data: Piece[], layout: Piece}} Figure as Plotly has it, but for long arrays, which are
 *   typed arrays or the classes above
 * @typedef {{data: Piece[], layout: Piece}} News what differs from another figure
 *
 * @typedef {object} Reference to what lies behind the header
 * @property {string} $ its kind
 * @property {number} at
 * @property {number} n
 * @property {number} [plus] to be added to each number
 * @property {Reference} x of a path
 * @property {Reference} y
 * @property {number} width of a picture
 * @property {(Reference | number)[]} channels
 * @property {Reference[]} columns of a table
 */

const ARRAYS = { f4: Float32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/**
 * @param {Uint8Array} bytes as `payload.message` made them
 * @returns {Promise<import("./protocol.js").Message>}
 */
export async function readMessage(bytes) {
  const { buffer, byteOffset } = bytes;
  const start = 4 + new DataView(buffer, byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)));
  const state = start < bytes.length ? await readState(bytes.subarray(start)) : undefined;
  return { ...header, state };
}

/**
 * @param {Uint8Array} bytes as `payload.encode` made them
 * @returns {Promise<import("./protocol.js").State>}
 */
export async function readState(bytes) {
  const buffer = await inflated(bytes);
  const start = 4 + new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, start - 4)));
  return new Reader(buffer, start).unpacked(header);
}

/** @param {Uint8Array} bytes @returns {Promise<ArrayBuffer>} */
async function inflated(bytes) {
  // a stream made from a Blob takes four times as long
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  writer.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  writer.close();
  const parts = [];
  const reader = readable.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read())
    parts.push(/** @type {Uint8Array} */ (value));
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}

class Reader {
  /** @param {ArrayBuffer} buffer @param {number} start where the binary parts begin */
  constructor(buffer, start) {
    this.buffer = buffer;
    this.start = start;
  }

  /**
   * The same with what its references stand for; it is changed in place.
   * @template Value
   * @param {Value} value
   * @returns {Value}
   */
  unpacked(value) {
    if (value === null || typeof value !== "object") return value;
    if ("$" in value) return this.part(/** @type {any} */ (value)); // what JSON holds can't be known
    for (const key in value) value[key] = this.unpacked(value[key]);
    return value;
  }

  /** @param {Reference} reference @returns {any} */
  part(reference) {
    switch (reference.$) {
      case "rows":
        return new Rows(reference.columns.map((column) => this.numbers(column)));
      case "rgb":
        return new Colours(new Uint8Array(this.buffer, this.start + reference.at, 3 * reference.n));
      case "path":
        return new Polygon(this.numbers(reference.x), this.numbers(reference.y));
      case "raster":
        return new Picture(
          reference.width,
          reference.channels.map((each) => (typeof each === "number" ? each : this.numbers(each))),
        );
      default:
        return this.numbers(reference);
    }
  }

  /** Far from zero there are doubles only. @param {Reference | number[]} reference @returns {ArrayLike<number>} */
  numbers(reference) {
    if (Array.isArray(reference)) return reference;
    const { $: kind, at, n, plus } = reference;
    const kinds = /** @type {keyof typeof ARRAYS} */ (kind);
    const travelled = new ARRAYS[kinds](this.buffer, this.start + at, n);
    if (!plus) return travelled;
    const moved = new Float64Array(n);
    for (let i = 0; i < n; i++) moved[i] = travelled[i] + plus;
    return moved;
  }
}

/**
 * @param {Figure} figure
 * @param {News} [news]
 * @returns {Figure}
 */
export function combined(figure, { data, layout } = { data: [], layout: {} }) {
  return {
    data: figure.data.map((trace, i) => ({ ...trace, ...data[i] })),
    layout: { ...figure.layout, ...layout },
  };
}

/**
 * The same as Plotly knows it, for hover and export.
 * @template Value
 * @param {Value} value
 * @returns {Value}
 */
export function plain(value) {
  return /** @type {Value} */ (plainly(value));
}

/** @param {unknown} value @returns {unknown} */
function plainly(value) {
  if (value instanceof Colours) {
    return Array.from({ length: value.bytes.length / 3 }, (_, i) => value.css(i));
  }
  if (value instanceof Polygon) {
    const { x, y } = value;
    return `M${Array.from(x, (each, i) => `${each},${y[i]}`).join("L")}Z`;
  }
  if (value instanceof Picture) return value.canvas.toDataURL();
  if (value instanceof Rows) {
    const [first] = value.columns;
    return Array.from(first ?? [], (_, i) => value.columns.map((column) => column[i]));
  }
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plainly);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainly(item)]));
}
