"""Pictures of one point in the making: component, z, Cholesky factor, mean."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board
from components.figures.flat import Flat
from components.figures.line import BOTTOM, TOP, Line
from components.figures.views import view_of
from components.stage.scene import Polygon, Scene, joined
from core import geometry, line
from core.datasets import Dataset
from core.generation import Anatomy
from core.gmm import Mixture
from core.projection import plane_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

FRAMES = 5  # nothing yet, component, z, Cholesky factor, mean
LINES = np.linspace(-2.0, 2.0, 5)  # of the grid of z, in standard deviations
ALONG = np.linspace(-2.0, 2.0, 9)
ROOM = 3.2  # standard deviations of z on every side
PEAK = 1 / np.sqrt(2 * np.pi)  # of the standard normal density
RULER, TICK = 1.22, 0.06  # where it lies, and half a tick of it: by the height of the highest bar
LEFT = 0.34  # of the picture is the panel of z
BEGUN = 2  # the step that draws z
REACH = 3  # spans of the data away from them, zero is still shown


@dataclass(frozen=True, eq=False)
class Making:
    """One point in the making, on the plane, or the line, of the picture.

    Args:
        mixture: k components in two dimensions, or one.
        numbers: (k,) by which the reader knows them.
        made: the point, step by step.
    """

    mixture: Mixture
    numbers: Integers
    made: Anatomy

    @property
    def number(self) -> int:
        """Of its component, for the reader."""
        return int(self.numbers[self.made.component]) + 1


def spinner(point: Making, step: int) -> Scene:
    """All weights as one bar, and where the spin has stopped.

    Args:
        point: in the making.
        step: how far it has come, 0 to FRAMES - 1.
    """
    ends = np.cumsum(point.mixture.weights) / point.mixture.weights.sum()
    starts = np.append(0, ends[:-1])
    made, chosen = point.made, int(point.numbers[point.made.component])
    parts = list(zip(starts.tolist(), ends.tolist(), point.numbers.tolist(), strict=True))
    needle = layers.axes(1) | {
        "type": "scatter",
        "name": "spin",
        "mode": "markers",
        "x": [made.spin if step else 0.0],
        "y": [1.25],
        "marker": {
            "symbol": theme.TRIANGLE_DOWN,
            "size": 16,
            "color": theme.colour(chosen),
            "line": theme.EDGE,
        },
        "opacity": 1.0 if step else 0.0,  # not spun yet
        "meta": {"flat": True},
        "hovertemplate": "spin %{x:.4f}<extra></extra>",
    }
    layout = theme.LAYOUT | {
        "height": 132,
        "margin": {"l": 24, "r": 24, "t": 8, "b": 40},
        "dragmode": False,
        "xaxis": theme.AXIS
        | {"range": [0, 1], "showgrid": False, "title": {"text": "spin, over the weights"}},
        "yaxis": {"range": [0, 1.6], "visible": False},
        "shapes": [
            layers.refs(1)
            | {
                "type": "rect",
                "name": f"weight {number + 1}",
                "x0": start,
                "x1": end,
                "y0": 0,
                "y1": 1,
                "fillcolor": theme.faded(number, 0.6 if step and row == made.component else 0.2),
                "line": theme.EDGE,
            }
            for row, (start, end, number) in enumerate(parts)
        ],
        "annotations": [
            {"x": (start + end) / 2, "y": 0.5, "text": f"<b>{number + 1}</b>", "showarrow": False}
            for start, end, number in parts
            if end - start > 0.02
        ],
    }
    return Scene([needle], layout)


def making(data: Dataset, point: Making, step: int) -> Scene:
    """One point: the plane, or the line, of z on the left, that of the data on the right.

    Args:
        data: measured points.
        point: in the making.
        step: how far it has come, 0 to FRAMES - 1; all steps have the same traces.
    """
    plane, d = plane_of(data.points, data.pair), len(point.made.z)
    xy, titles = plane.project(data.points)[:, :d], plane.titles(data.columns)
    view = view_of(xy, titles[:d], ["x"], room=point.mixture)
    start, reach = _start(view), ROOM * np.array([1.0, d - 1.0])
    view.include(np.array([start - reach, start + reach]))
    view.plain(1, size=4)
    view.ellipses(point.mixture, point.numbers, (1.0, 2.0), 1)
    view.badges(point.mixture.means, point.numbers, 1)

    matrix = point.made.factor if step >= 3 else np.eye(d)
    shift = point.mixture.means[point.made.component] if step >= 4 else start[:d]
    if isinstance(view, Line):
        left = _line_of_z(_ruler(point, step, PEAK, 1.0, 0.0))
        view.traces += _ruler(point, step, view.unit, float(matrix[0, 0]), float(shift[0]))
    else:
        left = _plane_of_z(_grid(point, step, np.eye(2), np.zeros(2), theme.UNASSIGNED))
        colour = theme.line(int(point.numbers[point.made.component]))
        view.traces += _grid(point, step, matrix, shift, colour)
    return joined(left, view.scene(theme.FILM_HEIGHT), share=LEFT)


def _start(view: Flat) -> Floats:
    """Where z is drawn among the data before the mean is added, (2,).

    It is zero, or what stands for it where zero is so far from the data that they would be a dot.
    """
    middle, span = (view.low + view.high) / 2, view.high - view.low
    return np.where(np.abs(middle) <= REACH * span.max(), 0.0, middle)


def _plane_of_z(traces: list[layers.Piece]) -> Scene:
    box = np.array([[-ROOM, -ROOM], [ROOM, ROOM]]) / (1 + 2 * theme.PADDING)
    board = Board(box, ("first entry of z", "second entry of z"), ["z"])
    board.traces += traces
    return board.scene(theme.FILM_HEIGHT)


def _line_of_z(traces: list[layers.Piece]) -> Scene:
    bell = {
        "type": "path",
        "name": "bell",
        "path": Polygon(line.bell(0.0, 1.0, 1.0, ROOM)[:-1]),
        "layer": "below",
    }
    layout = theme.LAYOUT | {
        "height": theme.FILM_HEIGHT,
        "shapes": [layers.refs(1) | bell | theme.BARS],
        "annotations": [theme.TITLE | {"text": "<b>z</b>", "x": 0, "name": "title 1"}],
        "xaxis": theme.AXIS | {"range": [-ROOM, ROOM], "title": {"text": "z", "standoff": 4}},
        "yaxis": theme.AXIS
        | {
            "range": [-BOTTOM * PEAK, TOP * PEAK],
            "title": {"text": "density", "standoff": 4},
            "fixedrange": True,
            "tickvals": [0, 0.1, 0.2, 0.3, 0.4],
        },
    }
    return Scene(traces, layout)


def _grid(
    point: Making, step: int, matrix: Floats, shift: Floats, colour: str
) -> list[layers.Piece]:
    """Lines of the plane of z, circles at 1 and 2, and z itself, after a map and a shift."""
    straight = [
        np.column_stack([ALONG, np.full_like(ALONG, at)])[:, ::way]
        for way in (1, -1)
        for at in LINES
    ]
    round_ = [geometry.circle((0.0, 0.0), radius) for radius in (1.0, 2.0)]
    shown = colour if step >= BEGUN else theme.NOTHING
    traces = [
        layers.curve(
            path @ matrix.T + shift,
            f"grid {index}",
            {"color": shown, "width": 1 if len(path) == len(ALONG) else 2},
            1,
        )
        for index, path in enumerate([*straight, *round_])
    ]
    x, y = (matrix @ point.made.z + shift).tolist()
    return [*traces, _star(point, step, x, y)]


def _ruler(
    point: Making, step: int, unit: float, factor: float, start: float
) -> list[layers.Piece]:
    """From -2 to 2 with a tick at every whole number, and z on it, after a map and a shift."""
    begun, number = step >= BEGUN, int(point.numbers[point.made.component])
    ticks = [[[at, RULER], [at, RULER + TICK], [at, RULER - TICK], [at, RULER]] for at in LINES]
    ruler = np.array([factor, unit]) * np.array(ticks).reshape(-1, 2) + [start, 0.0]
    place = factor * float(point.made.z[0]) + start
    drop = np.array([[place, RULER * unit], [place, 0.0]])
    style = {"color": theme.line(number) if begun else theme.NOTHING, "width": 2}
    return [
        layers.curve(ruler, "ruler", style, 1),
        layers.curve(drop, "drop", style | {"dash": "dot"}, 1),
        _star(point, step, place, RULER * unit) | {"meta": {"flat": True}},
    ]


def _star(point: Making, step: int, x: float, y: float) -> layers.Piece:
    """The point that is being made, in the colour of its component, once it has begun."""
    number, begun = int(point.numbers[point.made.component]), step >= BEGUN
    return layers.axes(1) | {
        "type": "scatter",
        "name": "the point",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": {
            "symbol": theme.STAR,
            "size": 18,
            "color": theme.colour(number) if begun else theme.NOTHING,
            "line": {"color": theme.OUTLINE if begun else theme.NOTHING, "width": 1.5},
        },
        "hoverinfo": "x+y" if begun else "skip",
    }
