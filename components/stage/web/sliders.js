/**
 * Live sliders under the picture. While one is dragged its values stream to Python, the latest
 * wins; where the neighbouring states were computed ahead, they are shown without asking.
 */

import { element } from "./dom.js";

const REST = 200; // milliseconds without a move, then a state shown from the ladder is reported
const DWELL = 150; // milliseconds on a slider, then its neighbours are asked for

/**
 * @typedef {import("./payload.js").Message} Message
 * @typedef {{key: string, label: string, low: number, high: number, step: number}} Slider
 * @typedef {{input: HTMLInputElement, output: HTMLElement, row: HTMLElement}} Row
 */

export class Sliders {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.layer = element("div", { className: "stage-sliders" });
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    /** @type {Record<string, number>} where the sliders stand */
    this.values = {};
    /** @type {Message["ladder"]} */
    this.ladder = undefined;
    this.told = ""; // the latest values that Python was told, in JSON
    this.moving = false; // since the last answer that had the latest values
  }

  /** @param {Message} message */
  follow(message) {
    const sliders = message.sliders ?? [];
    const theirs = message.values ?? {};
    for (const [key, row] of this.rows) {
      if (sliders.some((slider) => slider.key === key)) continue;
      row.row.remove();
      this.rows.delete(key);
    }
    for (const slider of sliders)
      this.update(this.rows.get(slider.key) ?? this.make(slider), slider);
    const caughtUp = Object.entries(theirs).every(([key, value]) => this.values[key] === value);
    if (message.ladder) this.ladder = message.ladder;
    else if (!this.moving) this.ladder = undefined; // something else has changed
    if (caughtUp || !this.moving) {
      this.values = { ...theirs };
      this.moving = false;
      this.told = "";
      for (const [key, value] of Object.entries(theirs)) {
        this.set(key, value);
        if (this.rows.get(key)?.input === document.activeElement) this.lookAhead(key);
      }
    }
  }

  /** @param {Slider} slider @returns {Row} */
  make(slider) {
    const { key } = slider;
    const id = `stage-${Math.random().toString(36).slice(2)}`;
    const input = /** @type {HTMLInputElement} */ (element("input", { type: "range", id }));
    const output = element("output", { htmlFor: id });
    const label = element("label", { htmlFor: id, textContent: slider.label });
    const row = element("div", { className: `stage-slider st-key-${key}` });
    row.append(label, output, input);
    input.addEventListener("input", () => this.onInput(key, Number(input.value)));
    input.addEventListener("change", () => this.commit());
    for (const event of ["pointerenter", "focus"]) {
      input.addEventListener(event, () => this.lookAhead(key));
    }
    this.layer.append(row);
    const made = { input, output, row };
    this.rows.set(key, made);
    return made;
  }

  /** @param {Row} row @param {Slider} slider */
  update({ input }, { low, high, step }) {
    Object.assign(input, { min: String(low), max: String(high), step: String(step) });
  }

  /** @param {string} key @param {number} value */
  set(key, value) {
    const row = this.rows.get(key);
    if (!row) return;
    row.input.value = String(value);
    row.output.textContent = String(value);
  }

  /** @param {string} key @param {number} value */
  onInput(key, value) {
    this.values = { ...this.values, [key]: value };
    this.moving = true;
    this.set(key, value);
    clearTimeout(this.resting);
    const at = this.ladder?.slider === key ? this.ladder.values.indexOf(value) : -1;
    if (at < 0) return this.commit();
    this.stage.showRung(this.ladder, at);
    this.resting = setTimeout(() => this.commit(), REST);
  }

  /** Tell Python where the sliders stand. */
  commit() {
    clearTimeout(this.resting);
    clearTimeout(this.dwelling);
    const told = JSON.stringify(this.values);
    if (!this.moving || told === this.told) return; // a key press is an input and a change
    this.told = told;
    this.stage.stream("values", this.values, true);
  }

  /** @param {string} key */
  lookAhead(key) {
    clearTimeout(this.dwelling);
    if (!this.stage.message.ahead?.includes(key) || this.ladder?.slider === key) return;
    this.dwelling = setTimeout(() => this.stage.tell("ahead", key), DWELL);
  }
}

/**
 * Named numbers under the picture.
 * @param {HTMLElement} layer
 * @param {Message["facts"]} groups
 */
export function showFacts(layer, groups) {
  const texts = JSON.stringify(groups);
  if (layer.dataset.shown === texts) return;
  layer.dataset.shown = texts;
  layer.replaceChildren(
    ...Object.entries(groups ?? {}).map(([title, facts]) => {
      const group = element("section", {});
      const list = element("dl", {});
      for (const [name, value, meaning] of facts) {
        const fact = element("div", {});
        fact.append(
          element("dt", { textContent: name, title: meaning }),
          element("dd", { textContent: value }),
        );
        list.append(fact);
      }
      group.append(element("h3", { textContent: title }), list);
      return group;
    }),
  );
}
