/** What the marks mean that are on the picture now. */

import { drawing, element } from "./dom.js";

/** @type {Record<string, Record<string, string>>} attributes of a sample of each kind, 28 by 16 */
const SAMPLES = {
  dot: { d: "M14,3a5,5 0 1,0 0.01,0z", fill: "colour" },
  hollow: { d: "M14,3a5,5 0 1,0 0.01,0z", stroke: "colour" },
  disc: { d: "M14,1a7,7 0 1,0 0.01,0z", fill: "colour" },
  ring: { d: "M14,2a6,6 0 1,0 0.01,0z", stroke: "colour", "stroke-width": "2.5" },
  outline: { d: "M2,8a12,6 0 1,0 24,0a12,6 0 1,0 -24,0z", stroke: "colour" },
  line: { d: "M2,8h24", stroke: "colour", "stroke-width": "3" },
  dashed: { d: "M2,8h24", stroke: "colour", "stroke-width": "2.5", "stroke-dasharray": "6 4" },
  dotted: { d: "M2,8h24", stroke: "colour", "stroke-width": "2.5", "stroke-dasharray": "2 3" },
  area: { d: "M2,2h24v12h-24z", fill: "colour" },
};

/** @param {import("./stage.js").Stage} stage @returns {HTMLElement} */
export function legend({ chart, message }) {
  const { marks = [], traces = [] } = chart.scene ?? {};
  const names = [...marks.map(({ style }) => style.name ?? ""), ...traces.map(({ name }) => name ?? "")];
  const list = element("dl", { className: "stage-keys" });
  for (const [pattern, kind, colour, words] of message?.legend ?? []) {
    const known = new RegExp(`^(?:${pattern})`);
    if (!names.some((name) => known.test(name))) continue;
    const term = element("dt");
    term.append(sample(kind, colour));
    list.append(term, element("dd", { textContent: words }));
  }
  return list;
}

/** @param {string} kind @param {string} colour */
function sample(kind, colour) {
  const picture = drawing("svg", { viewBox: "0 0 28 16", width: "28", height: "16", "aria-hidden": "true" });
  const attributes = Object.entries(SAMPLES[kind]).map(([name, value]) => [
    name,
    value === "colour" ? colour : value,
  ]);
  picture.append(drawing("path", { fill: "none", ...Object.fromEntries(attributes) }));
  return picture;
}
