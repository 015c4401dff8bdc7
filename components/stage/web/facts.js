/** Named numbers and sentences under the picture. */

import { element, write } from "./dom.js";

/** @typedef {import("./protocol.js").Facts} Groups */

export class Facts {
  constructor() {
    this.layer = element("div", { className: "stage-facts" });
    this.notes = element("div", { className: "stage-notes" });
    this.shape = ""; // the names of what is shown, in JSON
    /** @type {HTMLElement[]} where the numbers are, in order */
    this.numbers = [];
    /** @type {HTMLElement[]} where their meanings are */
    this.meanings = [];
  }

  /** @param {Groups} groups @param {string[]} notes */
  show(groups, notes) {
    const shape = JSON.stringify(Object.entries(groups).map(([t, f]) => [t, f.map(([n]) => n)]));
    if (shape !== this.shape) this.build(groups);
    this.shape = shape;
    Object.values(groups)
      .flat()
      .forEach(([, value, meaning], i) => {
        write(this.numbers[i], value);
        write(this.meanings[i], meaning);
      });
    while (this.notes.children.length > notes.length) this.notes.lastChild?.remove();
    notes.forEach((note, i) => {
      if (!this.notes.children[i]) this.notes.append(element("p"));
      write(this.notes.children[i], note);
    });
  }

  /** Meanings unfold below their names, for those who have no pointer. @param {Groups} groups */
  build(groups) {
    this.numbers = [];
    this.meanings = [];
    const sections = Object.entries(groups).map(([title, facts]) => {
      const section = element("section");
      const list = element("dl");
      list.append(...facts.map(([name]) => this.fact(name)));
      if (title) section.append(element("h2", { textContent: title }));
      section.append(list);
      return section;
    });
    this.layer.replaceChildren(...sections);
  }

  /** @param {string} name */
  fact(name) {
    const term = element("dt");
    const details = element("details");
    const meaning = element("p");
    const number = element("dd");
    details.append(element("summary", { textContent: name }), meaning);
    term.append(details);
    const fact = element("div");
    fact.append(term, number);
    this.numbers.push(number);
    this.meanings.push(meaning);
    return fact;
  }
}
