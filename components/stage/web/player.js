/** A film: frames that came in one message, played without asking the server. */

import { element } from "./dom.js";

const SPEEDS = [0.5, 1, 2, 5, 15, 30]; // frames a second
const REPORT = 300; // milliseconds at rest, then Python is told of the frame

/** @typedef {import("./payload.js").Message} Message */

export class Player {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.at = -1;
    this.timer = 0;
    this.speed = 2;
    this.build();
  }

  build() {
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ act) => {
      const made = element("button", { type: "button", textContent: text, title: label, onclick: act });
      made.setAttribute("aria-label", label);
      return made;
    };
    this.playButton = button("▶", "Play", () => this.toggle());
    this.scrubber = /** @type {HTMLInputElement} */ (
      element("input", { type: "range", min: "0", step: "1", className: "stage-scrubber" })
    );
    this.scrubber.setAttribute("aria-label", "Frame");
    this.scrubber.addEventListener("input", () => this.go(Number(this.scrubber.value), true));
    const speed = /** @type {HTMLSelectElement} */ (element("select", {}));
    speed.setAttribute("aria-label", "Frames a second");
    speed.append(...SPEEDS.map((value) => new Option(`${value} / s`, String(value), false, value === this.speed)));
    speed.addEventListener("change", () => (this.speed = Number(speed.value)));
    this.caption = element("p", { className: "stage-caption" });
    const bar = element("div", { className: "stage-player", role: "group" });
    bar.setAttribute("aria-label", "Film");
    bar.append(
      button("⏮", "First frame", () => this.go(0, true)),
      button("◀", "Previous frame", () => this.go(this.at - 1, true)),
      this.playButton,
      button("▶▏", "Next frame", () => this.go(this.at + 1, true)),
      button("⏭", "Last frame", () => this.go(Infinity, true)),
      this.scrubber,
      speed,
    );
    this.stage.place.after(bar, this.caption);
  }

  /** @param {Message} message */
  follow(message) {
    const frames = message.frames ?? [{ data: [], layout: {} }];
    this.message = message;
    this.length = frames.length;
    this.scrubber.max = String(this.length - 1);
    const frame = this.at < 0 ? (message.frame ?? 0) : this.at;
    this.at = -1;
    this.go(frame, false);
  }

  /** @param {number} frame @param {boolean} byHand */
  go(frame, byHand) {
    if (byHand) this.pause();
    const at = Math.min(Math.max(frame, 0), /** @type {number} */ (this.length) - 1);
    if (at === this.at) return;
    this.at = at;
    this.scrubber.value = String(at);
    const caption = this.message?.captions?.[at] ?? "";
    this.scrubber.setAttribute("aria-valuetext", `${at} of ${Number(this.length) - 1}. ${caption}`);
    this.caption.textContent = caption;
    this.stage.root.dataset.frame = String(at);
    this.stage.turnTo(this.figure(at), `${this.message?.alt} ${caption}`, !byHand);
    if (byHand) this.report();
  }

  /** @param {number} at @returns {import("./payload.js").Figure} */
  figure(at) {
    const { figure, frames } = /** @type {Message} */ (this.message);
    const { data, layout } = frames?.[at] ?? { data: [], layout: {} };
    return {
      data: figure.data.map((trace, i) => ({ ...trace, ...data[i] })),
      layout: { ...figure.layout, ...layout },
    };
  }

  toggle() {
    if (this.timer) {
      this.pause();
      this.report();
    } else this.play();
  }

  play() {
    const start = performance.now();
    const from = this.at === Number(this.length) - 1 ? 0 : this.at;
    const speed = this.speed;
    this.go(from, false);
    this.label("⏸", "Pause");
    const tick = (/** @type {number} */ now) => {
      const due = from + Math.floor(((now - start) / 1000) * speed);
      this.timer = requestAnimationFrame(tick);
      this.go(due, false);
      if (this.at === Number(this.length) - 1) this.toggle();
    };
    this.timer = requestAnimationFrame(tick);
  }

  pause() {
    cancelAnimationFrame(this.timer);
    this.timer = 0;
    this.label("▶", "Play");
  }

  /** @param {string} text @param {string} label */
  label(text, label) {
    Object.assign(this.playButton, { textContent: text, title: label });
    this.playButton.setAttribute("aria-label", label);
  }

  report() {
    clearTimeout(this.reporting);
    const tell = () => this.stage.component.setStateValue("frame", this.at);
    this.reporting = setTimeout(tell, REPORT);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the film */
  onKey(event) {
    if (event.shiftKey) return false;
    const action = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.go(this.at - 1, true),
      ArrowRight: () => this.go(this.at + 1, true),
      Home: () => this.go(0, true),
      End: () => this.go(Infinity, true),
    }[event.key];
    action?.();
    return Boolean(action);
  }
}
