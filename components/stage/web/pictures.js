/** Options as small pictures, of which one is chosen. */

import { element, stylesheet, write } from "./dom.js";
import { help } from "./help.js";

/**
 * @typedef {object} Data
 * @property {string} label
 * @property {[string, string, string][]} options as key, name and picture
 * @property {string} chosen
 * @property {string} about the chosen one
 *
 * @typedef {object} Component what Streamlit gives to a custom component, version 2
 * @property {HTMLElement} parentElement
 * @property {Data} data
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/** @type {WeakMap<Element, {shape: string, show: (data: Data) => void}>} */
const everyone = new WeakMap();

/** What Streamlit calls for a choice. @param {Component} component */
export async function choose({ parentElement, data, setTriggerValue }) {
  await stylesheet();
  const place = /** @type {HTMLElement} */ (parentElement.querySelector(".stage-pictures"));
  const shape = JSON.stringify([data.label, data.options]);
  const known = everyone.get(place);
  const all = known?.shape === shape ? known : { shape, show: made(place, data) };
  everyone.set(place, all);
  all.show(data);
  place.onchange = ({ target }) =>
    setTriggerValue("chosen", /** @type {HTMLInputElement} */ (target).value);
}

/** @param {HTMLElement} place @param {Data} data */
function made(place, { label, options }) {
  const name = element("div", { className: "stage-pictures-name" });
  const words = element("span");
  const { button, say } = help("this data set");
  name.append(words, button);
  const pictures = options.map(([value, title, src]) => {
    const picture = element("label", { title });
    const radio = element("input", { type: "radio", name: label, value, label: title });
    picture.append(radio, element("img", { src, alt: "" }));
    return picture;
  });
  const legend = element("legend", { textContent: label });
  place.replaceChildren(legend, ...pictures, name);
  return (/** @type {Data} */ { chosen, about }) => {
    for (const radio of place.querySelectorAll("input")) radio.checked = radio.value === chosen;
    write(words, options.find(([value]) => value === chosen)?.[1] ?? "");
    say(about);
  };
}
