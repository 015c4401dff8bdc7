/** What is said of a picture: beside it one sentence and the key numbers, below it all of them. */

import { element, write } from "./dom.js";
import { help } from "./help.js";

/** @typedef {import("./protocol.js").Facts} Groups */

export class Facts {
  constructor() {
    this.strip = element("div", { className: "stage-strip" });
    this.sentence = element("p", { className: "stage-sentence" });
    this.keys = element("dl", { className: "stage-keys-numbers" });
    this.strip.append(this.sentence, this.keys);
    this.layer = element("div", { className: "stage-facts" });
    this.notes = element("div", { className: "stage-notes" });
    this.shape = ""; // the names of what is shown, in JSON
    /** @type {((value: string, meaning: string, brief: string) => void)[]} of every number, in order */
    this.writers = [];
  }

  /** @param {Groups} groups @param {string} sentence @param {string[]} notes */
  show(groups, sentence, notes) {
    const shape = JSON.stringify(
      Object.entries(groups).map(([t, facts]) => [t, facts.map(([n, , , b]) => [n, Boolean(b)])]),
    );
    if (shape !== this.shape) this.build(groups);
    this.shape = shape;
    Object.values(groups)
      .flat()
      .forEach(([, value, meaning, brief], i) => this.writers[i](value, meaning, brief));
    write(this.sentence, sentence);
    while (this.notes.children.length > notes.length) this.notes.lastChild?.remove();
    notes.forEach((note, i) => {
      if (!this.notes.children[i]) this.notes.append(element("p"));
      write(this.notes.children[i], note);
    });
  }

  /** @param {Groups} groups */
  build(groups) {
    this.writers = [];
    const names = Object.values(groups).flatMap((facts) =>
      facts.flatMap(([name, , , brief]) => (brief ? [name] : [])),
    );
    const isShared = (/** @type {string} */ name) => names.filter((n) => n === name).length > 1;
    this.keys.replaceChildren();
    const sections = Object.entries(groups).map(([title, facts]) => {
      const section = element("section");
      const list = element("dl");
      if (title) section.append(element("h2", { textContent: title }));
      section.append(list);
      for (const [name, , , brief] of facts) {
        const inStrip = brief ? this.key(name, isShared(name) ? title : "") : undefined;
        const inList = listed(list, name);
        this.writers.push((value, meaning, short) => {
          inList(value, meaning);
          inStrip?.(short, value, meaning);
        });
      }
      return section;
    });
    this.layer.replaceChildren(...sections);
  }

  /**
   * A number in the strip.
   * @param {string} name
   * @param {string} group where the name alone could mean either
   * @returns {(brief: string, value: string, meaning: string) => void}
   */
  key(name, group) {
    const term = element("dt", { textContent: group ? `${group}: ${name}` : name });
    const number = element("dd");
    const hint = help(name);
    term.append(hint.button);
    const fact = element("div");
    fact.append(term, number);
    this.keys.append(fact);
    return (brief, value, meaning) => {
      write(number, brief);
      if (number.title !== value) number.title = value;
      hint.say(meaning);
    };
  }
}

/**
 * A number in the list below.
 * @param {HTMLElement} list
 * @param {string} name
 * @returns {(value: string, meaning: string) => void}
 */
function listed(list, name) {
  const [number, words, fact] = [element("dd"), element("dd"), element("div")];
  fact.append(element("dt", { textContent: name }), number, words);
  list.append(fact);
  return (value, meaning) => {
    write(number, value);
    write(words, meaning);
  };
}
