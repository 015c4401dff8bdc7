/** On a phone: which part of the panel lies under the picture. Streamlit owns that; here are rules. */

import { element } from "./dom.js";

const PANEL = ".st-key-panel";
const REST = "More";

export class Sheet {
  constructor() {
    this.tabs = element("div", { className: "stage-tabs stage-sheet", role: "group", label: "Controls" });
    this.rules = element("style");
    this.chosen = "";
    /** @type {string[]} the tab that each part of the panel is under */
    this.parts = [];
  }

  /** The page may have changed. */
  follow() {
    const panel = document.querySelector(`${PANEL}:has(.st-key-card)`); // one with settings
    this.parts = [...(panel?.children ?? [])].map(nameOf);
    const titles = new Set(this.parts.filter((name) => name !== REST));
    const names = this.parts.includes(REST) ? [...titles, REST] : [...titles];
    if (!names.includes(this.chosen)) this.chosen = names.find((name) => name !== LOOK) ?? "";
    if (names.join() !== [...this.tabs.children].map(({ textContent }) => textContent).join())
      this.tabs.replaceChildren(...names.map((name) => this.tab(name)));
    this.mark();
  }

  /** @param {string} textContent */
  tab(textContent) {
    const choose = () => {
      this.chosen = textContent;
      this.mark();
      document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    };
    return element("button", { type: "button", textContent, onclick: choose });
  }

  mark() {
    this.tabs.hidden = !this.parts.length;
    for (const tab of this.tabs.children)
      tab.setAttribute("aria-pressed", String(tab.textContent === this.chosen));
    const hidden = this.parts.flatMap((name, i) =>
      name === this.chosen ? [] : [`${PANEL} > :nth-child(${i + 1})`],
    );
    this.rules.textContent = hidden.length
      ? `@media (max-width: 760px) { ${hidden.join(", ")} { display: none; } }`
      : "";
  }
}

const LOOK = "About";

/** @param {Element} part of the panel @returns {string} what it is under */
function nameOf(part) {
  if (part.querySelector(".st-key-card") ?? part.matches(".st-key-card")) return LOOK;
  return part.querySelector("h2")?.textContent ?? REST;
}
