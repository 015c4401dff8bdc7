"""Undo and redo of a start: what the model's widgets said, change by change."""

from collections.abc import Mapping

import streamlit as st

from components.stage.events import Edit

KEPT = 100  # states of each page
SAID = ("begin", "k", "means", "cov", "reg", "fit_seed")  # keys of the widgets that are undone

State = dict[str, object]

# The address holds the state and not the way to it, so the way is kept in the session; and what a
# picture asks for comes after the widgets were drawn, so the next run has to set them.
_NEWS = "news for the widgets"


def take_news() -> None:
    """Set the widgets as the last drag or key asked; before they are drawn."""
    for key, value in st.session_state.pop(_NEWS, {}).items():
        st.session_state[key] = value


def tell(values: Mapping[str, object]) -> None:
    """Run the page again with widgets set to these values."""
    st.session_state[_NEWS] = dict(values)
    st.rerun()


def note(page: str) -> None:
    """Remember what the widgets say now, if it is new; after they were drawn."""
    past, future = _lists(page)
    now = {key: st.session_state[key] for key in SAID if key in st.session_state}
    if not past or past[-1] != now:
        past.append(now)
        future.clear()
    del past[:-KEPT]


def buttons(page: str) -> None:
    """Undo and redo."""
    past, future = _lists(page)
    for name, label, none in (("undo", "Undo", len(past) < 2), ("redo", "Redo", not future)):
        st.button(
            label,
            key=f"{page} {name}",
            icon=f":material/{name}:",
            disabled=none,
            on_click=_set,
            args=(page, name),
        )


def heed(edit: Edit | None, page: str) -> None:
    """Undo or redo where a key asked for it."""
    if edit is not None and edit.handle is None and (state := _turn(page, edit.name)):
        tell(state)


def _set(page: str, name: str) -> None:
    for key, value in _turn(page, name).items():
        st.session_state[key] = value


def _turn(page: str, name: str) -> State:
    """The state before, or after; empty where there is none."""
    past, future = _lists(page)
    if name == "undo" and len(past) > 1:
        future.append(past.pop())
    elif name == "redo" and future:
        past.append(future.pop())
    else:
        return {}
    return past[-1]


def _lists(page: str) -> tuple[list[State], list[State]]:
    """The states up to now, and those that were undone, the next one last."""
    past: list[State] = st.session_state.setdefault(f"{page} past", [])
    future: list[State] = st.session_state.setdefault(f"{page} future", [])
    return past, future
