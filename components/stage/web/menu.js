/** The picture's menu: look closer, show all, hand on, download, what marks mean, and which keys there are. */

import { showCode } from "./code.js";
import { element } from "./dom.js";
import { listed } from "./keys.js";
import { legend } from "./legend.js";

/** @typedef {import("./stage.js").Stage} Stage */

/** @param {Stage} stage */
export function menu(stage) {
  const { chart } = stage;
  const details = element("details", { className: "stage-menu" });
  const summary = element("summary", { textContent: "⋯", title: "Picture menu" });
  summary.setAttribute("aria-label", "Picture menu");
  const list = element("div", { className: "stage-menu-list" });
  const items = /** @type {[string, () => void][]} */ ([
    ["Closer (+)", () => chart.look(0.8)],
    ["Farther (-)", () => chart.look(1.25)],
    ["Show all (0)", () => chart.reset()],
    ["As a table", () => asTable(stage)],
    ["Link and QR code (Q)", () => showCode(stage.front)],
    ["Download PNG", () => download(stage, "png")],
    ["Download SVG", () => download(stage, "svg")],
  ]);
  for (const [textContent, onclick] of items)
    list.append(element("button", { type: "button", textContent, onclick }));
  list.append(...unfolding("What marks mean", () => legend(stage)));
  list.append(...unfolding("Keys", () => listed(stage)));
  details.append(summary, list);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  return details;
}

/**
 * @param {string} textContent
 * @param {() => HTMLElement} make what is unfolded
 * @returns {HTMLElement[]} a button and what it unfolds
 */
function unfolding(textContent, make) {
  const button = element("button", { type: "button", textContent });
  const place = element("div", { hidden: true });
  const unfold = (/** @type {boolean} */ isOpen) => {
    place.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) place.replaceChildren(make());
  };
  unfold(false);
  button.addEventListener("click", () => unfold(place.hidden));
  return [button, place];
}

/** @param {Stage} stage */
function asTable({ table: { details } }) {
  details.open = true;
  details.scrollIntoView();
  details.querySelector("summary")?.focus();
}

/** @param {Stage} stage @param {"png" | "svg"} format */
async function download({ chart, message }, format) {
  const link = element("a", { href: await chart.image(format) });
  Object.assign(link, { download: `${message?.name}.${format}` }).click();
}
