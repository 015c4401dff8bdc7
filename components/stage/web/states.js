/**
 * What a picture shows at other values, fetched as it is wanted: while a slider or a handle is
 * dragged the latest wins; while a slider only has the focus, its neighbours are fetched ahead.
 *
 * Of a film there are glimpses, of one frame, for as long as something moves, and the whole.
 */

import { readState } from "./payload.js";

const AT_ONCE = 2; // requests on their way: the server makes one state while another is drawn
const NEIGHBOURS = 10; // on either side are fetched ahead
const PACE = 120; // milliseconds until a state that grows is asked for again
const KEPT = 4e6; // bytes, as they travelled, of states that are kept

/**
 * @typedef {import("./protocol.js").Values} Values
 * @typedef {import("./protocol.js").State} State
 * @typedef {import("./protocol.js").SliderSpec} SliderSpec
 *
 * @typedef {object} Request
 * @property {string} query
 * @property {string} key the same for what shows the same
 * @property {boolean} kept whether to keep what comes
 *
 * @typedef {object} Hooks
 * @property {(state: State) => Promise<void>} present
 * @property {() => void} grown a state that was growing is complete
 * @property {() => void} lost no state can be reached
 * @property {() => () => void} begin somebody is at work; returns what to call when it is done
 */

export class States {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.address = ""; // another one where the page has changed: states of an earlier one are wrong
    /** @type {string | undefined} the name of a film's frame among the values */
    this.frameName = undefined;
    /** @type {Map<string, {state: State, size: number}>} by their keys, the oldest first */
    this.kept = new Map();
    this.size = 0;
    this.asking = 0; // requests that are on their way
    this.asked = 0; // so far
    this.shown = 0; // the latest request whose state was shown
    /** @type {string | undefined} the key of the latest state that was shown or asked for */
    this.latest = undefined;
    /** @type {Request | undefined} what is asked for next */
    this.wanted = undefined;
    this.quick = true; // whether what moves takes so little time that some can be made ahead
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.growth = undefined; // until what grows is asked for again
    this.isGrowing = false; // whether what is shown isn't complete
    this.ahead = new AbortController();
  }

  /** @param {import("./protocol.js").Message} message */
  follow({ states, state, values = {}, frameName }) {
    this.frameName = frameName;
    if (states && states !== this.address) {
      this.ahead.abort();
      this.kept.clear();
      this.size = 0;
      this.wanted = undefined;
      this.latest = undefined;
      this.quick = true;
      this.isGrowing = false;
      this.address = states;
    }
    if (state) this.keep(this.whole(values), state, 0);
  }

  /**
   * Show what there is at some values, at once or as soon as it is here.
   * @param {Values} values
   * @param {boolean} isMoving whether a glimpse will do
   */
  async show(values, isMoving) {
    this.ahead.abort();
    const glimpsed = isMoving && this.frameName !== undefined;
    const wanted = [this.whole(values), ...(glimpsed ? [this.glimpse(values)] : [])];
    const here = wanted.find(({ key }) => this.kept.has(key));
    if (here) await this.showKept(here);
    else this.want(/** @type {Request} */ (wanted.at(-1)));
  }

  /**
   * Show what there would be if a handle were let go somewhere, a stroke ended, or a point were
   * clicked on: of points there are few.
   * @param {Values} values
   * @param {"drag" | "stroke" | "click"} kind
   * @param {string} so where, or which way
   */
  showSoFar(values, kind, so) {
    this.ahead.abort();
    const { query } = this.frameName === undefined ? this.whole(values) : this.glimpse(values);
    const asked = `${query}&${kind}=${encodeURIComponent(so)}`;
    const request = { query: asked, key: asked, kept: kind === "click" };
    if (this.kept.has(asked)) this.showKept(request);
    else this.want(request);
  }

  /** @param {Request} request for what is kept */
  showKept(request) {
    const { state } = /** @type {{state: State}} */ (this.kept.get(request.key));
    this.shown = ++this.asked;
    this.latest = request.key;
    this.wanted = undefined;
    return this.present(request, state);
  }

  /** @param {Request} request @param {State} state */
  present(request, state) {
    const hasGrown = this.isGrowing && !state.growing && request.key === this.grows;
    this.isGrowing = state.growing ?? false;
    this.grows = request.key;
    clearTimeout(this.growth);
    if (state.growing) this.growth = setTimeout(() => this.again(request), PACE);
    if (hasGrown) this.hooks.grown();
    return this.hooks.present(state);
  }

  /** Ask for what grows again, unless something else is wanted by now. @param {Request} request */
  again(request) {
    if (request.key !== this.latest) return;
    this.wanted = request;
    this.askNext();
  }

  /** @param {Request} request */
  want(request) {
    if (request.key === this.latest) return;
    this.latest = request.key;
    this.wanted = request;
    this.askNext();
  }

  askNext() {
    if (!this.wanted || this.asking >= AT_ONCE) return;
    const request = this.wanted;
    this.wanted = undefined;
    this.ask(request);
  }

  /** @param {Request} request */
  async ask(request) {
    const number = ++this.asked;
    const { address } = this;
    this.asking++;
    const done = this.hooks.begin();
    try {
      const state = await this.fetch(request);
      const isLatest = address === this.address && number === this.asked;
      if (state && address === this.address && number > this.shown) {
        this.shown = number;
        this.present(request, state);
      } else if (!state && isLatest && !this.wanted) this.latest = undefined; // it may be asked for again
    } catch (error) {
      console.warn(error);
      if (address === this.address) {
        this.latest = undefined;
        this.hooks.lost();
      }
    } finally {
      done();
      this.asking--;
    }
    this.askNext();
  }

  /**
   * @param {Request} request
   * @param {AbortSignal} [ahead] if it is asked for ahead of time
   * @returns {Promise<State | undefined>} nothing where the page is about to tell of a change, or
   *   too many look ahead
   */
  async fetch(request, ahead) {
    const { address } = this;
    if (!address) throw new Error("No page has said where states are.");
    const path = `${address}/${ahead ? "ahead" : "now"}?${request.query}`;
    const answer = await fetch(new URL(path, document.baseURI), { signal: ahead });
    if (answer.status === 204) return undefined;
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const state = await readState(bytes);
    if (request.kept && address === this.address) this.keep(request, state, bytes.length);
    return state;
  }

  /** A state that doesn't depend on a film's frame: it has all of them. @param {Values} values @returns {Request} */
  whole(values) {
    const others = Object.entries(values).filter(([name]) => name !== this.frameName);
    return { query: queryOf(values), key: queryOf(Object.fromEntries(others)), kept: true };
  }

  /** @param {Values} values @returns {Request} */
  glimpse(values) {
    const query = `${queryOf(values)}&glimpse=1`;
    return { query, key: query, kept: true };
  }

  /** @param {Request} request @param {State} state @param {number} size */
  keep({ key }, state, size) {
    if (this.frameName === undefined || state.frame !== undefined) this.quick = state.quick;
    this.drop(key);
    this.kept.set(key, { state, size });
    this.size += size;
    for (const oldest of this.kept.keys()) if (this.size > KEPT) this.drop(oldest);
  }

  /** @param {string} key */
  drop(key) {
    this.size -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
  }

  /**
   * Fetch what is missing near some values, the nearest first, until something else is wanted.
   * @param {SliderSpec} slider that might be moved
   * @param {Values} values
   */
  async lookAhead(slider, values) {
    this.ahead.abort();
    this.ahead = new AbortController();
    const { signal } = this.ahead;
    for (const value of around(slider, values[slider.name])) {
      const there = { ...values, [slider.name]: value };
      const [whole, glimpse] = [this.whole(there), this.glimpse(there)];
      if (this.kept.has(whole.key) || this.kept.has(glimpse.key)) continue;
      const request = this.frameName === undefined ? whole : glimpse;
      const state = await this.fetch(request, signal).catch(() => undefined);
      if (signal.aborted || !state?.quick) return;
    }
  }

  close() {
    this.ahead.abort();
    clearTimeout(this.growth);
    this.wanted = undefined;
    this.address = ""; // whatever is on its way comes too late
  }
}

/** @param {Values} values @returns {string} in an order of its own */
function queryOf(values) {
  const pairs = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}

/**
 * The values at which a slider stops near a value, the nearest first.
 * @param {SliderSpec} slider
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
