"""Widgets of the Generate pages: how many new points, of which components, in which draw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from components import frame, widgets
from components.generate import hands
from core.arrays import MAX_SEED, Array, Labels, Mask, Points
from core.datasets import Dataset, Dial
from core.digits import MOST

NEW_POINTS = Dial(
    "n_new", "New points", 10, 100_000, 500, "new", 10,
    "How many points are drawn from the mixture: as many as you like, it never runs dry.",
)  # fmt: skip


@dataclass(frozen=True)
class Draw:
    """What to draw from a mixture.

    Args:
        n: new points.
        seed: number of the draw.
        only: numbers of the components to draw from, counted from 1; none means all.
        hidden: numbers of the components whose points aren't shown.
        temperature: by which covariances are multiplied.
        beside: whether the new points get a panel of their own.
    """

    n: int
    seed: int
    only: tuple[int, ...]
    hidden: tuple[int, ...]
    temperature: float
    beside: bool


def draw(numbers: Labels) -> Draw:
    """What to draw from a mixture whose components have these numbers, counted from 1."""
    n = widgets.dial_of(NEW_POINTS)
    seed = turn()
    names = [str(number) for number in numbers.tolist()]
    only = widgets.several(
        "only",
        "Only from components",
        names,
        "Choose one or several: all new points are drawn from these, in proportion to their "
        "weights. With none chosen, they come from all.",
    )
    hidden = widgets.several(
        "hide",
        "Hide components",
        names,
        "The points of these are taken off; those of the others stay where they are.",
    )
    temperature = widgets.slider(
        "temperature",
        "Temperature",
        0.05,
        4.0,
        1.0,
        0.05,
        "Multiplies every covariance. 1 is the mixture as it was fitted; below, new points keep "
        "to the means; above, they stray. Anything but 1 is no longer the model of the data.",
    )
    view = widgets.choice(
        "view", "Show new points", ["over the measured", "beside them"], "beside them"
    )
    chosen, taken_off = (tuple(map(int, which)) for which in (only, hidden))
    return Draw(n, seed, chosen, taken_off, temperature, view == "beside them")


def turn(*, clear: Sequence[str] = ()) -> int:
    """The number of the draw, and two buttons that go to the next one and back.

    Args:
        clear: keys of several-choice widgets that belong to one draw only.
    """
    number = widgets.seed(
        "draw", "Draw number", 0, "The seed of the random stream: the same number, the same points."
    )
    again, back = st.columns(2)
    again.button("Draw again", on_click=_turn, args=[1, *clear], width="stretch")
    back.button("Back", on_click=_turn, args=[-1, *clear], disabled=number == 0, width="stretch")
    return number


def _turn(by: int, *clear: str) -> None:
    for key in clear:
        st.session_state[key] = []
    number = round(st.session_state["draw"]) + by
    st.session_state["draw"] = float(min(max(number, 0), MAX_SEED))  # a callback may, a page not


@dataclass(frozen=True)
class Moons:
    """Two moons, and how they are modelled.

    Args:
        n, noise, seed: of the data.
        k: components.
        n_starts: of every fit.
        draw: number of the draw.
    """

    n: int
    noise: float
    seed: int
    k: int
    n_starts: int
    draw: int


MOST_MOONS = 20  # components


def moons() -> Moons:
    """Two moons, and how many components are to model them."""
    k = widgets.slider(
        "k", "Components, k", 1, MOST_MOONS, 16, 1, "How many ellipses share the two moons."
    )
    draw = turn()
    with st.expander("Data and fits"):
        return Moons(
            widgets.slider("n", "Samples", 50, 1_000, 200, 50, "How many points are measured."),
            widgets.slider(
                "noise", "Noise", 0.0, 0.3, 0.05, 0.01, "How far points stray from their moon."
            ),
            widgets.seed("seed", "Seed of the data", 0),
            k,
            widgets.slider(
                "starts", "Number of starts", 1, 10, 1, 1, "Of every fit; the best is kept."
            ),
            draw,
        )


HANDBOOK = (110, 140)  # components for the digits: VanderPlas, section 05.12, by AIC


@dataclass(frozen=True)
class DigitsDraw:
    """Which digits to make.

    Args:
        k: components.
        draw: number of the draw.
        start, end: rows of the components that a walk goes between.
    """

    k: int
    draw: int
    start: int
    end: int


def digits_draw() -> DigitsDraw:
    """Which digits to make, from a mixture of how many components."""
    k = widgets.slider(
        "k",
        "Components, k",
        1,
        MOST,
        HANDBOOK[0],
        1,
        "How many normal distributions share the 1,797 digits.",
    )
    for column, choice in zip(st.columns(len(HANDBOOK)), HANDBOOK, strict=True):
        column.button(
            f"k = {choice}",
            help="Chosen by AIC in one of the editions of the Python Data Science Handbook.",
            on_click=_choose,
            args=[choice],
            width="stretch",
        )
    draw = turn()
    if k == 1:  # a slider needs two values
        return DigitsDraw(k, draw, 0, 0)
    hint = "A walk in a straight line from the mean of one component to that of another."
    start = widgets.slider("from", "Walk from component", 1, k, 1, 1, hint)
    end = widgets.slider("to", "Walk to component", 1, k, min(10, k), 1, hint)
    return DigitsDraw(k, draw, min(start, k) - 1, min(end, k) - 1)


def _choose(k: int) -> None:
    st.session_state["k"] = k  # only a callback can set a widget that is in the address


@dataclass(frozen=True)
class Cut:
    """One column fixed, another one looked at.

    Args:
        column: the fixed one, 0 to d - 1.
        against: the other one.
        value: of the fixed one.
        n: new points.
        draw: number of the draw.
    """

    column: int
    against: int
    value: float
    n: int
    draw: int


def need_two_columns(data: Dataset) -> None:
    """End the page where there is but one column, and say where to go on."""
    if len(data.columns) > 1:
        return
    frame.stop(
        f"This page needs two columns, and the data set “{data.title}” has one: where that is "
        "known, nothing is left to be said.",
        {
            "Old Faithful: what the wait says about the eruption": (
                "pages/generate/conditional.py",
                {"data": "faithful"},
            ),
            "Draw new points from this data set instead": (
                "pages/generate/sample.py",
                st.query_params.to_dict(),  # has the data set and its dials
            ),
        },
    )


def cut(data: Dataset) -> Cut:
    """Which column is fixed, where, and what is drawn."""
    names = list(data.columns)
    given = widgets.choice(
        "given", "Fix the column", names, names[1], "Its value is known; the others are drawn."
    )
    others = [name for name in names if name != given]
    against = others[0]
    if len(others) > 1:
        against = widgets.choice(
            "against", "Show against", others, others[0], "The other column of the picture."
        )
    column = names.index(given)
    value = _value(data.points[:, column], given)
    n = widgets.dial_of(replace(NEW_POINTS, high=10_000, default=200))
    return Cut(column, names.index(against), value, n, turn())


def _value(values: Array, name: str) -> float:
    """A value of a column, from the slider or from the line that was dragged."""
    low, high = (float(f"{bound:.4g}") for bound in (values.min(), values.max()))
    step = float(f"{(high - low) / 100:.1g}") or 1e-6
    middle = round((values.mean() - low) / step) * step + low
    drag = hands.dragged("cut", {hands.LINE})
    if drag is not None:  # only before the slider is drawn can its value be set
        st.session_state["at"] = min(max(float(f"{drag.x:.6g}"), low), high)
    hint = "The line in the picture. Drag it there, or move it here."
    value = widgets.slider("at", f"Value of {name}", low, high, float(f"{middle:.6g}"), step, hint)
    return min(max(value, low), high)


def sample_size() -> tuple[int, int]:
    """How many points are drawn for a fit, and the number of the draw."""
    return widgets.dial_of(replace(NEW_POINTS, low=20)), turn()  # more than there are components


CARDS = ("digits", "moons, 2 components", "moons, 16 components")


@dataclass(frozen=True)
class Deal:
    """Which cards are dealt.

    Args:
        what: one of CARDS.
        n: how many.
        draw: number of the deal.
    """

    what: str
    n: int
    draw: int


def deal() -> Deal:
    """Which cards there are to guess from."""
    what = widgets.choice(
        "what", "Guess among", CARDS, CARDS[0], "Half of them are real, half from a mixture."
    )
    n = widgets.stops("cards", "How many", (10, 20, 30, 40), 20, "The more, the surer your score.")
    return Deal(what, n, turn(clear=["marks"]))


@dataclass(frozen=True)
class Vote:
    """What is guessed.

    Args:
        marked: (n,) whether the reader takes each card for generated.
        reveal: whether the answers are shown.
    """

    marked: Mask
    reveal: bool


def vote(key: str, middles: Points, reach: float) -> Vote:
    """Which cards are taken for generated, by their numbers or by clicks on their picture.

    Args:
        key: of the picture.
        middles: of the cards in it, (n, 2).
        reach: how far from its middle a click still means a card.
    """
    if click := hands.clicked(key):  # only before the numbers are drawn can they be set
        distances = np.hypot(*(middles - (click.x, click.y)).T)  # (n,)
        if distances.min() <= reach:
            number = str(1 + distances.argmin())
            marks = st.session_state["marks"]
            st.session_state["marks"] = (
                [mark for mark in marks if mark != number] if number in marks else [*marks, number]
            )
    numbers = [str(number) for number in range(1, len(middles) + 1)]
    hint = (
        "Click on a card in the picture, or press its number here. By keyboard: full stop, comma "
        "and Enter on the picture; Tab and Space here."
    )
    marks = widgets.several("marks", "I think these are generated", numbers, hint)
    reveal = widgets.switch("reveal", "Show the answers", False, "And your score.")
    return Vote(np.isin(numbers, marks), reveal)
