"""Pictures of a mixture cut along a line: what one column says about another."""

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.views import view_of
from components.stage.scene import Scene, joined
from core import generation
from core.datasets import Dataset
from core.generation import Cut

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

ROOM = 1.08  # of the density's peak


def cut(data: Dataset, through: Cut, numbers: Integers) -> Scene:
    """Two columns with a line at one value of the first; right, the density along it.

    Args:
        data: measured points.
        through: the line, and what the mixture says of it.
        numbers: (k,) by which the reader knows the components.
    """
    shown = [through.column, through.against]
    columns = data.columns[through.column], data.columns[through.against]
    view = view_of(data.points[:, shown], columns, ["all at once"], room=through.pair)
    view.plain(1, size=5)
    view.ellipses(through.pair, numbers, (1.0, 2.0), 1)
    ends = np.array([[through.value, end] for end in (view.low[1], view.high[1])])
    view.traces.append(layers.curve(ends, "line", theme.AT_HAND, 1))
    view.add(through.points[:, shown], numbers[through.components], 1)
    view.badges(through.pair.means, numbers, 1)

    places = np.linspace(view.low[1], view.high[1], 300)
    parts = generation.densities(places[:, None], through.along)  # (300, k)
    title = f"density, given {theme.literal(columns[0])} = {through.value:.4g}"
    scene = joined(view.scene(), _density(places, parts, numbers, title), share=0.68)
    linked = scene.layout["yaxis2"] | {"matches": "y", "showticklabels": False}
    return Scene(scene.data, scene.layout | {"yaxis2": linked})


def _density(places: Floats, parts: Floats, numbers: Integers, title: str) -> Scene:
    """Densities, (m, k), along an upright line, (m,)."""
    curves = [
        layers.curve(
            np.column_stack([part, places]),
            f"component {number + 1}",
            {"color": theme.line(number), "width": 2},
            1,
        )
        for number, part in zip(numbers, parts.T, strict=True)
    ]
    whole = np.column_stack([parts.sum(axis=1), places])
    hover = {"hoverinfo": "all", "hovertemplate": "density %{x:.4f} at %{y:.3f}<extra></extra>"}
    curves.append(layers.curve(whole, "sum", theme.SUM, 1) | hover)
    layout = theme.LAYOUT | {
        "margin": theme.MARGIN | {"l": 20},
        "annotations": [theme.TITLE | {"text": "<b>along the line</b>", "x": 0, "name": "title 1"}],
        "xaxis": theme.AXIS
        | {
            "range": [0, ROOM * float(whole[:, 0].max())],
            "title": {"text": title, "standoff": 4},
        },
        "yaxis": theme.AXIS | {"range": [float(places[0]), float(places[-1])]},
    }
    return Scene(curves, layout)
