"""Drawing verbs: records in, pieces of a scene out (traces, shapes, images).

`panel` is 1 for the left picture and 2 for the right one; it names the axes that a piece lies on.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.figures import theme
from components.stage.scene import Colours, Polygon, Raster
from components.stage.scene import Piece as Piece  # what the verbs make
from core import geometry

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.int_]

SVG_UP_TO = 2_000  # points; then WebGL
WEBGL_UP_TO = 20_000  # points; then counts per pixel
PIXELS = 400  # of the longer side of that raster


def axes(panel: int) -> Piece:
    """The axes that a trace lies on."""
    suffix = "" if panel == 1 else str(panel)
    return {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}


def refs(panel: int) -> Piece:
    """The axes that a shape or a picture lies on."""
    return {f"{key[0]}ref": name for key, name in axes(panel).items()}


def points(
    xy: Floats,
    numbers: Integers,
    rgb: NDArray[np.uint8],
    panel: int,
    *,
    size: Floats | int = theme.POINT_SIZE,
    details: Floats | None = None,
    hover: str = "%{x:.3f}, %{y:.3f}<extra></extra>",
) -> Piece:
    """Points, (n, 2), in given colours, (n, 3), with the symbols of their clusters' numbers, (n,).

    `details`, (n, m), are what `hover` may name as %{customdata[0]} and so on.
    """
    return axes(panel) | {
        "type": "scatter" if len(xy) <= SVG_UP_TO else "scattergl",
        "name": "points",
        "mode": "markers",
        "x": xy[:, 0],
        "y": xy[:, 1],
        "marker": {
            "color": Colours(rgb),
            "symbol": theme.symbols(numbers),
            "size": size,
            "line": theme.EDGE,
        },
        # they travel with seven digits, and zeros compress better than what is beyond them
        "customdata": None if details is None else details.round(7),
        "hovertemplate": hover,
        # a cluster lights up where one of it is pointed at, rows where something stands for them
        "meta": {"symbols": list(theme.SYMBOLS), "rows": True},
    }


def cloud(xy: Floats, rgb: NDArray[np.uint8], low: Floats, high: Floats, panel: int) -> Piece:
    """Very many points, (n, 2), as one picture: mean colour, stronger where there are more."""
    span = high - low
    width, height = np.maximum(1, (PIXELS * span / span.max()).astype(int))
    column, row = ((xy - low) / span * (width, height)).astype(int).T
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    pixel = (height - 1 - row[inside]) * width + column[inside]
    count = np.bincount(pixel, minlength=width * height)
    channels = []
    for channel in range(3):
        total = np.bincount(pixel, rgb[inside, channel], minlength=width * height)
        channels.append(total / np.maximum(count, 1))
    strength = np.log1p(count) / np.log1p(max(count.max(), 1))
    channels.append(np.where(count > 0, 90 + 165 * strength, 0))
    raster = Raster(tuple(c.astype(np.uint8).reshape(height, width) for c in channels))
    return picture(raster, low, high, panel) | {"name": "cloud"}


PLACE = "%{x:.3f}, %{y:.3f}"  # what hovering tells of a place


def shares_hover(numbers: Iterable[int], place: str = PLACE) -> str:
    """What hovering over a point tells; its details are its number and its responsibilities."""
    return (
        f"point %{{customdata[0]:d}}<br>{place}<br>probability of"
        + "".join(
            f"<br>{number + 1}: %{{customdata[{column}]:.3f}}"
            for column, number in enumerate(numbers, start=1)
        )
        + "<extra></extra>"
    )


def spokes(xy: Floats, centres: Floats, labels: Integers, panel: int) -> list[Piece]:
    """A line from every point, (n, 2), to the centre of its cluster: a trace per cluster."""
    pieces = []
    for number, centre in enumerate(centres):
        members = xy[labels == number]
        there_and_back = np.stack([members, np.broadcast_to(centre, members.shape)], axis=1)
        pieces.append(_line(there_and_back.reshape(-1, 2), number, panel, "spokes", 0.7, 0.45))
    return pieces


def trails(path: Sequence[Floats], numbers: Iterable[int], panel: int) -> list[Piece]:
    """Where each centre, (k, 2), has been, step by step: a trace per cluster."""
    steps = np.stack(path)  # (t, k, 2)
    return [
        _line(steps[:, row], number, panel, "trails", 2.5, 1.0)
        for row, number in enumerate(numbers)
    ]


def curve(xy: Floats, name: str, style: Piece, panel: int) -> Piece:
    """A line through places, (m, 2), that says nothing when pointed at."""
    return axes(panel) | {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": xy[:, 0],
        "y": xy[:, 1],
        "line": style,
        "hoverinfo": "skip",
    }


def _line(xy: Floats, number: int, panel: int, name: str, width: float, opacity: float) -> Piece:
    return axes(panel) | {
        "type": "scatter",
        "name": name,
        "mode": "lines",
        "x": xy[:, 0],
        "y": xy[:, 1],
        "line": {"color": theme.line(number), "width": width},
        "opacity": opacity,
        "hoverinfo": "skip",
    }


def rings(
    xy: Floats, name: str, colour: str, panel: int, size: int = theme.POINT_SIZE + 5
) -> Piece:
    """A ring around each of the given points, (m, 2)."""
    return axes(panel) | {
        "type": "scatter" if len(xy) <= SVG_UP_TO else "scattergl",
        "name": name,
        "mode": "markers",
        "x": xy[:, 0],
        "y": xy[:, 1],
        "marker": {
            "symbol": theme.OPEN_CIRCLE,
            "size": size,
            "color": colour,
            "line": {"width": 1.6},
        },
        "hoverinfo": "skip",
    }


def badges(xy: Floats, numbers: Iterable[int], panel: int) -> Piece:
    """The number of each cluster on a dark disc at its centre or mean, (k, 2); counted from 1."""
    numbers = list(numbers)
    return axes(panel) | {
        "type": "scatter",
        "name": "centres",
        "mode": "markers+text",
        "x": xy[:, 0],
        "y": xy[:, 1],
        "text": [str(number + 1) for number in numbers],
        "textfont": {"color": theme.BADGE_TEXT, "size": 12, "weight": "bold"},
        "marker": {
            "symbol": "circle",
            "size": 21,
            "color": theme.BADGE,
            "line": {"color": [theme.line(number) for number in numbers], "width": 3},
        },
        "hoverinfo": "skip",
    }


def circles(
    centres: Floats, radii: Floats, numbers: Iterable[int], panel: int, name: str = "circle"
) -> list[Piece]:
    """A circle of given radius around each centre, (k, 2)."""
    return [
        refs(panel)
        | {
            "type": "circle",
            "name": f"{name} {number + 1}",
            "x0": x - radius,
            "x1": x + radius,
            "y0": y - radius,
            "y1": y + radius,
            "line": {"color": theme.line(number), "width": 2},
            "fillcolor": theme.NEUTRAL,
            "layer": "below",
        }
        for (x, y), radius, number in zip(centres.tolist(), radii.tolist(), numbers, strict=True)
    ]


def ellipses(
    means: Floats,
    covariances: Floats,
    weights: Floats,
    numbers: Iterable[int],
    levels: Sequence[float],
    panel: int,
) -> list[Piece]:
    """Ellipses at so many standard deviations; the fill is stronger the larger the weight.

    Args:
        means: (k, 2).
        covariances: (k, 2, 2).
        weights: (k,).
        numbers: (k,).
        levels: in standard deviations.
        panel: 1 or 2.
    """
    strength = 0.2 * weights / weights.max()
    return [
        refs(panel)
        | {
            "type": "path",
            "name": f"ellipse {number + 1} at {level:.3g}",
            "path": Polygon(line[:-1]),
            "line": {"color": theme.line(number), "width": 2 if level == levels[0] else 1.2},
            "fillcolor": theme.faded(number, alpha),
            "layer": "below",
        }
        for mean, covariance, alpha, number in zip(
            means, covariances, strength, numbers, strict=True
        )
        for level, line in zip(levels, geometry.ellipses(mean, covariance, levels), strict=True)
    ]


def outline(mean: Floats, covariance: Floats, panel: int = 1) -> Piece:
    """The reader's own ellipse, at one standard deviation: mean (2,), covariance (2, 2)."""
    return refs(panel) | {
        "type": "path",
        "name": "brush",
        "path": Polygon(geometry.ellipse(mean, covariance, 1.0)[:-1]),
        "line": {"color": theme.HERE, "width": 2, "dash": "dot"},
        "layer": "below",
    }


def picture(raster: Raster, low: Floats, high: Floats, panel: int) -> Piece:
    """A picture stretched over a box in data coordinates, under everything."""
    return refs(panel) | {
        "source": raster,
        "x": float(low[0]),
        "y": float(high[1]),
        "sizex": float(high[0] - low[0]),
        "sizey": float(high[1] - low[1]),
        "sizing": "stretch",
        "layer": "below",
    }


def relative(field: Floats) -> Floats:
    """A field as shares of its greatest value; nothing, where it is too thin to be seen at all."""
    peak = field.max()
    return field / peak if 0 < peak < np.inf else np.zeros_like(field)


def tint(rgb: tuple[int, int, int], strength: Floats) -> Raster:
    """One colour, stronger where `strength`, (height, width) in 0..1, is larger; rows upwards."""
    return Raster((*rgb, (255 * strength[::-1]).astype(np.uint8)))


def wash(rgb: NDArray[np.uint8], alpha: float) -> Raster:
    """Many colours, (height, width, 3) with rows upwards, at one strength."""
    return Raster((*np.moveaxis(rgb[::-1], -1, 0), round(255 * alpha)))


def shares(shares: NDArray[np.floating[Any]], numbers: Integers, what: str) -> Raster:
    """A picture of responsibilities, (height, width, k) with rows upwards.

    `what` is "responsibilities", as mixed colours, or "uncertainty".
    """
    if what == "responsibilities":
        return wash(theme.blend(shares, numbers), 0.4)
    return tint(theme.UNCERTAINTY_RGB, 0.8 * geometry.uncertainty(shares))
