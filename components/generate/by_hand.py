"""A mixture of one's own, sampled and found again: what is asked, what is made, and its words."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from components import frame, models, panel, settings
from components.figures import curves, samples
from components.generate import draws
from components.memory import remembered
from components.stage.events import Drag, Gesture
from components.stage.state import Fact, Facts, Handle, State, brief
from core import handmade, recovery, written
from core.arrays import Array
from core.gmm import Mixture
from core.handmade import Place, Places
from core.recovery import Recovered
from core.settings import Fold, Group, Number, Setting, Values

MAX_PARTS = 12
REACH = 50.0  # of means, on every side
WIDEST = 100.0  # of variances
NARROWEST = 0.001
GRIP = 2.0  # standard deviations from the mean to where an axis is pulled: the outer ellipse
SIZES = (100, 300, 1_000, 3_000, 10_000)  # points, for the errors
ABOUT = "The mixture by hand that the points were drawn from."
NAMES = ("weight", "x", "y", "xx", "yy", "xy")  # of a component's numbers, as in the address
OPENING = (
    (0.5, 0.0, 0.0, 1.0, 1.0, 0.6),
    (0.3, 5.0, 0.0, 1.0, 0.4, -0.3),
    (0.2, 1.0, 4.0, 0.4, 0.8, 0.0),
    (0.2, -4.0, 2.0, 0.5, 0.5, 0.0),
    (0.2, -3.0, -3.0, 1.0, 0.2, 0.0),
    (0.2, 4.0, -4.0, 0.6, 0.6, 0.3),
    (0.2, 6.0, 4.0, 0.4, 1.0, 0.3),
    (0.2, -4.0, 6.0, 1.0, 0.4, 0.3),
    (0.2, 1.0, 8.0, 0.8, 0.3, 0.0),
    (0.2, 0.0, -6.0, 0.8, 0.4, -0.2),
    (0.2, 9.0, 1.0, 0.3, 0.8, 0.0),
    (0.2, -8.0, 0.0, 0.3, 1.0, 0.2),
)
PARTS = (
    Number(
        "weight",
        "Weight",
        0.01,
        100.0,
        0.2,
        step=0.05,
        help="The weights are divided by their sum.",
    ),
    Number("x", "Mean, x", -REACH, REACH, 0.0, step=0.5, help="Or drag the number in the picture."),
    Number("y", "Mean, y", -REACH, REACH, 0.0, step=0.5, help="Or drag the number in the picture."),
    Number(
        "xx", "Variance of x", NARROWEST, WIDEST, 1.0, step=0.1, help="Or pull the end of an axis."
    ),
    Number(
        "yy", "Variance of y", NARROWEST, WIDEST, 1.0, step=0.1, help="Or pull the end of an axis."
    ),
    Number(
        "xy",
        "Covariance",
        -WIDEST,
        WIDEST,
        0.0,
        step=0.1,
        help="Its square has to be below the product of the variances.",
    ),
)
AXES = ("long", "short")
INSTEAD = "Shown is the mixture with its variances alone."
ERRORS = Fold("errors", "How the errors fall with the number of points")


def part(row: int, at: Values) -> Sequence[Setting]:
    """The numbers of a component, where there are so many of them."""
    if row >= at["k"]:
        return []
    return [
        replace(number, name=f"{number.name}{row + 1}", default=default)
        for number, default in zip(PARTS, OPENING[row], strict=True)
    ]


SETTINGS = (
    Group(
        "Sample",
        (
            replace(draws.NEW_POINTS, low=20),  # more than there are components
            draws.DRAW,
            Number(
                "k",
                "Components, k",
                1,
                MAX_PARTS,
                3,
                step=1,
                help="How many normal distributions are mixed.",
            ),
            ERRORS,
        ),
    ),
    *(
        Group(f"Component {row + 1}", (partial(part, row),), folded=row > 0)
        for row in range(MAX_PARTS)
    ),
)


def places_of(at: Values) -> Places:
    """The components at some values of the settings."""
    made = []
    for row in range(at["k"]):
        weight, x, y, xx, yy, xy = (at[f"{name}{row + 1}"] for name in NAMES)
        made.append(Place((x, y), weight, covariance=(xx, xy, yy)))
    return tuple(made)


@remembered
def recovered(places: Places, n: int, seed: int) -> Recovered:
    """Draw from the mixture by hand, and fit one to the draw."""
    return recovery.recovered(handmade.mixed(places)[0], n, seed=seed)


@remembered
def recoveries(places: Places, seed: int) -> dict[str, Array]:
    """How the errors of recovered parameters fall with the number of points in SIZES."""
    return recovery.recoveries(handmade.mixed(places)[0], SIZES, 5, seed=seed)


def state(at: Values) -> State:
    """The mixture, a sample of it, and the mixture that is found in the sample."""
    places = places_of(at)
    mixture, refused = handmade.mixed(places)
    found = recovered(places, at["new"], at["draw"])
    return State(
        samples.recovered(found.made, found.fitted),
        alt(found),
        facts=facts(found),
        notes=[INSTEAD if refused else _found(found)],
        handles=handles(mixture),
        refused=" ".join(refused),
    )


def facts(found: Recovered) -> Facts:
    """How far the fitted mixture is from the one by hand."""
    errors, truth, fitted = found.errors, found.made.mixture, found.fitted
    means = float(errors.means.max())
    weights = 100 * float(np.abs(fitted.weights - truth.weights).max())
    covariances = 100 * float(errors.covariances.max())
    return {
        "Largest errors of the fit": [
            Fact("Mean", f"{means:.4f}", "Distance from the mean by hand.", brief(means)),
            Fact(
                "Weight",
                f"{weights:.2f} %",
                "Difference from the weight by hand, in per cent of all points.",
                f"{brief(weights)} %",
            ),
            Fact(
                "Covariance",
                f"{covariances:.2f} %",
                "Size of the difference from the covariance by hand, by the size of that.",
                f"{brief(covariances)} %",
            ),
        ]
    }


def _found(found: Recovered) -> str:
    return (
        f"Dashed is a mixture fitted to the {models.counted(len(found.made.points), 'point')} "
        f"alone: its means are off by up to {brief(float(found.errors.means.max()))}."
    )


def handles(mixture: Mixture) -> list[Handle]:
    """Something to drag each mean by, and each axis of the outer ellipse."""
    made = []
    for row, (mean, covariance) in enumerate(zip(mixture.means, mixture.covariances, strict=True)):
        x, y = mean.tolist()
        made.append(Handle(f"mean {row}", f"Mean of component {row + 1}", x, y))
        ends = handmade.ends(handmade.axes(covariance))
        for name, (right, up) in zip(AXES, ends, strict=True):
            label = f"The {name} axis of component {row + 1}"
            made.append(Handle(f"{name} {row}", label, x + GRIP * right, y + GRIP * up))
    return made


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A mean is dragged, or an axis is pulled."""
    mixture, _ = handmade.mixed(places_of(at))
    if not isinstance(gesture, Drag):
        return None
    if gesture.handle not in {handle.name for handle in handles(mixture)}:
        return None
    name, text = gesture.handle.split()
    row = int(text)
    if name == "mean":
        return _within(row, {"x": gesture.x, "y": gesture.y})
    x, y = mixture.means[row].tolist()
    pull = (gesture.x - x) / GRIP, (gesture.y - y) / GRIP
    axes = handmade.axes(mixture.covariances[row])
    shape = handmade.pulled(axes, AXES.index(name), pull, NARROWEST**0.5, WIDEST**0.5)
    (xx, xy), (_, yy) = handmade.covariance_of(Place((x, y), shape=shape)).tolist()
    return _within(row, {"xx": xx, "xy": xy, "yy": yy})


def _within(row: int, values: dict[str, float]) -> Values:
    bounds = {number.name: (number.low, number.high) for number in PARTS}
    return {  # five places are more than a hand can tell apart
        f"{name}{row + 1}": min(max(round(value, 5), bounds[name][0]), bounds[name][1])
        for name, value in values.items()
    }


def details(at: Values) -> None:
    """The errors, downloads, a mixture from JSON, and how errors fall with n."""
    places = places_of(at)
    if handmade.mixed(places)[1]:
        return  # the picture may be that of the mixture before
    found = recovered(places, at["new"], at["draw"])
    frame.table(table(found), "errors.csv")
    points = draws.table(("x", "y"), found.made)
    draws.offer(points, "generated", found.made.mixture, ("x", "y"), ABOUT)
    with frame.fold("Read a mixture from JSON"):
        _paste()
    if section := panel.folded(ERRORS):
        with section:
            errors = recoveries(places, at["draw"])
            said = falling(errors)
            frame.still(curves.falling(SIZES, errors), key="falling", alt=said)
            frame.note(said)


_SAID = "said of the JSON"


def _paste() -> None:
    """A field for a mixture's parameters as JSON, as they are downloaded here."""
    st.text_area("Parameters as JSON", key="json", height=120, max_chars=20_000)
    st.button("Use these parameters", on_click=_read)
    if said := st.session_state.pop(_SAID, ""):  # in the session for the one run after the press
        st.info(said)


def _read() -> None:
    """Take the pasted parameters over, or say why not."""
    try:
        settings.change(read(st.session_state["json"]))
    except ValueError as error:
        st.session_state[_SAID] = f"Not taken over: {error}."


def read(text: str) -> Values:
    """The settings that stand for a mixture in JSON.

    Raises:
        ValueError: it isn't a mixture for this page; the sentence says why.
    """
    mixture = written.from_json(text)
    k, d = mixture.means.shape
    if d != 2 or k > MAX_PARTS:
        raise ValueError(
            f"a mixture for the plane must have 2 dimensions and at most {MAX_PARTS} components, "
            f"got {d} and {k}"
        )
    values: dict[str, Any] = {"k": k}
    for row, place in enumerate(handmade.exactly(mixture), start=1):
        xx, xy, yy = place.covariance
        for number, value in zip(PARTS, (place.weight, *place.mean, xx, yy, xy), strict=True):
            if not number.low <= value <= number.high:
                raise ValueError(
                    f"{number.label} must be from {number.low:g} to {number.high:g}, got {value:g}"
                )
            values[f"{number.name}{row}"] = number.write(value)
    return values


def alt(found: Recovered) -> str:
    """What the picture shows, for those who can't see it."""
    return (
        f"A mixture of {models.counted(len(found.made.numbers), 'component')} by hand, "
        f"{models.counted(len(found.made.points), 'point')} drawn from it, and dashed the "
        "ellipses of a mixture that was fitted to them."
    )


def table(found: Recovered) -> dict[str, Any]:
    """The columns of the table of errors, k rows."""
    truth, fitted, errors = found.made.mixture, found.fitted, found.errors
    return {
        "component": found.made.numbers + 1,
        "weight": truth.weights,
        "fitted weight": fitted.weights,
        "distance of means": errors.means,
        "error of the covariance, relative": errors.covariances,
    }


def falling(errors: dict[str, Array]) -> str:
    """How the errors fall, as slopes in logarithms."""
    slopes = []
    for name, values in errors.items():
        there = np.isfinite(values) & (values > 0)  # one component has no error of its weight
        if there.sum() > 1:
            slope = np.polyfit(np.log(np.array(SIZES)[there]), np.log(values[there]), 1)[0]
            slopes.append(f"{name} {slope:.2f}")
    return (
        f"Slopes of log error against log n: {', '.join(slopes)}. -0.5 means that four times as "
        "many points halve the error. Each error is the mean over components and five samples; "
        "EM starts from the truth."
    )
