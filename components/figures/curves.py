"""Pictures of one number for every frame of a film."""

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.stage.scene import Scene

Floats = NDArray[np.float64]
Single = NDArray[np.float32]

MARKED = 30  # of a component's frames at most carry its symbol


def shares(history: Floats, now: int) -> Scene:
    """How one point was shared among the components, frame by frame.

    Args:
        history: (number of frames, k), each row sums to one.
        now: the frame that the film stands at.
    """
    n, k = history.shape
    every = min(max(-(-n // MARKED), k), n)
    lines, symbols = [], []
    for number, column in enumerate(history.T.astype(np.float32)):
        frames = np.arange(n, dtype=np.float32)
        name, line = f"component {number + 1}", {"color": theme.colour(number), "width": 2}
        hover = f"{name}: %{{y:.4f}} in frame %{{x}}<extra></extra>"
        curve = {"name": name, "mode": "lines", "x": frames, "y": column, "line": line}
        lines.append(layers.axes(1) | {"type": "scatter", "hovertemplate": hover} | curve)
        some = slice(number * every // k, None, every)  # where no other line has its symbol
        symbols.append(_symbols(frames[some], column[some], number))
    mark = {"type": "line", "name": "now", "x0": now, "x1": now, "y0": -0.05, "y1": 1.05}
    layout = theme.LAYOUT | {
        "height": 270,
        "margin": theme.LAYOUT["margin"] | {"t": 40},
        "dragmode": False,
        "shapes": [layers.refs(1) | mark | {"line": {"color": theme.RING, "width": 2}}],
        "xaxis": theme.AXIS
        | {"title": {"text": "frame", "standoff": 4}, "range": [-0.5, len(history) - 0.5]},
        "yaxis": theme.AXIS
        | {
            "title": {"text": "share of the point", "standoff": 4},
            "range": [-0.05, 1.05],
            "fixedrange": True,
            "tickvals": [0, 0.5, 1],
        },
    }
    return Scene(lines + symbols, layout)


def _symbols(x: Single, y: Single, number: int) -> layers.Piece:
    return layers.axes(1) | {
        "type": "scatter",
        "name": f"symbols {number + 1}",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {
            "color": theme.colour(number),
            "symbol": theme.SYMBOLS[number % len(theme.SYMBOLS)],
            "size": theme.POINT_SIZE + 2,
            "line": {"color": theme.OUTLINE, "width": 0.6},
        },
        "hoverinfo": "skip",
    }
