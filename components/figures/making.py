"""Pictures of one point in the making."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board
from core import geometry
from core.generation import Anatomy
from core.gmm import Mixture

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

FRAMES = 5  # nothing yet, component, z, Cholesky factor, mean
LINES = np.linspace(-2.0, 2.0, 5)  # of the grid of z, in standard deviations
ALONG = np.linspace(-2.0, 2.0, 9)
HEIGHT = 470  # pixels, which leaves room for the transport
ROOM = 3.2  # standard deviations of z on every side
HIDDEN = "rgba(0, 0, 0, 0)"


def spinner(weights: Floats, numbers: Integers, made: Anatomy, step: int) -> go.Figure:
    """All weights as one bar, and where the spin has stopped.

    Args:
        weights: (k,).
        numbers: (k,) of the components.
        made: the point in the making.
        step: how far it has come, 0 to 4.
    """
    ends = np.cumsum(weights) / weights.sum()
    starts = np.append(0, ends[:-1])
    return go.Figure(
        {
            "data": [
                {
                    "type": "scatter",
                    "name": "spin",
                    "mode": "markers",
                    "x": [made.spin if step else 0.0],
                    "y": [1.25],
                    "marker": {"symbol": 6, "size": 16, "color": theme.RING},
                    "hovertemplate": "spin %{x:.4f}<extra></extra>",
                }
            ],
            "layout": theme.LAYOUT
            | {
                "height": 132,
                "margin": {"l": 24, "r": 24, "t": 8, "b": 40},
                "dragmode": False,
                "xaxis": theme.AXIS
                | {"range": [0, 1], "showgrid": False, "title": {"text": "spin, over the weights"}},
                "yaxis": {"range": [0, 1.6], "visible": False},
                "shapes": [
                    {
                        "type": "rect",
                        "name": f"weight {number + 1}",
                        "x0": start,
                        "x1": end,
                        "y0": 0,
                        "y1": 1,
                        "fillcolor": theme.faded(
                            number, 0.6 if step and row == made.component else 0.2
                        ),
                        "line": {"color": theme.OUTLINE, "width": 1},
                    }
                    for row, (start, end, number) in enumerate(
                        zip(starts.tolist(), ends.tolist(), numbers.tolist(), strict=True)
                    )
                ],
                "annotations": [
                    {
                        "x": (start + end) / 2,
                        "y": 0.5,
                        "text": f"<b>{number + 1}</b>",
                        "showarrow": False,
                    }
                    for start, end, number in zip(starts, ends, numbers, strict=True)
                    if end - start > 0.02
                ],
            },
        }
    )


def making(
    xy: Floats, titles: tuple[str, str], mixture: Mixture, numbers: Integers, made: Anatomy
) -> list[go.Figure]:
    """One point step by step: the plane of z on the left, that of the data on the right.

    Args:
        xy: measured points, (n, 2).
        titles: of the two axes.
        mixture: k components in two dimensions.
        numbers: (k,).
        made: the point.

    Returns:
        FRAMES figures with the same traces.
    """
    return [_frame(xy, titles, mixture, numbers, made, step) for step in range(FRAMES)]


def _frame(
    xy: Floats,
    titles: tuple[str, str],
    mixture: Mixture,
    numbers: Integers,
    made: Anatomy,
    step: int,
) -> go.Figure:
    number = int(numbers[made.component])
    matrix = made.factor if step >= 3 else np.eye(2)
    shift = mixture.means[made.component] if step >= 4 else np.zeros(2)
    reach = 3 * np.sqrt(np.einsum("kii->ki", mixture.covariances))
    corners = [mixture.means - reach, mixture.means + reach, [[-ROOM] * 2, [ROOM] * 2]]
    board = Board(np.concatenate([xy, *corners]), titles, ["z", "x"])
    board.xy = xy
    board.points(np.zeros(len(xy), int), theme.plain(len(xy)), 2, size=4)
    board.shapes += layers.ellipses(
        mixture.means, mixture.covariances, mixture.weights, numbers, (1.0, 2.0), 2
    )
    begun = step >= 2
    board.traces.append(layers.badges(mixture.means, numbers, 2))
    board.traces += _grid(np.eye(2), np.zeros(2), theme.MEASURED if begun else HIDDEN, 1)
    board.traces += _grid(matrix, shift, theme.colour(number) if begun else HIDDEN, 2)
    board.traces.append(_dot(made.z, number, begun, 1))
    board.traces.append(_dot(matrix @ made.z + shift, number, begun, 2))
    return _with_own_axes(board.figure(HEIGHT))


def _grid(matrix: Floats, shift: Floats, colour: str, panel: int) -> list[layers.Piece]:
    """The lines of the plane of z, and its circles at 1 and 2, after a linear map and a shift."""
    straight = [
        np.column_stack([ALONG, np.full_like(ALONG, at)])[:, ::way]
        for way in (1, -1)
        for at in LINES
    ]
    round_ = [geometry.circle((0.0, 0.0), radius) for radius in (1.0, 2.0)]
    return [
        _on(panel)
        | {
            "type": "scatter",
            "name": f"grid {index}",
            "mode": "lines",
            "x": path[:, 0],
            "y": path[:, 1],
            "line": {"color": colour, "width": 1 if len(path) == len(ALONG) else 2},
            "hoverinfo": "skip",
        }
        for index, path in enumerate(
            (lines @ matrix.T + shift).astype(np.float32) for lines in [*straight, *round_]
        )
    ]


def _on(panel: int) -> layers.Piece:
    return {"xaxis": "x", "yaxis": "y"} if panel == 1 else {"xaxis": "x2", "yaxis": "y2"}


def _dot(place: Floats, number: int, shown: bool, panel: int) -> layers.Piece:
    return _on(panel) | {
        "type": "scatter",
        "name": "the point",
        "mode": "markers",
        "x": [float(place[0])],
        "y": [float(place[1])],
        "marker": {
            "symbol": theme.STAR,
            "size": 18,
            "color": theme.colour(number) if shown else HIDDEN,
            "line": {"color": theme.OUTLINE if shown else HIDDEN, "width": 1.5},
        },
        "hoverinfo": "x+y" if shown else "skip",
    }


def _with_own_axes(figure: go.Figure) -> go.Figure:
    """Give z a smaller panel with axes of its own."""
    room = [-ROOM, ROOM]
    layout = figure.layout
    data_x, data_y = list(layout.xaxis.range), list(layout.yaxis.range)
    title = layout.yaxis.title.to_plotly_json()
    figure.update_layout(
        xaxis={"range": room, "domain": [0, 0.3], "title": {"text": "first entry of z"}},
        yaxis={"range": room, "title": {"text": "second entry of z"}},
    )
    layout.xaxis2 = theme.AXIS | {
        "anchor": "y2", "domain": [0.4, 1], "range": data_x, "title": layout.xaxis2.title,
    }  # fmt: skip
    layout.yaxis2 = theme.AXIS | {
        "anchor": "x2",
        "scaleanchor": "x2",
        "range": data_y,
        "title": title,
    }
    layout.annotations[1].x = 0.4
    return figure
