"""Every two of some columns, in a triangle of small panels."""

from collections.abc import Sequence

import numpy as np

from components.figures import layers, theme
from components.stage.scene import Piece, Scene
from core.comparison import Comparison
from core.datasets import Dataset
from core.projection import plane_of

MOST = 1_000  # points in each panel; of larger sets evenly spread ones
LEVELS = (1.0, 2.0)
GAP = 0.02  # of the width and height, between panels
HEIGHT = 230  # pixels of a row of panels


def pairs(data: Dataset, c: Comparison, columns: Sequence[int]) -> Scene:
    """The points and the mixture's marginals in every plane of two columns.

    Args:
        data: n points.
        c: the models of the points.
        columns: numbers of two columns or more: down the rows all but the first, across all but
            the last.
    """
    m = len(columns) - 1
    side = (1 + GAP) / m - GAP
    few = np.linspace(0, len(data.points) - 1, min(MOST, len(data.points))).astype(int)
    rgb, numbers = theme.blend(c.responsibilities[few], c.numbers), c.numbers[c.components[few]]
    traces: list[Piece] = []
    shapes: list[Piece] = []
    axes: Piece = {}
    for panel, (row, column) in enumerate(((i, j) for i in range(m) for j in range(i + 1)), 1):
        pair = columns[column], columns[row + 1]
        plane = plane_of(data.points, pair if data.points.shape[1] > 2 else None)
        shadow = plane.project_mixture(c.mixture)
        shapes += layers.ellipses(
            shadow.means, shadow.covariances, shadow.weights, c.numbers, LEVELS, panel
        )
        traces.append(layers.points(plane.project(data.points[few]), numbers, rgb, panel, size=5))
        x, y = (theme.literal(data.columns[number]) for number in pair)
        suffix = "" if panel == 1 else f"{panel}"
        left, bottom = column * (side + GAP), (m - 1 - row) * (side + GAP)
        axes[f"xaxis{suffix}"] = theme.AXIS | {
            "domain": [left, left + side],
            "anchor": f"y{suffix}",
            "title": {"text": x if row == m - 1 else ""},
            "showticklabels": row == m - 1,
        }
        axes[f"yaxis{suffix}"] = theme.AXIS | {
            "domain": [bottom, bottom + side],
            "anchor": f"x{suffix}",
            "title": {"text": y if column == 0 else ""},
            "showticklabels": column == 0,
        }
    margin = theme.MARGIN | {"t": 8}
    layout = theme.LAYOUT | axes | {"height": HEIGHT * m + 60, "shapes": shapes, "margin": margin}
    return Scene(traces, layout)
