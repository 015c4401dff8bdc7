/** Live sliders: the picture follows while one is dragged, the page where it comes to rest. */

import { drawing, element, write } from "./dom.js";
import { help } from "./help.js";

const DWELL = 150; // milliseconds on a slider, then what is near is fetched ahead

/**
 * @typedef {import("./protocol.js").SliderSpec} SliderSpec
 * @typedef {import("./protocol.js").Values} Values
 *
 * @typedef {object} Row
 * @property {SliderSpec} spec
 * @property {number} value
 * @property {HTMLElement} row
 * @property {HTMLInputElement} range
 * @property {HTMLInputElement} number
 * @property {HTMLButtonElement} dice
 * @property {(words: string) => void} explain
 *
 * @typedef {object} Hooks
 * @property {(name: string, value: number) => void} move
 * @property {(spec: SliderSpec) => void} lookAhead one of them might be moved soon
 */

/** @type {Map<string, HTMLElement>} places on the page for sliders, by name */
const slots = new Map();
/** @type {Set<Sliders>} of all pictures */
const everyone = new Set();

/**
 * What Streamlit calls for a place for sliders.
 * @param {{parentElement: HTMLElement, data: {slot: string}}} component
 * @returns {() => void} to be called when the place is gone
 */
export function open({ parentElement, data }) {
  const place = /** @type {HTMLElement} */ (parentElement.querySelector(".stage-slot"));
  slots.set(data.slot, place);
  for (const sliders of everyone) sliders.settle();
  return () => {
    if (slots.get(data.slot) === place && !place.isConnected) slots.delete(data.slot);
  };
}

export class Sliders {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.layer = element("div", { className: "stage-slot" });
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    everyone.add(this);
  }

  /** @param {SliderSpec[]} specs @param {Values} values */
  follow(specs, values) {
    for (const [name, { row, dice }] of this.rows) {
      if (specs.some((spec) => spec.name === name)) continue;
      row.remove();
      dice.remove();
      this.rows.delete(name);
    }
    for (const spec of specs) {
      const row = this.rows.get(spec.name) ?? this.make(spec);
      update(row, spec);
      this.set(spec.name, values[spec.name]);
      if (row.range === document.activeElement) this.lookAhead(row);
    }
    this.settle();
  }

  /** Put every slider where it belongs, in their order. */
  settle() {
    for (const { spec, row, dice } of this.rows.values()) {
      const place = spec.slot ? slots.get(spec.slot) : this.layer;
      if (place && row.parentElement !== place) place.append(row);
      const thrown = slots.get(spec.diceSlot);
      if (thrown && dice.parentElement !== thrown) thrown.append(dice);
    }
  }

  /** @param {SliderSpec} spec @returns {Row} */
  make(spec) {
    const id = `stage-${Math.random().toString(36).slice(2)}`;
    const range = element("input", { type: "range", id });
    const number = element("input", { type: "number", label: `${spec.label}, as a number` });
    const dice = element("button", { type: "button", className: "stage-dice" });
    dice.append(die(), element("span"));
    const label = element("label", { htmlFor: id, textContent: spec.label });
    const row = element("div", { className: `stage-slider st-key-${spec.name}` });
    const { button, say } = help(spec.label);
    row.append(label, button, number, range);
    const made = { spec, value: spec.default, row, range, number, dice, explain: say };
    range.addEventListener("input", () => this.hooks.move(spec.name, valueOf(made)));
    number.addEventListener("change", () => this.onNumber(made));
    dice.addEventListener("click", () => this.hooks.move(spec.name, next(made)));
    for (const event of ["pointerenter", "focus"]) {
      range.addEventListener(event, () => this.lookAhead(made));
    }
    this.rows.set(spec.name, made);
    return made;
  }

  /** @param {string} name @param {number} value */
  set(name, value) {
    const row = this.rows.get(name);
    if (!row) return;
    const { spec, range, number } = row;
    row.value = value;
    const place = spec.stops.findIndex((stop) => stop >= value);
    range.value = String(spec.stops.length && place >= 0 ? place : value);
    if (spec.stops.length) range.setAttribute("aria-valuetext", value.toLocaleString("en"));
    if (number !== document.activeElement || Number(number.value) !== value)
      number.value = String(value);
  }

  /** @param {Row} row */
  onNumber(row) {
    const { spec, number } = row;
    const { low, reach, whole, name } = spec;
    const asked = number.value === "" ? NaN : Number(number.value);
    const value = Math.min(Math.max(whole ? Math.round(asked) : asked, low), reach);
    if (Number.isNaN(value)) this.set(name, row.value);
    else this.hooks.move(name, value);
  }

  /** @param {Row} row */
  lookAhead({ spec }) {
    clearTimeout(this.dwelling);
    this.dwelling = setTimeout(() => this.hooks.lookAhead(spec), DWELL);
  }

  /** Something moves: nobody dwells on anything. */
  moved() {
    clearTimeout(this.dwelling);
  }

  close() {
    everyone.delete(this);
    clearTimeout(this.dwelling);
    for (const { row, dice } of this.rows.values()) {
      row.remove();
      dice.remove();
    }
  }
}

/** @param {Row} row @param {SliderSpec} spec */
function update(row, spec) {
  row.spec = spec;
  const { range, number, dice } = row;
  const { low, high, step, stops, reach, help } = spec;
  const [min, max, by] = stops.length ? [0, stops.length - 1, 1] : [low, high, step];
  Object.assign(range, { min: String(min), max: String(max), step: String(by) });
  const typed = stops.length ? 1 : step;
  Object.assign(number, { min: String(low), max: String(reach), step: String(typed) });
  row.explain(help);
  dice.hidden = !spec.dice;
  if (dice.lastElementChild) write(dice.lastElementChild, spec.dice ?? "");
}

/** @param {Row} row @returns {number} where it was dragged to */
function valueOf({ spec, range }) {
  return spec.stops.length ? spec.stops[Number(range.value)] : Number(range.value);
}

/** What the dice give: one more. @param {Row} row @returns {number} */
function next({ spec, value }) {
  return value + 1 > spec.reach ? spec.low : value + 1;
}

const PIPS = [
  [5, 5],
  [11, 5],
  [8, 8],
  [5, 11],
  [11, 11],
];

function die() {
  const picture = drawing("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
  picture.append(drawing("rect", { x: "1", y: "1", width: "14", height: "14", rx: "3" }));
  for (const [x, y] of PIPS)
    picture.append(drawing("circle", { cx: String(x), cy: String(y), r: "1.3" }));
  return picture;
}
