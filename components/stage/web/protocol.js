/**
 * What travels between browser and Python, as types; README.md says what it means.
 *
 * @typedef {Record<string, number>} Values by name
 * @typedef {Record<string, [string, string, string, string][]>} Facts by group: name, value, meaning, brief
 *
 * @typedef {object} SliderSpec
 * @property {string} name
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number} default
 * @property {boolean} whole
 * @property {number[]} stops instead of steps
 * @property {number} reach the greatest number that can be typed
 * @property {string} help
 * @property {string} [dice] the label of a button that raises the value by one
 * @property {string} slot where it is drawn; "" is under the picture
 * @property {string} diceSlot where the button is
 *
 * @typedef {object} Handle
 * @property {string} name
 * @property {string} label
 * @property {number} x
 * @property {number} y
 * @property {number} panel
 * @property {string} [colour]
 * @property {boolean} [removable]
 *
 * @typedef {import("./payload.js").Figure} Figure
 * @typedef {import("./payload.js").News} News
 *
 * @typedef {object} State
 * @property {string} alt
 * @property {Figure} figure
 * @property {News[]} [frames]
 * @property {number} [frame]
 * @property {number} length
 * @property {string[]} [captions]
 * @property {(number | null)[]} [curve]
 * @property {string} [curveName]
 * @property {string} [scrubber]
 * @property {boolean} [plays] by itself, again and again
 * @property {Facts[]} [frameFacts]
 * @property {Facts} [facts]
 * @property {string[]} [notes]
 * @property {string} [refused] why these values can't be shown
 * @property {Handle[]} [handles]
 * @property {boolean} [clicks] on points, and added places, mean something
 * @property {boolean} [previews] pointing at a point shows what a click on it would
 * @property {boolean} [brush]
 * @property {number | null} [paint] how far a brush reaches
 * @property {boolean} [growing] not complete yet
 * @property {number} digest
 * @property {boolean} quick
 *
 * @typedef {object} Message
 * @property {string} name
 * @property {SliderSpec[]} [sliders]
 * @property {Values} [values]
 * @property {string} [frameName]
 * @property {[string, string | null][]} [address]
 * @property {number} [round]
 * @property {number} [heard]
 * @property {number} [looks]
 * @property {string} [states]
 * @property {[string, string, string, string][]} [legend] names, kind, colour and meaning of marks
 * @property {State} [state]
 *
 * @typedef {{kind: "click", x: number, y: number, panel: number, trace: string | null, point: number | null}} Click
 * @typedef {{kind: "add", x: number, y: number, panel: number}} Add
 * @typedef {{kind: "drag", handle: string, x: number, y: number}} Drag
 * @typedef {{kind: "remove", handle: string}} Remove
 * @typedef {{kind: "brush", x: number[], y: number[], panel: number, points: Record<string, number[]>}} Brush
 * @typedef {{kind: "stroke", path: string}} Stroke
 * @typedef {{kind: "undo"} | {kind: "redo"} | {kind: "present", how: string} | {kind: "grown"} | {kind: "address", query: string}} Elsewhere
 * @typedef {Click | Add | Drag | Remove | Brush | Stroke | Elsewhere} Gesture
 *
 * @typedef {object} Component what Streamlit gives to a custom component, version 2
 * @property {HTMLElement} parentElement
 * @property {Uint8Array} data
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

export {};
