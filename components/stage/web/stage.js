/** A picture and all that belongs to it; README.md says what travels between it and Python. */

import { Address, inText } from "./address.js";
import { Chart } from "./chart.js";
import { element, stylesheet, toTop } from "./dom.js";
import { Events } from "./events.js";
import { Facts } from "./facts.js";
import { Gestures } from "./gestures.js";
import { Handles } from "./handles.js";
import { forget, listenFor, present } from "./keys.js";
import { Lens } from "./lens.js";
import { menu } from "./menu.js";
import { combined, plain, readMessage } from "./payload.js";
import { Paint } from "./paint.js";
import { numberOf } from "./panels.js";
import { Player, isWhole, told } from "./player.js";
import { loadPlotly } from "./plotly.js";
import { Progress } from "./progress.js";
import { Sheet } from "./sheet.js";
import { Sliders } from "./sliders.js";
import { Standing } from "./standing.js";
import { States } from "./states.js";
import { Swipe } from "./swipe.js";
import { table } from "./table.js";

const REST = 300; // milliseconds without a move, then Python is told
const PAUSE = 700; // milliseconds without news, then the latest is announced

/**
 * @typedef {import("./protocol.js").Component} Component
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {import("./protocol.js").State} State
 * @typedef {import("./protocol.js").Facts} Groups
 */

export { choose } from "./pictures.js";
export { open } from "./sliders.js";

/** @type {WeakMap<HTMLElement, Stage>} */
const stages = new WeakMap();

/**
 * What Streamlit calls for every message.
 * @param {Component} component
 * @param {string} plotly address of Plotly.js
 * @returns {Promise<() => void>} to be called when the picture is gone
 */
export async function draw(component, plotly) {
  const root = /** @type {HTMLElement} */ (component.parentElement.querySelector(".stage"));
  const stage = stages.get(root) ?? new Stage(root);
  stages.set(root, stage);
  await stage.take(component, plotly);
  // Streamlit also calls this where a message was overtaken by the next: then the picture stays.
  return () => void setTimeout(() => root.isConnected || stage.close());
}

export class Stage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    root.replaceChildren();
    this.turn = 0; // of the latest message
    this.taken = 0; // of the latest one that is shown
    this.draws = 0;
    /** @type {Message | undefined} */
    this.message = undefined;
    /** @type {State | undefined} what is shown */
    this.state = undefined;
    this.frame = 0; // of it
    this.drawn = ""; // what tells that from others
    this.isPreview = false; // of what a click would show
    this.isLost = false; // no state can be reached, until Python has sent one
    this.standing = new Standing();
    const begin = () => this.progress.begin();
    this.progress = new Progress(
      root,
      (words) => this.announce(words),
      () => this.states.address,
    );
    this.states = new States({
      begin,
      present: (state) => this.present(state),
      grown: () => this.standing.isTold && this.events.send({ kind: "grown" }),
      lost: () => this.lost(),
    });
    this.events = new Events((gesture) => this.component?.setTriggerValue("event", gesture), begin);
    this.address = new Address({
      text: (name) => this.text(name),
      onmove: (query) => this.events.send({ kind: "address", query }),
      isAway: () => this.events.owes("address"),
    });
    this.chart = new Chart(root, {
      made: (plot) => this.listen(plot),
      laid: (titles) => this.swipe.follow(titles),
      placed: (panels) => {
        this.handles.place(panels);
        this.paint.place();
      },
      drawn: () => this.count(),
      pointed: (found) => this.preview(found),
    });
    this.swipe = new Swipe(this.chart.place);
    this.sheet = new Sheet();
    this.player = new Player({
      go: (frame) => this.move(this.message?.frameName ?? "", frame),
      need: () => this.states.show(this.standing.values, false),
      change: () => this.onPlay(),
    });
    this.sliders = new Sliders({
      move: (name, value) => this.slide(name, value),
      lookAhead: (spec) => this.lookAhead(spec),
    });
    this.handles = new Handles(this);
    this.gestures = new Gestures(this);
    this.paint = new Paint(this);
    this.lens = new Lens(this.chart);
    this.facts = new Facts();
    this.table = table(() => this.chart.scene?.marks ?? []);
    this.news = element("p", { className: "stage-news", role: "status" });
    this.place = element("div", { className: "stage-place" });
    this.front = element("div", { className: "stage-front" }); // what is on the first screen
    this.assemble();
    this.expose();
    listenFor(this);
    this.chart.picture.addEventListener("keydown", (event) => this.onKey(event));
  }

  assemble() {
    const { root, front, place, chart, gestures, sliders, facts } = this;
    gestures.layer.append(this.paint.layer, this.handles.layer);
    chart.picture.after(gestures.layer, this.lens.layer);
    place.append(chart.place, this.swipe.tabs, this.progress.badge, gestures.hint, menu(this));
    front.append(place, facts.strip, this.sheet.tabs);
    root.append(this.sheet.rules, front, sliders.layer, facts.layer, facts.notes, this.table.details, this.news);
  }

  /** For whoever looks from outside: the complete figure as Plotly knows it, its image, and rest. */
  expose() {
    Object.defineProperties(this.root, {
      isAtRest: { get: () => this.isAtRest },
      figure: { get: () => plain(this.chart.figure) },
      image: { value: (/** @type {"png" | "svg"} */ format) => this.chart.image(format) },
    });
  }

  /** @param {Component} component @param {string} plotly */
  async take(component, plotly) {
    this.component = component;
    const turn = ++this.turn;
    const isNew = component.data !== this.data;
    const coming = isNew ? readMessage(component.data) : this.message;
    const [message] = await Promise.all([coming, loadPlotly(plotly), stylesheet()]);
    if (turn !== this.turn || !message) return;
    this.data = component.data;
    present(Object.fromEntries(message.address ?? []).present ?? "0");
    this.chart.recolour();
    await (isNew ? this.follow(message) : this.chart.fit());
    this.taken = turn;
  }

  /** @param {Message} message */
  async follow(message) {
    const { looks = 0 } = message;
    if (looks !== this.message?.looks) toTop(this.root); // one has come here, or looks at something
    this.message = message;
    this.root.dataset.name = message.name;
    this.events.answered(message.heard ?? 0);
    const isTheirs = this.standing.follow(message);
    if (isTheirs) clearTimeout(this.resting);
    this.states.follow(message);
    this.sliders.follow(message.sliders ?? [], this.standing.values);
    this.sheet.follow();
    if (!this.isFilm) this.player.close();
    else if (!this.player.bar.isConnected) this.place.after(this.player.bar);
    if (message.state) this.isLost = false;
    this.address.follow(message.address ?? []);
    if (isTheirs) this.address.restSoon();
    else this.address.write();
    await this.showNow();
  }

  get isFilm() {
    return this.message?.frameName !== undefined;
  }

  /** Show what there is where everything stands, unless the reader already sees something newer. */
  async showNow() {
    if (this.handles.held) this.handles.again(this.handles.held);
    else if (this.paint.path.length) this.paint.again();
    else if (!this.events.owes("drag") && !this.events.owes("stroke"))
      await this.states.show(this.standing.values, !this.standing.isTold);
  }

  /** What a click on a point would show, while the reader points at it. @param {import("./gestures.js").Found} [found] */
  preview(found) {
    const isOver = this.isPreview && !found;
    this.isPreview = Boolean(found && this.state?.previews);
    if (isOver) this.showNow();
    if (!found || !this.isPreview) return;
    const { mark, point } = found;
    this.showSoFar("click", [numberOf(mark.panel), mark.x[point], mark.y[point], point, mark.style.name].join());
  }

  /** @param {"drag" | "stroke" | "click"} kind @param {string} so what would be shown after this */
  showSoFar(kind, so) {
    this.states.showSoFar(this.standing.values, kind, so);
  }

  /** The reader moves a slider. @param {string} name @param {number} value */
  slide(name, value) {
    this.player.pause();
    this.sliders.moved();
    this.sliders.set(name, value);
    this.move(name, value);
  }

  /** @param {string} name @param {number} value */
  move(name, value) {
    if (this.standing.values[name] === value) return;
    this.standing.move(name, value);
    this.address.move();
    this.restSoon();
    this.states.show(this.standing.values, true);
  }

  /** A film that plays doesn't rest between its frames. */
  restSoon() {
    clearTimeout(this.resting);
    if (!this.player.isPlaying) this.resting = setTimeout(() => this.rest(), REST);
  }

  /** Nothing moves any more. */
  rest() {
    this.tell();
    this.address.rest();
    this.states.show(this.standing.values, false);
  }

  /** Whether all is drawn, told and answered, and nothing comes any more unless somebody acts. */
  get isAtRest() {
    const { address, chart, events, gestures, player, standing, states } = this;
    const isBusy = states.asking || states.isGrowing || events.owed.length || gestures.isWaiting || player.isPlaying;
    const isShown = this.draws > 0 && this.taken === this.turn && !chart.owed;
    return isShown && !isBusy && standing.isTold && !address.isMoving;
  }

  /** Tell Python where everything stands. */
  tell() {
    const { values, round } = this.standing;
    if (this.standing.tell()) this.component?.setStateValue("values", { ...values, round });
  }

  /** The states can't be reached: Python is to send the picture itself. */
  lost() {
    if (this.isLost) return;
    this.isLost = true;
    clearTimeout(this.resting);
    this.tell();
    this.address.rest();
    this.component?.setTriggerValue("lost", true);
  }

  /** @param {State} state */
  async present(state) {
    if (state.refused && this.state) return this.refuse(this.state, state.refused);
    const { frameName = "" } = this.message ?? {};
    const isFirst = !this.state;
    const frame = this.frameOf(state);
    this.state = state;
    this.frame = frame;
    if (this.isFilm && isWhole(state) && this.standing.values[frameName] !== frame) {
      this.standing.move(frameName, frame); // the film is shorter than it was
      this.address.move();
      this.restSoon();
    }
    if (this.isFilm) this.player.follow(state, frame);
    if (this.isFilm) this.root.dataset.frame = String(frame);
    else delete this.root.dataset.frame;
    const caption = told(state.captions, state, frame);
    const said = [state.refused, caption, ...(state.notes ?? [])].filter(Boolean);
    const [sentence = "", ...notes] = /** @type {string[]} */ (said);
    this.facts.show(joined(told(state.frameFacts, state, frame), state.facts), sentence, notes);
    this.handles.follow(state.handles ?? []);
    this.showHandles();
    this.paint.follow(state.paint ?? undefined);
    const words = [state.alt, caption].filter(Boolean).join(" ");
    this.chart.picture.setAttribute("aria-label", words);
    const drawn = `${state.digest} ${frame} ${isWhole(state)}`;
    if (drawn === this.drawn) return this.chart.redraw();
    this.drawn = drawn;
    this.lens.hide();
    if (!isFirst && !this.player.isPlaying) this.announce(words);
    await this.chart.turnTo(combined(state.figure, state.frames?.[frame]));
  }

  /** The picture stays as it was. @param {State} before @param {string} why */
  refuse(before, why) {
    const numbers = joined(told(before.frameFacts, before, this.frame), before.facts);
    this.facts.show(numbers, why, []);
    this.announce(why);
  }

  /** @param {State} state @returns {number} the frame to be shown of it */
  frameOf({ frame, length }) {
    const asked = this.standing.values[this.message?.frameName ?? ""] ?? 0;
    return frame ?? Math.min(Math.max(asked, 0), length - 1);
  }

  /** The film has begun or ceased to play. */
  onPlay() {
    this.showHandles();
    if (!this.standing.isTold) this.restSoon();
  }

  showHandles() {
    this.handles.show(this.frame === 0 && !this.player.isPlaying);
  }

  /** What a live value is in the address. @param {string} name @returns {string | null | undefined} */
  text(name) {
    const value = this.standing.values[name];
    if (value === undefined) return undefined;
    const spec = this.message?.sliders?.find((slider) => slider.name === name);
    return value === (spec?.default ?? 0) ? null : inText(value);
  }

  /** @param {import("./protocol.js").SliderSpec} spec */
  lookAhead(spec) {
    const { states, standing } = this;
    if (standing.isTold && states.quick) states.lookAhead(spec, standing.values);
  }

  /** @param {import("./plotly.js").Plot} plot */
  listen(plot) {
    this.lens.listen(plot);
    const reset = () => this.state?.clicks || this.chart.reset(); // or two clicks add something
    plot.on("plotly_doubleclick", () => void setTimeout(reset));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (!this.chart.isDrawn || event.ctrlKey || event.metaKey || event.altKey) return;
    const isFilms = this.isFilm && this.player.onKey(event);
    if (isFilms || this.paint.onKey(event) || this.gestures.onKey(event) || this.chart.onKey(event)) event.preventDefault();
  }

  count() {
    this.table.follow();
    requestAnimationFrame(() => (this.root.dataset.draws = String(++this.draws)));
  }

  /** @param {string} words */
  announce(words) {
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => (this.news.textContent = words), PAUSE);
  }

  close() {
    this.turn++;
    clearTimeout(this.announcing);
    clearTimeout(this.resting);
    forget(this);
    for (const part of [this.address, this.events, this.gestures, this.player]) part.close();
    for (const part of [this.sliders, this.states, this.progress, this.chart]) part.close();
    stages.delete(this.root);
  }
}

/** Groups of one and of the other. @param {...(Groups | undefined)} all @returns {Groups} */
function joined(...all) {
  /** @type {Groups} */
  const result = {};
  for (const groups of all) {
    for (const [title, facts] of Object.entries(groups ?? {}))
      result[title] = [...(result[title] ?? []), ...facts];
  }
  return result;
}
