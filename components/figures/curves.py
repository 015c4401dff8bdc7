"""Pictures of numbers: over frames, over k, over n, over a column, over an iteration of EM."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.views import kind_of, view_of
from components.stage.scene import Scene
from core import generation
from core.climb import Climb
from core.datasets import Dataset
from core.film import EMFrame, Half
from core.gmm import Mixture

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

MARKED = 30  # of a component's frames at most carry its symbol
DOTS = 50  # with more places than this, dots would hide the line
BINS = 30


def shares(history: Floats, now: int) -> Scene:
    """How one point was shared among the components, frame by frame.

    Args:
        history: (number of frames, k), each row sums to one.
        now: the frame that the film stands at.
    """
    n, k = history.shape
    every = min(max(-(-n // MARKED), k), n)
    frames, lines, symbols = np.arange(n), [], []
    for number, column in enumerate(history.T):
        name = f"component {number + 1}"
        hover = f"{name}: %{{y:.4f}} in frame %{{x}}<extra></extra>"
        style = {"color": theme.line(number), "width": 2}
        curve = layers.curve(np.column_stack([frames, column]), name, style, 1)
        lines.append(curve | {"hoverinfo": "all", "hovertemplate": hover})
        some = slice(number * every // k, None, every)  # where no other line has its symbol
        places = np.column_stack([frames[some], column[some]])
        numbers = np.full(len(places), number)
        marks = layers.points(places, numbers, theme.solid(numbers), 1, size=theme.POINT_SIZE + 2)
        symbols.append(marks | {"name": f"symbols {number + 1}", "hoverinfo": "skip"})
    layout = theme.LAYOUT | {
        "height": 270,
        "margin": theme.MARGIN | {"t": 40},
        "dragmode": False,
        "shapes": [_upright("now", now, -0.05, 1.05)],
        "xaxis": theme.AXIS | {"title": {"text": "frame", "standoff": 4}, "range": [-0.5, n - 0.5]},
        "yaxis": theme.AXIS
        | {
            "title": {"text": "share of the point", "standoff": 4},
            "range": [-0.05, 1.05],
            "fixedrange": True,
            "tickvals": [0, 0.5, 1],
        },
    }
    return Scene(lines + symbols, layout)


def bound(climb: Climb, frame: EMFrame) -> Scene:
    """The log-likelihood, and the lower bound by which EM climbs it.

    After E the two touch; M goes where the bound is highest, and the log-likelihood is higher
    still, by the gap.

    Args:
        climb: from the step whose shares are at hand to the next one.
        frame: the film stands at the start of it, after E, or at its end, after M.
    """
    refit = frame.half is Half.REFIT
    t, at = frame.t - refit, float(refit)
    low = float(climb.bounds.min())
    span = max(float(climb.log_likelihoods.max()) - low, 1e-9 * abs(low), 1e-12)
    upper, lower = (climb.log_likelihoods - low) / span, (climb.bounds - low) / span
    ends = np.interp(at, climb.places, upper), np.interp(at, climb.places, lower)
    shared = slice(None if frame.bound is not None else 0)  # at the start nothing is shared yet
    between = np.array([[at, end] for end in ends])[shared]
    traces = [
        _scaled("log-likelihood", climb.places, upper, climb.log_likelihoods, 0),
        _scaled("lower bound", climb.places[shared], lower[shared], climb.bounds[shared], 1),
        layers.curve(between, "gap", theme.AT_HAND | {"width": 5}, 1),
        layers.rings(between, "at hand", theme.HERE, 1) | {"meta": {"flat": True}},
    ]
    values = {"log-likelihood": frame.log_likelihood}
    if frame.bound is not None:
        gap = max(frame.log_likelihood - frame.bound, 0.0)
        values |= {"lower bound, dashed": frame.bound, "gap": gap}
    texts = [
        layers.refs(1)
        | {"name": name, "text": f"{name} {value:,.4f}", "x": -0.1, "y": 1.5 - 0.12 * row}
        | {"xanchor": "left", "showarrow": False}
        for row, (name, value) in enumerate(values.items())
    ]
    title = theme.TITLE | {"text": "<b>the bound</b>", "x": 0, "name": "title 1"}
    layout = theme.LAYOUT | {
        "height": theme.FILM_HEIGHT,
        "margin": theme.MARGIN | {"l": 30},
        "dragmode": False,
        "annotations": [title, *texts],
        "xaxis": theme.AXIS
        | {
            "title": {"text": "parameters, from step to step", "standoff": 4},
            "range": [-0.15, 1.15],
            "fixedrange": True,
            "tickvals": [0, 1],
            "ticktext": [f"step {t}", f"step {t + 1}"],
        },
        "yaxis": theme.AXIS
        | {
            "title": {"text": "nats", "standoff": 4},
            "range": [-0.15, 1.6],
            "fixedrange": True,
            "showticklabels": False,  # an iteration is as high as the next, however little it gains
        },
    }
    return Scene(traces, layout)


def criteria(
    counts: Integers,
    values: Mapping[str, Floats],
    k: int,
    others: Mapping[int, str] | None = None,
    stars: NDArray[np.bool_] | None = None,
) -> Scene:
    """How criteria change with the number of components; their least values are stars.

    Args:
        counts: (m,) numbers of components, rising.
        values: (m,) of each criterion by its name, lower is better; NaN where there is none.
        k: the one at hand.
        others: that somebody else chose, with who it was.
        stars: (m,) whose least values count; all if not given.
    """
    traces, names = [], []
    for row, (name, column) in enumerate(values.items()):
        there = np.isfinite(column)
        x, y = counts[there], column[there]
        style, symbol = theme.series(row)
        counted = y if stars is None else y[stars[there]]
        least = y == counted.min(initial=np.inf)
        dot = theme.POINT_SIZE - 1 if len(counts) <= DOTS else 0
        traces.append(
            layers.curve(np.column_stack([x, y]), name, style, 1)
            | {
                "mode": "lines+markers",
                "marker": {
                    "color": style["color"],
                    "size": np.where(least, 14, dot),
                    "symbol": np.where(least, theme.STAR, symbol),
                    "line": theme.EDGE,
                },
                "hoverinfo": "all",
                "hovertemplate": f"k = %{{x}}<br>{name} %{{y:,.1f}}<extra></extra>",
            }
        )
        names += [
            layers.refs(1)
            | {"text": name, "x": float(at), "y": float(end), "xanchor": "left"}
            | {"xshift": 8, "showarrow": False}
            for at, end in zip(x[-1:], y[-1:], strict=True)
        ]
    low, high = _room(np.concatenate([trace["y"] for trace in traces]), 0.05)
    span = float(counts[-1] - counts[0]) or 1.0
    sides = ("right", "left")  # of their lines, so that two names beside each other are apart
    names += [
        layers.refs(1)
        | {"text": who, "x": other, "y": high, "xanchor": sides[row % 2], "yanchor": "bottom"}
        | {"showarrow": False}
        for row, (other, who) in enumerate(sorted((others or {}).items()))
    ]
    layout = theme.LAYOUT | {
        "height": 300,
        "margin": {"l": 64, "r": 8, "t": 34, "b": 44},
        "dragmode": False,
        "annotations": names,
        "shapes": [
            *(_upright(f"{other}", other, low, high, theme.DOTTED) for other in others or {}),
            _upright("k", k, low, high),
        ],
        "xaxis": theme.AXIS
        | {
            "title": {"text": "components, k"},
            "range": [float(counts[0] - 0.03 * span), float(counts[-1] + 0.1 * span)],
        },
        "yaxis": theme.AXIS | {"title": {"text": "nats, lower is better"}, "range": [low, high]},
    }
    return Scene(traces, layout)


def falling(sizes: Sequence[int], errors: Mapping[str, Floats]) -> Scene:
    """How errors fall with the number of points, on two logarithmic axes.

    Args:
        sizes: (m,) points.
        errors: (m,) of each kind, by its name; what isn't positive isn't drawn.
    """
    n = np.array(sizes)
    seen = {name: np.isfinite(values) & (values > 0) for name, values in errors.items()}
    traces = [
        layers.curve(np.column_stack([n, values])[seen[name]], name, style, 1)
        | {
            "mode": "lines+markers",
            "marker": {"symbol": symbol, "size": 9, "color": style["color"], "line": theme.EDGE},
            "hoverinfo": "all",
        }
        for row, (name, values) in enumerate(errors.items())
        for style, symbol in [theme.series(row)]
    ]
    start = max((float(values[0]) for name, values in errors.items() if seen[name][0]), default=1.0)
    ideal = np.column_stack([n, start * np.sqrt(n[0] / n)])
    traces.append(layers.curve(ideal, "1 / square root of n", theme.DOTTED, 1))
    layout = theme.LAYOUT | {
        "height": 320,
        "margin": {"l": 64, "r": 8, "t": 34, "b": 44},
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "xaxis": theme.AXIS
        | {"type": "log", "title": {"text": "points, n"}, "tickvals": list(sizes)},
        "yaxis": theme.AXIS | {"type": "log", "title": {"text": "mean error"}},
    }
    return Scene(traces, layout)


def marginal(data: Dataset, new: Floats, mixture: Mixture, column: int) -> Scene:
    """One column of both samples as histograms, and the density of the mixture.

    Args:
        data: n points, measured.
        new: (n', d) generated.
        mixture: of the d columns.
        column: 0 to d - 1.
    """
    real, made = data.points[:, column], new[:, column]
    low, high = _room(np.concatenate([real, made]), 0.0)
    edges = np.linspace(low, high, BINS + 1)
    bars, steps = (_histogram(values, edges) for values in (real, made))
    places = np.linspace(low, high, 200)
    alone = generation.marginal(mixture, np.array([column]))
    density = generation.densities(places[:, None], alone).sum(axis=1)
    outline = np.column_stack([edges, np.append(steps, steps[-1])])
    traces = [
        layers.axes(1)
        | {
            "type": "bar",
            "name": "measured",
            "x": (edges[:-1] + edges[1:]) / 2,
            "y": bars,
            "marker": {"color": theme.UNASSIGNED, "opacity": 0.5, "line": {"width": 0}},
        },
        layers.curve(outline, "generated", theme.MADE | {"shape": "hv"}, 1),
        layers.curve(np.column_stack([places, density]), "the mixture's density", theme.SUM, 1),
    ]
    layout = theme.LAYOUT | {
        "height": 300,
        "margin": {"l": 56, "r": 8, "t": 8, "b": 8},
        "bargap": 0,
        "showlegend": True,
        "legend": {"orientation": "h", "y": -0.25, "yanchor": "top", "x": 0},
        "xaxis": theme.AXIS | {"title": {"text": theme.literal(data.columns[column])}},
        "yaxis": theme.AXIS | {"title": {"text": "density"}, "rangemode": "tozero"},
    }
    return Scene(traces, layout)


def joint(data: Dataset, new: Floats) -> Scene:
    """Where half, and where nine tenths, of the points lie densest, for both samples.

    Of a single column the densities themselves, as curves.

    Args:
        data: n points, measured.
        new: (n', d) generated.
    """
    view = view_of(data.points, data.columns, [kind_of(data.points).density_is], pair=data.pair)
    view.include(view.place(new))
    view.smooth(data.points, "measured", theme.MEASURED)
    view.smooth(new, "generated", theme.MADE)
    scene = view.scene(420)
    legend = {"x": 1, "xanchor": "right", "y": 1}
    return Scene(scene.data, scene.layout | {"showlegend": True, "legend": legend})


def _upright(
    name: str, x: float, low: float, high: float, style: layers.Piece = theme.AT_HAND
) -> layers.Piece:
    ends = {"x0": x, "x1": x, "y0": low, "y1": high}
    return layers.refs(1) | {"type": "line", "name": name, "line": style} | ends


def _scaled(name: str, places: Floats, heights: Floats, values: Floats, row: int) -> layers.Piece:
    """A curve drawn to a scale of its own, which says its values when pointed at."""
    style, _ = theme.series(row)
    return layers.curve(np.column_stack([places, heights]), name, style, 1) | {
        "customdata": values[:, None],
        "hoverinfo": "all",
        "hovertemplate": f"{name} %{{customdata[0]:,.4f}}<extra></extra>",
    }


def _room(values: Floats, margin: float) -> tuple[float, float]:
    """Where an axis begins and ends, with so much of the values' span on both sides."""
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    span = high - low or max(1.0, 1e-6 * abs(low))
    return low - margin * span, max(high + margin * span, low + span)


def _histogram(values: Floats, edges: Floats) -> Floats:
    return np.histogram(values, edges, density=True)[0]
