"""What the page on a mixture of one's own says."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.arrays import Array
from core.generation import Sample
from core.recovery import Recovered

ABOUT = "A mixture by hand, which the points were drawn from."


def shown(found: Recovered) -> str:
    """What the picture of a mixture by hand shows."""
    return (
        f"A mixture of {len(found.made.numbers)} components by hand, {len(found.made.points):,} "
        "points drawn from it, and dashed the ellipses of a mixture that was fitted to them."
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


def falling(sizes: Sequence[int], errors: dict[str, Array]) -> str:
    """How the errors fall, as slopes in logarithms."""
    slopes = [
        f"{name} {np.polyfit(np.log(sizes), np.log(values), 1)[0]:.2f}"
        for name, values in errors.items()
    ]
    return (
        f"Slopes of log error against log n: {', '.join(slopes)}. -0.5 means that four times as "
        "many points halve the error. Each error is the mean over components and five samples; "
        "EM starts from the truth."
    )


def points(made: Sample) -> dict[str, Any]:
    """The columns of the table of points in the plane, with the component of each."""
    return {
        "x": made.points[:, 0],
        "y": made.points[:, 1],
        "component": made.numbers[made.components] + 1,
    }
