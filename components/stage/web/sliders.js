/** Live sliders: the picture follows while one is dragged, the page where it comes to rest. */

import { element } from "./dom.js";
import { States } from "./states.js";

const REST = 300; // milliseconds without a move, then Python is told
const DWELL = 150; // milliseconds on a slider, then what is near is fetched ahead

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
    this.states = new States(stage);
    this.moving = false; // until Python knows where they stand
    this.isLost = false; // until Python has sent a picture
    everyone.add(this);
  }

  /**
   * @param {Message} message
   * @returns {boolean} whether the sliders have moved on meanwhile
   */
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
    this.states.follow(message);
    if (message.figure) this.isLost = false;
    const newRound = message.round !== this.round;
    this.round = message.round ?? 0;
    const caughtUp = Object.entries(theirs).every(([key, value]) => this.values[key] === value);
    if (this.moving && !caughtUp && !newRound) {
      if (message.figure) this.states.show(this.values); // the page has changed meanwhile
      return true;
    }
    clearTimeout(this.resting);
    this.values = { ...theirs };
    this.moving = false;
    for (const [key, value] of Object.entries(theirs)) {
      this.set(key, value);
      if (this.rows.get(key)?.range === document.activeElement) this.lookAhead(key);
    }
    if (!message.figure && !this.isLost) this.states.show(theirs);
    return false;
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
    this.set(key, value);
    if (value === this.values[key]) return;
    this.values = { ...this.values, [key]: value };
    this.moving = true;
    clearTimeout(this.dwelling);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(), REST);
    this.states.show(this.values);
  }

  /** Tell Python where the sliders stand. */
  tell() {
    this.stage.component.setStateValue("values", { ...this.values, round: this.round });
  }

  /** The states can't be reached: Python is to send the picture itself. */
  lost() {
    if (this.isLost) return;
    this.isLost = true;
    clearTimeout(this.resting);
    this.tell();
    this.stage.tell("lost", true);
  }

  /** @param {string} key */
  lookAhead(key) {
    clearTimeout(this.dwelling);
    const { slider } = /** @type {Row} */ (this.rows.get(key));
    const look = () => this.moving || this.states.lookAhead(slider, this.values);
    if (this.states.quick) this.dwelling = setTimeout(look, DWELL);
  }

  close() {
    everyone.delete(this);
    clearTimeout(this.resting);
    clearTimeout(this.dwelling);
    this.states.close();
    for (const { row } of this.rows.values()) row.remove();
  }
}

/** @param {Row} row @returns {number} */
function valueOf({ slider, range }) {
  return slider.stops.length ? slider.stops[Number(range.value)] : Number(range.value);
}
