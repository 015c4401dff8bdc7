"""The Python side of the stage: a page says what is shown, and what gestures change."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from components import settings
from components.stage import assets, events, payload, states
from components.stage.events import Address, Grown, Present, Redo, Undo
from components.stage.state import Film, State
from components.stage.states import Heed, Said, StateAt
from core.settings import Card, Choice, Fold, Frame, Number, Settled, Table, Values

FAILED = "stage_failed"  # in the session state: this browser can't load the stage
FALLBACK = {"displaylogo": False, "showSendToCloud": False}
_NOW = "now"
Legend = Sequence[tuple[str, str, str, str]]


def nothing(_gesture: events.Gesture, _at: Values) -> None:
    """What a gesture changes on a picture that heeds none."""


@st.fragment
def show(
    state_at: StateAt,
    table: Table,
    *,
    key: str,
    heed: Heed = nothing,
    details: Callable[[Values], None] = lambda _: None,
    legend: Legend = (),
) -> None:
    """Draw what there is at the values of some settings, again and again while one is moved.

    The browser fetches what it shows on the way; this runs where it comes to rest. `README.md`
    beside this file says who owns what, and what travels.

    Args:
        state_at: what is shown at some values; runs outside the page, too.
        table: the page's settings.
        key: unique on the page; the name of exported files.
        heed: what a gesture changes, by the settings' keys; runs outside the page, too.
        details: draws what else depends on the values, under the picture.
        legend: what marks mean that may be on the picture: a pattern of their names, the kind of
            mark, its colour, and words.
    """
    if st.session_state.get(FAILED) == _NOW:  # the controls outside have to become plain, too
        st.session_state[FAILED] = True
        st.rerun()
    now = settings.current()
    if settings.outgrown(now):
        st.rerun()
    if st.session_state.get(FAILED):
        _plain(state_at(now.values), now, key)
    else:
        _show(Said(table, now.texts(), state_at, heed), now, key, legend)
    details(now.values)


def _show(said: Said, now: Settled, key: str, legend: Legend) -> None:
    standing, source = settings.standing(), states.source(key)
    live = {name: each for name, each in now.settings.items() if isinstance(each, Number | Frame)}
    aside = {name for name, each in now.settings.items() if isinstance(each, Fold | Card)}
    fixed = {name: said.texts[name] for name in said.texts.keys() - live.keys() - aside}
    moved = source.renew(said, fixed) or standing.round != source.round
    source.round = standing.round
    state = source.within(states.WAIT, now) if moved else b""
    header: dict[str, Any] = {
        "name": key,
        "sliders": [_slider(each) for each in live.values() if isinstance(each, Number)],
        "values": {name: now.values[name] for name in live},
        "address": [
            (name, None if name in live else now.address().get(name)) for name in now.settings
        ],
        "round": standing.round,
        "looks": standing.looks,
        "heard": st.session_state.get(f"{key} heard", 0),
        "states": source.address,
        "legend": legend,
    }
    for name, each in live.items():
        if isinstance(each, Frame):
            header["frameName"] = name

    def hear() -> None:
        # the browser waits for an answer, which has to differ from the last even if nothing changes
        told, heard = st.session_state[key]["event"], st.session_state.get(f"{key} heard", 0)
        number = events.number_of(told) or heard + 1
        if number <= heard:
            return  # told again, as its answer was late
        st.session_state[f"{key} heard"] = number
        _heed(events.read(told), said)

    _mount(
        key=key,
        data=payload.message(header, state),
        on_event_change=hear,
        on_values_change=lambda: settings.take(st.session_state[key]["values"]),
        on_lost_change=partial(states.forget, key),
        on_failed_change=_fall_back,
    )


def _heed(event: events.Event | None, said: Said) -> None:
    match event:
        case None | Grown():
            pass
        case Undo():
            settings.undo()
        case Redo():
            settings.redo()
        case Address(query):
            settings.open_address(query)
        case Present(how):
            if how in settings.PRESENT.options:
                settings.change({settings.PRESENT.key: how})
        case gesture:
            now = settings.current()
            changes = said.heed(gesture, now.values)
            if changes:
                settings.change(changes)


def _slider(number: Number) -> dict[str, Any]:
    return {
        "name": number.key,
        "label": number.label,
        "low": number.low,
        "high": number.high,
        "step": number.step,
        "default": number.default,
        "whole": number.whole,
        "stops": number.stops,
        "reach": number.most,
        "help": number.help,
        "dice": number.dice,
        "slot": settings.slot_of(number.key),
        "diceSlot": settings.slot_of(f"{number.key} dice"),
    }


def slot(name: str) -> None:
    """A place on the page for live sliders that name it as their slot."""
    _place(key=name, data={"slot": name})


def pictures(choice: Choice, value: str) -> None:
    """The options of a choice as small pictures, one of which is chosen."""
    key = f"{choice.key} pictures"

    def hear() -> None:
        settings.change({choice.key: st.session_state[key]["chosen"]}, told=True)

    _choose(
        key=key,
        data={
            "label": choice.label,
            "options": [
                (name, choice.options[name], choice.pictures[name]) for name in choice.options
            ],
            "chosen": value,
            "about": choice.about.get(value, ""),
        },
        on_chosen_change=hear,
    )


def failed() -> bool:
    """Whether this browser can't load the stage, so that plain widgets have to do."""
    return bool(st.session_state.get(FAILED))


def _plain(state: State, now: Settled, key: str) -> None:
    picture = state.picture
    facts, notes = state.facts, list(state.notes)
    if isinstance(picture, Film):
        at = next((now.values[n] for n, each in now.settings.items() if isinstance(each, Frame)), 0)
        frame = picture.frame(min(at, picture.length - 1))
        picture, facts = frame.scene, frame.facts or facts
        notes.insert(0, frame.caption)
    st.plotly_chart(picture.figure(), key=f"{key} plain", alt=state.alt, config=FALLBACK)
    st.caption(
        "This browser could not load the interactive picture, so this is a plain one: "
        "it loses its zoom when a control changes."
    )
    if state.refused:
        st.info(state.refused)
    for title, group in facts.items():
        st.markdown(f"**{title}**: " + ", ".join(f"{each.name} {each.value}" for each in group))
    for note in notes:
        st.caption(note)


def _fall_back() -> None:
    # Only the browser knows that it can't load the stage, and only the session can remember it.
    st.session_state[FAILED] = _NOW


# One line would be taken for a path.
_LOADER = f"""
const at = (path) => new URL(path, document.baseURI).href;
export default (component) =>
  import(at("{assets.address("stage.js")}"))
    .then((stage) => stage.draw(component, at("{assets.address(assets.PLOTLY)}")))
    .catch((error) => {{ console.warn(error); component.setTriggerValue("failed", true); }});
"""
_PART = f"""
export default (component) =>
  import(new URL("{assets.address("stage.js")}", document.baseURI).href)
    .then((stage) => stage.%s(component))
    .catch((error) => console.warn(error));
"""
_mount = st.components.v2.component(
    "stage",
    html='<div class="stage" data-testid="stage"></div>\n',
    js=_LOADER,
    isolate_styles=False,
)
_place = st.components.v2.component(
    "slot", html='<div class="stage-slot"></div>\n', js=_PART % "open", isolate_styles=False
)
_choose = st.components.v2.component(
    "pictures",
    html='<fieldset class="stage-pictures"></fieldset>\n',
    js=_PART % "choose",
    isolate_styles=False,
)
