/** What a reader is told while a picture is being made. */

import { element, write } from "./dom.js";

const BUSY = 300; // milliseconds without an answer, then the reader is told
const LONG = 1000; // milliseconds, then also how far it is
const ASK = 500; // milliseconds between questions how far it is

export class Progress {
  /**
   * @param {HTMLElement} root
   * @param {(words: string) => void} announce
   * @param {() => string} states where they come from
   */
  constructor(root, announce, states) {
    this.root = root;
    this.announce = announce;
    this.states = states;
    this.badge = element("div", { className: "stage-badge", ariaHidden: "true", hidden: true });
    this.owing = 0; // pictures that somebody works on
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.work = 0; // counts stretches of work: what is said of an earlier one is old
  }

  /** Somebody works on a picture. @returns {() => void} to be called once when it is there */
  begin() {
    if (!this.owing++) this.timer = setTimeout(() => this.show(), BUSY);
    let over = false;
    return () => {
      if (!over && !--this.owing) this.hide();
      over = true;
    };
  }

  show() {
    this.root.dataset.busy = "true";
    this.say("Computing …");
    this.announce("Computing …");
    this.timer = setTimeout(() => this.ask(this.work), LONG - BUSY);
  }

  /** @param {string} words */
  say(words) {
    this.badge.hidden = false;
    write(this.badge, words);
  }

  /** @param {number} work */
  async ask(work) {
    const far = await this.far().catch(() => "");
    if (work !== this.work) return;
    if (far) this.say(`Computing … ${far}`);
    this.timer = setTimeout(() => this.ask(work), ASK);
  }

  /** @returns {Promise<string>} how far the picture is, where that is known */
  async far() {
    const states = this.states();
    const answer = states && (await fetch(new URL(`${states}/progress`, document.baseURI)));
    return answer && answer.status === 200 ? answer.text() : "";
  }

  hide() {
    clearTimeout(this.timer);
    this.work++;
    this.badge.hidden = true;
    delete this.root.dataset.busy;
  }

  close() {
    this.hide();
  }
}
