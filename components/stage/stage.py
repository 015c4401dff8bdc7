"""The Python side of the stage: a figure goes to the browser, what happens on it comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import streamlit as st

from components.stage import assets, events, payload, sliders, states
from components.stage.events import Events
from components.stage.scene import Scene
from components.stage.sliders import FAILED, Slider, Values
from components.stage.states import Facts, State

EVENTS = ("click", "drag", "brush", "edit")
ANSWERED = ("drag", "edit")  # the browser holds the next one back until then
FALLBACK = {"displaylogo": False, "showSendToCloud": False}
_NOW = "now"


@dataclass(frozen=True)
class Handle:
    """Something on a picture that can be dragged, or moved with the arrow keys.

    Args:
        name: comes back with the event; unique in the picture.
        label: what it is, in words.
        x, y: where it is, in data coordinates.
        panel: 1 for the left picture, 2 for the right one.
        colour: of a small disc, where nothing else marks the place.
        removable: whether it can be taken away: by the Delete key, or by a cross beside it.
        live: whether to tell of it while it is on its way.
    """

    name: str
    label: str
    x: float
    y: float
    panel: int = 1
    colour: str = ""
    removable: bool = False
    live: bool = True


@dataclass(frozen=True)
class Film:
    """States of a picture that the browser plays by itself.

    Args:
        figures: one for each frame, with the same traces.
        captions: a sentence for each frame.
        address: the name of the frame in the address.
        curve: a number for each frame, drawn above the scrubber; None where there is none yet.
        curve_name: what that number is, with its unit.
        scrubber: what one moves through, where it isn't time.
        facts: named numbers for each frame, shown under the picture.
    """

    figures: Sequence[Scene]
    captions: Sequence[str]
    address: str
    curve: Sequence[float | None] = ()
    curve_name: str = ""
    scrubber: str = ""
    facts: Sequence[Facts] = ()


def show(
    figure: Scene | Film,
    *,
    key: str,
    alt: str,
    handles: Sequence[Handle] = (),
    clicks: bool = False,
    brush: bool = False,
    heed: Callable[[Events], None] | None = None,
) -> Events:
    """Draw a figure, or a film, where the last one of the same key was drawn.

    Zoom, pan and hover stay. A browser that can't load the stage gets the same figure from
    `st.plotly_chart`, with a note.

    Args:
        figure: complete; it is also what is exported.
        key: unique on the page; the name of exported files.
        alt: what the figure shows, in words.
        handles: what can be dragged.
        clicks: whether to tell of clicks on points and on empty space.
        brush: whether to tell of boxes, drawn with the shift key held.
        heed: told of each event before the page runs, when widgets can still be set; also of undo
            and redo (Ctrl+Z, Ctrl+Shift+Z), and of a key (a) that clicks where nothing is.

    Returns:
        events: what has happened since the last run.
    """
    film = figure if isinstance(figure, Film) else None
    frame = frame_of(key, film) if film else 0
    if st.session_state.get(FAILED):
        _plain(figure.figures[frame] if isinstance(figure, Film) else figure, key, alt)
        return Events(frame=frame)
    about: dict[str, Any] = {"name": key, "alt": alt}
    about["heard"] = st.session_state.get(_heard_of(key), 0)
    if handles:
        about["handles"] = [asdict(handle) for handle in handles]
    asked_for = {"clicks": clicks, "brush": brush, "edits": heed is not None}
    about |= {name: True for name, on in asked_for.items() if on}
    if film:
        about |= {"captions": list(film.captions), "frame": _start(key, frame)}
        about |= {"curve": list(film.curve), "curveName": film.curve_name}
        about |= {"scrubber": film.scrubber, "frameFacts": list(film.facts)}
    names = {handle.name for handle in handles}

    def hear(event: str) -> None:
        if event in ANSWERED:
            st.session_state[_heard_of(key)] = st.session_state.get(_heard_of(key), 0) + 1
        if heed:
            heed(_events({event: st.session_state[key][event]}, names, frame))

    on: dict[str, Any] = {f"on_{event}_change": partial(hear, event) for event in EVENTS}
    result = _mount(
        key=key,
        data=payload.encode(figure.figures if isinstance(figure, Film) else figure, **about),
        on_failed_change=_fall_back,
        on_frame_change=_noop,
        **on,
    )
    return _events(result, names, frame)


def _events(told: Mapping[str, Any], names: set[str], frame: int) -> Events:
    return Events(
        click=events.click(told.get("click")),
        drag=events.drag(told.get("drag"), names),
        brush=events.brush(told.get("brush")),
        edit=events.edit(told.get("edit"), names),
        frame=frame,
    )


def _heard_of(key: str) -> str:
    # The browser waits for an answer, which has to differ from the last even if all stays as it is.
    return f"{key} heard"


@st.fragment
def live(
    state_at: Callable[[Values], State],
    among: Sequence[Slider],
    *,
    key: str,
    details: Callable[[Values], None] = lambda _: None,
) -> None:
    """Draw a picture with sliders of its own, again and again while one of them is dragged.

    The browser fetches what it shows on the way; this runs where a slider comes to rest. While one
    has the focus or the pointer, what its neighbouring values show is fetched ahead.

    Args:
        state_at: what the picture shows at some values; runs outside the page, too.
        among: its sliders; `slot` says where on the page they are.
        key: unique on the page; the name of exported files.
        details: draws what depends on the values, too, under the picture.
    """
    if st.session_state.get(FAILED) == _NOW:  # the controls outside have to become plain, too
        st.session_state[FAILED] = True
        st.rerun()
    at = sliders.values(key, among)
    if st.session_state.get(FAILED):
        now = state_at(at)
        _plain(now.figure, key, now.alt)
        for title, facts in now.facts.items():
            st.markdown(f"**{title}**: " + ", ".join(f"{name} {value}" for name, value, _ in facts))
        for note in now.notes:
            st.caption(note)
    else:
        source = states.source(key)
        news = source.renew(state_at, among)
        about = sliders.about(key, among, at) | {"name": key}
        about["states"] = source.address
        _mount(
            key=key,
            data=states.encode(state_at, at, **about) if news else payload.encode((), **about),
            on_values_change=_noop,
            on_lost_change=partial(states.forget, key),
            on_failed_change=_fall_back,
        )
    details(at)


def slot(picture: str, name: str) -> None:
    """A place on the page for the sliders of a picture that name it as their slot."""
    _place(key=f"{picture} {name}", data={"slot": f"{picture} {name}"})


def frame_of(key: str, film: Film) -> int:
    """Where the film of a picture stands: where it stopped last, or where the address says."""
    asked = st.session_state.get(key, {}).get("frame")
    if asked is None:
        asked = st.query_params.get(film.address, 0)
    try:
        frame = min(max(int(asked), 0), len(film.figures) - 1)
    except ValueError:
        frame = 0
    if frame:
        st.query_params[film.address] = str(frame)
    else:
        st.query_params.pop(film.address, None)
    return frame


def _start(key: str, frame: int) -> int:
    """Where the film stood when it was first shown.

    It goes to the browser, which knows better from then on; were it to follow the film, all
    frames would travel again whenever the film stops.
    """
    return int(st.session_state.setdefault(f"{key} start", frame))


def _plain(scene: Scene, key: str, alt: str) -> None:
    st.plotly_chart(scene.figure(), key=f"{key} plain", alt=alt, config=FALLBACK)
    st.caption(
        "This browser could not load the interactive picture, so this is a plain one: "
        "it loses its zoom when a control changes."
    )


def _fall_back() -> None:
    # Only the browser knows that it can't load the stage, and only the session can remember it.
    st.session_state[FAILED] = _NOW


def _noop() -> None:
    """Streamlit tells of those events only that somebody listens to."""


# One line would be taken for a path.
_LOADER = f"""
const at = (path) => new URL(path, document.baseURI).href;
export default (component) =>
  import(at("{assets.address("stage.js")}"))
    .then((stage) => stage.draw(component, at("{assets.address(assets.PLOTLY)}")))
    .catch((error) => {{ console.warn(error); component.setTriggerValue("failed", true); }});
"""
_SLOT = f"""
export default (component) =>
  import(new URL("{assets.address("stage.js")}", document.baseURI).href)
    .then((stage) => stage.open(component))
    .catch((error) => console.warn(error));
"""
_ROOM = """
<div class="stage" data-testid="stage" style="min-height: 35rem"></div>
"""
_mount = st.components.v2.component("stage", html=_ROOM, js=_LOADER, isolate_styles=False)
_place = st.components.v2.component(
    "slot", html='<div class="stage-slot"></div>\n', js=_SLOT, isolate_styles=False
)
