/**
 * Handles: what a reader can move on a picture, by pointer or by keyboard. One that is out of view
 * is an arrow at the edge of its panel.
 */

import { element } from "./dom.js";
import { DIRECTIONS } from "./keys.js";
import { MAIN, isInside, nameOf, toData, toPixels } from "./panels.js";

const STILL = 4; // pixels that a press may move without being a drag
const NUDGE = 0.01; // of the view that an arrow key moves a handle; five times that with shift
const EDGE = 14; // pixels from the panel's edge to the middle of an arrow

/**
 * @typedef {import("./protocol.js").Handle} Handle
 * @typedef {import("./panels.js").Panels} Panels
 * @typedef {{x: number, y: number}} Spot in data coordinates
 *
 * @typedef {object} Grip a handle on the screen
 * @property {Handle} handle as Python says
 * @property {Spot} spot where it is
 * @property {boolean} isAway whether that is out of view
 * @property {HTMLElement} place
 * @property {HTMLButtonElement} button
 */

export class Handles {
  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = element("div", { className: "stage-handles" });
    /** @type {Map<string, Grip>} */
    this.grips = new Map();
    /** @type {Grip | undefined} the one that is dragged */
    this.held = undefined;
  }

  /** @param {Handle[]} handles of what is shown */
  follow(handles) {
    const names = new Set(handles.map(({ name }) => name));
    for (const [name, { place }] of this.grips) {
      if (names.has(name)) continue;
      this.leave(place);
      place.remove();
      this.grips.delete(name);
    }
    for (const handle of handles) {
      const grip = this.grips.get(handle.name) ?? this.make(handle);
      grip.handle = handle;
      // until Python knows of a drag, the place in what it says is older than what the reader sees
      if (grip !== this.held && !this.stage.events.owesDrag(handle.name))
        grip.spot = { x: handle.x, y: handle.y };
      dress(grip);
    }
  }

  /** @param {boolean} isVisible */
  show(isVisible) {
    if (!isVisible) this.leave(this.layer);
    this.layer.hidden = !isVisible;
  }

  /** Take the focus from what goes. @param {HTMLElement} place */
  leave(place) {
    if (place.contains(document.activeElement)) this.stage.chart.picture.focus();
  }

  /** @param {Handle} handle @returns {Grip} */
  make(handle) {
    const { name } = handle;
    const place = element("div", { className: "stage-hold" });
    const button = element("button", { type: "button", className: "stage-handle" });
    const cross = element("button", { type: "button", className: "stage-cross", title: "Remove" });
    const remove = () => this.stage.events.send({ kind: "remove", handle: name });
    Object.assign(cross, { textContent: "×", onclick: remove });
    Object.assign(cross, { tabIndex: -1, ariaHidden: "true" }); // for the keyboard there is Delete
    place.append(button, cross);
    this.layer.append(place);
    /** @type {Grip} */
    const grip = { handle, spot: { x: handle.x, y: handle.y }, isAway: false, place, button };
    button.addEventListener("pointerdown", (event) => this.drag(event, grip));
    button.addEventListener("keydown", (event) => this.onKey(event, grip));
    this.grips.set(name, grip);
    return grip;
  }

  /** Put the handles where they belong. @param {Panels} panels */
  place(panels) {
    for (const grip of this.grips.values()) {
      const panel = panels[nameOf(grip.handle.panel)] ?? panels[MAIN];
      const [x, y] = toPixels(panel, grip.spot.x, grip.spot.y);
      grip.isAway = grip !== this.held && !isInside(panel, x, y);
      grip.place.classList.toggle("stage-away", grip.isAway);
      const { left, top, width, height } = panel;
      const [px, py] = grip.isAway
        ? [clamped(x, left, left + width, EDGE), clamped(y, top, top + height, EDGE)]
        : [x, y];
      grip.place.style.transform = `translate(${px}px, ${py}px)`;
      const angle = grip.isAway ? Math.atan2(y - py, x - px) : 0;
      grip.button.style.rotate = `${angle}rad`;
    }
  }

  /** @param {PointerEvent} down @param {Grip} grip */
  drag(down, grip) {
    down.preventDefault();
    const { button } = grip;
    button.focus();
    button.setPointerCapture(down.pointerId);
    const [dx, dy] = grip.isAway ? [0, 0] : this.offset(down, grip);
    const move = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const way = Math.hypot(clientX - down.clientX, clientY - down.clientY);
      if (!this.held && way < STILL) return;
      this.held = grip;
      this.carry(grip, this.spotAt(grip, clientX + dx, clientY + dy));
    };
    const end = (/** @type {PointerEvent} */ event) => {
      over.abort();
      if (event.type === "pointerup") move(event);
      const isMoved = this.held !== undefined;
      this.held = undefined;
      if (isMoved && event.type === "pointerup") this.letGo(grip);
      else if (isMoved) this.stage.showNow();
      this.stage.chart.redraw();
    };
    const over = new AbortController();
    button.addEventListener("pointermove", move, over);
    button.addEventListener("pointerup", end, over);
    button.addEventListener("pointercancel", end, over);
  }

  /** @param {KeyboardEvent} event @param {Grip} grip */
  onKey(event, grip) {
    const step = (event.shiftKey ? 5 : 1) * NUDGE;
    const [dx, dy] = DIRECTIONS[event.key] ?? [0, 0];
    const { name, panel, removable } = grip.handle;
    const isRemoval = removable && REMOVAL.includes(event.key);
    if (!dx && !dy && !isRemoval) return;
    event.preventDefault();
    event.stopPropagation();
    if (isRemoval) return this.stage.events.send({ kind: "remove", handle: name });
    const view = this.stage.chart.panels[nameOf(panel)];
    this.carry(grip, {
      x: grip.spot.x + dx * step * (view.x[1] - view.x[0]),
      y: grip.spot.y + dy * step * (view.y[1] - view.y[0]),
    });
    this.letGo(grip);
  }

  /** Move a handle, and have the picture follow. @param {Grip} grip @param {Spot} spot */
  carry(grip, spot) {
    grip.spot = spot;
    this.stage.chart.redraw();
    this.again(grip);
  }

  /** Have the picture follow. @param {Grip} grip */
  again({ handle: { name }, spot: { x, y } }) {
    this.stage.showSoFar("drag", `${name},${x},${y}`);
  }

  /** @param {Grip} grip */
  letGo({ handle: { name }, spot: { x, y } }) {
    this.stage.events.send({ kind: "drag", handle: name, x, y });
  }

  /** From the pointer to a handle's middle, in pixels. @param {PointerEvent} event @param {Grip} grip */
  offset({ clientX, clientY }, { place }) {
    const { left, top } = place.getBoundingClientRect();
    return [left - clientX, top - clientY];
  }

  /** @param {Grip} grip @param {number} clientX @param {number} clientY @returns {Spot} */
  spotAt({ handle }, clientX, clientY) {
    const { left, top } = this.layer.getBoundingClientRect();
    const { panels } = this.stage.chart;
    return toData(panels[nameOf(handle.panel)] ?? panels[MAIN], clientX - left, clientY - top);
  }
}

const REMOVAL = ["Delete", "Backspace"];

/** Make it look, and be called, as Python says. @param {Grip} grip */
function dress({ handle, place, button }) {
  const { label, colour, removable } = handle;
  const keys = `Move with the arrow keys${removable ? ", remove with Delete" : ""}.`;
  button.setAttribute("aria-label", `${label}. ${keys}`);
  button.title = label;
  place.classList.toggle("stage-small", Boolean(colour));
  place.classList.toggle("stage-removable", Boolean(removable));
  place.style.color = colour ?? "";
}

/** @param {number} value @param {number} low @param {number} high @param {number} edge inside of them */
function clamped(value, low, high, edge) {
  return Math.min(Math.max(value, low + edge), high - edge);
}
