"""Pictures of what a mixture makes."""

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.views import view_of
from components.stage.scene import Scene
from core import geometry
from core.datasets import Dataset
from core.generation import Sample
from core.gmm import Mixture

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

LEVELS = (1.0, 2.0)  # standard deviations


def drawn(data: Dataset, made: Sample, *, beside: bool, badges: bool = True) -> Scene:
    """New points beside the measured ones, or over them.

    Args:
        data: the measured ones.
        made: the new ones.
        beside: whether they get a panel of their own.
        badges: whether the components' numbers are shown.
    """
    titles = ["measured", "generated"] if beside else ["generated over measured"]
    view = view_of(data.points, data.columns, titles, room=made.mixture, pair=data.pair)
    view.plain(1, size=5)
    panel = len(titles)
    view.tally(made.points, panel)
    view.ellipses(made.mixture, made.numbers, LEVELS, panel)
    view.add(made.points, made.numbers[made.components], panel)
    if badges:
        view.badges(made.mixture.means, made.numbers, panel)
    return view.scene()


def recovered(made: Sample, fitted: Mixture | None, title: str = "your mixture") -> Scene:
    """A sample of a mixture, the mixture's ellipses, and dashed those of the one fitted to it.

    Args:
        made: the sample, in two dimensions.
        fitted: its components in the order of those of the sample's mixture, if one was fitted.
        title: of the panel.
    """
    truth, numbers = made.mixture, made.numbers
    view = view_of(truth.means, ("x", "y"), [title], room=truth)
    view.add(made.points, numbers[made.components], 1)
    view.ellipses(truth, numbers, LEVELS, 1)
    found = zip(numbers, fitted.means, fitted.covariances, strict=True) if fitted else ()
    view.traces += [
        layers.curve(geometry.ellipse(mean, covariance, 1.0), f"fitted {number + 1}", theme.MADE, 1)
        for number, mean, covariance in found
    ]
    view.badges(truth.means, numbers, 1)
    return view.scene()
