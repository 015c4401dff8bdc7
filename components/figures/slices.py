"""Pictures of a mixture cut along a line: what one column says about another."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, samples, theme
from components.figures.views import view_of
from core import generation
from core.datasets import Dataset
from core.generation import Cut

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]


def cut(data: Dataset, numbers: Integers, made: Cut) -> go.Figure:
    """Two columns with a line at one value of the first; right, the density along it.

    Args:
        data: the measured points.
        numbers: (k,) by which the reader knows the components.
        made: which column is fixed, where, and what was drawn there.
    """
    pair, shown = made.pair, [made.column, made.against]
    points, name = data.points[:, shown], data.columns[made.column]
    titles = ["all at once", "along the line"]
    board = view_of(points, (name, data.columns[made.against]), titles, room=pair)
    low, high = board.low, board.high
    board.points(np.zeros(len(points), int), theme.plain(len(points)), 1, size=5)
    board.shapes += layers.ellipses(
        pair.means, pair.covariances, pair.weights, numbers, (1.0, 2.0), 1
    )
    line = {"color": theme.RING, "width": 2}
    ends = np.array([[made.value, low[1]], [made.value, high[1]]])
    board.traces.append(_line(ends, "line", line, 1))
    samples.add_points(board, made.points[:, shown], numbers[made.components], 1)
    board.traces.append(layers.badges(pair.means, numbers, 1))

    places = np.linspace(low[1], high[1], 300)
    parts = generation.densities(places[:, None], made.along)  # (300, k)
    for row, number in enumerate(numbers):
        curve = np.column_stack([parts[:, row], places])
        style = {"color": theme.colour(number), "width": 2}
        board.traces.append(_line(curve, f"component {number + 1}", style, 2))
    whole = np.column_stack([parts.sum(axis=1), places])
    hover = {"hoverinfo": "all", "hovertemplate": "density %{x:.4f} at %{y:.3f}<extra></extra>"}
    board.traces.append(_line(whole, "density", line, 2) | hover)
    return _with_density_axis(board.figure(), float(whole[:, 0].max()), name, made.value)


def _line(xy: Floats, name: str, style: layers.Piece, panel: int) -> layers.Piece:
    suffix = "" if panel == 1 else str(panel)
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "x": xy[:, 0].astype(np.float32),
        "y": xy[:, 1].astype(np.float32),
        "line": style,
        "hoverinfo": "skip",
    }


def _with_density_axis(figure: go.Figure, peak: float, name: str, value: float) -> go.Figure:
    layout = figure.layout
    layout.xaxis.domain = [0, 0.66]
    layout.xaxis2 = theme.AXIS | {
        "anchor": "y2",
        "domain": [0.7, 1],
        "range": [0, 1.08 * peak],
        "title": {"text": f"density, given {name} = {value:.4g}", "standoff": 4},
    }
    layout.annotations[1].x = 0.7
    return figure
