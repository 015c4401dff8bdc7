"""Points by how steadily they keep their group, and how well refits agree for every k."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.views import view_of
from components.stage.scene import Scene, joined
from core.datasets import Dataset

Floats = NDArray[np.float64]
JITTER = 0.22  # of the distance between two k: how far dots of one strip are spread


def stability(
    data: Dataset,
    numbers: NDArray[np.int_],
    kept: Floats,
    rand: Mapping[int, Floats],
    k: int,
    every: Sequence[int],
) -> Scene:
    """The points beside a strip of dots for every k.

    Args:
        data: n points.
        numbers: of the cluster of every point, (n,).
        kept: (n,) share of the refits that keep a point with its group: its colour fades to grey.
        rand: for every k so far, the adjusted Rand index of each refit.
        k: the one at hand.
        every: k that there will be.
    """
    view = view_of(data.points, data.columns, [f"k = {k}"], pair=data.pair)
    grey = theme.solid(theme.nobodys(len(numbers))).astype(float)
    rgb = kept[:, None] * theme.solid(numbers) + (1 - kept[:, None]) * grey
    details = np.column_stack([np.arange(1, len(kept) + 1), 100 * kept, numbers + 1])
    hover = (
        f"point %{{customdata[0]:d}}<br>{view.where}<br>cluster %{{customdata[2]:d}}<br>"
        "kept by %{customdata[1]:.0f} % of the refits<extra></extra>"
    )
    colours = rgb.round().astype(np.uint8)
    view.points(numbers, colours, 1, details=details, hover=hover)
    return joined(view.scene(), _strips(rand, k, every), share=0.55, height=theme.HEIGHT)


def _strips(rand: Mapping[int, Floats], k: int, every: Sequence[int]) -> Scene:
    there = {each: values[np.isfinite(values)] for each, values in sorted(rand.items())}
    places = [
        np.column_stack([each + JITTER * np.sin(2.4 * np.arange(len(values))), values])
        for each, values in there.items()
    ]
    xy = np.concatenate([np.empty((0, 2)), *places])
    numbers = theme.nobodys(len(xy))
    hover = "adjusted Rand %{y:.4f}<extra></extra>"
    dots = layers.points(xy, numbers, theme.solid(numbers), 1, size=6, hover=hover)
    means = np.array([(each, v.mean()) for each, v in there.items() if len(v)]).reshape(-1, 2)
    style, _ = theme.series(0)
    line = layers.curve(means, "mean", style, 1)
    low = min([0.0, *(float(v.min()) for v in there.values() if len(v))])
    band = {"type": "rect", "name": "row", "x0": k - 0.5, "x1": k + 0.5, "y0": low, "y1": 1.02}
    layout = theme.LAYOUT | {
        "xaxis": theme.AXIS
        | {
            "range": [every[0] - 0.6, every[-1] + 0.6],
            "tickvals": list(every),
            "title": {"text": "clusters, k", "standoff": 4},
            "fixedrange": True,
        },
        "yaxis": theme.AXIS
        | {
            "range": [low - 0.03, 1.05],
            "title": {"text": "adjusted Rand index", "standoff": 4},
            "fixedrange": True,
        },
        "annotations": [
            theme.TITLE | {"text": "<b>Agreement of the refits</b>", "x": 0, "name": "title 1"}
        ],
        "shapes": [
            layers.refs(1)
            | band
            | {"fillcolor": theme.BAND, "line": {"width": 0}, "layer": "below"}
        ],
        "images": [],
    }
    return Scene([line, dots | {"name": "refits"}], layout)
