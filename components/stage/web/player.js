/** A film's controls: its frames are here, and played without asking the server. */

import { Curve } from "./curve.js";
import { element, write } from "./dom.js";

const SHOW = 5; // frames a second, where it plays by itself
const PAUSE = 1500; // milliseconds at the end, where it plays by itself
const SPEEDS = [0.5, 1, 2, 5, 15, 30, 60]; // frames a second

/**
 * @typedef {import("./protocol.js").State} State
 *
 * @typedef {object} Hooks
 * @property {(frame: number) => void} go a frame is to be shown
 * @property {() => void} need all frames are to be fetched now
 * @property {() => void} change it has begun or ceased to play
 */

export class Player {
  /** @param {Hooks} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.at = 0;
    this.length = 1; // frames
    this.speed = 2;
    this.timer = 0; // the animation frame in which the next is due; 0 where it doesn't play
    this.isDue = false; // it plays as soon as all frames are here
    this.isTouched = false; // by the reader: then it doesn't play by itself
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    /** @type {State | undefined} */
    this.state = undefined;
    this.curve = new Curve((share) => this.go(Math.round(share * (this.length - 1))));
    this.scrubber = element("input", { type: "range", min: "0", className: "stage-scrubber" });
    this.scrubber.addEventListener("input", () => this.go(Number(this.scrubber.value)));
    this.name = element("span", { className: "stage-scrubber-name", ariaHidden: "true" });
    this.playButton = this.button("▶", "Play", () => this.toggle());
    this.bar = element("div", { className: "stage-player", role: "group", label: "Film" });
    this.bar.append(
      this.button("«", "First frame", () => this.go(0), "stage-far"),
      this.button("‹", "Previous frame", () => this.go(this.at - 1)),
      this.playButton,
      this.button("›", "Next frame", () => this.go(this.at + 1)),
      this.button("»", "Last frame", () => this.go(Infinity), "stage-far"),
      this.track(),
      this.speeds(),
    );
  }

  /** @param {string} textContent @param {string} label @param {() => void} onclick @param {string} [className] */
  button(textContent, label, onclick, className = "") {
    const title = label;
    return element("button", { type: "button", className, textContent, label, title, onclick });
  }

  track() {
    const track = element("div", { className: "stage-track" });
    track.append(this.curve.layer, this.scrubber, this.name);
    return track;
  }

  speeds() {
    const select = element("select", { label: "Frames a second" });
    const options = SPEEDS.map((speed) => new Option(`${speed} / s`, String(speed)));
    select.append(...options);
    select.value = String(this.speed);
    select.addEventListener("change", () => (this.speed = Number(select.value)));
    return select;
  }

  get isPlaying() {
    return this.timer > 0;
  }

  /** Show where the film stands. @param {State} state @param {number} frame */
  follow(state, frame) {
    if (state !== this.state) this.take(state);
    this.at = frame;
    const caption = told(state.captions, state, frame) ?? "";
    this.scrubber.value = String(frame);
    this.scrubber.setAttribute("aria-valuetext", `${frame} of ${this.length - 1}. ${caption}`);
    this.curve.mark(frame);
    if (this.isDue && isWhole(state)) this.play();
  }

  /** @param {State} state */
  take(state) {
    this.state = state;
    this.length = state.length;
    this.curve.draw(state.curve ?? [], state.curveName ?? "");
    this.scrubber.max = String(state.length - 1);
    this.scrubber.setAttribute("aria-label", state.scrubber || "Frame");
    write(this.name, state.scrubber ?? "");
    if (!state.plays || this.isTouched || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.isDue = true;
    this.speed = SHOW;
  }

  /** The reader chooses a frame. @param {number} frame */
  go(frame) {
    this.isTouched = true;
    this.pause();
    const at = Math.min(Math.max(frame, 0), this.length - 1);
    if (at === this.at) return;
    this.at = at; // it may be asked to go on before the frame is here
    this.hooks.go(at);
  }

  toggle() {
    this.isTouched = true;
    if (this.isPlaying || this.isDue) this.pause();
    else if (this.state && isWhole(this.state)) this.play();
    else {
      this.isDue = true;
      this.label("❚❚", "Pause");
      this.hooks.need();
    }
  }

  play() {
    this.isDue = false;
    if (this.length < 2) return this.pause();
    const start = performance.now();
    const from = this.at === this.length - 1 ? 0 : this.at;
    const { speed } = this;
    this.label("❚❚", "Pause");
    const tick = (/** @type {number} */ now) => {
      const due = from + Math.floor((Math.max(now - start, 0) / 1000) * speed);
      const at = Math.min(due, this.length - 1);
      this.timer = requestAnimationFrame(tick);
      if (at !== this.at) this.hooks.go(at);
      if (at < this.length - 1) return;
      this.pause();
      if (this.state?.plays && !this.isTouched) this.again = setTimeout(() => this.play(), PAUSE);
    };
    this.timer = requestAnimationFrame(tick);
    this.hooks.change();
  }

  /** It plays no longer, and isn't about to. */
  pause() {
    const was = this.isPlaying;
    cancelAnimationFrame(this.timer);
    clearTimeout(this.again);
    this.timer = 0;
    this.isDue = false;
    this.label("▶", "Play");
    if (was) this.hooks.change();
  }

  /** @param {string} text @param {string} label */
  label(text, label) {
    Object.assign(this.playButton, { textContent: text, title: label });
    this.playButton.setAttribute("aria-label", label);
  }

  /** There is no film any more. */
  close() {
    this.pause();
    this.bar.remove();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the film */
  onKey({ key, shiftKey }) {
    if (shiftKey) return false;
    const action = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.go(this.at - 1),
      ArrowRight: () => this.go(this.at + 1),
      Home: () => this.go(0),
      End: () => this.go(Infinity),
    }[key];
    action?.();
    return Boolean(action);
  }
}

/** Whether it is all frames, or there is only one, rather than a glimpse of some. @param {State} state */
export const isWhole = ({ frame }) => frame === undefined;

/**
 * What is said of a frame; a glimpse has only what is said of its own.
 * @template Said
 * @param {Said[] | undefined} all
 * @param {State} state
 * @param {number} frame
 * @returns {Said | undefined}
 */
export const told = (all, { length }, frame) => (all?.length === length ? all[frame] : all?.[0]);
