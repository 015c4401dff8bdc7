"""A page for the tests: pictures to be touched, a film, and what was done to them."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import streamlit as st

import server
from components import frame, growing
from components.stage import events
from components.stage.scene import Piece, Scene
from components.stage.state import Fact, Film, Frame, Handle, State
from core import watch
from core.settings import Choice, Entry, Group, Number, Setting, Text, Values
from core.settings import Frame as FrameSetting

N = 40
PICTURES = ("points", "film", "parts", "far", "line", "cloud", "growth")
FAR = 7_500_000
SLOW = 60  # a turn for which the picture takes its time


def film_settings(at: Values) -> list[Setting]:
    """Where the film stands, if there is one."""
    return [FrameSetting()] if at["picture"] == "film" else []


ENTRIES: tuple[Entry, ...] = (
    Choice("picture", "Picture", {name: name for name in PICTURES}, "points"),
    Number("turn", "Turn", 0, 60, 0, step=1, reach=1_000, dice="Turn on"),
    Text("place", "Place", "1,1"),
    Text("said", "Said"),
    film_settings,
)
TABLE = (Group("Picture", ENTRIES),)


def circle(turn: float, at: tuple[float, float] = (0, 0), **more: Any) -> Piece:
    """Points on a circle."""
    angle = np.linspace(0, 2 * np.pi, N, endpoint=False) + turn
    return {
        "type": "scatter",
        "x": at[0] + np.cos(angle),
        "y": at[1] + np.sin(angle),
        "mode": "markers",
        "name": "points",
        "marker": {"size": 8, "color": "#1b5f9e"},
        "hovertemplate": "left %{pointNumber}<extra></extra>",
        **more,
    }


def scene(traces: list[Piece], at: tuple[float, float] = (0, 0), **layout: Any) -> Scene:
    """A square picture around a place."""
    around = {
        "xaxis": {"range": [at[0] - 2, at[0] + 2]},
        "yaxis": {"range": [at[1] - 2, at[1] + 2], "scaleanchor": "x"},
        "height": 300,
        "margin": {"l": 60, "r": 10, "t": 30, "b": 30},
    }
    return Scene(traces, around | layout)


def turning(turn: float, place: tuple[float, float]) -> Scene:
    """A circle, and the badge of a handle."""
    badge = circle(0, name="badge", hoverinfo="skip") | {"x": [place[0]], "y": [place[1]]}
    return scene([circle(turn / 10), badge])


def parts(turn: float) -> Scene:
    """A square picture beside a narrow one, below a strip; the narrow one has no points."""
    right = circle(
        turn / 10, xaxis="x2", yaxis="y2", hovertemplate="right %{pointNumber}<extra></extra>"
    )
    bar = {"type": "rect", "x0": 0.2, "x1": 0.8, "y0": 0.2, "y1": 0.8, "xref": "x3", "yref": "y3"}
    title = {"xref": "paper", "yref": "paper", "showarrow": False, "yanchor": "bottom"}
    return scene(
        [circle(turn / 10), right],
        height=500,
        xaxis={"range": [-2, 2], "domain": [0, 0.45]},
        yaxis={"range": [-2, 2], "domain": [0, 0.75], "scaleanchor": "x"},
        xaxis2={"matches": "x", "domain": [0.5, 0.95], "anchor": "y2", "range": [-2, 2]},
        yaxis2={"matches": "y", "domain": [0, 0.75], "anchor": "x2", "range": [-2, 2]},
        xaxis3={"range": [0, 1], "domain": [0, 0.95], "anchor": "y3"},
        yaxis3={"range": [0, 1], "domain": [0.87, 1], "anchor": "x3"},
        shapes=[bar | {"fillcolor": "#1b5f9e", "line": {"width": 0}}],
        annotations=[
            title | {"name": f"title {number}", "text": text, "x": x, "y": y}
            for number, text, x, y in (
                (1, "left", 0, 0.75),
                (2, "right", 0.5, 0.75),
                (3, "strip", 0, 1),
            )
        ],
    )


def counted(turn: int) -> Iterator[int]:
    """Numbers that take their time."""
    for number in range(1, 6):
        time.sleep(0.4)
        yield number + turn


def growth(turn: int) -> State:
    """As many points as numbers have come so far."""
    number, is_complete = growing.grown(counted, turn)
    points = {axis: circle(0)[axis][: number or 0] for axis in "xy"}
    return State(
        scene([circle(0) | points]),
        f"{number} points.",
        {"All": [Fact("Points", f"{number}", "so far")]},
        growing=not is_complete,
    )


def state(at: Values) -> State:
    """What is on the stage."""
    turn = at["turn"]
    if turn == SLOW:
        for part in range(6):
            watch.tell("part", part)
            time.sleep(0.5)
    x, y = map(float, at["place"].split(","))
    facts = {"All": [Fact("Turn", f"{turn:g}", "so far")]}
    handle = Handle("mean", "Mean 1", x, y, removable=True)
    match at["picture"]:
        case "film":
            return State(film(turn, (x, y)), "A turning circle.", facts, handles=[handle])
        case "parts":
            picture = parts(turn)
        case "far":
            there = (FAR, -FAR)
            picture = scene([circle(turn / 10, there)], there)
        case "line":
            picture = scene([circle(0, meta={"flat": True})])
        case "growth":
            return growth(turn)
        case "cloud":
            picture = scene([], shapes=parts(turn).layout["shapes"], **board())
        case _:
            picture = turning(turn, (x, y))
    words = f"turned by {turn:g}, and a handle at {x:.2f}, {y:.2f}"
    notes = [f"It is turned by {turn:g}."]
    return State(picture, words, facts, notes, [handle], clicks=True, brush=True)


def board() -> dict[str, Any]:
    """The axes of the strip alone: a panel without any trace."""
    return {key: parts(0).layout[key] for key in ("xaxis3", "yaxis3")}


def film(turn: float, place: tuple[float, float]) -> Film:
    """The more it is turned, the shorter it is."""

    def made(number: int) -> Frame:
        facts = {"Frame": [Fact("Number", f"{number}", "of this frame")]}
        return Frame(turning(turn + number, place), f"Turn {number}.", facts)

    return Film(30 - int(turn) // 4, made, [float(i) for i in range(30 - int(turn) // 4)], "turns")


def heed(gesture: events.Gesture, _at: Values) -> Values:
    """What was done is said on the page; a handle is where it was dragged to."""
    said = {"said": str(gesture)}
    if isinstance(gesture, events.Drag):
        return said | {"place": f"{gesture.x},{gesture.y}"}
    return said


def details(at: Values) -> None:
    """What the page itself knows."""
    st.code(at["said"])
    st.text(f"turned to {at['turn']:g}, standing at {at.get('step', 0)}")
    if at["picture"] == "growth":
        st.text(f"grown to {growing.grown(counted, at['turn'])}")


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    st.html(frame.STYLES)
    frame.show(TABLE, state, key="touch", sentence="A test.", heed=heed, details=details)
else:
    app = st.App(__file__, routes=server.ROUTES, middleware=server.MIDDLEWARE)
