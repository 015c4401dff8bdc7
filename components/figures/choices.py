"""Pictures of a choice: a map of fits, a measure over k, silhouettes, a histogram."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.stage.scene import Colours, Polygon, Scene

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

SHARP = 16  # pixels to a cell's side, so that its edges stay sharp when the picture is stretched
BIN_COUNT = 24
MARGIN = {"l": 74, "r": 12, "t": 34, "b": 46}
SAYS_TEXT = "%{text}<extra></extra>"


def fits(
    values: Floats,
    ks: Sequence[int],
    rows: Sequence[str],
    title: str,
    *,
    chosen: tuple[int, int],
    marks: Integers,
    texts: Sequence[str],
) -> Scene:
    """A map of fits: k to the right, a row for each shape; the darker, the better.

    Args:
        values: (len(ks), len(rows)), lower is better; NaN where there is no fit.
        ks: numbers of components.
        rows: names of the shapes.
        title: of the panel.
        chosen: the cell at hand, its places in ks and rows.
        marks: (len(ks), len(rows)) Plotly's numbers of symbols; a circle is nothing special.
        texts: what each cell says when pointed at, k by k.
    """
    excess = values - np.nanmin(values) if np.isfinite(values).any() else values
    typical = float(np.nanmedian(excess)) if np.isfinite(excess).any() else 0.0
    strength = np.nan_to_num(1 / (1 + excess / (typical or 1.0)))
    pixels = np.kron(0.85 * strength[:, ::-1].T, np.ones((SHARP, SHARP)))  # rows upwards
    low, high = np.array([ks[0] - 0.5, -0.5]), np.array([ks[-1] + 0.5, len(rows) - 0.5])
    heights = range(len(rows))[::-1]  # the first row is on top
    at = np.array([(k, height) for k in ks for height in heights], dtype=float)
    symbols = marks.ravel()
    sizes = np.select([symbols == theme.STAR, symbols == theme.CIRCLE], [16, 4], 9)
    colour = np.tile(np.array(theme.DENSITY_RGB, dtype=np.uint8), (len(at), 1))
    cells = layers.axes(1) | {
        "type": "scatter",
        "name": "cells",
        "mode": "markers",
        "x": at[:, 0],
        "y": at[:, 1],
        "marker": {
            "color": Colours(colour),
            "symbol": symbols.astype(np.uint8),
            "size": sizes,
            "line": {"color": "#ffffff", "width": 1.2},
        },
        "text": list(texts),
        "hovertemplate": SAYS_TEXT,
        "meta": {"flat": True},
    }
    here = np.array([[ks[chosen[0]], heights[chosen[1]]]], dtype=float)
    layout = theme.LAYOUT | {
        "height": 240,
        "margin": MARGIN | {"b": 30},
        "dragmode": False,
        "annotations": [_title(title)],
        "images": [
            layers.picture(layers.tint(theme.DENSITY_RGB, pixels), low, high, 1) | {"name": "map"}
        ],
        "shapes": [],
        "xaxis": theme.AXIS
        | {
            "range": [float(low[0]), float(high[0])],
            "tickvals": list(ks),
            "fixedrange": True,
            "showgrid": False,
        },
        "yaxis": theme.AXIS
        | {
            "range": [float(low[1]), float(high[1])],
            "tickvals": list(heights),
            "ticktext": list(rows),
            "fixedrange": True,
            "showgrid": False,
        },
    }
    return Scene([cells, layers.rings(here, "at hand", theme.HERE, 1, 22)], layout)


def measure(
    ks: Sequence[int],
    curves: Mapping[str, Floats],
    title: str,
    unit: str,
    *,
    k: int,
    spread: Floats | None = None,
    star: int | None = None,
    what: str = "clusters, k",
) -> Scene:
    """A measure over k, with its spread, and beside it what it is compared with.

    Args:
        ks: all that are asked for; the measure may not have come so far.
        curves: (at most len(ks),) values by name; the spread and the star are the first one's.
        title: of the panel.
        unit: of the values, and which are better.
        k: the one at hand.
        spread: (at most len(ks),) half of it, to both sides.
        star: the k that the measure chooses, if any.
        what: is counted.
    """
    traces, bars = [], []
    for row, (name, values) in enumerate(curves.items()):
        x = np.array(ks[: len(values)], dtype=float)
        there = np.isfinite(values)
        style, symbol = theme.series(row)
        is_star = (x == star) & (row == 0)
        traces.append(
            layers.curve(np.column_stack([x, values])[there], name, style, 1)
            | {
                "mode": "lines+markers",
                "marker": {
                    "color": style["color"],
                    "size": np.where(is_star, 16, theme.POINT_SIZE)[there],
                    "symbol": np.where(is_star, theme.STAR, symbol)[there],
                    "line": theme.EDGE,
                },
                "hoverinfo": "all",
                "hovertemplate": f"k = %{{x}}<br>{name} %{{y:,.4f}}<extra></extra>",
            }
        )
    first = next(iter(curves.values()))
    ends = [values[np.isfinite(values)] for values in curves.values()]
    if spread is not None:
        half = np.nan_to_num(spread)
        ends += [(first + sign * half)[np.isfinite(first)] for sign in (-1, 1)]
        bars = [
            layers.refs(1)
            | {"type": "line", "name": f"spread {each}", "line": {"color": theme.SLATE, "width": 2}}
            | {"x0": each, "x1": each, "y0": float(value - h), "y1": float(value + h)}
            for each, value, h in zip(ks, first, half, strict=False)
            if np.isfinite(value)
        ]
    low, high = _room(np.concatenate(ends))
    named = _names(traces, 0.09 * (high - low)) if len(curves) > 1 else []
    layout = theme.LAYOUT | {
        "height": 300,
        "margin": MARGIN,
        "dragmode": False,
        "annotations": [_title(title), *named],
        "images": [],
        "shapes": [*bars, _upright("k", k, low, high)],
        "xaxis": theme.AXIS
        | {
            "range": [ks[0] - 0.5, ks[-1] + (2.5 if len(curves) > 1 else 0.5)],
            "tickvals": list(ks),
            "title": {"text": what, "standoff": 4},
        },
        "yaxis": theme.AXIS | {"range": [low, high], "title": {"text": unit, "standoff": 4}},
    }
    return Scene(traces, layout)


def silhouettes(values: Floats, numbers: Integers, title: str) -> Scene:
    """A bar for every point, the clusters one above the other, the longest bars on top.

    Args:
        values: (n,) from -1 to 1.
        numbers: (n,) of the points' clusters.
        title: of the panel.
    """
    order = np.lexsort([values, numbers])
    every = np.arange(len(values), dtype=np.int32)
    alone = np.column_stack([np.zeros_like(order), order, np.zeros_like(order), order])
    values, numbers = values[order], numbers[order]
    rows = np.arange(len(values), dtype=float)
    shapes = []
    for number in np.unique(numbers):
        mine = numbers == number
        edge = np.repeat(values[mine], 2)
        height = (rows[mine][:, None] + [-0.5, 0.5]).ravel()
        outline = np.concatenate(
            [np.column_stack([edge, height]), [[0.0, height[-1]], [0.0, height[0]]]]
        )
        shapes.append(
            layers.refs(1)
            | {
                "type": "path",
                "name": f"silhouettes {number + 1}",
                "path": Polygon(outline),
                "line": {"color": theme.line(int(number)), "width": 1},
                "fillcolor": theme.faded(int(number), 0.5),
                "layer": "below",
            }
        )
    ends = layers.points(
        np.column_stack([values, rows]),
        numbers,
        theme.solid(numbers),
        1,
        size=4,
        details=alone.astype(float),
        hover="silhouette %{x:.3f}<extra></extra>",
    )
    mean = float(values.mean())
    layout = theme.LAYOUT | {
        "height": 300,
        "margin": MARGIN,
        "dragmode": False,
        "annotations": [_title(title)],
        "images": [],
        "shapes": [*shapes, _upright("mean", mean, -1.0, float(len(values)), theme.DOTTED)],
        "xaxis": theme.AXIS
        | {
            "range": [min(-0.1, float(values.min())), 1.0],
            "title": {"text": "silhouette; dotted: the mean", "standoff": 4},
        },
        "yaxis": theme.AXIS
        | {"range": [-1.0, float(len(values))], "showticklabels": False, "showgrid": False},
    }
    # the end of a bar lights up its point
    return Scene([ends | {"name": "ends", "meta": {"labels": [every]}}], layout)


def histogram(values: Floats, mark: float, title: str, unit: str) -> Scene:
    """How often a statistic came out how large, and the one at hand.

    Args:
        values: (m,), none to begin with.
        mark: the one at hand.
        title: of the panel.
        unit: of all of them.
    """
    high = 1.08 * max(mark, float(values.max(initial=0.0)), 1e-9)
    edges = np.linspace(0.0, high, BIN_COUNT + 1)
    counts = np.histogram(values, edges)[0]
    top = max(1.1 * counts.max(), 10.0)
    bars = [
        layers.refs(1)
        | {"type": "rect", "name": f"bar {i}", "layer": "below"}
        | {"x0": float(edges[i]), "x1": float(edges[i + 1]), "y0": 0.0, "y1": float(count)}
        | theme.BARS
        for i, count in enumerate(counts)
        if count
    ]
    middles = np.column_stack([(edges[:-1] + edges[1:]) / 2, counts]).astype(float)
    tops = layers.curve(middles, "replicates", {"color": theme.NOTHING, "width": 0}, 1) | {
        "hoverinfo": "all",
        "hovertemplate": "about %{x:.1f}: %{y} replicates<extra></extra>",
    }
    layout = theme.LAYOUT | {
        "height": 300,
        "margin": MARGIN,
        "dragmode": False,
        "annotations": [_title(title)],
        "images": [],
        "shapes": [*bars, _upright("at hand", mark, 0.0, top)],
        "xaxis": theme.AXIS | {"range": [0.0, high], "title": {"text": unit, "standoff": 4}},
        "yaxis": theme.AXIS | {"range": [0.0, top], "title": {"text": "replicates", "standoff": 4}},
    }
    return Scene([tops], layout)


def _title(text: str) -> layers.Piece:
    return theme.TITLE | {"text": f"<b>{text}</b>", "x": 0, "name": "title 1"}


def _names(traces: Sequence[layers.Piece], apart: float) -> list[layers.Piece]:
    """The names of curves near their ends, so far apart that all can be read."""
    ends = sorted((float(t["y"][-1]), float(t["x"][-1]), t["name"]) for t in traces if len(t["x"]))
    heights: list[float] = []
    for y, _, _ in ends:
        heights.append(max(y, heights[-1] + apart) if heights else y)
    raised = np.mean(heights) - np.mean([y for y, _, _ in ends]) if ends else 0.0
    return [
        layers.refs(1)
        | {"text": name, "x": x, "y": float(height - raised), "xanchor": "left", "xshift": 10}
        | {"showarrow": False}
        for height, (_, x, name) in zip(heights, ends, strict=True)
    ]


def _upright(
    name: str, x: float, low: float, high: float, style: layers.Piece = theme.AT_HAND
) -> layers.Piece:
    ends = {"x0": x, "x1": x, "y0": low, "y1": high}
    return layers.refs(1) | {"type": "line", "name": name, "line": style} | ends


def _room(values: Floats) -> tuple[float, float]:
    """Where an axis begins and ends, with some room on both sides."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    span = high - low or max(1.0, 1e-6 * abs(low))
    return low - 0.1 * span, high + 0.1 * span
