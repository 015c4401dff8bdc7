/**
 * What a picture shows at other values of its sliders, fetched as it is wanted: while a slider is
 * dragged the latest wins; while one only has the focus, its neighbours are fetched ahead.
 */

import { decode } from "./payload.js";

const AT_ONCE = 2; // requests on their way: the server makes one state while another is drawn
const NEIGHBOURS = 10; // on either side are fetched ahead
const KEPT = 4e6; // bytes, as they travelled, of states that are kept

/**
 * @typedef {Record<string, number>} Values by the sliders' keys
 * @typedef {object} State
 * @property {import("./payload.js").Figure} figure
 * @property {string} alt
 * @property {import("./payload.js").Facts} facts
 * @property {string[]} notes
 * @property {boolean} quick whether it took little time
 * @property {number} digest of the figure
 */

export class States {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.address = ""; // another one where the page has changed: states of an earlier one are wrong
    /** @type {Map<string, {state: State, size: number}>} by values in JSON, the oldest first */
    this.kept = new Map();
    this.size = 0;
    this.asking = 0; // requests that are on their way
    this.asked = 0; // so far
    this.shown = 0; // the latest request whose state was shown
    this.latest = ""; // the values of the latest state that was shown or asked for, in JSON
    /** @type {Values | undefined} what is asked for next */
    this.wanted = undefined;
    this.quick = false; // whether states take so little time that some can be made ahead
    this.ahead = new AbortController();
  }

  /** Python has sent a picture, or says that it is as before. @param {import("./payload.js").Message} message */
  follow(message) {
    if (!message.states) return;
    if (message.states !== this.address) {
      this.ahead.abort();
      this.kept.clear();
      this.size = 0;
      this.wanted = undefined;
      this.latest = "";
      this.address = message.states;
    }
    if (!message.figure) return;
    this.latest = JSON.stringify(message.values);
    this.keep(message.values ?? {}, /** @type {any} */ (message), 0);
  }

  /** @param {Values} values @param {State} state @param {number} size */
  keep(values, state, size) {
    this.quick = state.quick;
    this.drop(JSON.stringify(values));
    this.kept.set(JSON.stringify(values), { state, size });
    this.size += size;
    for (const key of this.kept.keys()) if (this.size > KEPT) this.drop(key);
  }

  /** @param {string} key values in JSON */
  drop(key) {
    this.size -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
  }

  /** @param {Values} values @returns {State | undefined} if it is here */
  at(values) {
    return this.kept.get(JSON.stringify(values))?.state;
  }

  /** Show what there is at some values, at once or as soon as it is here. @param {Values} values */
  show(values) {
    this.ahead.abort();
    if (JSON.stringify(values) === this.latest) return;
    this.latest = JSON.stringify(values);
    const state = this.at(values);
    this.wanted = state ? undefined : values;
    if (state) {
      this.shown = ++this.asked;
      this.stage.showState(state);
    } else if (this.asking < AT_ONCE) this.ask(values);
  }

  /** @param {Values} values */
  async ask(values) {
    const number = ++this.asked;
    const { address } = this;
    this.wanted = undefined;
    this.asking++;
    const done = this.stage.busy();
    try {
      const state = await this.fetch(values);
      if (address === this.address && state && number > this.shown) {
        this.shown = number;
        this.stage.showState(state);
      }
    } catch (error) {
      console.warn(error);
      if (address === this.address) {
        this.latest = "";
        this.stage.sliders.lost();
      }
    } finally {
      done();
      this.asking--;
    }
    if (this.wanted) this.ask(this.wanted);
  }

  /**
   * @param {Values} values
   * @param {AbortSignal} [ahead] if it is asked for ahead of time
   * @returns {Promise<State | undefined>} nothing where the page is about to tell of a change, or
   *   too many look ahead
   */
  async fetch(values, ahead) {
    const { address } = this;
    const query = Object.entries(values).map(([key, value]) => `${key}=${value}`);
    const path = `${address}/${ahead ? "ahead" : "now"}?${query.join("&")}`;
    const answer = await fetch(new URL(path, document.baseURI), { signal: ahead });
    if (answer.status === 204) return undefined;
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const state = /** @type {any} */ (await decode(bytes));
    if (address === this.address) this.keep(values, state, bytes.length);
    return state;
  }

  /**
   * Fetch what is missing near some values, the nearest first, until something else is wanted.
   * @param {import("./sliders.js").Slider} slider that might be moved
   * @param {Values} values
   */
  async lookAhead(slider, values) {
    this.ahead.abort();
    this.ahead = new AbortController();
    const { signal } = this.ahead;
    for (const value of around(slider, values[slider.key])) {
      const there = { ...values, [slider.key]: value };
      if (this.at(there)) continue;
      const state = await this.fetch(there, signal).catch(() => undefined);
      if (signal.aborted || !state?.quick) return;
    }
  }

  close() {
    this.ahead.abort();
    this.wanted = undefined;
    this.address = ""; // whatever is on its way comes too late
  }
}

/**
 * The values at which a slider stops near a value, the nearest first.
 * @param {import("./sliders.js").Slider} slider
 * @param {number} value
 */
export function around({ low, high, step, stops }, value) {
  const near = [];
  const next = stops.findIndex((stop) => stop > value);
  for (let i = 1; i <= NEIGHBOURS; i++) {
    if (stops.length) {
      const above = next < 0 ? stops.length : next;
      const here = stops[above - 1] === value ? 1 : 0;
      near.push(stops[above + i - 1], stops[above - i - here]);
    } else near.push(...[value + i * step, value - i * step].map((v) => Number(v.toFixed(10))));
  }
  return near.filter((v) => v !== undefined && v >= low && v <= high);
}
