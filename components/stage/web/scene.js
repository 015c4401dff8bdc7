/** A figure's marks (what the canvas draws) apart from its frame (what Plotly draws). */

import { Colours, Picture, Polygon } from "./payload.js";

/**
 * @typedef {object} Mark one trace, shape or image
 * @property {"points" | "line" | "shape" | "image"} kind
 * @property {string} key the same for the same thing in the next state
 * @property {string} panel "xy", "x2y2" ...
 * @property {any} style the trace, shape or image itself
 * @property {ArrayLike<number>} x of n places, in data coordinates
 * @property {ArrayLike<number>} y
 * @property {Colours} [colours] of n points, where they differ
 * @property {number} alpha 1, but for what is appearing or disappearing
 *
 * @typedef {object} Scene
 * @property {Mark[]} marks in the order in which they are drawn
 * @property {any[]} traces that only Plotly can draw
 * @property {any[]} touchable invisible traces that give the points on the canvas their hover
 * @property {any} layout without what is on the canvas
 */

/**
 * @param {import("./payload.js").Figure} figure
 * @returns {Scene}
 */
export function sceneOf({ data, layout }) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @param {Mark["kind"]} kind @param {any} style @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
  const mark = (kind, style, x, y) => {
    const panel = axes(style).join("");
    const name = `${panel} ${kind} ${style.name}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const colours = style.marker?.color instanceof Colours ? style.marker.color : undefined;
    /** @type {Mark} */
    const made = { kind, key: `${name} ${seen.get(name)}`, panel, style, x, y, colours, alpha: 1 };
    return made;
  };

  const linear = (/** @type {any} */ item) => axes(item).every((name) => isLinear(layout, name));
  const [images, otherImages] = parted(
    layout.images,
    (i) => i.source instanceof Picture && linear(i),
  );
  const [shapes, otherShapes] = parted(layout.shapes, (s) => isShape(s) && linear(s));
  const [above, below] = parted(shapes, (shape) => (shape.layer ?? "above") === "above");
  const [drawn, traces] = parted(data, (trace) => isScatter(trace) && linear(trace));

  const marks = [
    ...images.map((i) => mark("image", i, [i.x, i.x + i.sizex], [i.y - i.sizey, i.y])),
    ...below.map((shape) => mark("shape", shape, ...outline(shape))),
    ...drawn.flatMap((trace) => [
      ...(trace.mode.includes("lines") ? [mark("line", trace, trace.x, trace.y)] : []),
      ...(/markers|text/.test(trace.mode) ? [mark("points", trace, trace.x, trace.y)] : []),
    ]),
    ...above.map((shape) => mark("shape", shape, ...outline(shape))),
  ];
  const touchable = drawn
    .filter((trace) => trace.hoverinfo !== "skip")
    .map(({ name, x, y, xaxis, yaxis, customdata, text, hovertemplate, hoverinfo, meta }) => ({
      ...{ type: "scatter", mode: "none", hoveron: "points", fill: "none", showlegend: false },
      ...{ name, x, y, xaxis, yaxis, customdata, text, hovertemplate, hoverinfo, meta },
    }));
  return {
    marks,
    traces,
    touchable,
    layout: { ...layout, images: otherImages, shapes: otherShapes },
  };
}

/** @param {any} item @returns {[string, string]} names of the axes that a trace, shape or image lies on */
function axes(item) {
  return [item.xaxis ?? item.xref ?? "x", item.yaxis ?? item.yref ?? "y"];
}

/** @param {any} layout @param {string} name "x", "y2" ... */
function isLinear(layout, name) {
  const axis = layout[`${name[0]}axis${name.slice(1)}`];
  return /^[xy]\d*$/.test(name) && ["linear", "-", undefined].includes(axis?.type);
}

/** @param {any} trace */
function isScatter({ type, mode, fill, x, visible }) {
  const numbers = x && typeof (x[0] ?? 0) === "number";
  return /^scatter(gl)?$/.test(type ?? "scatter") && mode && !fill && numbers && visible !== false;
}

/** @param {any} shape */
function isShape({ type, path }) {
  return ["circle", "line", "rect"].includes(type) || path instanceof Polygon;
}

/** @param {any} shape @returns {[ArrayLike<number>, ArrayLike<number>]} a shape's places */
function outline({ path, x0, x1, y0, y1 }) {
  if (!(path instanceof Polygon))
    return [
      [x0, x1],
      [y0, y1],
    ];
  const { vertices } = path;
  const m = vertices.length / 2;
  return [
    Float32Array.from({ length: m }, (_, i) => vertices[2 * i]),
    Float32Array.from({ length: m }, (_, i) => vertices[2 * i + 1]),
  ];
}

/** @template T @param {T[] | undefined} items @param {(item: T) => any} test @returns {[T[], T[]]} */
function parted(items, test) {
  /** @type {[T[], T[]]} */
  const parts = [[], []];
  for (const item of items ?? []) parts[test(item) ? 0 : 1].push(item);
  return parts;
}

/**
 * A state between two others: what is in both moves and recolours, what is in one fades.
 * @param {Mark[]} from
 * @param {Mark[]} to
 * @param {number} t 0 to 1
 * @returns {Mark[]}
 */
export function between(from, to, t) {
  if (t >= 1) return to;
  const before = new Map(from.map((mark) => [mark.key, mark]));
  const coming = to.map((mark) => {
    const old = before.get(mark.key);
    if (!old || old.x.length !== mark.x.length || mark.kind === "image") return faded(mark, t);
    before.delete(mark.key);
    return moved(old, mark, t);
  });
  const going = [...before.values()].map((mark) => faded(mark, 1 - t));
  return [...going, ...coming];
}

/** @param {Mark} mark @param {number} t @returns {Mark} */
function faded(mark, t) {
  return { ...mark, alpha: mark.alpha * t };
}

/** @param {Mark} from @param {Mark} to @param {number} t @returns {Mark} */
function moved(from, to, t) {
  const colours =
    from.colours && to.colours
      ? new Colours(Uint8Array.from(mixed(from.colours.bytes, to.colours.bytes, t)))
      : to.colours;
  const alpha = from.alpha + t * (to.alpha - from.alpha);
  return { ...to, x: mixed(from.x, to.x, t), y: mixed(from.y, to.y, t), colours, alpha };
}

/** @param {ArrayLike<number>} from @param {ArrayLike<number>} to @param {number} t */
function mixed(from, to, t) {
  return Float32Array.from(to, (value, i) => from[i] + t * (value - from[i]));
}

/**
 * Whether two figures have the same points, so that the one can turn into the other.
 * @param {Mark[]} from
 * @param {Mark[]} to
 */
export function isSameKind(from, to) {
  const keys = new Set(from.map((mark) => `${mark.key} ${mark.x.length}`));
  return to.some((mark) => mark.kind === "points" && keys.has(`${mark.key} ${mark.x.length}`));
}
