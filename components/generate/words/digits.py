"""What the Digits page says."""

from typing import Any

import numpy as np

from components.frame import Fact
from components.generate import controls
from core.arrays import Array, Labels
from core.digits import NewDigits, Sweep

# What stands over the lines of the handbook's choices.
HANDBOOK = {k: f"handbook: {k}" for k in controls.HANDBOOK}


POINT = (
    "Point at a digit to see it beside its nearest real one, enlarged, and how far they are apart. "
    "By keyboard: full stop and comma, on the picture."
)


def shown(new: NewDigits) -> str:
    """What the two sheets of digits show."""
    return (
        f"Left {len(new.points)} generated digits, 8 by 8 pixels each, from "
        f"{len(new.mixture.weights)} components; right, for each, the real digit nearest to it."
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


def facts(new: NewDigits, sweep: Sweep, spacing: float) -> dict[str, list[Fact]]:
    """How many components, and whether what they make are copies."""
    k = len(new.mixture.weights)
    row = np.flatnonzero(sweep.counts == k)[0]
    return {
        f"k = {k}": [
            Fact(
                "AIC",
                f"{sweep.aic[row]:,.1f}",
                f"Lower is better. Of all those below it is least at "
                f"{sweep.counts[sweep.aic.argmin()]}; BIC is least at "
                f"{sweep.counts[sweep.bic.argmin()]}.",
            ),
            Fact(
                "Digits per component",
                f"{1797 / k:.1f}",
                "On average. In 41 dimensions a covariance needs 42 points to be more than flat.",
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
                "Median distance in the 41 whitened dimensions, where every column has standard "
                "deviation 1. Near 0 would be copying.",
            ),
            Fact(
                "Real to nearest other",
                f"{spacing:.2f}",
                "Median distance between neighbours among the real digits, for comparison.",
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


def walk(start: int, end: int) -> str:
    """What the strip of pictures shows."""
    return f"A walk from component {start + 1} to {end + 1}"


def walk_hover(n: int) -> list[str]:
    """What is said of every picture of a walk."""
    return [f"step {step} of {n - 1}" for step in range(n)]


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
