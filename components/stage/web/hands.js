/** What a reader does on the picture: click, drag handles, draw a box; each also by keyboard. */

import { element } from "./dom.js";
import { mapping } from "./panels.js";

const NEAR = 10; // pixels from a point that still mean the point
const STILL = 4; // pixels that a click may move
const NUDGE = 0.01; // of the view that an arrow key moves a handle; five times that with shift

/**
 * @typedef {import("./panels.js").Panel} Panel
 * @typedef {object} Handle see `Handle` in stage.py
 * @property {string} name
 * @property {string} label
 * @property {number} x
 * @property {number} y
 * @property {number} panel
 * @property {string} [colour]
 * @property {boolean} [removable]
 * @property {boolean} [live]
 * @typedef {Omit<import("./payload.js").Message, "handles"> & {handles?: Handle[], edits?: boolean}} Message
 * @typedef {{panel: string, number: number, x: number, y: number}} Spot in data coordinates
 */

export class Hands {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = element("div", { className: "stage-hands" });
    /** @type {Map<string, HTMLElement>} */
    this.handles = new Map();
    /** @type {Message | undefined} */
    this.message = undefined;
    this.point = -1; // chosen by keyboard
    this.edits = Promise.resolve(); // after which the next may be asked for
    stage.picture.addEventListener(
      "pointerdown",
      (/** @type {PointerEvent} */ e) => this.onDown(e),
      true,
    );
    for (const place of [stage.picture, this.layer])
      place.addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => this.onChord(e));
  }

  /** Python has answered. @param {Message} message */
  follow(message) {
    this.message = message;
    const names = new Set(message.handles?.map((handle) => handle.name));
    for (const [name, button] of this.handles) {
      if (!names.has(name)) {
        if (document.activeElement === button) this.stage.picture.focus();
        button.parentElement?.remove();
        this.handles.delete(name);
      }
    }
    for (const handle of message.handles ?? []) {
      const button = this.handles.get(handle.name) ?? this.make(handle.name);
      const keys = `Move with the arrow keys${handle.removable ? ", remove with Delete" : ""}.`;
      button.setAttribute("aria-label", `${handle.label}. ${keys}`);
      button.title = handle.label;
      const hold = /** @type {HTMLElement} */ (button.parentElement);
      hold.classList.toggle("stage-small", Boolean(handle.colour));
      hold.classList.toggle("stage-removable", Boolean(handle.removable));
      hold.style.color = handle.colour ?? "";
      // while an answer is due, the place in it is older than what the reader sees
      const settled = button !== this.held && !this.stage.waiting;
      const { spot } = /** @type {any} */ (button);
      Object.assign(button, { spot: settled || !spot ? { ...handle } : { ...handle, ...at(spot) } });
    }
  }

  /** @param {string} name */
  make(name) {
    const button = element("button", { type: "button", className: "stage-handle" });
    const cross = element("button", {
      ...{ type: "button", className: "stage-cross", textContent: "×", title: "Remove" },
      ...{ tabIndex: -1, onclick: () => this.edit("remove", name) }, // for the keyboard there is Delete
    });
    cross.setAttribute("aria-hidden", "true");
    const place = element("div", { className: "stage-hold" });
    place.append(button, cross);
    this.handles.set(name, button);
    this.layer.append(place);
    button.addEventListener("pointerdown", (event) => this.drag(event, name, button));
    button.addEventListener("keydown", (event) => this.nudge(event, name, button));
    return button;
  }

  /**
   * Ask for an edit as soon as Python has answered what came before: each builds on the last.
   * @param {string} name
   * @param {string | null} handle
   */
  edit(name, handle) {
    const settled = async () => {
      while (this.stage.waiting) await new Promise((resolve) => setTimeout(resolve, 30));
    };
    this.edits = this.edits
      .then(settled)
      .then(() => this.stage.stream("edit", { name, handle }));
  }

  /** Put the handles where they belong. @param {Record<string, Panel>} panels */
  place(panels) {
    for (const button of this.handles.values()) {
      const { x, y, panel } = /** @type {any} */ (button).spot;
      const { a, b, c, d } = mapping(panels[nameOf(panel)] ?? panels.xy);
      const hold = /** @type {HTMLElement} */ (button.parentElement);
      hold.style.transform = `translate(${a + b * x}px, ${c + d * y}px)`;
    }
  }

  /** @param {PointerEvent} down @param {string} name @param {HTMLElement} button */
  drag(down, name, button) {
    down.preventDefault();
    button.focus();
    button.setPointerCapture(down.pointerId);
    this.held = button;
    const move = (/** @type {PointerEvent} */ event) => {
      const spot = this.spotAt(event, /** @type {any} */ (button).spot.panel);
      this.carry(button, spot);
      const done = event.type === "pointerup";
      if (done || /** @type {any} */ (button).spot.live)
        this.stage.stream("drag", { handle: name, x: spot.x, y: spot.y, done });
    };
    const up = (/** @type {PointerEvent} */ event) => {
      button.removeEventListener("pointermove", move);
      this.held = undefined;
      move(event);
    };
    button.addEventListener("pointermove", move);
    button.addEventListener("pointerup", up, { once: true });
  }

  /** @param {KeyboardEvent} event @param {string} name @param {HTMLElement} button */
  nudge(event, name, button) {
    const step = (event.shiftKey ? 5 : 1) * NUDGE;
    const [dx, dy] = DIRECTIONS[event.key] ?? [0, 0];
    if (/** @type {any} */ (button).spot.removable && REMOVAL.includes(event.key)) {
      event.preventDefault();
      return this.edit("remove", name);
    }
    if (!dx && !dy) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, panel } = /** @type {any} */ (button).spot;
    const view = this.stage.panels()[nameOf(panel)];
    const spot = {
      x: x + dx * step * (view.x[1] - view.x[0]),
      y: y + dy * step * (view.y[1] - view.y[0]),
    };
    this.carry(button, spot);
    this.stage.stream("drag", { handle: name, ...spot, done: true });
  }

  /** @param {HTMLElement} button @param {{x: number, y: number}} spot */
  carry(button, { x, y }) {
    Object.assign(/** @type {any} */ (button).spot, { x, y });
    this.stage.redraw();
  }

  /** A press on the picture: a click if it stays, a box if shift is held. @param {PointerEvent} down */
  onDown(down) {
    const start = this.spotAt(down);
    if (!start || down.button !== 0) return;
    const boxed = Boolean(down.shiftKey && this.message?.brush);
    if (boxed) {
      down.stopPropagation();
      down.preventDefault();
      addEventListener("mousedown", swallow, { capture: true, once: true });
    }
    const box = boxed ? element("div", { className: "stage-box" }) : null;
    if (box) this.layer.append(box);
    const move = (/** @type {PointerEvent} */ event) => box && this.stretch(box, down, event);
    const up = (/** @type {PointerEvent} */ event) => {
      removeEventListener("pointermove", move);
      box?.remove();
      const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STILL;
      if (boxed) this.brush(start, this.spotAt(event, start.number));
      else if (!far && this.message?.clicks) this.click(start);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up, { once: true });
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

  /** @param {Spot} spot */
  click({ panel, number, x, y }) {
    const { b, d } = mapping(this.stage.panels()[panel]);
    let nearest = { distance: NEAR, trace: null, point: /** @type {number | null} */ (null) };
    for (const mark of this.touchable(panel)) {
      for (let i = 0; i < mark.x.length; i++) {
        const distance = Math.hypot(b * (mark.x[i] - x), d * (mark.y[i] - y));
        if (distance < nearest.distance) nearest = { distance, trace: mark.style.name, point: i };
      }
    }
    this.stage.tell("click", { x, y, panel: number, trace: nearest.trace, point: nearest.point });
  }

  /** @param {Spot} from @param {Spot} to */
  brush(from, to) {
    const x = [from.x, to.x].sort((a, b) => a - b);
    const y = [from.y, to.y].sort((a, b) => a - b);
    /** @type {Record<string, number[]>} */
    const points = {};
    for (const mark of this.touchable(from.panel)) {
      const inside = (/** @type {number} */ i) =>
        mark.x[i] >= x[0] && mark.x[i] <= x[1] && mark.y[i] >= y[0] && mark.y[i] <= y[1];
      points[mark.style.name] = Array.from(mark.x, (_, i) => i).filter(inside);
    }
    this.stage.tell("brush", { x, y, panel: from.number, points });
  }

  /** @param {string} panel @returns {import("./scene.js").Mark[]} the points that can be meant */
  touchable(panel) {
    const { marks } = this.stage.scene;
    return marks.filter(
      (/** @type {import("./scene.js").Mark} */ mark) =>
        mark.kind === "points" && mark.panel === panel && mark.style.hoverinfo !== "skip",
    );
  }

  /**
   * On the picture: . and , choose the next and the previous point, Enter clicks on it, or on the
   * middle of the view; a adds something there, even on a point; b draws a box around all that is
   * in view.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was meant for this
   */
  onKey(event) {
    const view = this.stage.panels().xy;
    const panel = { panel: "xy", number: 1 };
    const [mark] = this.touchable("xy");
    if (event.key === "b" && this.message?.brush) {
      this.brush(
        { ...panel, x: view.x[0], y: view.y[0] },
        { ...panel, x: view.x[1], y: view.y[1] },
      );
    } else if ((event.key === "." || event.key === ",") && mark) {
      const { length } = mark.x;
      this.point =
        (this.point +
          (event.key === "." ? 1 : length - 1) +
          (this.point < 0 && event.key === "," ? 1 : 0)) %
        length;
      this.stage.hover(0, this.point);
    } else if (["Enter", "a"].includes(event.key) && this.message?.clicks) {
      const chosen = this.point >= 0 && mark;
      const x = chosen ? mark.x[this.point] : (view.x[0] + view.x[1]) / 2;
      const y = chosen ? mark.y[this.point] : (view.y[0] + view.y[1]) / 2;
      if (event.key === "Enter") this.click({ ...panel, x, y });
      else if (this.message.edits)
        this.stage.tell("click", { x, y, panel: 1, trace: null, point: null });
    } else if (event.key === "Escape" && this.point >= 0) this.point = -1;
    else return false;
    return true;
  }

  /** Ctrl+Z undoes, Ctrl+Shift+Z or Ctrl+Y redoes. @param {KeyboardEvent} event */
  onChord(event) {
    const key = event.key.toLowerCase();
    if (!this.message?.edits || !(event.ctrlKey || event.metaKey) || !"zy".includes(key)) return;
    event.preventDefault();
    this.edit(key === "y" || event.shiftKey ? "redo" : "undo", null);
  }

  /**
   * Where a pointer is, in data coordinates.
   * @param {PointerEvent} event
   * @param {number} [number] of the panel to measure by, wherever the pointer is
   * @returns {any} Spot, or undefined outside all panels
   */
  spotAt(event, number) {
    const origin = this.layer.getBoundingClientRect();
    const [px, py] = [event.clientX - origin.left, event.clientY - origin.top];
    for (const [panel, place] of Object.entries(
      /** @type {Record<string, Panel>} */ (this.stage.panels()),
    )) {
      const { left, top, width, height } = place;
      const inside = px >= left && px <= left + width && py >= top && py <= top + height;
      if (number ? panel === nameOf(number) : inside) {
        const { a, b, c, d } = mapping(place);
        return { panel, number: numberOf(panel), x: (px - a) / b, y: (py - c) / d };
      }
    }
    return undefined;
  }
}

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const REMOVAL = ["Delete", "Backspace"];

/** @param {Spot} spot */
function at({ x, y }) {
  return { x, y };
}

/** @param {number} number of a panel, from 1 */
function nameOf(number) {
  return number > 1 ? `x${number}y${number}` : "xy";
}

/** @param {string} name of a panel */
function numberOf(name) {
  return Number(/\d+/.exec(name) ?? 1);
}

/** @param {Event} event */
function swallow(event) {
  event.stopPropagation();
}
