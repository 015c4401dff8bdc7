"""A page for the tests: a picture to be touched and a film, and what they say."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from components.stage.sliders import Slider, Values

import server
from components.stage import sliders, stage
from components.stage.states import State

N = 40


def picture(shift: float, x: float = 1.0, y: float = 1.0) -> go.Figure:
    """Points on a circle and a handle's badge."""
    angle = np.linspace(0, 2 * np.pi, N, endpoint=False) + shift
    points = go.Scatter(
        x=np.cos(angle),
        y=np.sin(angle),
        mode="markers",
        name="points",
        marker={"size": 8, "color": "#1b5f9e"},
        hovertemplate="point %{pointNumber}<extra></extra>",
    )
    badge = go.Scatter(x=[x], y=[y], mode="markers", name="centres", hoverinfo="skip")
    layout = {
        "xaxis": {"range": [-2, 2]},
        "yaxis": {"range": [-2, 2], "scaleanchor": "x"},
        "height": 300,
        "margin": {"l": 30, "r": 10, "t": 10, "b": 30},
    }
    return go.Figure([points, badge], layout)


def page() -> None:
    """Show both, and what happened."""
    x, y = st.session_state.get("place", (1.0, 1.0))
    events = stage.show(
        picture(0, x, y),
        key="touch",
        alt=f"a circle, and a handle at {x:.2f}, {y:.2f}",
        handles=[stage.Handle("mean", "Mean 1", x, y)],
        clicks=True,
        brush=True,
    )
    for event in (events.click, events.drag, events.brush):
        if event is not None:
            st.session_state["said"] = str(event)
    if events.drag and (events.drag.x, events.drag.y) != (x, y):
        st.session_state["place"] = (events.drag.x, events.drag.y)
        st.rerun()
    st.code(st.session_state.get("said", ""))
    film = stage.Film(
        [picture(0.1 * i) for i in range(30)], [f"Turn {i}." for i in range(30)], "step"
    )
    st.text(f"stopped at {stage.show(film, key='film', alt='A turning circle.').frame}")


TURN = Slider("turn", "Turn", 0, 60, 1, 0)


def state(at: Values) -> State:
    """What the slider shows at some value."""
    turn = at["turn"]
    facts = {"": [("Turn", f"{turn}", "so far")]}
    return State(picture(turn / 10), f"turned by {turn}", facts, [f"It is turned by {turn}."])


def details(at: Values) -> None:
    """What follows the slider outside the picture."""
    st.text(f"turned to {at['turn']}")


if __name__ == "__main__":
    page()
    sliders.settle("live", [TURN])
    stage.live(state, [TURN], key="live", details=details)
else:
    app = st.App(__file__, routes=server.ROUTES, middleware=server.MIDDLEWARE)
