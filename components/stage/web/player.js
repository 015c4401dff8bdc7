/** A film: frames that came in one message, played without asking the server. */

import { element } from "./dom.js";
import { combined } from "./payload.js";

const SPEEDS = [0.5, 1, 2, 5, 15, 30, 60]; // frames a second
const REPORT = 300; // milliseconds at rest, then Python is told of the frame

/** @typedef {import("./payload.js").Message} Message */

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [1000, 100]; // of the curve, stretched to its place

/** The curve above the scrubber: a press on it goes to that frame. */
class Curve {
  constructor() {
    const make = (/** @type {string} */ tag) => document.createElementNS(SVG, tag);
    this.line = make("polyline");
    this.needle = make("line");
    this.picture = make("svg");
    this.picture.setAttribute("class", "stage-curve");
    this.picture.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    this.picture.setAttribute("preserveAspectRatio", "none");
    this.picture.setAttribute("aria-hidden", "true"); // the scrubber says it in words
    this.picture.append(this.line, this.needle);
    /** @type {(share: number) => void} */
    this.onpick = () => {};
    const pick = (/** @type {Event} */ event) => {
      const { left, width } = this.picture.getBoundingClientRect();
      const pointer = /** @type {PointerEvent} */ (event);
      if (pointer.buttons) this.onpick(Math.min(Math.max((pointer.clientX - left) / width, 0), 1));
    };
    this.picture.addEventListener("pointerdown", pick);
    this.picture.addEventListener("pointermove", pick);
  }

  /** @param {(number | null)[]} values @param {string} name */
  draw(values, name) {
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const last = Math.max(values.length - 1, 1);
    this.at = (/** @type {number} */ frame) => (WIDE * frame) / last;
    const points = values.flatMap((value, frame) =>
      value === null
        ? []
        : [`${this.at?.(frame)},${HIGH - 4 - ((HIGH - 8) * (value - low)) / (high - low || 1)}`],
    );
    this.line.setAttribute("points", points.join(" "));
    this.picture.style.display = known.length ? "" : "none";
    const title = document.createElementNS(SVG, "title");
    title.textContent = name;
    this.picture.querySelector("title")?.remove();
    this.picture.prepend(title);
  }

  /** @param {number} frame */
  mark(frame) {
    const x = String(this.at?.(frame) ?? 0);
    for (const [key, value] of Object.entries({ x1: x, x2: x, y1: "0", y2: String(HIGH) }))
      this.needle.setAttribute(key, value);
  }
}

export class Player {
  /** @param {any} stage */
  constructor(stage) {
    this.stage = stage;
    this.at = -1;
    this.timer = 0;
    this.speed = 2;
    this.length = 0; // frames
    /** @type {Message | undefined} */
    this.message = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.reporting = undefined;
    const button = (
      /** @type {string} */ text,
      /** @type {string} */ label,
      /** @type {() => void} */ act,
    ) => {
      const made = element("button", {
        type: "button",
        textContent: text,
        title: label,
        onclick: act,
      });
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
    speed.append(
      ...SPEEDS.map(
        (value) => new Option(`${value} / s`, String(value), false, value === this.speed),
      ),
    );
    speed.addEventListener("change", () => (this.speed = Number(speed.value)));
    this.curve = new Curve();
    this.curve.onpick = (share) => this.go(Math.round(share * (this.length - 1)), true);
    const track = element("div", { className: "stage-track" });
    this.name = element("span", { className: "stage-scrubber-name", ariaHidden: "true" });
    track.append(this.curve.picture, this.scrubber, this.name);
    this.caption = element("p", { className: "stage-caption" });
    const bar = element("div", { className: "stage-player", role: "group" });
    bar.setAttribute("aria-label", "Film");
    bar.append(
      button("«", "First frame", () => this.go(0, true)),
      button("‹", "Previous frame", () => this.go(this.at - 1, true)),
      this.playButton,
      button("›", "Next frame", () => this.go(this.at + 1, true)),
      button("»", "Last frame", () => this.go(Infinity, true)),
      track,
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
    this.name.textContent = message.scrubber ?? "";
    this.scrubber.setAttribute("aria-label", message.scrubber || "Frame");
    this.curve.draw(message.curve ?? [], message.curveName ?? "");
    const frame = this.at < 0 ? (message.frame ?? 0) : this.at;
    this.at = -1;
    this.go(frame, false);
  }

  /** @param {number} frame @param {boolean} byHand */
  go(frame, byHand) {
    if (byHand) this.pause();
    const at = Math.min(Math.max(frame, 0), this.length - 1);
    if (at === this.at) return;
    this.at = at;
    this.scrubber.value = String(at);
    this.curve.mark(at);
    const caption = this.message?.captions?.[at] ?? "";
    this.scrubber.setAttribute("aria-valuetext", `${at} of ${this.length - 1}. ${caption}`);
    this.caption.textContent = caption;
    const facts = this.message?.frameFacts?.[at];
    if (facts) this.stage.facts.show(facts, []);
    this.stage.root.dataset.frame = String(at);
    this.stage.turnTo(this.figure(at), `${this.message?.alt} ${caption}`, !byHand);
    if (byHand) this.report();
  }

  /** @param {number} at @returns {import("./payload.js").Figure} */
  figure(at) {
    const { figure, frames } = /** @type {Message} */ (this.message);
    return combined(figure, frames?.[at]);
  }

  toggle() {
    if (this.timer) {
      this.pause();
      this.report();
    } else this.play();
  }

  play() {
    const start = performance.now();
    const from = this.at === this.length - 1 ? 0 : this.at;
    const speed = this.speed;
    this.go(from, false);
    this.label("❚❚", "Pause");
    const tick = (/** @type {number} */ now) => {
      const due = from + Math.floor(((now - start) / 1000) * speed);
      this.timer = requestAnimationFrame(tick);
      this.go(due, false);
      if (this.at === this.length - 1) this.toggle();
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
