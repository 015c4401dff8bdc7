/** Elements, and the style sheet of all pictures of a page. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties] of the element; `role` and `label` are attributes
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, { role, label, ...properties } = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  if (role) made.setAttribute("role", String(role));
  if (label) made.setAttribute("aria-label", String(label));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawing(tag, attributes = {}) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Unchanged text costs nothing. @param {Element} place @param {string} text */
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Show the page from its top, where the picture is. @param {Element | null} within the page */
export function toTop(within) {
  within?.closest("[data-testid=stMain]")?.scrollTo(0, 0);
}

/** @type {Promise<void> | undefined} */
let styled;

export function stylesheet() {
  styled ??= new Promise((resolve) => {
    const href = new URL("./stage.css", import.meta.url).href;
    const link = element("link", { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => resolve()); // plain, but a picture
    document.head.append(link);
  });
  return styled;
}
