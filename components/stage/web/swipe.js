/** Panels that are seen one by one: swiped through, or chosen by their titles. */

import { element } from "./dom.js";

export class Swipe {
  /** @param {HTMLElement} place what scrolls from one to the next */
  constructor(place) {
    this.place = place;
    this.tabs = element("div", { className: "stage-tabs", role: "group", label: "Panels" });
    this.titles = "";
    /** @type {HTMLElement[]} where the swiping comes to rest */
    this.stops = [];
    place.addEventListener("scroll", () => this.mark(), { passive: true });
  }

  /** @param {string[]} titles of the panels; none where all are seen at once */
  follow(titles) {
    const shape = titles.join("\n");
    if (shape === this.titles) return;
    this.titles = shape;
    this.tabs.replaceChildren(
      ...titles.map((textContent, i) =>
        element("button", { type: "button", textContent, onclick: () => this.go(i) }),
      ),
    );
    for (const stop of this.stops) stop.remove();
    this.stops = titles.map((_, i) => {
      const stop = element("span", { className: "stage-stop" });
      stop.style.left = `${(100 * i) / titles.length}%`;
      return stop;
    });
    this.place.firstElementChild?.append(...this.stops);
    this.mark();
  }

  /** @param {number} i number of a panel, from 0 */
  go(i) {
    this.place.scrollTo({ left: i * this.place.clientWidth });
  }

  mark() {
    const at = Math.round(this.place.scrollLeft / (this.place.clientWidth || 1));
    [...this.tabs.children].forEach((tab, i) => tab.setAttribute("aria-pressed", String(i === at)));
  }
}
