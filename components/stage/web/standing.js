/** Where the sliders and the film stand, and who knows it. */

/**
 * @typedef {import("./protocol.js").Values} Values
 * @typedef {import("./protocol.js").Message} Message
 */

export class Standing {
  constructor() {
    /** @type {Values} */
    this.values = {};
    this.round = 0; // how often Python has moved something
    this.isTold = true; // whether Python knows of it
  }

  /** Something moves here. @param {string} name @param {number} value */
  move(name, value) {
    this.values = { ...this.values, [name]: value };
    this.isTold = false;
  }

  /**
   * @param {Message} message
   * @returns {boolean} whether Python's values are those that count
   */
  follow({ values = {}, round = 0 }) {
    const isNew = round !== this.round;
    this.round = round;
    const names = Object.keys(values);
    const isSame = names.every((name) => values[name] === this.values[name]);
    if (!this.isTold && !isSame && !isNew) {
      const ours = Object.entries(this.values).filter(([name]) => name in values);
      this.values = { ...values, ...Object.fromEntries(ours) };
      return false;
    }
    this.values = { ...values };
    this.isTold = true;
    return true;
  }
}
