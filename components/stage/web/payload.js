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

/** A PNG, and the same as the canvas can draw it. */
export class Picture {
  /** @param {Uint8Array} png @param {ImageBitmap} bitmap */
  constructor(png, bitmap) {
    this.png = png;
    this.bitmap = bitmap;
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
 * @typedef {object} Ladder states for neighbouring values of a slider
 * @property {string} slider
 * @property {number[]} values
 * @property {Figure} base
 * @property {News[]} frames
 * @property {string[]} alts
 * @property {Record<string, [string, string, string][]>[]} facts
 *
 * @typedef {object} Message what Python says about one state of the picture
 * @property {string} name
 * @property {string} alt
 * @property {Figure} figure the first, where there are several
 * @property {News[]} [frames] what differs from the first figure
 * @property {string[]} [captions] of the frames
 * @property {number} [frame] to begin with
 * @property {(number | null)[]} [curve] a number for each frame
 * @property {string} [curveName]
 * @property {{name: string, label: string, x: number, y: number, panel: number}[]} [handles]
 * @property {import("./sliders.js").Slider[]} [sliders]
 * @property {Record<string, number>} [values] where they stand
 * @property {string[]} [ahead] sliders whose neighbouring states can be asked for
 * @property {Ladder} [ladder] those states
 * @property {Record<string, [string, string, string][]>} [facts] by group: name, value, meaning
 * @property {boolean} [clicks]
 * @property {boolean} [brush]
 */

const ARRAYS = { f4: Float32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/**
 * @param {Uint8Array} bytes as `payload.encode` made them
 * @returns {Promise<Message>}
 */
export async function decode(bytes) {
  const inflated = new Blob([/** @type {any} */ (bytes)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const buffer = await new Response(inflated).arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return unpack(header, buffer, 4 + length);
}

/**
 * @param {any} value
 * @param {ArrayBuffer} buffer
 * @param {number} start where the binary parts begin
 * @returns {Promise<any>}
 */
async function unpack(value, buffer, start) {
  if (value === null || typeof value !== "object") return value;
  if (value.$) return part(value, buffer, start);
  if (Array.isArray(value)) return Promise.all(value.map((item) => unpack(item, buffer, start)));
  const entries = Object.entries(value).map(async ([key, item]) => [
    key,
    await unpack(item, buffer, start),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * @param {{$: string, at: number, n: number, columns?: any[]}} reference
 * @param {ArrayBuffer} buffer
 * @param {number} start
 * @returns {Promise<any>}
 */
async function part({ $: kind, at, n, columns }, buffer, start) {
  const place = start + at;
  switch (kind) {
    case "rows":
      return new Rows(await unpack(columns, buffer, start));
    case "rgb":
      return new Colours(new Uint8Array(buffer, place, 3 * n));
    case "path":
      return new Polygon(new Float32Array(buffer, place, n));
    case "png": {
      const png = new Uint8Array(buffer, place, n);
      return new Picture(png, await createImageBitmap(new Blob([png], { type: "image/png" })));
    }
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
  if (value instanceof Picture) {
    return `data:image/png;base64,${btoa(Array.from(value.png, (c) => String.fromCharCode(c)).join(""))}`;
  }
  if (value instanceof Rows) {
    const [first] = value.columns;
    return Array.from(first ?? [], (_, i) => value.columns.map((column) => column[i]));
  }
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
