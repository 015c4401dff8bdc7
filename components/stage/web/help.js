/** Help: a question mark that says a sentence where it is pointed at, focused or pressed. */

import { element, write } from "./dom.js";

/** @param {string} what it is about */
export function help(what) {
  const words = element("span", { role: "tooltip", id: `stage-help-${++made}` });
  const button = element("button", { type: "button", className: "stage-help", label: `About ${what}` });
  button.append(element("span", { textContent: "?", ariaHidden: "true" }), words);
  button.setAttribute("aria-describedby", words.id);
  const place = () => {
    const { left, right } = button.getBoundingClientRect();
    button.classList.toggle("stage-help-left", (left + right) / 2 > innerWidth / 2);
  };
  button.addEventListener("pointerenter", place);
  button.addEventListener("focus", place);
  button.addEventListener("keydown", ({ key }) => key === "Escape" && button.blur());
  /** @param {string} sentence */
  const say = (sentence) => {
    write(words, sentence);
    button.hidden = !sentence;
  };
  return { button, say };
}

let made = 0;
