/** What a reader does on the picture: click, add, draw a box; each also by keyboard. */

import { element } from "./dom.js";
import { MAIN, isInside, numberOf, scaleOf, toData } from "./panels.js";
import { pointsIn } from "./scene.js";

const NEAR = 10; // pixels from a point that still mean the point
const STILL = 4; // pixels that a click may move
const DOUBLE = 300; // milliseconds within which two clicks are a double click
const CLOSE = 12; // pixels between these two
const WHEEL = "The wheel scrolls. To zoom, click on the picture first, or hold Ctrl.";
const HINT = 4000; // milliseconds that this is shown, once

let isTold = false;

/**
 * @typedef {import("./scene.js").Mark} Mark
 * @typedef {{panel: string, x: number, y: number}} Spot in data coordinates
 * @typedef {{mark: Mark, point: number}} Found a point of a picture
 */

export class Gestures {
  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = element("div", { className: "stage-hands" });
    this.point = -1; // chosen by keyboard
    /** @type {{at: number, x: number, y: number} | undefined} the latest click, on the screen */
    this.latest = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} until it isn't the first of two */
    this.single = undefined;
    const { picture } = stage.chart;
    picture.addEventListener("pointerdown", (event) => this.onDown(event), true);
    this.hint = element("div", { className: "stage-badge stage-hint", textContent: WHEEL, hidden: true });
    this.isHeld = false; // clicked, and not left since: then the wheel is the picture's
    picture.addEventListener("pointerleave", () => (this.isHeld = false));
    picture.addEventListener("wheel", (event) => this.onWheel(event), true);
  }

  /** The wheel scrolls the page, unless the picture is meant. @param {WheelEvent} event */
  onWheel(event) {
    if (this.isHeld || event.ctrlKey || event.metaKey) return event.preventDefault(); // the page's zoom
    event.stopPropagation(); // Plotly zooms
    if (isTold) return;
    isTold = true;
    this.hint.hidden = false;
    setTimeout(() => (this.hint.hidden = true), HINT);
  }

  /** Whether a click may become the first of two. */
  get isWaiting() {
    return this.single !== undefined;
  }

  get clicks() {
    return Boolean(this.stage.state?.clicks);
  }

  get brushes() {
    return Boolean(this.stage.state?.brush);
  }

  /** A press on the picture: a click if it stays, a box if shift is held. @param {PointerEvent} down */
  onDown(down) {
    const start = this.spotAt(down);
    if (!start || down.button !== 0) return;
    if (this.stage.paint.isOn) return this.stage.paint.begin(down, start);
    if (down.shiftKey && this.brushes) return this.draw(down, start);
    const end = (/** @type {PointerEvent} */ { clientX, clientY, type }) => {
      over.abort();
      this.isHeld = true; // only now: while it is pressed, Plotly covers the picture
      const way = Math.hypot(clientX - down.clientX, clientY - down.clientY);
      if (way <= STILL && type === "pointerup") this.onClick(start, down);
    };
    const over = new AbortController();
    addEventListener("pointerup", end, over);
    addEventListener("pointercancel", end, over); // a finger that scrolls the page
  }

  /** The first of two on empty space isn't told of. @param {Spot} spot @param {PointerEvent} event */
  onClick(spot, { clientX: x, clientY: y }) {
    if (!this.clicks) return;
    const now = performance.now();
    const { latest } = this;
    const isSecond =
      latest && now - latest.at < DOUBLE && Math.hypot(x - latest.x, y - latest.y) < CLOSE;
    clearTimeout(this.single);
    this.single = undefined;
    this.latest = isSecond ? undefined : { at: now, x, y };
    const found = this.nearest(spot);
    if (isSecond) this.add(spot);
    else if (found) this.click(spot, found);
    else this.single = setTimeout(() => this.click(spot), DOUBLE);
  }

  /** @param {Spot} spot */
  add({ panel, x, y }) {
    this.stage.events.send({ kind: "add", x, y, panel: numberOf(panel) });
  }

  /** @param {Spot} spot @param {Found} [found] the point there */
  click({ panel, x, y }, found) {
    this.single = undefined;
    const trace = found?.mark.style.name ?? null;
    const point = found?.point ?? null;
    this.stage.events.send({ kind: "click", x, y, panel: numberOf(panel), trace, point });
  }

  /** @param {Spot} spot @returns {Found | undefined} */
  nearest({ panel, x, y }) {
    const { perX, perY } = scaleOf(this.stage.chart.panels[panel]);
    let distance = NEAR;
    let found;
    for (const mark of this.pointsIn(panel)) {
      for (let point = 0; point < mark.x.length; point++) {
        const far = Math.hypot(perX * (mark.x[point] - x), perY * (mark.y[point] - y));
        if (far < distance) [distance, found] = [far, { mark, point }];
      }
    }
    return found;
  }

  /** A box follows the pointer. @param {PointerEvent} down @param {Spot} start */
  draw(down, start) {
    down.stopPropagation();
    down.preventDefault();
    addEventListener("mousedown", swallow, { capture: true, once: true });
    const box = element("div", { className: "stage-box" });
    this.layer.append(box);
    const move = (/** @type {PointerEvent} */ event) => this.stretch(box, down, event);
    const end = (/** @type {PointerEvent} */ event) => {
      over.abort();
      box.remove();
      const there = this.spotAt(event, start.panel);
      if (there && event.type === "pointerup") this.brush(start, there);
    };
    const over = new AbortController();
    addEventListener("pointermove", move, over);
    addEventListener("pointerup", end, over);
    addEventListener("pointercancel", end, over);
  }

  /** @param {HTMLElement} box @param {PointerEvent} from @param {PointerEvent} to */
  stretch(box, from, to) {
    const { left, top } = this.layer.getBoundingClientRect();
    Object.assign(box.style, {
      left: `${Math.min(from.clientX, to.clientX) - left}px`,
      top: `${Math.min(from.clientY, to.clientY) - top}px`,
      width: `${Math.abs(from.clientX - to.clientX)}px`,
      height: `${Math.abs(from.clientY - to.clientY)}px`,
    });
  }

  /** @param {Spot} from @param {Spot} to */
  brush(from, to) {
    const x = [from.x, to.x].sort((a, b) => a - b);
    const y = [from.y, to.y].sort((a, b) => a - b);
    /** @type {Record<string, number[]>} */
    const points = {};
    for (const mark of this.pointsIn(from.panel)) {
      const isIn = (/** @type {number} */ i) =>
        mark.x[i] >= x[0] && mark.x[i] <= x[1] && mark.y[i] >= y[0] && mark.y[i] <= y[1];
      points[mark.style.name] = Array.from(mark.x, (_, i) => i).filter(isIn);
    }
    this.stage.events.send({ kind: "brush", x, y, panel: numberOf(from.panel), points });
  }

  /** @param {string} panel @returns {Mark[]} */
  pointsIn(panel) {
    const { scene } = this.stage.chart;
    return scene ? pointsIn(scene, panel) : [];
  }

  /**
   * On the picture: . and , choose the next and the previous point, in all panels; Enter clicks on
   * it, or on the middle of the view; a adds something there, even on a point; b draws a box around
   * all that is in view.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was meant for this
   */
  onKey(event) {
    const [found] = this.chosen();
    const { x, y } = this.stage.chart.panels[MAIN];
    const middle = { panel: MAIN, x: (x[0] + x[1]) / 2, y: (y[0] + y[1]) / 2 };
    const spot = found ? { panel: found.mark.panel, ...placeOf(found) } : middle;
    const action = {
      ".": () => this.choose(1),
      ",": () => this.choose(-1),
      enter: this.clicks && (() => this.click(spot, found ?? this.nearest(spot))),
      a: this.clicks && (() => this.add(spot)),
      b:
        this.brushes &&
        (() => this.brush({ panel: MAIN, x: x[0], y: y[0] }, { panel: MAIN, x: x[1], y: y[1] })),
      escape: this.point >= 0 && (() => this.unchoose()),
    }[event.key.toLowerCase()];
    if (!action) return false;
    action();
    return true;
  }

  unchoose() {
    this.point = -1;
    this.stage.chart.point();
  }

  /** Go to another point, and read what it says in every panel. @param {1 | -1} by */
  async choose(by) {
    const { chart, lens } = this.stage;
    const lengths = Object.keys(chart.panels).map((panel) =>
      this.pointsIn(panel).reduce((sum, mark) => sum + mark.x.length, 0),
    );
    const n = Math.max(...lengths);
    if (!n) return;
    this.point = this.point < 0 && by < 0 ? n - 1 : (this.point + by + n) % n;
    const chosen = this.chosen();
    const words = await chart.hover(chosen);
    if (words) this.stage.announce(words);
    const [{ mark, point }] = chosen;
    lens.show(mark.style, point);
  }

  /** @returns {Found[]} the point that was chosen by keyboard, in each panel that has it */
  chosen() {
    if (this.point < 0) return [];
    return Object.keys(this.stage.chart.panels).flatMap((panel) => {
      let point = this.point;
      for (const mark of this.pointsIn(panel)) {
        if (point < mark.x.length) return [{ mark, point }];
        point -= mark.x.length;
      }
      return [];
    });
  }

  /**
   * Where a pointer is.
   * @param {PointerEvent} event
   * @param {string} [within] the panel to measure by, wherever the pointer is
   * @returns {Spot | undefined} nowhere outside of all panels
   */
  spotAt({ clientX, clientY }, within) {
    const { left, top } = this.layer.getBoundingClientRect();
    const [px, py] = [clientX - left, clientY - top];
    const { panels } = this.stage.chart;
    const panel = within ?? Object.keys(panels).find((name) => isInside(panels[name], px, py));
    return panel === undefined ? undefined : { panel, ...toData(panels[panel], px, py) };
  }

  close() {
    clearTimeout(this.single);
  }
}

/** @param {Found} found */
function placeOf({ mark, point }) {
  return { x: mark.x[point], y: mark.y[point] };
}

/** @param {Event} event */
function swallow(event) {
  event.stopPropagation();
}
