"""Pictures of one point of one dimension in the making."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.anatomy import FRAMES, HEIGHT, LINES, ROOM
from components.figures.line import BOTTOM, TOP, Line
from components.stage.scene import Polygon
from core import line
from core.generation import Anatomy
from core.gmm import Mixture

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

PEAK = 1 / np.sqrt(2 * np.pi)  # of the standard normal density
RULER, TICK = 1.22, 0.06  # where it lies, and half a tick of it: by the height of the highest bar


def making(
    xy: Floats, titles: tuple[str, str], mixture: Mixture, numbers: Integers, made: Anatomy
) -> list[go.Figure]:
    """One point step by step: the line of z on the left, that of the data on the right.

    Args:
        xy: measured points on their line, (n, 2).
        titles: of the two axes.
        mixture: k components in one dimension.
        numbers: (k,).
        made: the point.

    Returns:
        FRAMES figures with the same traces.
    """
    view = Line(xy[:, :1], titles[:1], ["z", "x"], room=mixture)
    view.low[0], view.high[0] = min(view.low[0], -ROOM), max(view.high[0], ROOM)
    return [_frame(view.fresh(), mixture, numbers, made, step) for step in range(FRAMES)]


def _frame(view: Line, mixture: Mixture, numbers: Integers, made: Anatomy, step: int) -> go.Figure:
    number, begun, n = int(numbers[made.component]), step >= 2, len(view.xy)
    scale = float(made.factor[0, 0]) if step >= 3 else 1.0
    shift = float(mixture.means[made.component, 0]) if step >= 4 else 0.0
    bell = Polygon(line.bell(0.0, 1.0, 1.0, ROOM)[:-1].astype(np.float32))
    view.shapes.append(
        layers.refs(1)
        | {"type": "path", "name": "bell", "path": bell, "layer": "below"}
        | theme.BARS
    )
    view.points(np.zeros(n, int), theme.plain(n), 2, size=4)
    view.ellipses(mixture, numbers, (1.0, 2.0), 2)
    view.badges(mixture.means, numbers, 2)
    for panel, unit, factor, start in ((1, PEAK, 1.0, 0.0), (2, view.unit, scale, shift)):
        ruler = np.array([factor, unit]) * _ruler() + [start, 0.0]
        place = factor * float(made.z[0]) + start
        drop = np.array([[place, RULER * unit], [place, 0.0]])
        view.traces += [
            _line(ruler, "ruler", theme.colour(number) if begun else theme.NOTHING, panel),
            _line(drop, "drop", theme.RING if begun else theme.NOTHING, panel),
            _star(place, RULER * unit, number, begun, panel),
        ]
    return _with_own_axes(view.figure(HEIGHT))


def _ruler() -> Floats:
    """From -2 to 2 with a tick at every whole number, (m, 2), as one line."""
    ticks = [[[at, RULER], [at, RULER + TICK], [at, RULER - TICK], [at, RULER]] for at in LINES]
    return np.array(ticks).reshape(-1, 2)


def _line(xy: Floats, name: str, colour: str, panel: int) -> layers.Piece:
    return layers.curve(xy, name, {"color": colour, "width": 2}, panel)


def _star(x: float, y: float, number: int, shown: bool, panel: int) -> layers.Piece:
    return layers.axes(panel) | {
        "type": "scatter",
        "name": "the point",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "marker": {
            "symbol": theme.STAR,
            "size": 18,
            "color": theme.colour(number) if shown else theme.NOTHING,
            "line": {"color": theme.OUTLINE if shown else theme.NOTHING, "width": 1.5},
        },
        "hoverinfo": "x" if shown else "skip",
    }


def _with_own_axes(figure: go.Figure) -> go.Figure:
    """Give z a smaller panel with axes of its own."""
    layout = figure.layout
    own: dict[str, Any] = {
        "range": layout.yaxis.range,
        "tickvals": layout.yaxis.tickvals,
        "title": {"text": "density", "standoff": 4},
        "showticklabels": True,
        "matches": None,
    }
    figure.update_layout(
        yaxis2=own,
        xaxis2={"domain": [0.4, 1], "range": layout.xaxis.range, "matches": None},
    )
    figure.update_layout(
        xaxis={"range": [-ROOM, ROOM], "domain": [0, 0.3], "title": {"text": "z"}},
        yaxis={"range": [-BOTTOM * PEAK, TOP * PEAK], "tickvals": [0, 0.1, 0.2, 0.3, 0.4]},
    )
    layout.annotations[1].x = 0.4
    return figure
