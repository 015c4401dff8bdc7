/** The picture's points as a table, for whoever would rather read. */

import { element } from "./dom.js";
import { MAIN, numberOf } from "./panels.js";

const ROWS = 1000; // at most, of each trace
const DIGITS = 7; // at most, of a number around zero

/** @typedef {import("./scene.js").Mark} Mark */

/** @param {() => Mark[]} marks what there is to read */
export function table(marks) {
  const details = element("details", { className: "stage-table" });
  const label = "Table of this picture";
  const place = element("div", { tabIndex: 0, role: "region", label });
  const follow = () => {
    if (details.open) place.replaceChildren(...marks().filter(isWorthReading).map(written));
  };
  details.append(element("summary", { textContent: "This picture as a table" }), place);
  details.addEventListener("toggle", () => (details.open ? follow() : place.replaceChildren()));
  return { details, follow };
}

/** @param {Mark} mark */
function isWorthReading({ kind, x }) {
  return kind === "points" && x.length > 0;
}

/** @param {Mark} mark @returns {HTMLTableElement} */
function written({ x, y, panel, style }) {
  const made = element("table");
  const n = Math.min(x.length, ROWS);
  const rest = x.length > n ? `, the first ${n} of ${x.length}` : "";
  const side = panel === MAIN ? "" : ` (panel ${numberOf(panel)})`;
  made.createCaption().textContent = `${style.name ?? "points"}${side}${rest}`;
  const columns = style.meta?.flat ? { x } : { x, y }; // on a line, the height means nothing
  row(made.createTHead(), "th", ["name", ...Object.keys(columns)]);
  const body = made.createTBody();
  const texts = Object.values(columns).map((values) => inWords(Array.from(values).slice(0, n)));
  for (let i = 0; i < n; i++) {
    row(body, "td", [style.text?.[i] ?? String(i + 1), ...texts.map((column) => column[i])]);
  }
  return made;
}

/**
 * With as many digits as tell them apart, wherever zero is.
 * @param {number[]} values
 * @returns {string[]}
 */
export function inWords(values) {
  const known = values.filter(Number.isFinite);
  const spread = Math.max(...known) - Math.min(...known) || Math.abs(known[0]) || 1;
  const decimals = known.every(Number.isInteger) ? 0 : DIGITS - 1 - Math.floor(Math.log10(spread));
  return values.map((value) => value.toFixed(Math.min(Math.max(decimals, 0), 20)));
}

/** @param {HTMLTableSectionElement} section @param {"th" | "td"} tag @param {string[]} texts */
function row(section, tag, texts) {
  section.insertRow().append(...texts.map((textContent) => element(tag, { textContent })));
}
