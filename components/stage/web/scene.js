/** A figure's marks (what the canvas draws) apart from its frame (what Plotly draws). */

import { keyOf, pairsOf } from "./panels.js";
import { Colours, Picture, Polygon } from "./payload.js";

/**
 * @typedef {import("./plotly.js").Piece} Piece
 *
 * @typedef {object} Mark one trace, shape or image
 * @property {"points" | "line" | "shape" | "image"} kind
 * @property {string} key the same for the same thing in the next state
 * @property {string} panel "xy", "x2y2" ...
 * @property {Piece} style the trace, shape or image itself
 * @property {ArrayLike<number>} x of n places, in data coordinates
 * @property {ArrayLike<number>} y
 * @property {Colours} [colours] of n points, where they differ
 * @property {number} alpha 1, but for what is appearing or disappearing
 *
 * @typedef {object} Scene
 * @property {Mark[]} marks in the order in which they are drawn
 * @property {Piece[]} traces that only Plotly can draw
 * @property {Piece[]} touchable those of the canvas that say something where they are pointed at
 * @property {Piece[]} holders empty traces: a panel without any would have no axes
 * @property {Piece} layout without what is on the canvas
 */

/**
 * @param {import("./payload.js").Figure} figure
 * @returns {Scene}
 */
export function sceneOf({ data, layout }) {
  const linear = (/** @type {Piece} */ item) => axes(item).every((name) => isLinear(layout, name));
  const [images, otherImages] = parted(
    layout.images,
    (i) => i.source instanceof Picture && linear(i),
  );
  const [shapes, otherShapes] = parted(layout.shapes, (s) => isShape(s) && linear(s));
  const [drawn, traces] = parted(data, (trace) => isScatter(trace) && linear(trace));
  const touchable = drawn.filter((trace) => trace.hoverinfo !== "skip");
  const held = new Set(traces.map((trace) => axes(trace).join("")));
  return {
    marks: marksOf(images, shapes, drawn),
    traces,
    touchable,
    holders: pairsOf(layout)
      .filter((pair) => !held.has(pair.join("")))
      .map(([xaxis, yaxis]) =>
        invisible({ x: [null], y: [null], hoverinfo: "skip", xaxis, yaxis }),
      ),
    layout: { ...layout, images: otherImages, shapes: otherShapes },
  };
}

/** @param {Piece[]} images @param {Piece[]} shapes @param {Piece[]} traces @returns {Mark[]} */
function marksOf(images, shapes, traces) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @param {Mark["kind"]} kind @param {Piece} style @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
  const mark = (kind, style, x, y) => {
    const panel = axes(style).join("");
    const name = `${panel} ${kind} ${style.name}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const colours = style.marker?.color instanceof Colours ? style.marker.color : undefined;
    /** @type {Mark} */
    const made = { kind, key: `${name} ${seen.get(name)}`, panel, style, x, y, colours, alpha: 1 };
    return made;
  };
  const [above, below] = parted(shapes, (shape) => (shape.layer ?? "above") === "above");
  return [
    ...images.map((i) => mark("image", i, [i.x, i.x + i.sizex], [i.y - i.sizey, i.y])),
    ...below.map((shape) => mark("shape", shape, ...outline(shape))),
    ...traces.flatMap((trace) => [
      ...(trace.mode.includes("lines") ? [mark("line", trace, trace.x, trace.y)] : []),
      ...(/markers|text/.test(trace.mode) ? [mark("points", trace, trace.x, trace.y)] : []),
    ]),
    ...above.map((shape) => mark("shape", shape, ...outline(shape))),
  ];
}

/**
 * The same for Plotly, which only has to hover: there is nothing to be seen.
 * @param {Piece} trace
 * @returns {Piece}
 */
export function invisible({
  name,
  x,
  y,
  xaxis,
  yaxis,
  customdata,
  text,
  hovertemplate,
  hoverinfo,
  meta,
}) {
  return {
    ...{ type: "scatter", mode: "none", hoveron: "points", fill: "none", showlegend: false },
    ...{ name, x, y, xaxis, yaxis, customdata, text, hovertemplate, hoverinfo, meta },
  };
}

/** The points of a panel that a reader can mean. @param {Scene} scene @param {string} panel */
export function pointsIn({ marks, touchable }, panel) {
  return marks.filter(
    (mark) => mark.kind === "points" && mark.panel === panel && touchable.includes(mark.style),
  );
}

/** @param {Piece} item @returns {[string, string]} names of the axes that a trace, shape or image lies on */
function axes(item) {
  return [item.xaxis ?? item.xref ?? "x", item.yaxis ?? item.yref ?? "y"];
}

/** @param {Piece} layout @param {string} name "x", "y2" ... */
function isLinear(layout, name) {
  return /^[xy]\d*$/.test(name) && ["linear", "-", undefined].includes(layout[keyOf(name)]?.type);
}

/** @param {Piece} trace */
function isScatter({ type, mode, fill, x, visible }) {
  const numbers = x && typeof (x[0] ?? 0) === "number";
  return /^scatter(gl)?$/.test(type ?? "scatter") && mode && !fill && numbers && visible !== false;
}

/** @param {Piece} shape */
function isShape({ type, path }) {
  return ["circle", "line", "rect"].includes(type) || path instanceof Polygon;
}

/** @param {Piece} shape @returns {[ArrayLike<number>, ArrayLike<number>]} a shape's places */
function outline({ path, x0, x1, y0, y1 }) {
  if (path instanceof Polygon) return [path.x, path.y];
  return [
    [x0, x1],
    [y0, y1],
  ];
}

/** @template T @param {T[] | undefined} items @param {(item: T) => unknown} test @returns {[T[], T[]]} */
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
  const result = new Float64Array(to.length);
  for (let i = 0; i < result.length; i++) result[i] = from[i] + t * (to[i] - from[i]);
  return result;
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
