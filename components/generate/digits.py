"""Handwritten digits that nobody wrote: what is asked, what is made, and its words."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from components import models
from components.figures import curves, sheets
from components.generate import draws
from components.memory import remembered
from components.stage.scene import joined
from components.stage.state import Fact, Facts, State
from core import digits
from core.arrays import Array, Labels
from core.digits import NewDigits, Sweep
from core.gmm import Mixture
from core.settings import Group, Number, Setting, Values

SHOWN = 100  # new digits
CHOSEN = (110, 140)  # components: VanderPlas, section 05.12 of two editions, by AIC
HANDBOOK = {k: f"handbook: {k}" for k in CHOSEN}
POINT = (
    "Point at a digit to see it beside its nearest real one, enlarged, and how far they are apart. "
    "By keyboard: full stop and comma, on the picture."
)


def ends(at: Values) -> Sequence[Setting]:
    """The components that a walk goes between, where there are two."""
    if at["k"] == 1:
        return []
    said = "A walk in a straight line from the mean of one component to that of another."
    return [
        Number("from", "Walk from component", 1, at["k"], 1, step=1, help=said),
        Number("to", "Walk to component", 1, at["k"], min(10, at["k"]), step=1, help=said),
    ]


SETTINGS = (
    Group(
        "Digits",
        (
            Number(
                "k",
                "Components, k",
                1,
                digits.MOST,
                CHOSEN[0],
                step=1,
                help="How many normal distributions share the 1,797 digits.",
            ),
            draws.DRAW,
            ends,
        ),
    ),
)


@remembered
def mixture(k: int) -> Mixture:
    """The mixture of k components that was fitted to the digits."""
    return digits.fit(k).steps[-1].mixture


@remembered
def spacing() -> float:
    """The median distance from a real digit to the nearest other one."""
    return digits.load().spacing()


def state(at: Values) -> State:
    """New digits and the real ones nearest to them, a walk, and the criteria over k."""
    real, sweep, k = digits.load(), digits.sweep(), at["k"]
    new = digits.drawn(mixture(k), SHOWN, seed=at["draw"])
    start, end = at.get("from", 1) - 1, at.get("to", 1) - 1
    walk = real.pictures(digits.walk(new.mixture, start, end))
    titles = f"{SHOWN} generated", "the nearest real one of each"
    shown = dict(zip(titles, (real.pictures(new.points), real.images[new.nearest]), strict=True))
    steps = [f"step {step} of {len(walk) - 1}" for step in range(len(walk))]
    walked = sheets.sheet({_walk(start, end): walk}, len(walk), [steps], 130)
    scores = curves.criteria(sweep.counts, {"AIC": sweep.aic, "BIC": sweep.bic}, k, HANDBOOK)
    above = sheets.sheet(shown, 10, hover(new, real.labels), 470)
    below = joined(walked, scores, share=0.5)
    return State(
        joined(above, below, share=0.68, below=True, height=700),
        f"{alt(new)} {_walk(start, end)}. {criteria(sweep)}",
        facts(new, sweep),
        [POINT, *models.floor_notes(new.mixture)],
    )


def details(at: Values) -> None:
    """Downloads."""
    new = digits.drawn(mixture(at["k"]), SHOWN, seed=at["draw"])
    columns = table(digits.load().pictures(new.points), new)
    draws.offer(columns, "digits", new.mixture, dimensions(new), about(new))


def alt(new: NewDigits) -> str:
    """What the two sheets of digits show."""
    return (
        f"Left {len(new.points)} generated digits, 8 by 8 pixels each, from "
        f"{models.counted(len(new.mixture.weights), 'component')}; right, for each, the real digit "
        "nearest to it."
    )


def hover(new: NewDigits, labels: Labels) -> list[list[str]]:
    """What is said of every generated digit, and of the real one nearest to it."""
    made = [
        f"from component {component + 1}<br>nearest real digit: a {digit}<br>{distance:.2f} away"
        for component, digit, distance in zip(
            new.components, labels[new.nearest], new.distances, strict=True
        )
    ]
    real = [f"a real {labels[row]}<br>digit {row + 1:,} of {len(labels):,}" for row in new.nearest]
    return [made, real]


def facts(new: NewDigits, sweep: Sweep) -> Facts:
    """How many components, and whether what they make are copies."""
    k = len(new.mixture.weights)
    row = np.flatnonzero(sweep.counts == k)[0]
    n, d = digits.load().points.shape
    return {
        f"k = {k}": [
            Fact(
                "AIC",
                f"{sweep.aic[row]:,.1f}",
                f"Lower is better. Of all those shown it is least at "
                f"{sweep.counts[sweep.aic.argmin()]}; BIC is least at "
                f"{sweep.counts[sweep.bic.argmin()]}.",
            ),
            Fact(
                "Digits per component",
                f"{n / k:.1f}",
                f"On average. In {d} dimensions a covariance needs more than {d} points to have "
                "some width in every direction.",
            ),
            Fact(
                "Iterations",
                f"{sweep.iterations[row]}",
                "Of EM from k-means, with seed 0, as scikit-learn does it.",
            ),
        ],
        "Copying or inventing?": [
            Fact(
                "Generated to nearest real",
                f"{np.median(new.distances):.2f}",
                f"Median distance in the {d} whitened dimensions, where every column has standard "
                "deviation 1. Near 0 would be copying.",
                f"{np.median(new.distances):.1f}",
            ),
            Fact(
                "Real to nearest other",
                f"{spacing():.2f}",
                "Median distance from a real digit to the nearest other one, for comparison.",
                f"{spacing():.1f}",
            ),
        ],
    }


def criteria(sweep: Sweep) -> str:
    """What the curves of BIC and AIC over the digits show."""
    return (
        f"AIC and BIC for {sweep.counts[0]} to {sweep.counts[-1]} components. AIC is least at "
        f"{sweep.counts[sweep.aic.argmin()]}, BIC at {sweep.counts[sweep.bic.argmin()]}. Dotted: "
        "the handbook's 110 and 140."
    )


def _walk(start: int, end: int) -> str:
    return f"A walk from component {start + 1} to {end + 1}"


def dimensions(new: NewDigits) -> list[str]:
    """Names of the dimensions that the mixture is of."""
    return [f"dimension_{number}" for number in range(1, new.points.shape[1] + 1)]


def about(new: NewDigits) -> str:
    """What the mixture is."""
    k, d = new.mixture.means.shape
    return (
        f"{k} components, fitted to 1,797 digits in the {d} whitened dimensions that the table of "
        "points has beside the pixels."
    )


def table(pictures: Array, new: NewDigits) -> dict[str, Any]:
    """The columns of the table of new digits.

    64 pixels, row by row, the dimensions of the mixture that became these, and the component.
    """
    pixels = {f"pixel_{row}_{column}": (row, column) for row in range(8) for column in range(8)}
    return {
        **{name: pictures[:, 8 * row + column] for name, (row, column) in pixels.items()},
        **dict(zip(dimensions(new), new.points.T, strict=True)),
        "component": new.components + 1,
    }
