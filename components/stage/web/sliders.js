/**
 * Live sliders. While one is dragged its values stream to Python, the latest wins; where the
 * neighbouring states were computed ahead, they are shown without asking.
 */

import { element } from "./dom.js";
import { combined } from "./payload.js";

const REST = 200; // milliseconds without a move, then a state shown from the ladder is reported
const DWELL = 150; // milliseconds on a slider, then its neighbours are asked for
const NEAR = 4; // steps away there is to be a state, or more are asked for
const MOST = 60; // states computed ahead are kept

/**
 * @typedef {import("./payload.js").Message} Message
 * @typedef {object} Slider as `sliders.py` describes it
 * @property {string} key
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number[]} stops instead of steps
 * @property {number} reach the greatest number that can be typed
 * @property {string} help
 * @property {string} slot where it is drawn; "" is under the picture
 * @typedef {object} Rung a state that was computed ahead
 * @property {import("./payload.js").Figure} figure
 * @property {string} alt
 * @property {import("./payload.js").Facts} facts
 * @property {string[]} notes
 * @typedef {{slider: Slider, range: HTMLInputElement, number: HTMLInputElement, row: HTMLElement}} Row
 */

/** @type {Map<string, HTMLElement>} places on the page for sliders, by name */
const slots = new Map();
/** @type {Set<Sliders>} of all pictures */
const everyone = new Set();

/**
 * What Streamlit calls for a place for sliders.
 * @param {any} component
 * @returns {() => void} to be called when the place is gone
 */
export function open({ parentElement, data }) {
  const place = parentElement.querySelector(".stage-slot");
  slots.set(data.slot, place);
  for (const sliders of everyone) sliders.settle();
  return () => {
    if (slots.get(data.slot) === place && !place.isConnected) slots.delete(data.slot);
  };
}

export class Sliders {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = element("div", { className: "stage-slot" });
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    /** @type {Record<string, number>} where the sliders stand */
    this.values = {};
    this.round = 0;
    this.ahead = ""; // the slider whose neighbouring states are here
    /** @type {Map<number, Rung>} these states, by its values */
    this.rungs = new Map();
    this.told = ""; // the latest values that Python was told, in JSON
    this.moving = false; // since the last answer that had the latest values
    everyone.add(this);
  }

  /** @param {Message} message */
  follow(message) {
    const sliders = message.sliders ?? [];
    const theirs = message.values ?? {};
    for (const [key, { row }] of this.rows) {
      if (sliders.some((slider) => slider.key === key)) continue;
      row.remove();
      this.rows.delete(key);
    }
    for (const slider of sliders)
      this.update(this.rows.get(slider.key) ?? this.make(slider), slider);
    this.settle();
    const newRound = message.round !== this.round;
    this.round = message.round ?? 0;
    const caughtUp = Object.entries(theirs).every(([key, value]) => this.values[key] === value);
    if (message.ladder) this.climb(message);
    else if (!this.moving) this.ahead = ""; // something else has changed
    if (caughtUp || newRound || !this.moving) {
      this.values = { ...theirs };
      this.moving = false;
      this.told = "";
      for (const [key, value] of Object.entries(theirs)) {
        this.set(key, value);
        if (this.rows.get(key)?.range === document.activeElement) this.lookAhead(key);
      }
    }
  }

  /** Keep states that were computed ahead, and ask for more. @param {Message} message */
  climb({ ladder, figure, alt, facts = {}, notes = [], values = {} }) {
    if (!ladder || (this.moving && this.values[ladder.slider] !== values[ladder.slider])) return;
    if (this.ahead !== ladder.slider || this.rungs.size > MOST) this.rungs.clear();
    this.ahead = ladder.slider;
    this.rungs.set(values[ladder.slider], { figure, alt, facts, notes });
    ladder.values.forEach((value, i) =>
      this.rungs.set(value, {
        figure: combined(figure, ladder.frames[i]),
        alt: ladder.alts[i],
        facts: ladder.facts[i],
        notes: ladder.notes[i],
      }),
    );
    if (ladder.more && !this.moving) this.ask(ladder.slider);
  }

  /** @param {string} slider whose neighbouring states are wanted */
  ask(slider) {
    const have = this.ahead === slider ? [...this.rungs.keys()] : [];
    this.stage.tell("ahead", { slider, have });
  }

  /** Whether a slider can still be moved some way over what is here. @param {string} key */
  hasRoom(key) {
    const row = this.rows.get(key);
    if (this.ahead !== key || !row) return false;
    return [-NEAR, NEAR].every((steps) => {
      const value = stepped(row.slider, this.values[key], steps);
      return value === undefined || this.rungs.has(value);
    });
  }

  /** Put every slider where it belongs, in their order. */
  settle() {
    for (const { slider, row } of this.rows.values()) {
      const place = slider.slot ? slots.get(slider.slot) : this.layer;
      if (place && row.parentElement !== place) place.append(row);
    }
  }

  /** @param {Slider} slider @returns {Row} */
  make(slider) {
    const { key } = slider;
    const id = `stage-${Math.random().toString(36).slice(2)}`;
    const range = /** @type {HTMLInputElement} */ (element("input", { type: "range", id }));
    const number = /** @type {HTMLInputElement} */ (element("input", { type: "number" }));
    const label = element("label", { htmlFor: id, textContent: slider.label, title: slider.help });
    const row = element("div", { className: `stage-slider st-key-${key}` });
    row.append(label, number, range);
    number.setAttribute("aria-label", `${slider.label}, as a number`);
    range.setAttribute("aria-description", slider.help);
    const made = { slider, range, number, row };
    range.addEventListener("input", () => this.onInput(key, valueOf(made)));
    range.addEventListener("change", () => this.commit());
    number.addEventListener("change", () => this.onNumber(made));
    for (const event of ["pointerenter", "focus"]) {
      range.addEventListener(event, () => this.lookAhead(key));
    }
    this.rows.set(key, made);
    return made;
  }

  /** @param {Row} row @param {Slider} slider */
  update(row, slider) {
    row.slider = slider;
    const { low, high, step, stops, reach } = slider;
    const [min, max, by] = stops.length ? [0, stops.length - 1, 1] : [low, high, step];
    Object.assign(row.range, { min: String(min), max: String(max), step: String(by) });
    const typed = stops.length ? 1 : step;
    Object.assign(row.number, { min: String(low), max: String(reach), step: String(typed) });
  }

  /** @param {string} key @param {number} value */
  set(key, value) {
    const row = this.rows.get(key);
    if (!row) return;
    const { slider, range, number } = row;
    const place = slider.stops.findIndex((stop) => stop >= value);
    range.value = String(slider.stops.length && place >= 0 ? place : value);
    if (slider.stops.length) range.setAttribute("aria-valuetext", value.toLocaleString("en"));
    if (number !== document.activeElement || Number(number.value) !== value)
      number.value = String(value);
  }

  /** @param {Row} row */
  onNumber({ slider, number }) {
    const { low, reach, key } = slider;
    const asked = number.value === "" ? NaN : Number(number.value);
    const whole = Number.isInteger(low) && Number.isInteger(slider.step);
    const value = Math.min(Math.max(whole ? Math.round(asked) : asked, low), reach);
    if (Number.isNaN(value)) return this.set(key, this.values[key]);
    this.onInput(key, value);
  }

  /** @param {string} key @param {number} value */
  onInput(key, value) {
    this.values = { ...this.values, [key]: value };
    this.moving = true;
    this.set(key, value);
    clearTimeout(this.resting);
    if (this.ahead !== key) this.ahead = ""; // its states have this slider where it was
    const rung = this.ahead ? this.rungs.get(value) : undefined;
    if (!rung) return this.commit();
    this.stage.showRung(rung);
    this.resting = setTimeout(() => this.commit(), REST);
  }

  /** Tell Python where the sliders stand. */
  commit() {
    clearTimeout(this.resting);
    clearTimeout(this.dwelling);
    const told = JSON.stringify(this.values);
    if (!this.moving || told === this.told) return; // a key press is an input and a change
    this.told = told;
    this.stage.stream("values", { ...this.values, round: this.round }, true);
  }

  /** @param {string} key */
  lookAhead(key) {
    clearTimeout(this.dwelling);
    if (!this.stage.message?.ahead) return; // they take too long
    if (this.hasRoom(key)) return;
    this.dwelling = setTimeout(() => this.moving || this.ask(key), DWELL);
  }

  close() {
    everyone.delete(this);
    for (const { row } of this.rows.values()) row.remove();
  }
}

/** @param {Row} row @returns {number} */
function valueOf({ slider, range }) {
  return slider.stops.length ? slider.stops[Number(range.value)] : Number(range.value);
}

/**
 * @param {Slider} slider
 * @param {number} value
 * @param {number} steps
 * @returns {number | undefined} the value so many steps away, if there is one
 */
function stepped({ low, high, step, stops }, value, steps) {
  if (stops.length) return stops[stops.findIndex((stop) => stop >= value) + steps];
  const there = Number((value + steps * step).toFixed(10));
  return there >= low && there <= high ? there : undefined;
}
