/** The picture's menu: look closer, show all, download. */

import { element } from "./dom.js";
import { plain } from "./payload.js";

/** @typedef {any} Stage */

/** @param {Stage} stage */
export function menu(stage) {
  const details = element("details", { className: "stage-menu" });
  const summary = element("summary", { textContent: "⋯", title: "Picture menu" });
  summary.setAttribute("aria-label", "Picture menu");
  const list = element("div", { className: "stage-menu-list" });
  const items = /** @type {[string, () => void][]} */ ([
    ["Closer (+)", () => stage.look(0.8)],
    ["Farther (-)", () => stage.look(1.25)],
    ["Show all (0)", () => stage.reset()],
    ["Download PNG", () => download(stage, "png")],
    ["Download SVG", () => download(stage, "svg")],
  ]);
  for (const [label, action] of items) {
    const button = element("button", { type: "button", textContent: label });
    button.addEventListener("click", action);
    list.append(button);
  }
  details.append(summary, list);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    /** @type {HTMLDetailsElement} */ (details).open = false;
    summary.focus();
  });
  return details;
}

/**
 * Save the complete figure as Plotly draws it, with the view and colours of the screen.
 * @param {Stage} stage
 * @param {"png" | "svg"} format
 */
export async function download(stage, format) {
  const link = element("a", { href: await image(stage, format) });
  Object.assign(link, { download: `${stage.message.name}.${format}` }).click();
}

/**
 * @param {Stage} stage
 * @param {"png" | "svg"} format
 * @returns {Promise<string>} data address
 */
export function image(stage, format) {
  const { Plotly } = /** @type {any} */ (window);
  const { data, layout } = plain(stage.figure);
  const { background } = stage.ink;
  const live = structuredClone(stage.plot.layout);
  const figure = {
    data: data.map((/** @type {any} */ trace) => ({ ...trace, type: svgType(trace.type) })),
    layout: {
      ...live,
      ...{ images: layout.images, shapes: layout.shapes },
      ...{ paper_bgcolor: background, plot_bgcolor: background },
    },
  };
  const { width, height } = stage.plot._fullLayout;
  return Plotly.toImage(figure, { format, width, height, scale: format === "png" ? 2 : 1 });
}

/** WebGL would need a looser security policy. @param {string} type */
function svgType(type) {
  return type === "scattergl" ? "scatter" : type;
}
