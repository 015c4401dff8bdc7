/** Bytes from `payload.py` back to a figure. */

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

/** A closed line through m vertices. */
export class Polygon {
  /** @param {Float32Array} vertices x and y of each, 2 m numbers */
  constructor(vertices) {
    this.vertices = vertices;
  }
}

/** A picture of pixels. */
export class Picture {
  /**
   * @param {number} width
   * @param {(ArrayLike<number> | number)[]} channels red, green, blue and alpha, each of all pixels
   */
  constructor(width, channels) {
    const n = channels.reduce((/** @type {number} */ n, c) => (c instanceof Object ? c.length : n), 0);
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
 * @typedef {object} Figure a Plotly figure whose long arrays are typed arrays or the classes above
 * @property {any[]} data
 * @property {any} layout
 *
 * @typedef {{data: any[], layout: any}} News what differs from another figure
 *
 * @typedef {Record<string, [string, string, string][]>} Facts by group: name, value, meaning
 *
 * @typedef {object} Message what Python says about one state of the picture
 * @property {string} name
 * @property {string} alt
 * @property {Figure} figure the first, where there are several; none where it is as before
 * @property {News[]} [frames] what differs from the first figure
 * @property {string[]} [captions] of the frames
 * @property {number} [frame] to begin with
 * @property {(number | null)[]} [curve] a number for each frame
 * @property {string} [curveName]
 * @property {string} [scrubber] what one moves through, where it isn't time
 * @property {Facts[]} [frameFacts]
 * @property {{name: string, label: string, x: number, y: number, panel: number}[]} [handles]
 * @property {import("./sliders.js").Slider[]} [sliders]
 * @property {Record<string, number>} [values] where they stand
 * @property {number} [round] a higher one than before where Python has moved them
 * @property {string} [states] where those at other values are
 * @property {number} digest of the figure
 * @property {Facts} [facts]
 * @property {string[]} [notes] sentences
 * @property {boolean} [clicks]
 * @property {boolean} [brush]
 */

const ARRAYS = { f4: Float32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/**
 * @param {Uint8Array} bytes as `payload.encode` made them
 * @returns {Promise<Message>}
 */
export async function decode(bytes) {
  const buffer = await inflated(bytes);
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return unpack(header, buffer, 4 + length);
}

/** @param {Uint8Array} bytes @returns {Promise<ArrayBuffer>} */
async function inflated(bytes) {
  // a stream made from a Blob takes four times as long
  const { readable, writable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  writer.write(/** @type {any} */ (bytes));
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

/**
 * @param {any} value
 * @param {ArrayBuffer} buffer
 * @param {number} start where the binary parts begin
 * @returns {any}
 */
function unpack(value, buffer, start) {
  if (value === null || typeof value !== "object") return value;
  if (value.$) return part(value, buffer, start);
  if (Array.isArray(value)) return value.map((item) => unpack(item, buffer, start));
  for (const key in value) value[key] = unpack(value[key], buffer, start);
  return value;
}

/**
 * @param {{$: string, at: number, n: number, width?: any, channels?: any[], columns?: any[]}} reference
 * @param {ArrayBuffer} buffer
 * @param {number} start
 * @returns {any}
 */
function part({ $: kind, at, n, width, channels, columns }, buffer, start) {
  const place = start + at;
  switch (kind) {
    case "rows":
      return new Rows(unpack(columns, buffer, start));
    case "rgb":
      return new Colours(new Uint8Array(buffer, place, 3 * n));
    case "path":
      return new Polygon(new Float32Array(buffer, place, n));
    case "raster":
      return new Picture(width, unpack(channels, buffer, start));
    default:
      return new ARRAYS[/** @type {keyof typeof ARRAYS} */ (kind)](buffer, place, n);
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
 * The same figure as Plotly knows it, for hover and export.
 * @param {any} value
 * @returns {any}
 */
export function plain(value) {
  if (value instanceof Colours) {
    return Array.from({ length: value.bytes.length / 3 }, (_, i) => value.css(i));
  }
  if (value instanceof Polygon) {
    const vertices = [];
    for (let i = 0; i < value.vertices.length; i += 2) {
      vertices.push(`${value.vertices[i]},${value.vertices[i + 1]}`);
    }
    return `M${vertices.join("L")}Z`;
  }
  if (value instanceof Picture) return value.canvas.toDataURL();
  if (value instanceof Rows) {
    const [first] = value.columns;
    return Array.from(first ?? [], (_, i) => value.columns.map((column) => column[i]));
  }
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
