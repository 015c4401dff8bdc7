"""What the page on one known column says."""

from typing import Any

import numpy as np

from components.frame import Fact
from core.arrays import Labels
from core.comparison import Comparison
from core.datasets import Dataset
from core.generation import Cut, moments
from core.generation import marginal as marginal_of
from core.mixture import Mixture


def shown(data: Dataset, through: Cut) -> str:
    """What the picture of a cut shows."""
    fixed, other = data.columns[through.column], data.columns[through.against]
    mean, std = moments(through.along)
    return (
        f"{data.title}: {fixed} and {other} with ellipses, and a line at {fixed} = "
        f"{through.value:.4g} with {len(through.points):,} points drawn on it. Right, the density "
        f"of {other} along the line: mean {mean:.3f}, standard deviation {std:.3f}."
    )


def facts(data: Dataset, through: Cut, c: Comparison) -> dict[str, Any]:
    """What is known of the other column, with and without the fixed one."""
    fixed, other = data.columns[through.column], data.columns[through.against]
    known = moments(through.along)
    unknown = moments(marginal_of(c.mixture, np.array([through.against])))
    names = (
        (f"{other}, given {fixed} = {through.value:.4g}", known),
        (f"{other}, whatever {fixed} is", unknown),
    )
    return {
        title: [
            Fact("Mean", f"{mean:.4f}", "Of the mixture, exactly; in the unit of the data."),
            Fact("Standard deviation", f"{std:.4f}", "Of the mixture, exactly; what is unsure."),
        ]
        for title, (mean, std) in names
    }


def table(through: Cut, numbers: Labels, before: Mixture) -> dict[str, Any]:
    """The columns of the table of conditional components, k rows."""
    return {
        "component": numbers + 1,
        "weight": through.along.weights,
        "weight before": before.weights,
        "mean": through.along.means[:, 0],
        "variance": through.along.covariances[:, 0, 0],
    }


def others(data: Dataset, through: Cut) -> list[str]:
    """Names of the columns that the mixture along the line is of."""
    return [name for column, name in enumerate(data.columns) if column != through.column]


def about(data: Dataset, through: Cut) -> str:
    """What the mixture along the line is."""
    return (
        f"What the mixture fitted to {data.title} says of the other columns where "
        f"{data.columns[through.column]} is {through.value!r}."
    )


def points(data: Dataset, through: Cut, numbers: Labels) -> dict[str, Any]:
    """The columns of the table of points on the line."""
    return {
        **{name: through.points[:, column] for column, name in enumerate(data.columns)},
        "component": numbers[through.components] + 1,
    }
