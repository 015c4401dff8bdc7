/**
 * The picture itself: Plotly's axes over a canvas of ours, drawn in place for every state. It fills
 * its place; where that is narrow, each panel does, and the reader swipes from one to the next.
 */

import { paint } from "./canvas.js";
import { element } from "./dom.js";
import { enlarged, fitted, inkOf, isBetterBelow, slidesOf } from "./look.js";
import { MAIN, isDrawn, keyOf, panelsOf, sizeOf } from "./panels.js";
import { plain } from "./payload.js";
import { plotOf, plotly } from "./plotly.js";
import { between, invisible, isSameKind, sceneOf } from "./scene.js";

const GLIDE = 220; // milliseconds from one state to the next
const HURRY = 400; // milliseconds: states that come faster than this aren't glided to
const ROOM = 0.6; // of the view at least is filled, or the view follows the data
const SPARE = 0.07; // of the figure's longer side on every side may be out of view
const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: true, responsive: false };

/**
 * @typedef {import("./plotly.js").Piece} Piece
 * @typedef {import("./panels.js").Panels} Panels
 * @typedef {[number, number]} Range
 * @typedef {{x: Range, y: Range, size: string, names: string}} Home what the figure itself shows
 *
 * @typedef {object} Hooks
 * @property {(titles: string[]) => void} laid these panels are to be swiped through, if any
 * @property {(panels: Panels) => void} placed the axes are there now
 * @property {() => void} drawn a state is on the screen
 * @property {(found?: import("./gestures.js").Found) => void} pointed at a point, or at none any more
 * @property {(plot: import("./plotly.js").Plot) => void} made Plotly has drawn for the first time
 */

export class Chart {
  /** @param {HTMLElement} root @param {Hooks} hooks */
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.ink = inkOf(root);
    this.place = element("div", { className: "stage-swipe" });
    this.size = { width: 0, height: 0 }; // of that place
    this.isBelow = false; // how panels of the same view lie
    /** @type {import("./canvas.js").Lit | undefined} */
    this.lit = undefined;
    this.picture = element("div", { className: "stage-picture", role: "img", tabIndex: 0 });
    this.canvas = element("canvas");
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.plot = plotOf(element("div", { className: "stage-plot", ariaHidden: "true" }));
    this.picture.append(this.canvas, this.plot);
    this.wide = element("div", { className: "stage-wide" }); // as wide as all panels
    this.wide.append(this.picture);
    this.place.append(this.wide);
    this.picture.addEventListener("pointermove", (event) => this.follow(event), { capture: true });
    this.resized = new ResizeObserver(([{ contentRect }]) => {
      const [width, height] = [Math.round(contentRect.width), Math.round(contentRect.height)];
      if (!width || !height) return;
      this.size = { width, height };
      this.fit();
    });
    this.resized.observe(this.place);
    /** @type {import("./scene.js").Mark[]} what is on the canvas now */
    this.marks = [];
    this.glide = { from: this.marks, start: 0, length: 0 };
    this.frame = 0; // the animation frame that is asked for
    this.zoomed = false; // by the reader
    /** @type {Home | undefined} */
    this.home = undefined;
    this.drawn = ""; // what Plotly has drawn, in JSON
    this.hoverable = true;
    this.isPointedAt = false; // by the reader, at a point
    this.hurries = false; // states come so fast that nobody can point at what they show
    /** @type {PointerEvent | undefined} */
    this.pointer = undefined; // where it was last
    this.shown = 0; // when the latest figure came
    this.owed = false; // whether a drawing is still to be told of
    /** @type {import("./scene.js").Scene | undefined} */
    this.scene = undefined;
    /** @type {import("./payload.js").Figure | undefined} */
    this.figure = undefined;
  }

  get isDrawn() {
    return isDrawn(this.plot);
  }

  get panels() {
    return panelsOf(this.plot);
  }

  /** @param {import("./payload.js").Figure} figure */
  turnTo(figure) {
    const now = performance.now();
    const first = !this.scene;
    this.figure = figure;
    this.scene = sceneOf(figure);
    const isSoon = now - this.shown < HURRY;
    this.hurries = isSoon && !this.isPointedAt;
    const still =
      first ||
      isSoon ||
      matchMedia("(prefers-reduced-motion: reduce)").matches ||
      !isSameKind(this.marks, this.scene.marks);
    this.shown = now;
    this.glide = { from: this.marks, start: now, length: still ? 0 : GLIDE };
    this.owed = true;
    this.hoverable = false;
    return this.fit();
  }

  /** The app's colours may have changed. */
  recolour() {
    this.ink = inkOf(this.root);
  }

  /** Let Plotly draw the frame, where it has changed, and the canvas the marks. */
  async fit() {
    if (!this.scene || !this.size.width) return;
    const { scale } = this.ink;
    const large = enlarged(this.scene.layout, scale);
    this.isBelow = isBetterBelow(large, this.size, this.isBelow);
    const layout = fitted(large, this.ink, this.size, this.isBelow);
    this.keepView(layout);
    const drawn = JSON.stringify([this.scene.traces, layout]);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      const { traces, touchable, holders } = this.scene;
      this.hoverable = !this.hurries; // who moves a slider doesn't point at anything
      const fresh = !this.isDrawn;
      const { newPlot, react } = plotly();
      const all = plain([...enlarged(traces, scale), ...(this.hurries ? [] : touchable.map(invisible)), ...holders]);
      const copy = structuredClone(layout); // Plotly writes into what it is given
      await (fresh ? newPlot : react)(this.plot, all, copy, CONFIG);
      if (fresh) this.listen();
      this.wide.style.width = `${layout.width}px`;
      this.hooks.laid(slidesOf(this.scene.layout, this.size.width));
    }
    this.redraw();
  }

  listen() {
    this.plot.on("plotly_relayouting", (news) => {
      const axes = Object.keys(news).map((key) => key.split(".")[0]);
      if (axes.some((axis) => this.isMain(axis))) this.zoomed = true;
      this.redraw();
    });
    this.plot.on("plotly_afterplot", () => this.redraw());
    this.plot.on("plotly_hover", ({ points: [{ curveNumber, pointNumber }] }) =>
      this.point(curveNumber, pointNumber),
    );
    this.plot.on("plotly_unhover", () => this.point());
    this.hooks.made(this.plot);
  }

  /** A reader points at something. @param {number} [trace] @param {number} [point] */
  point(trace, point = -1) {
    this.isPointedAt = trace !== undefined;
    this.light(trace, point);
    const { traces = [], touchable = [], marks = [] } = this.scene ?? {};
    const style = trace === undefined ? undefined : touchable[trace - traces.length];
    const mark = style && marks.find((each) => each.style === style);
    this.hooks.pointed(mark && { mark, point });
  }

  /**
   * Light up the cluster of the point that is pointed at, or the points that it stands for: those
   * that belong to one cluster, of a mark's [labelling, cluster], or to one after the other.
   * @param {number} [trace]
   * @param {number} [point]
   */
  light(trace, point = -1) {
    const { traces = [], touchable = [] } = this.scene ?? {};
    const style = trace === undefined ? undefined : touchable[trace - traces.length];
    if (style?.meta?.labels) {
      const [before, source, after, target] = style.customdata.columns.map(
        (/** @type {ArrayLike<number>} */ column) => column[point],
      );
      const { [before]: sources, [after]: targets } = style.meta.labels;
      this.lit = { rows: (row) => sources[row] === source && targets[row] === target };
      return this.redraw();
    }
    const symbol = style?.marker?.symbol?.[point];
    const cluster = style?.meta?.symbols?.indexOf(symbol) ?? -1;
    if (cluster === (this.lit?.cluster ?? -1) && !this.lit?.rows) return;
    this.lit = cluster < 0 ? undefined : { cluster, symbol };
    this.redraw();
  }

  /** Whether an axis is one of the main panel's, or matches one. @param {string} key "xaxis2" */
  isMain(key) {
    const mine = [keyOf("x"), keyOf("y")];
    const { matches } = this.scene?.layout[key] ?? {};
    return mine.includes(key) || (matches && mine.includes(keyOf(matches)));
  }

  /**
   * Set the ranges of the main panel, and of those that match it: what the reader zoomed to, or
   * what there is while the points fill it well, or the figure's.
   * @param {Piece} layout
   */
  keepView(layout) {
    const { xaxis, yaxis } = layout;
    if (!xaxis?.range || !yaxis?.range) return;
    const names = String([xaxis.title?.text, yaxis.title?.text]);
    const size = `${layout.width} ${layout.height} ${this.isBelow}`;
    const home = { x: xaxis.range, y: yaxis.range, size, names };
    const before = this.home ?? home;
    this.home = home;
    if (before.names !== names) this.zoomed = false; // into something else
    const view = this.panels[MAIN];
    const equal = yaxis.scaleanchor; // else a part of the one axis says nothing of the other
    if (view && (this.zoomed || (equal && before.size === size && fills(home, view)))) {
      layout.xaxis = { ...xaxis, range: view.x, autorange: false };
      if (!yaxis.fixedrange) layout.yaxis = { ...yaxis, range: view.y, autorange: false };
    }
    for (const [key, axis] of Object.entries(layout)) {
      if (/^[xy]axis\d/.test(key) && axis.matches && this.isMain(key))
        layout[key] = { ...axis, range: layout[keyOf(axis.matches)].range };
    }
  }

  /** Show all of the figure again. */
  reset() {
    if (!this.home) return;
    this.zoomed = false;
    plotly().relayout(this.plot, { "xaxis.range": this.home.x, "yaxis.range": this.home.y });
  }

  /**
   * @param {number} factor of the view's size, below 1 to see more closely
   * @param {number} dx move by so much of the view
   * @param {number} dy
   */
  look(factor, dx = 0, dy = 0) {
    const { x, y } = this.panels[MAIN];
    const range = (/** @type {Range} */ [low, high], /** @type {number} */ shift) => {
      const [middle, half] = [(low + high) / 2 + shift * (high - low), (factor * (high - low)) / 2];
      return [middle - half, middle + half];
    };
    this.zoomed = true;
    const fixed = this.scene?.layout.yaxis?.fixedrange;
    const height = fixed ? {} : { "yaxis.range": range(y, dy) };
    plotly().relayout(this.plot, { "xaxis.range": range(x, dx), ...height });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the view */
  onKey({ key }) {
    const step = 0.1;
    const action = {
      ArrowLeft: () => this.look(1, -step),
      ArrowRight: () => this.look(1, step),
      ArrowUp: () => this.look(1, 0, step),
      ArrowDown: () => this.look(1, 0, -step),
      "+": () => this.look(0.8),
      "=": () => this.look(0.8),
      "-": () => this.look(1.25),
      0: () => this.reset(),
    }[key];
    action?.();
    return Boolean(action);
  }

  /** Plotly's hover is worth its time only once there is a pointer. */
  async makeHoverable() {
    if (this.hoverable || this.glide.length > performance.now() - this.glide.start) return false;
    this.drawn = "";
    this.hurries = false;
    await this.fit();
    return true;
  }

  /** A pointer that has stopped meanwhile still points at something. @param {PointerEvent} event */
  async follow(event) {
    this.pointer = event;
    if (!(await this.makeHoverable()) || !this.picture.matches(":hover")) return;
    const { clientX, clientY } = this.pointer;
    const at = document.elementFromPoint(clientX, clientY);
    at?.dispatchEvent(new MouseEvent("mousemove", { clientX, clientY, bubbles: true }));
  }

  /**
   * Show what points say, as if the pointer were there.
   * @param {{mark: import("./scene.js").Mark, point: number}[]} points
   * @returns {Promise<string>} the words
   */
  async hover(points) {
    await this.makeHoverable();
    if (!this.scene) return "";
    const { traces, touchable } = this.scene;
    const found = points.map(({ mark: { panel, style }, point }) => {
      const curveNumber = traces.length + touchable.indexOf(style);
      return { panel, curveNumber, pointNumber: point };
    });
    const panels = found.map(({ panel }) => panel);
    plotly().Fx.hover(this.plot, found, panels);
    this.point(found[0]?.curveNumber, found[0]?.pointNumber); // Plotly tells of pointers only
    return [...this.plot.querySelectorAll(".hoverlayer .hovertext")].map(wordsOf).join("; ");
  }

  redraw() {
    if (!this.frame) this.frame = requestAnimationFrame((now) => this.onFrame(now));
  }

  /** @param {number} now */
  onFrame(now) {
    this.frame = 0;
    if (!this.scene || !this.isDrawn) return;
    const { from, start, length } = this.glide;
    const t = length ? Math.min(1, Math.max(0, (now - start) / length)) : 1;
    this.marks = between(from, this.scene.marks, ease(t));
    const { panels } = this;
    paint(this.pen, this.marks, panels, sizeOf(this.plot), this.ink, this.lit);
    this.hooks.placed(panels);
    if (t < 1) this.redraw();
    else if (this.owed) {
      this.owed = false;
      this.hooks.drawn();
    }
  }

  /**
   * The complete figure as Plotly draws it, with the view and colours of the screen.
   * @param {"png" | "svg"} format
   * @returns {Promise<string>} data address
   */
  image(format) {
    const { data, layout } = plain(this.figure ?? { data: [], layout: {} });
    const { background } = this.ink;
    const holders = this.scene?.holders ?? [];
    const figure = {
      data: [...data.map((trace) => ({ ...trace, type: svgType(trace.type) })), ...holders],
      layout: {
        ...structuredClone(this.plot.layout),
        ...{ images: layout.images, shapes: layout.shapes },
        ...{ paper_bgcolor: background, plot_bgcolor: background },
      },
    };
    const scale = format === "png" ? 2 : 1;
    return plotly().toImage(figure, { format, scale, ...sizeOf(this.plot) });
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
    if (this.scene) plotly().purge(this.plot);
  }
}

/** @param {Element} label one line, or several @returns {string} */
function wordsOf(label) {
  const texts = [...label.querySelectorAll("tspan, text:not(:has(tspan))")];
  return texts
    .map(({ textContent }) => textContent)
    .filter(Boolean)
    .join(", ");
}

/** WebGL would need a looser security policy. @param {string} type */
function svgType(type) {
  return type === "scattergl" ? "scatter" : type;
}

/**
 * Whether all points are in view, and not too small: figures leave room around their points.
 * @param {Home} home
 * @param {import("./panels.js").Panel} view
 */
function fills(home, view) {
  const axes = /** @type {("x" | "y")[]} */ (["x", "y"]);
  const span = (/** @type {Range} */ [low, high]) => high - low;
  const spare = SPARE * Math.max(span(home.x), span(home.y));
  const inside = axes.every(
    (axis) => home[axis][0] + spare >= view[axis][0] && home[axis][1] - spare <= view[axis][1],
  );
  return inside && axes.some((axis) => span(home[axis]) >= ROOM * span(view[axis]));
}

/** @param {number} t */
function ease(t) {
  return t * t * (3 - 2 * t);
}
