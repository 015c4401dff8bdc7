/** The curve above the scrubber, with its name and its scale: a press on it goes to that frame. */

import { drawing, element, write } from "./dom.js";

const [WIDE, HIGH] = [1000, 100]; // stretched to its place
const EDGE = 4; // above and below
const DIGITS = 4; // of what is written beside it

export class Curve {
  /** @param {(share: number) => void} onpick told how far along it was pressed, from 0 to 1 */
  constructor(onpick) {
    this.line = drawing("polyline");
    this.needle = drawing("line", { y1: "0", y2: String(HIGH) });
    this.picture = drawing("svg", {
      viewBox: `0 0 ${WIDE} ${HIGH}`,
      preserveAspectRatio: "none",
    });
    this.picture.append(this.line, this.needle);
    this.name = element("span", { className: "stage-curve-name" });
    this.top = element("span");
    this.bottom = element("span");
    this.layer = element("div", { className: "stage-curve", ariaHidden: "true" }); // the scrubber says it in words
    const scale = element("div", { className: "stage-curve-scale" });
    scale.append(this.top, this.bottom);
    this.layer.append(this.name, scale, this.picture);
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
    this.layer.hidden = !known.length;
    write(this.name, name);
    write(this.top, known.length ? rounded(high) : "");
    write(this.bottom, high > low ? rounded(low) : "");
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

/** @param {number} value */
function rounded(value) {
  return value.toLocaleString("en", { maximumSignificantDigits: DIGITS });
}
