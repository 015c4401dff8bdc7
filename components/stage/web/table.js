/** The picture's points as a table, for whoever would rather read. */

import { element } from "./dom.js";

const ROWS = 1000; // at most, of each trace

/** @param {any} stage */
export function table(stage) {
  const details = /** @type {HTMLDetailsElement} */ (
    element("details", { className: "stage-table" })
  );
  const place = element("div", { tabIndex: 0, role: "region" });
  place.setAttribute("aria-label", "Table of this picture");
  details.append(element("summary", { textContent: "This picture as a table" }), place);
  details.addEventListener("toggle", () => fill(details.open ? stage.scene : null, place));
  return { details, follow: () => details.open && fill(stage.scene, place) };
}

/**
 * @param {import("./scene.js").Scene | null} scene
 * @param {HTMLElement} place
 */
function fill(scene, place) {
  const marks = scene?.marks.filter((mark) => mark.kind === "points" && mark.x.length) ?? [];
  place.replaceChildren(
    ...marks.map((mark) => {
      const made = /** @type {HTMLTableElement} */ (element("table", {}));
      const n = Math.min(mark.x.length, ROWS);
      const rest = mark.x.length > n ? `, the first ${n} of ${mark.x.length}` : "";
      const side = mark.panel === "xy" ? "" : ` (panel ${mark.panel.replace(/\D.*?(\d+).*/, "$1")})`;
      made.createCaption().textContent = `${mark.style.name ?? "points"}${side}${rest}`;
      row(made.createTHead(), "th", ["name", "x", "y"]);
      const body = made.createTBody();
      for (let i = 0; i < n; i++) {
        const name = mark.style.text?.[i] ?? String(i + 1);
        row(body, "td", [name, mark.x[i].toPrecision(5), mark.y[i].toPrecision(5)]);
      }
      return made;
    }),
  );
}

/** @param {HTMLTableSectionElement} section @param {string} tag @param {string[]} texts */
function row(section, tag, texts) {
  section.insertRow().append(...texts.map((textContent) => element(tag, { textContent })));
}
