"""How points of so many dimensions become a picture: the one place that decides it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures.flat import ALL, Flat
from components.figures.line import Line
from core.gmm import Mixture
from core.projection import Pair

Floats = NDArray[np.float64]

KINDS: Mapping[int, type[Flat]] = {1: Line}  # by dimensions; any other number is drawn flat


def kind_of(points: Floats) -> type[Flat]:
    """The kind of picture that shows points, (n, d)."""
    return KINDS.get(points.shape[1], Flat)


def view_of(
    points: Floats,
    columns: tuple[str, ...],
    titles: Sequence[str],
    *,
    shown: slice = ALL,
    room: Mixture | None = None,
    pair: Pair | None = None,
) -> Flat:
    """Panels side by side over the same points.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        titles: of the panels.
        shown: which of the points are drawn one by one.
        room: a mixture whose components are to be in view, too.
        pair: the columns that are seen, where there are more than two and these were chosen.
    """
    return kind_of(points)(points, columns, titles, shown, room, pair)
