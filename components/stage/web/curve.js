/** The curve above the scrubber: a press on it goes to that frame. */

import { drawing } from "./dom.js";

const [WIDE, HIGH] = [1000, 100]; // stretched to its place
const EDGE = 4; // above and below

export class Curve {
  /** @param {(share: number) => void} onpick told how far along it was pressed, from 0 to 1 */
  constructor(onpick) {
    this.line = drawing("polyline");
    this.needle = drawing("line", { y1: "0", y2: String(HIGH) });
    this.title = drawing("title");
    this.picture = drawing("svg", {
      class: "stage-curve",
      viewBox: `0 0 ${WIDE} ${HIGH}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true", // the scrubber says it in words
    });
    this.picture.append(this.title, this.line, this.needle);
    this.last = 1; // frame
    const pick = (/** @type {PointerEvent} */ { buttons, clientX }) => {
      const { left, width } = this.picture.getBoundingClientRect();
      if (buttons) onpick(Math.min(Math.max((clientX - left) / width, 0), 1));
    };
    this.picture.addEventListener("pointerdown", pick);
    this.picture.addEventListener("pointermove", pick);
  }

  /** @param {(number | null)[]} values of the frames @param {string} name */
  draw(values, name) {
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    this.last = Math.max(values.length - 1, 1);
    const y = (/** @type {number} */ value) =>
      HIGH - EDGE - ((HIGH - 2 * EDGE) * (value - low)) / (high - low || 1);
    const points = values.flatMap((value, frame) =>
      value === null ? [] : [`${this.x(frame)},${y(value)}`],
    );
    this.line.setAttribute("points", points.join(" "));
    this.picture.style.display = known.length ? "" : "none";
    this.title.textContent = name;
  }

  /** @param {number} frame */
  mark(frame) {
    const x = String(this.x(frame));
    this.needle.setAttribute("x1", x);
    this.needle.setAttribute("x2", x);
  }

  /** @param {number} frame */
  x(frame) {
    return (WIDE * frame) / this.last;
  }
}
