"""Undo and redo of a start: what the model's widgets said, change by change."""

import streamlit as st

KEPT = 100  # states of each page
SAID = ("begin", "k", "means", "cov", "reg", "fit_seed")  # keys of the widgets that are undone

State = dict[str, object]


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
            on_click=turn,
            args=(page, name),
        )


def turn(page: str, name: str) -> None:
    """Undo or redo: set the widgets as they were before, or after."""
    past, future = _lists(page)
    if name == "undo" and len(past) > 1:
        future.append(past.pop())
    elif name == "redo" and future:
        past.append(future.pop())
    st.session_state.update(past[-1])


def _lists(page: str) -> tuple[list[State], list[State]]:
    """The states up to now, and those that were undone, the next one last."""
    # the address holds the state and not the way to it, so the way is kept in the session
    past: list[State] = st.session_state.setdefault(f"{page} past", [])
    future: list[State] = st.session_state.setdefault(f"{page} future", [])
    return past, future
