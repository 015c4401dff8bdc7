/** Keys: which there are, and those that count wherever the focus is. */

import { showCode } from "./code.js";
import { element } from "./dom.js";

const SCROLLS = ["arrowup", "arrowdown"]; // the page, while nothing has the focus
const TYPED = ["text", "number", "search", "email", "url", "tel", "password"];

/** @type {Record<string, [number, number]>} where arrow keys lead */
export const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @typedef {import("./stage.js").Stage} Stage */

/** @type {Set<Stage>} all pictures of the page, the main one first */
const everyone = new Set();

/** @param {Stage} stage */
export function listenFor(stage) {
  if (!everyone.size) document.addEventListener("keydown", onChord);
  everyone.add(stage);
}

/** @param {Stage} stage */
export function forget(stage) {
  everyone.delete(stage);
  if (everyone.size) return;
  present("0");
  document.removeEventListener("keydown", onChord);
}

/** @type {Record<string, Record<string, string>>} what a key makes of how the page looks */
const LOOKS = {
  p: { 0: "1", 1: "0", 2: "0" },
  c: { 1: "2", 2: "1" },
};
const REMOTE = { pageup: "ArrowLeft", pagedown: "ArrowRight" }; // what a presenter's remote sends
let looks = "0";

/** Have the page look as in a presentation, or not. @param {string} how as in the address */
export function present(how) {
  looks = how;
  const { classList } = document.documentElement;
  classList.toggle("presenting", how !== "0");
  classList.toggle("presenting-controls", how === "2");
}

/**
 * Ctrl+Z undoes, Ctrl+Shift+Z or Ctrl+Y redoes, P presents, C shows the controls and Q the link;
 * where nothing has the focus, the picture has it.
 * @param {KeyboardEvent} event
 */
function onChord(event) {
  const [main] = everyone;
  const key = event.key.toLowerCase();
  const isChord = event.ctrlKey || event.metaKey;
  const how = LOOKS[key]?.[looks];
  const isPlain = !isChord && !event.altKey && !event.defaultPrevented && !isTyping(event.target);
  if (isPlain && how) main.events.send({ kind: "present", how });
  if (isPlain && key === "q") showCode(main.front);
  if (looks !== "0" && key in REMOTE && main.isFilm) {
    main.player.onKey(new KeyboardEvent("keydown", { key: Reflect.get(REMOTE, key) }));
    event.preventDefault();
  }
  if (event.target === document.body && !isChord && !SCROLLS.includes(key)) main.onKey(event);
  if (!isChord || event.altKey || !["z", "y"].includes(key)) return;
  if (event.defaultPrevented || isTyping(event.target)) return;
  event.preventDefault();
  main.events.send({ kind: key === "y" || event.shiftKey ? "redo" : "undo" });
}

/** Whether a text field has the key; so does a box to choose from, while its list is open. @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement)
    return TYPED.includes(target.type) && (target.role !== "combobox" || target.ariaExpanded === "true");
  return target instanceof HTMLElement && target.matches("textarea, select, [contenteditable]");
}

/** @param {Stage} stage @returns {HTMLElement} the keys that mean something now */
export function listed({ state, isFilm }) {
  /** @type {[string, string, boolean][]} */
  const keys = [
    ["Space", "play, pause", isFilm],
    ["← →", "previous, next frame", isFilm],
    ["Home, End", "first, last frame", isFilm],
    [isFilm ? "Shift + arrows" : "Arrows", "move the view", true],
    ["+ −", "closer, farther", true],
    ["0", "show all", true],
    [". ,", "next, previous point, read aloud", true],
    ["Enter", "click on that point, or on the middle", Boolean(state?.clicks)],
    ["A", "add there", Boolean(state?.clicks)],
    ["B", "box around all in view", Boolean(state?.brush)],
    ["Tab, arrows", "go to a handle, move it", Boolean(state?.handles?.length)],
    ["Delete", "remove the handle", Boolean(state?.handles?.some(({ removable }) => removable))],
    ["Arrows, Space", "move the brush, press it", typeof state?.paint === "number"],
    ["Enter", "begin or end a stroke", typeof state?.paint === "number"],
    ["Q", "link and QR code", true],
    ["P", "presentation: the picture fills the window", true],
    ["C", "in a presentation: the controls", true],
    ["Page Down, Up", "in a presentation: next, previous frame", isFilm],
    ["Ctrl + Z", "undo", true],
    ["Ctrl + Shift + Z", "redo", true],
  ];
  const list = element("dl", { className: "stage-keys" });
  for (const [key, meaning, isThere] of keys) {
    const [term, words] = [element("dt"), element("dd", { textContent: meaning })];
    term.append(element("kbd", { textContent: key }));
    if (isThere) list.append(term, words);
  }
  return list;
}
