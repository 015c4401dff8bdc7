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
    /** @type {Values} what Python was told last, or said itself */
    this.told = {};
    this.isAnswered = true; // whether it has said the same since
  }

  /** Something moves here. @param {string} name @param {number} value */
  move(name, value) {
    this.values = { ...this.values, [name]: value };
    this.isTold = false;
  }

  /** @returns {boolean} whether there is anything to tell Python: not where all is back in place */
  tell() {
    this.isTold = this.isAnswered && isWithin(this.values, this.told);
    if (this.isTold) return false;
    this.told = this.values;
    this.isAnswered = false;
    return true;
  }

  /**
   * @param {Message} message
   * @returns {boolean} whether Python's values are those that count
   */
  follow({ values = {}, round = 0 }) {
    const isNew = round !== this.round;
    this.round = round;
    if (!this.isTold && !isWithin(values, this.values) && !isNew) {
      this.isAnswered ||= isWithin(values, this.told);
      const ours = Object.entries(this.values).filter(([name]) => name in values);
      this.values = { ...values, ...Object.fromEntries(ours) };
      return false;
    }
    this.values = { ...values };
    this.told = this.values;
    this.isAnswered = true;
    this.isTold = true;
    return true;
  }
}

/** Whether all of some values are among others. @param {Values} some @param {Values} others */
function isWithin(some, others) {
  return Object.entries(some).every(([name, value]) => others[name] === value);
}
