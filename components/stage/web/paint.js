/** A brush: what a reader paints on the picture, by pointer, finger or keyboard. */

import { drawing } from "./dom.js";
import { DIRECTIONS } from "./keys.js";
import { MAIN, scaleOf, toPixels } from "./panels.js";

const APART = 2; // pixels between places of a stroke
const LONGEST = 1000; // places
const NUDGE = 0.02; // of the view that an arrow key moves the brush; five times that with shift
const DIGITS = 7; // of a place: finer than a pixel

/** @typedef {import("./gestures.js").Spot} Spot */

export class Paint {
  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = drawing("svg", { class: "stage-paint", "aria-hidden": "true" });
    this.trace = drawing("polyline");
    this.cursor = drawing("circle");
    this.layer.append(this.trace, this.cursor);
    /** @type {number | undefined} how far it reaches, in data coordinates, where it paints at all */
    this.radius = undefined;
    /** @type {Spot[]} the stroke under way */
    this.path = [];
    /** @type {Spot | undefined} where the brush is */
    this.spot = undefined;
    const { picture } = stage.chart;
    picture.addEventListener("pointermove", (event) => this.hover(event));
    picture.addEventListener("pointerleave", () => this.path.length || this.moveTo(undefined));
  }

  get isOn() {
    return this.radius !== undefined;
  }

  /** @param {number | undefined} radius */
  follow(radius) {
    this.radius = radius;
    this.stage.chart.picture.classList.toggle("stage-painted", this.isOn);
    this.place();
  }

  /** @param {PointerEvent} event */
  hover(event) {
    if (this.isOn && !this.path.length) this.moveTo(this.stage.gestures.spotAt(event));
  }

  /** @param {Spot | undefined} spot */
  moveTo(spot) {
    this.spot = spot;
    this.place();
  }

  /** A press on the picture, and the way until it is let go. @param {PointerEvent} down @param {Spot} start */
  begin(down, start) {
    down.stopPropagation(); // Plotly pans
    down.preventDefault();
    const { picture } = this.stage.chart;
    picture.focus({ preventScroll: true });
    this.path = [];
    this.reach(start);
    const move = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== down.pointerId) return;
      for (const each of event.getCoalescedEvents()) {
        const spot = this.stage.gestures.spotAt(each, start.panel);
        if (spot) this.reach(spot);
      }
    };
    const end = (/** @type {PointerEvent} */ { type, pointerId }) => {
      if (pointerId !== down.pointerId && type === "pointerup") return;
      over.abort();
      if (type === "pointerup") this.letGo();
      else this.cancel(); // a second finger means something else
    };
    const over = new AbortController();
    addEventListener("pointermove", move, over);
    addEventListener("pointerup", end, over);
    addEventListener("pointercancel", end, over);
    addEventListener("pointerdown", end, { signal: over.signal, capture: true });
  }

  /** The stroke goes on. @param {Spot} spot */
  reach(spot) {
    const { perX, perY } = scaleOf(this.stage.chart.panels[spot.panel]);
    const last = this.path.at(-1);
    const way = last ? Math.hypot(perX * (spot.x - last.x), perY * (spot.y - last.y)) : APART;
    this.moveTo(spot);
    if (way < APART) return;
    this.path.push(spot);
    if (this.path.length > LONGEST) this.path = this.path.filter((_, i) => i % 2 === 0);
    this.place();
    this.again();
  }

  /** Have the picture follow: not before Python knows of the stroke before. */
  again() {
    if (!this.stage.events.owes("stroke")) this.stage.showSoFar("stroke", this.text);
  }

  get text() {
    const rounded = (/** @type {number} */ value) => Number(value.toPrecision(DIGITS));
    return this.path.map(({ x, y }) => `${rounded(x)},${rounded(y)}`).join(";");
  }

  letGo() {
    const path = this.text;
    this.path = [];
    this.place();
    if (path) this.stage.events.send({ kind: "stroke", path });
  }

  cancel() {
    this.path = [];
    this.place();
    this.stage.showNow();
  }

  /** Put the brush and its trace where they belong. */
  place() {
    const { path, spot, radius = 0 } = this;
    const { panels } = this.stage.chart;
    const panel = panels[spot?.panel ?? MAIN];
    const isSeen = this.isOn && spot !== undefined && panel !== undefined;
    this.layer.toggleAttribute("hidden", !isSeen);
    if (!isSeen) return;
    const width = Math.abs(radius * scaleOf(panel).perX);
    const [x, y] = toPixels(panel, spot.x, spot.y);
    set(this.cursor, { cx: x, cy: y, r: Math.max(3, width) });
    const places = path.map((each) => toPixels(panel, each.x, each.y).join(","));
    set(this.trace, { points: places.join(" "), "stroke-width": 2 * width });
  }

  /**
   * Arrows move the brush, the space bar presses it; Enter begins a stroke, and ends it.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was meant for this
   */
  onKey(event) {
    if (!this.isOn) return false;
    const step = (event.shiftKey ? 5 : 1) * NUDGE;
    const { x, y } = this.stage.chart.panels[MAIN];
    const spot = this.spot ?? { panel: MAIN, x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 };
    const [dx, dy] = DIRECTIONS[event.key] ?? [0, 0];
    const action = {
      " ": () => this.press(spot),
      Enter: () => (this.path.length ? this.letGo() : this.reach(spot)),
      Escape: this.path.length && (() => this.cancel()),
    }[event.key];
    if (dx || dy) {
      const there = { ...spot, x: spot.x + dx * step * (x[1] - x[0]), y: spot.y + dy * step * (y[1] - y[0]) };
      if (this.path.length) this.reach(there);
      else this.moveTo(there);
    } else if (action) action();
    else return false;
    return true;
  }

  /** @param {Spot} spot */
  press(spot) {
    this.path = [];
    this.reach(spot);
    this.letGo();
  }
}

/** @param {Element} mark @param {Record<string, string | number>} attributes */
function set(mark, attributes) {
  for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, String(value));
}
