"""The controls of the film strips."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from components import controls, widgets
from components.stage.events import Click
from components.step import by_hand, history
from components.step.fits import Plan, drawn
from core import datasets, gmm, kmeans, starts
from core.datasets import Dataset

HANDMADE = (
    "Made to learn from: first_points; two_in_one (two in the same cluster); in_a_corner; "
    "on_an_outlier; identical (all in one place). by_hand: as you drag or type it. "
)
REGULARISATIONS = {"1e-6": 1e-6, "1e-4": 1e-4, "0.01": 1e-2, "0": 0.0}

_EVERY = {"data": "stretched", "scale": "suggested", "k": 4, "fit_seed": 0.0, by_hand.FIELD: ""}
_EM = {"cov": "full", "reg": "1e-6"}
OPENINGS: Mapping[str, Mapping[str, Any]] = {  # what a page opens with, by its widgets' keys
    "em": _EVERY | _EM | {"begin": "first_points", "follow": False, "bound": False, "point": 1},
    "kmeans": _EVERY | {"begin": "in_a_corner", "lines": True, "regions": False},
    "race": _EVERY | _EM | {"begin": "in_a_corner"},
    "soften": _EVERY | {"data": "blobs", "k": 5, "begin": "k-means++"},
}
BEGINNINGS: Mapping[str, Sequence[str]] = {  # the starts that make sense on a page
    "em": (*starts.STARTS, *gmm.STARTS, by_hand.START),
    "kmeans": (*starts.STARTS, *kmeans.STARTS, by_hand.START),
    "race": (*starts.STARTS, *kmeans.STARTS, "kmeans", by_hand.START),
    "soften": (*starts.STARTS, *kmeans.STARTS, by_hand.START),
}


def plan(page: str, data: Dataset) -> Plan:
    """What is to be found, and from where: the widgets that a page opens with.

    Args:
        page: one of OPENINGS.
        data: the points.
    """
    opening = OPENINGS[page]
    k = controls.components(data, opening["k"])
    made = Plan(k, "", 0)
    if "cov" in opening:
        made = replace(made, covariance_type=controls.covariance_type())
    made = replace(made, start=_start(page), seed=widgets.seed("fit_seed", "Seed of the start", 0))
    if "reg" in opening:
        made = replace(made, reg_covar=_regularisation(opening["reg"]))
    made = _with_places(data, made)
    history.note(page)
    return made


def _start(page: str) -> str:
    return widgets.choice(
        "begin",
        "Start",
        BEGINNINGS[page],
        OPENINGS[page]["begin"],
        HANDMADE + "The others are scikit-learn's.",
    )


def _regularisation(opening: str) -> float:
    chosen = widgets.choice(
        "reg",
        "Regularisation",
        list(REGULARISATIONS),
        opening,
        "Added to every variance, in the square of the data's unit. Without it a component may "
        "shrink onto a single point.",
    )
    return REGULARISATIONS[chosen]


def _with_places(data: Dataset, plan: Plan) -> Plan:
    """A start by hand has its places; where they make no sense it is the first points."""
    used = plan.start == by_hand.START
    places = by_hand.field(data, plan.k, used=used)
    if places:
        return replace(plan, places=places)
    return replace(plan, start="first_points") if used else plan


def undo_and_reset(page: str) -> None:
    """Buttons to undo, to redo, and to bring back what the page opened with."""
    with st.container(horizontal=True):
        history.buttons(page)
        st.button("Reset", icon=":material/restart_alt:", on_click=_reset, args=(page,))


def picture(page: str) -> str:
    """The key of the page's picture: a new one after every reset, so that the film rewinds."""
    resets = st.session_state.get(_RESETS, 0)  # of a picture the browser alone knows the frame
    return f"{page} {resets}" if resets else page


_RESETS = "number of resets"


def _reset(page: str) -> None:
    opening = OPENINGS[page]
    recipe = datasets.RECIPES[opening["data"]]
    dials = {dial.url: dial.default for dial in recipe.dials} | {"seed": float(recipe.seed)}
    for key, value in {**dials, **opening}.items():
        st.session_state[key] = value  # a callback is the only way to set a bound widget
    st.session_state[_RESETS] = st.session_state.get(_RESETS, 0) + 1
    st.query_params.pop("step", None)


def lines_and_regions() -> tuple[bool, bool]:
    """Whether points are tied to their centres, and whether the plane is coloured."""
    return (
        widgets.switch("lines", "Lines to the centres", True, "Every point and its centre."),
        widgets.switch(
            "regions", "Decision regions", False, "Every place belongs to the nearest centre."
        ),
    )


def point(data: Dataset, click: Click | None) -> int:
    """The point that is followed, counted from 0: the one clicked, or that of the number."""
    if click is not None and click.trace == "points" and click.point is not None:
        clicked = click.point * drawn(data).step + 1
        if st.session_state.get("clicked") != clicked:  # a click is news once
            st.session_state["clicked"] = st.session_state["point"] = clicked
    number: int = widgets.slider(
        "point", "Number of the point", 1, len(data.points), 1, 1, "Or click a point."
    )
    return number - 1


def cures(what_happened: str, plan: Plan) -> None:
    """The card of a collapse, with three cures to press."""
    st.warning(what_happened, icon=":material/compress:")
    with st.container(horizontal=True):
        _cure("Put a floor under the variances", "reg", "1e-4")
        _cure("Ask for one component fewer", "k", max(plan.k - 1, 1))
        _cure("Start from k-means", "begin", "kmeans")


def _cure(label: str, key: str, value: object) -> None:
    set_it = st.session_state.__setitem__
    st.button(label, key=f"cure by {key}", on_click=set_it, args=(key, value))
