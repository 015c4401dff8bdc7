"""The controls of the film strips."""

from dataclasses import replace

import streamlit as st

from components import controls, widgets
from components.stage.events import Click
from components.step import by_hand
from components.step.fits import Plan, drawn
from core import gmm, kmeans, starts
from core.datasets import Dataset

HANDMADE = (
    "Made to learn from: first_points; two_in_one (two in the same cluster); in_a_corner; "
    "on_an_outlier; identical (all in one place). by_hand: drag them on the first frame. "
)
REGULARISATIONS = {"1e-6": 1e-6, "1e-4": 1e-4, "0.01": 1e-2, "0": 0.0}


def kmeans_plan(data: Dataset) -> Plan:
    """What k-means is to find, and from where."""
    by_hand.take_news()
    k = controls.components(data, 4)
    start = _start((*starts.STARTS, *kmeans.STARTS, by_hand.START), "in_a_corner")
    return _with_places(data, Plan(k, start, _seed()))


def em_plan(data: Dataset) -> Plan:
    """What EM is to find, and from where."""
    by_hand.take_news()
    k = controls.components(data, 4)
    covariance_type = controls.covariance_type()
    start = _start((*starts.STARTS, *gmm.STARTS, by_hand.START), "first_points")
    regularisation = widgets.choice(
        "reg",
        "Regularisation",
        list(REGULARISATIONS),
        "1e-6",
        "Added to every variance, in the square of the data's unit. Without it a component may "
        "shrink onto a single point.",
    )
    plan = Plan(k, start, _seed(), covariance_type, REGULARISATIONS[regularisation])
    return _with_places(data, plan)


def _with_places(data: Dataset, plan: Plan) -> Plan:
    """A start by hand has its places; where they make no sense it is the first points."""
    used = plan.start == by_hand.START
    places = by_hand.field(data, used=used)
    if places:
        return replace(plan, k=len(places), places=places)
    return replace(plan, start="first_points") if used else plan


def race_plan(data: Dataset) -> Plan:
    """What both are to find, and from where."""
    return Plan(
        k=controls.components(data, 4),
        covariance_type=controls.covariance_type(),
        start=_start(tuple(starts.STARTS), "in_a_corner"),
        seed=0,
    )


def soft_seed() -> int:
    """The seed of the k-means whose centres are used."""
    return _seed()


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
    st.button(label, on_click=st.session_state.__setitem__, args=(key, value))


def _start(options: tuple[str, ...], opening: str) -> str:
    return widgets.choice(
        "begin", "Start", options, opening, HANDMADE + "The others are scikit-learn's."
    )


def _seed() -> int:
    return widgets.seed("fit_seed", "Seed of the start", 0)
