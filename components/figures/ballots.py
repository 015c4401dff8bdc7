"""Bars of what criteria chose."""

from collections.abc import Sequence

from components.figures import layers, theme
from components.stage.scene import Scene
from core.contest import Contest

PATTERNS = ("", "/", "x", ".")  # tell bars apart without their shades
SHADES = ("#33455c", "#6c7f97", "#9fb0c4", "#c9d3df")


def bars(found: Contest | None, k: int, names: Sequence[str], ks: Sequence[int]) -> Scene:
    """For every k a bar of each criterion: how often it chose that k.

    Args:
        found: the counts so far.
        k: the truth, whose place is marked.
        names: of the criteria.
        ks: that there are.
    """
    rounds = 1 if found is None else found.rounds
    traces = [
        layers.axes(1)
        | {
            "type": "bar",
            "name": name,
            "x": list(ks),
            "y": [0] * len(ks) if found is None else found.counts[row].tolist(),
            "marker": {
                "color": SHADES[row],
                "pattern": {"shape": PATTERNS[row], "fgcolor": "#ffffff", "fillmode": "overlay"},
                "line": theme.EDGE,
            },
            "hovertemplate": f"{name} chose k = %{{x}}<br>%{{y}} times<extra></extra>",
        }
        for row, name in enumerate(names)
    ]
    band = {"type": "rect", "name": "row", "x0": k - 0.5, "x1": k + 0.5, "y0": 0, "y1": rounds}
    title = "<b>Chosen k; the truth is shaded</b>"
    layout = theme.LAYOUT | {
        "barmode": "group",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 0.99, "yanchor": "top"},
        "xaxis": theme.AXIS
        | {
            "range": [ks[0] - 0.6, ks[-1] + 0.6],
            "tickvals": list(ks),
            "title": {"text": "components, k", "standoff": 4},
            "fixedrange": True,
        },
        "yaxis": theme.AXIS
        | {
            "range": [0, 1.12 * rounds],
            "title": {"text": "samples", "standoff": 4},
            "fixedrange": True,
        },
        "annotations": [theme.TITLE | {"text": title, "x": 0, "name": "title 1"}],
        "shapes": [
            layers.refs(1)
            | band
            | {"fillcolor": theme.BAND, "line": {"width": 0}, "layer": "below"}
        ],
        "images": [],
    }
    return Scene(traces, layout)
