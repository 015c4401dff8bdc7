/** The life of a picture: made once, drawn in place whenever Python sends its next state. */

import { paint } from "./canvas.js";
import { element, loadPlotly, stylesheet } from "./dom.js";
import { Facts } from "./facts.js";
import { Hands } from "./hands.js";
import { Lens } from "./lens.js";
import { fitted, inkOf } from "./look.js";
import { image, menu } from "./menu.js";
import { panelsOf } from "./panels.js";
import { decode, plain } from "./payload.js";
import { Player } from "./player.js";
import { table } from "./table.js";
import { between, isSameKind, sceneOf } from "./scene.js";
import { Sliders } from "./sliders.js";

const GLIDE = 220; // milliseconds from one state to the next
const HURRY = 400; // milliseconds: states that come faster than this aren't glided to
const ROOM = 0.6; // of the view at least is filled, or the view follows the data
const SPARE = 0.07; // of the figure's longer side on every side may be out of view
const BUSY = 300; // milliseconds without an answer, then the reader is told
const PATIENCE = 20000; // milliseconds until an answer is no longer waited for
const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: true, responsive: false };

export { open } from "./sliders.js";

/** @type {WeakMap<HTMLElement, Stage>} */
const stages = new WeakMap();

/**
 * What Streamlit calls for every new state.
 * @param {any} component see Streamlit's custom components, version 2
 * @param {string} plotly address of Plotly.js
 * @returns {Promise<() => void>} to be called when the picture is gone
 */
export async function draw(component, plotly) {
  const root = component.parentElement.querySelector(".stage");
  const stage = stages.get(root) ?? new Stage(root);
  stages.set(root, stage);
  await stage.show(component, plotly);
  // Streamlit also calls this where a state was overtaken by the next: then the picture stays.
  return () => void setTimeout(() => root.isConnected || stage.close());
}

class Stage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.turn = 0; // of the latest state
    this.draws = 0;
    /** @type {import("./scene.js").Mark[]} what is on the canvas now */
    this.marks = [];
    this.glide = { from: this.marks, start: 0, length: 0 };
    this.frame = 0; // the animation frame that is asked for
    this.zoomed = false; // by the reader
    this.home = ""; // ranges of the figure, in JSON
    this.drawn = ""; // what Plotly has drawn, in JSON
    this.hoverable = true;
    /** @type {number | undefined} of what is shown */
    this.digest = undefined;
    this.shown = 0; // when the latest state came
    /** @type {(() => void) | undefined} ends the waiting for Python's answer */
    this.waiting = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the next is no longer waited for */
    this.patience = undefined;
    this.owing = 0; // pictures that somebody works on
    /** @type {ReturnType<typeof setTimeout> | undefined} until the reader is told of that */
    this.telling = undefined;
    /** @type {Map<string, any>} what is to be told when Python has answered */
    this.untold = new Map();
    /** @type {import("./scene.js").Scene | undefined} */
    this.scene = undefined;
    /** @type {import("./payload.js").Figure | undefined} */
    this.figure = undefined;
    /** @type {import("./payload.js").Message | undefined} */
    this.message = undefined;
    /** @type {Player | undefined} of a film */
    this.player = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.announcing = undefined;
    this.owed = false; // whether a drawing is still to be counted
    root.replaceChildren();
    this.picture = element("div", { className: "stage-picture", role: "img", tabIndex: 0 });
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas", {}));
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.ink = inkOf(root);
    this.plot = /** @type {any} */ (
      element("div", { className: "stage-plot", ariaHidden: "true" })
    );
    this.news = element("p", { className: "stage-news", role: "status" });
    this.hands = new Hands(this);
    this.lens = new Lens(this);
    this.picture.append(this.canvas, this.plot);
    this.place = element("div", { className: "stage-place" });
    this.place.append(this.picture, this.hands.layer, this.lens.layer, menu(this));
    this.sliders = new Sliders(this);
    this.facts = new Facts();
    this.table = table(this);
    root.append(this.place, this.sliders.layer, this.facts.layer, this.facts.notes);
    root.append(this.table.details, this.news);
    this.picture.addEventListener("pointermove", () => this.makeHoverable(), { capture: true });
    this.picture.addEventListener("keydown", (event) => this.onKey(event));
    this.width = root.clientWidth; // measured here, for asking makes the browser lay out the page
    this.resized = new ResizeObserver(([{ contentRect }]) => {
      this.width = Math.round(contentRect.width);
      if (this.width) this.fit();
    });
    this.resized.observe(root);
    // for whoever looks from outside: the complete figure as Plotly knows it, and its image
    Object.defineProperties(root, {
      figure: { get: () => plain(this.figure) },
      image: { value: (/** @type {"png" | "svg"} */ format) => image(this, format) },
    });
  }

  /**
   * @param {any} component
   * @param {string} plotly
   */
  async show(component, plotly) {
    this.component = component;
    const turn = ++this.turn;
    const news = component.data !== this.data;
    const coming = news ? decode(component.data) : this.message;
    const [message] = await Promise.all([coming, loadPlotly(plotly), stylesheet()]);
    if (turn !== this.turn || !message) return;
    this.data = component.data;
    this.ink = inkOf(this.root);
    this.message = message;
    if (!news) return this.fit(); // the theme has changed
    this.answered();
    this.hands.follow(message);
    const moving = this.sliders.follow(message);
    if (moving || !message.figure) return;
    this.facts.show(message.facts ?? {}, message.notes ?? []);
    if (message.frames) this.player ??= new Player(this);
    if (this.player) return this.player.follow(message);
    if (message.digest === this.digest) return;
    this.digest = message.digest;
    await this.turnTo(message.figure, message.alt);
  }

  /**
   * @param {import("./payload.js").Figure} figure
   * @param {string} alt the same in words
   * @param {boolean} quiet whether nothing is announced
   */
  async turnTo(figure, alt, quiet = false) {
    const { root } = this;
    const now = performance.now();
    const first = !this.scene;
    this.figure = figure;
    this.scene = sceneOf(figure);
    const still =
      first ||
      now - this.shown < HURRY ||
      matchMedia("(prefers-reduced-motion: reduce)").matches ||
      !isSameKind(this.marks, this.scene.marks);
    this.shown = now;
    this.glide = { from: this.marks, start: now, length: still ? 0 : GLIDE };
    this.owed = true;
    root.dataset.name = this.message?.name;
    this.picture.setAttribute("aria-label", alt);
    if (!first && !quiet) this.announce(alt);
    this.hoverable = false;
    this.lens.hide();
    await this.fit();
  }

  /** @param {import("./states.js").State} state at other values of the sliders */
  showState({ figure, alt, facts, notes, digest }) {
    this.digest = digest;
    this.turnTo(figure, alt);
    this.facts.show(facts, notes);
  }

  /**
   * Tell Python of an event.
   * @param {string} name
   * @param {any} value
   */
  tell(name, value) {
    this.component.setTriggerValue(name, value);
  }

  /**
   * Tell Python of an event that changes the picture. While one is on its way, only the latest is
   * kept.
   * @param {string} name
   * @param {any} value
   */
  stream(name, value) {
    if (this.waiting) {
      this.untold.set(name, value);
      return;
    }
    this.waiting = this.busy();
    this.patience = setTimeout(() => this.answered(), PATIENCE);
    this.tell(name, value);
  }

  /** Python has answered, or takes too long: what has come up meanwhile is next. */
  answered() {
    clearTimeout(this.patience);
    this.waiting?.();
    this.waiting = undefined;
    const [next] = this.untold;
    if (!next) return;
    this.untold.delete(next[0]);
    this.stream(...next);
  }

  /** Somebody works on a picture. @returns {() => void} to be called when it is there */
  busy() {
    this.owing++;
    this.telling ??= setTimeout(() => {
      this.root.dataset.busy = "true";
      this.announce("Computing ...");
    }, BUSY);
    return () => {
      if (--this.owing) return;
      clearTimeout(this.telling);
      this.telling = undefined;
      delete this.root.dataset.busy;
    };
  }

  /** Let Plotly draw the frame, where it has changed, and the canvas the marks. */
  async fit() {
    if (!this.scene) return;
    const { Plotly } = /** @type {any} */ (window);
    const layout = fitted(this.scene.layout, this.ink, this.width);
    this.keepView(layout);
    const drawn = JSON.stringify([this.scene.traces, layout]);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      const traces = [...this.scene.traces.map(plain), ...this.scene.touchable.map(plain)];
      this.hoverable = true;
      const fresh = !this.plot._fullLayout;
      const copy = structuredClone(layout); // Plotly writes into what it is given
      await (fresh ? Plotly.newPlot : Plotly.react)(this.plot, traces, copy, CONFIG);
      if (fresh) this.listen();
      this.root.style.minHeight = "";
    }
    this.redraw();
  }

  /**
   * Set the ranges: those that the reader zoomed to, or those there are while the points fill
   * them well, or the figure's.
   * @param {any} layout
   */
  keepView(layout) {
    const names = [layout.xaxis?.title?.text, layout.yaxis?.title?.text];
    const home = { x: layout.xaxis?.range, y: layout.yaxis?.range, width: layout.width, names };
    if (!home.x || !home.y) return;
    const before = this.home ? JSON.parse(this.home) : home;
    if (String(before.names) !== String(names)) this.zoomed = false; // into something else
    const panel = this.plot._fullLayout && panelsOf(this.plot).xy;
    const resized = before.width !== home.width;
    const equal = layout.yaxis.scaleanchor; // else a part of the one axis says nothing of the other
    if (panel && (this.zoomed || (equal && !resized && fills(home, panel)))) {
      layout.xaxis = { ...layout.xaxis, range: panel.x, autorange: false };
      if (!layout.yaxis.fixedrange)
        layout.yaxis = { ...layout.yaxis, range: panel.y, autorange: false };
    }
    for (const [key, axis] of Object.entries(layout)) {
      if (/^[xy]axis\d/.test(key) && axis.matches) {
        layout[key] = { ...axis, range: layout[`${axis.matches[0]}axis`].range };
      }
    }
    this.home = JSON.stringify(home);
  }

  /** Show all of the figure again. */
  reset() {
    const { Plotly } = /** @type {any} */ (window);
    const { x, y } = JSON.parse(this.home);
    this.zoomed = false;
    Plotly.relayout(this.plot, { "xaxis.range": x, "yaxis.range": y });
  }

  /**
   * @param {number} factor of the view's size, below 1 to see more closely
   * @param {number} dx move by so much of the view
   * @param {number} dy
   */
  look(factor, dx = 0, dy = 0) {
    const { Plotly } = /** @type {any} */ (window);
    const { x, y } = panelsOf(this.plot).xy;
    const range = (/** @type {[number, number]} */ [low, high], /** @type {number} */ shift) => {
      const [middle, half] = [(low + high) / 2 + shift * (high - low), (factor * (high - low)) / 2];
      return [middle - half, middle + half];
    };
    this.zoomed = true;
    const fixed = this.scene?.layout.yaxis?.fixedrange;
    const height = fixed ? {} : { "yaxis.range": range(y, dy) };
    Plotly.relayout(this.plot, { "xaxis.range": range(x, dx), ...height });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
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
    }[event.key];
    if (!this.plot._fullLayout) return; // nothing is drawn yet
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.player?.onKey(event) || this.hands.onKey(event)) return event.preventDefault();
    if (!action) return;
    event.preventDefault();
    action();
  }

  listen() {
    this.plot.on("plotly_relayouting", () => {
      this.zoomed = true;
      this.redraw();
    });
    this.plot.on("plotly_afterplot", () => this.redraw());
    this.lens.listen(this.plot);
    this.plot.on("plotly_doubleclick", () => setTimeout(() => this.reset()));
  }

  panels() {
    return panelsOf(this.plot);
  }

  /** Show what a point says, as if the pointer were there. @param {number} trace @param {number} point */
  async hover(trace, point) {
    const { Plotly } = /** @type {any} */ (window);
    await this.makeHoverable();
    const curveNumber = (this.scene?.traces.length ?? 0) + trace;
    Plotly.Fx.hover(this.plot, [{ curveNumber, pointNumber: point }]);
    this.lens.show(this.plot.data[curveNumber], point);
    const words = this.plot.querySelector(".hoverlayer .hovertext");
    if (words)
      this.announce([...words.querySelectorAll("tspan")].map((t) => t.textContent).join(", "));
  }

  /** Plotly's hover is worth its time only once there is a pointer. */
  async makeHoverable() {
    if (this.hoverable || !this.scene || this.glide.length > performance.now() - this.glide.start)
      return;
    this.drawn = "";
    await this.fit();
  }

  redraw() {
    if (!this.frame) this.frame = requestAnimationFrame((now) => this.onFrame(now));
  }

  /** @param {number} now */
  onFrame(now) {
    this.frame = 0;
    if (!this.scene || !this.plot._fullLayout) return;
    const { from, start, length } = this.glide;
    const t = length ? Math.min(1, Math.max(0, (now - start) / length)) : 1;
    this.marks = between(from, this.scene.marks, ease(t));
    const { width, height } = this.plot._fullLayout;
    const panels = panelsOf(this.plot);
    paint(this.pen, this.marks, panels, { width, height }, this.ink.font.family);
    this.hands.place(panels);
    if (t < 1) this.redraw();
    else if (this.owed) {
      this.owed = false;
      this.table.follow();
      requestAnimationFrame(() => (this.root.dataset.draws = String(++this.draws)));
    }
  }

  /** @param {string} words */
  announce(words) {
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => (this.news.textContent = words), 700);
  }

  close() {
    const { Plotly } = /** @type {any} */ (window);
    this.turn++;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.announcing);
    this.player?.pause();
    this.sliders.close();
    this.resized.disconnect();
    if (this.scene) Plotly.purge(this.plot);
    stages.delete(this.root);
  }
}

/**
 * Whether all points are in view, and not too small: figures leave room around their points.
 * @param {{x: [number, number], y: [number, number]}} home
 * @param {import("./panels.js").Panel} view
 */
function fills(home, view) {
  const axes = /** @type {("x" | "y")[]} */ (["x", "y"]);
  const span = (/** @type {number[]} */ [low, high]) => high - low;
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
