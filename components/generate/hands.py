"""What a reader dragged or clicked on, in time for the widgets to follow."""

from collections.abc import Sequence

import streamlit as st

from components.stage import events, stage
from components.stage.scene import Scene
from components.stage.stage import Handle

LINE = "line"


def dragged(key: str, names: set[str]) -> events.Drag | None:
    """The handle that was moved on a picture since the last run.

    The picture itself tells only when it is drawn, after the widgets.

    Args:
        key: of the picture.
        names: of its handles.
    """
    return events.drag(st.session_state.get(key, {}).get("drag"), names)


def clicked(key: str) -> events.Click | None:
    """Where a picture was clicked on since the last run."""
    return events.click(st.session_state.get(key, {}).get("click"))


def line(x: float, y: float, name: str) -> list[Handle]:
    """Something to drag a vertical line by.

    Args:
        x: of the line.
        y: of its lower end.
        name: of what is fixed there.
    """
    return [Handle(LINE, f"The line at a value of {name}", float(x), float(y))]


def show(figure: Scene, handles: Sequence[Handle], *, key: str, alt: str) -> None:
    """A picture on which something can be dragged; `dragged` tells where to, in the next run."""
    stage.show(figure, key=key, alt=alt, handles=handles)


def show_clickable(figure: Scene, *, key: str, alt: str) -> None:
    """A picture that can be clicked on; `clicked` tells where, in the next run."""
    stage.show(figure, key=key, alt=alt, clicks=True)
