/**
 * The address of what is on the screen. The browser knows best what that is, so it alone writes the
 * address of a page with a picture: whatever Streamlit would write there comes from a run of the
 * page, and may be older. Until the picture is there, Streamlit may, but that makes no entry of its
 * own in the history: to arrive at a page is one step.
 *
 * There is one entry of the history for each state at rest: a move makes one, and what follows
 * before it comes to rest replaces that.
 */

const REST = 300; // milliseconds after which a state is one to come back to
const LATE = 150; // milliseconds: a write takes longer than a picture, and browsers ignore very many
const STREAMLITS = ["embed", "embed_options"]; // parameters that are no setting of ours

/**
 * @typedef {[string, string | null][]} Entries name and text of each setting, in order
 *
 * @typedef {object} Owner a picture
 * @property {(name: string) => string | null | undefined} text of a live value: null where it is
 *   the default, undefined where it isn't live
 * @property {(query: string) => void} onmove to be told that the reader has gone back or forth
 * @property {() => boolean} isAway whether the picture still has to follow there
 */

/** @type {Set<Address>} those of all pictures, the main one first */
const everyone = new Set();

const browser = {
  pushState: history.pushState.bind(history),
  replaceState: history.replaceState.bind(history),
};

export class Address {
  /** @param {Owner} owner */
  constructor(owner) {
    this.owner = owner;
    this.path = location.pathname;
    /** @type {Entries} */
    this.entries = [];
    this.isMoving = true; // the entry in the history isn't one to come back to
    this.isNew = true; // the reader has just arrived
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.late = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
  }

  /** @param {Entries} entries from Python */
  follow(entries) {
    this.entries = entries;
    if (entries.length) everyone.add(this);
  }

  /** A value has moved: the picture goes first, the address follows. */
  move() {
    clearTimeout(this.resting);
    this.late ??= setTimeout(() => this.write(), LATE);
  }

  write() {
    clearTimeout(this.late);
    this.late = undefined;
    if (!everyone.has(this) || location.pathname !== this.path || this.owner.isAway()) return;
    const query = composed(this.path);
    if (query === location.search) return;
    browser[this.isMoving ? "replaceState" : "pushState"]({}, "", this.path + query);
    this.isMoving = true;
  }

  /** What the address says is one to come back to. */
  rest() {
    this.write();
    this.isMoving &&= this.owner.isAway();
  }

  /** The same, unless it moves on soon; one always comes back to where one arrived. */
  restSoon() {
    clearTimeout(this.resting);
    if (this.isNew) this.rest();
    else this.write();
    this.isNew = false;
    this.resting = setTimeout(() => this.rest(), REST);
  }

  /** The reader has gone back or forth. */
  moved() {
    clearTimeout(this.late);
    clearTimeout(this.resting);
    this.late = undefined;
    if (composed(this.path) === location.search) return;
    this.isMoving = this.isNew = true; // the answer belongs to the entry that is there
    this.owner.onmove(location.search);
  }

  close() {
    clearTimeout(this.late);
    clearTimeout(this.resting);
    everyone.delete(this);
  }
}

/**
 * The query of a page, from what its pictures know.
 * @param {string} path
 * @returns {string}
 */
function composed(path) {
  /** @type {Map<string, string | null>} */
  const texts = new Map();
  const here = [...everyone].filter((address) => address.path === path);
  for (const { entries, owner } of here) {
    for (const [name, text] of entries) {
      const known = owner.text(name);
      if (known !== undefined || !texts.get(name))
        texts.set(name, known === undefined ? text : known);
    }
  }
  const others = [...new URLSearchParams(location.search)].filter(([name]) =>
    STREAMLITS.includes(name),
  );
  const settings = [...texts].filter(([, text]) => text !== null);
  const pairs = [...settings, ...others].map((pair) =>
    pair.map((each) => quoted(each ?? "")).join("="),
  );
  return pairs.length ? `?${pairs.join("&")}` : "";
}

/** As Python's `quote_plus` does. @param {string} text */
function quoted(text) {
  const hex = (/** @type {string} */ c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, hex)
    .replace(/%20/g, "+");
}

/**
 * A number as `Number.write` in core/settings.py writes it: ten digits, or as many more as it has.
 * @param {number} value
 * @returns {string}
 */
export function inText(value) {
  const ten = inDigits(value.toExponential(9).replace(/\.?0+e/, "e"), 10);
  if (Number(ten) === value) return ten;
  const all = inDigits(value.toExponential(), 16);
  return /[.e]/.test(all) ? all : `${all}.0`;
}

/**
 * As Python writes a number with an exponent only where it is very large or small.
 * @param {string} text with one
 * @param {number} most the least exponent that is written
 */
function inDigits(text, most) {
  const [digits, power] = text.split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < most) {
    const decimals = digits.replace(/^-?\d\.?/, "").length;
    return Number(text).toFixed(Math.max(decimals - exponent, 0));
  }
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** @param {Event} event */
function onPopState(event) {
  const mine = [...everyone].find(({ path }) => path === location.pathname);
  if (!mine) return;
  event.stopImmediatePropagation(); // Streamlit would run the page with what it last knew
  mine.moved();
}

/** @param {"pushState" | "replaceState"} name @returns {History["pushState"]} */
function guarded(name) {
  return (state, unused, url) => {
    const { pathname } = new URL(url ?? "", location.href);
    if (pathname !== location.pathname) browser[name](state, unused, url);
    else if (![...everyone].some(({ path }) => path === pathname))
      browser.replaceState(state, unused, url);
  };
}

history.pushState = guarded("pushState");
history.replaceState = guarded("replaceState");
addEventListener("popstate", onPopState, true);
