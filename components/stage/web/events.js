/**
 * What a reader does, told to Python one by one: each is answered before the next is told, so that
 * each builds on the last.
 */

const PATIENCE = 8000; // milliseconds until what wasn't answered is told again
const TIMES = 3; // that it is told

/** @typedef {import("./protocol.js").Gesture} Gesture */

export class Events {
  /**
   * @param {(gesture: Gesture & {number: number}) => void} tell
   * @param {() => () => void} begin somebody is at work; returns what to call when it is done
   */
  constructor(tell, begin) {
    this.tell = tell;
    this.begin = begin;
    /** @type {Gesture[]} what Python hasn't answered; it knows of the first */
    this.owed = [];
    this.heard = 0; // gestures that Python has answered
    this.done = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
  }

  /** @param {Gesture} gesture */
  send(gesture) {
    const last = this.owed.length - 1;
    if (last > 0 && isOvertaken(this.owed[last], gesture)) this.owed[last] = gesture;
    else this.owed.push(gesture);
    if (last < 0) this.next();
  }

  next() {
    const [gesture] = this.owed;
    if (!gesture) return;
    this.done = this.begin();
    this.say(gesture, TIMES);
  }

  /** A run that is replaced may not hear it; by its number it counts once. @param {Gesture} gesture @param {number} times */
  say(gesture, times) {
    const again = () => (times > 1 ? this.say(gesture, times - 1) : this.answered(this.heard + 1));
    this.patience = setTimeout(again, PATIENCE);
    this.tell({ ...gesture, number: this.heard + 1 });
  }

  /** @param {number} heard gestures, says Python */
  answered(heard) {
    if (heard === this.heard) return;
    this.heard = heard;
    if (!this.owed.length) return;
    clearTimeout(this.patience);
    this.done();
    this.owed.shift();
    this.next();
  }

  /** Whether Python still has to answer something of a kind. @param {Gesture["kind"]} kind */
  owes(kind) {
    return this.owed.some((gesture) => gesture.kind === kind);
  }

  /** Whether a handle is where Python doesn't know it yet. @param {string} name */
  owesDrag(name) {
    return this.owed.some((gesture) => gesture.kind === "drag" && gesture.handle === name);
  }

  close() {
    clearTimeout(this.patience);
    this.done();
    this.owed = [];
  }
}

/** Whether only the later one of two counts. @param {Gesture} earlier @param {Gesture} later */
function isOvertaken(earlier, later) {
  if (earlier.kind === "address") return later.kind === "address";
  return earlier.kind === "drag" && later.kind === "drag" && earlier.handle === later.handle;
}
