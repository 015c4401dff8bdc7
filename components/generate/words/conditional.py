"""What the page on one known column says."""

from typing import Any

import numpy as np

from components.frame import Fact
from components.generate.controls import Cut
from components.generate.fits import CutThrough
from core.arrays import Labels
from core.comparison import Comparison
from core.datasets import Dataset
from core.generation import marginal as marginal_of
from core.generation import moments
from core.mixture import Mixture


def shown(data: Dataset, asked: Cut, through: CutThrough) -> str:
    """What the picture of a cut shows."""
    fixed, other = data.columns[asked.column], data.columns[asked.against]
    mean, std = moments(through.along)
    return (
        f"{data.title}: {fixed} and {other} with ellipses, and a line at {fixed} = "
        f"{asked.value:.4g} with {asked.n:,} points drawn on it. Right, the density of {other} "
        f"along the line: mean {mean:.3f}, standard deviation {std:.3f}."
    )


def facts(data: Dataset, asked: Cut, through: CutThrough, c: Comparison) -> dict[str, Any]:
    """What is known of the other column, with and without the fixed one."""
    fixed, other = data.columns[asked.column], data.columns[asked.against]
    known = moments(through.along)
    unknown = moments(marginal_of(c.mixture, np.array([asked.against])))
    names = (
        (f"{other}, given {fixed} = {asked.value:.4g}", known),
        (f"{other}, whatever {fixed} is", unknown),
    )
    return {
        title: [
            Fact("Mean", f"{mean:.4f}", "Of the mixture, exactly; in the unit of the data."),
            Fact("Standard deviation", f"{std:.4f}", "Of the mixture, exactly; what is unsure."),
        ]
        for title, (mean, std) in names
    }


def table(through: CutThrough, numbers: Labels, before: Mixture) -> dict[str, Any]:
    """The columns of the table of conditional components, k rows."""
    return {
        "component": numbers + 1,
        "weight": through.along.weights,
        "weight before": before.weights,
        "mean": through.along.means[:, 0],
        "variance": through.along.covariances[:, 0, 0],
    }


def points(data: Dataset, through: CutThrough, numbers: Labels) -> dict[str, Any]:
    """The columns of the table of points on the line."""
    return {
        **{name: through.points[:, column] for column, name in enumerate(data.columns)},
        "component": numbers[through.components] + 1,
    }
