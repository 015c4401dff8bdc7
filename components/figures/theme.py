"""Every colour, symbol and pixel of the pictures.

Colours are petroff10 (Petroff 2021, arXiv:2107.02270), which stay apart under the common forms of
colour-blindness. Marker symbols are the second channel: beyond ten clusters colours come round
again, symbols don't.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

PALETTE = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
RGB = np.array(
    [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in PALETTE], dtype=float
)  # (10, 3)

# Plotly's numbers of: circle, square, diamond, triangle-up, cross, star, triangle-down, pentagon,
# x, hexagon, star-square, triangle-left
SYMBOLS = (0, 1, 2, 5, 3, 17, 6, 13, 4, 14, 21, 7)

CIRCLE, SQUARE, STAR = 0, 1, 17

OUTLINE = "rgba(20, 24, 32, 0.75)"  # around markers: four of the ten colours are faint on white
BADGE = "#14181f"  # the disc that carries a cluster's number
BADGE_TEXT = "#ffffff"
RING = "#e4007c"  # around points on which the models disagree
NEUTRAL = "rgba(128, 134, 145, 0.10)"  # inside of a circle
GRID = "rgba(128, 134, 145, 0.22)"
MEASURED = "rgba(128, 134, 145, 0.55)"  # real points, where generated ones have the colours
DOTTED = {"color": "rgb(128, 134, 145)", "width": 2, "dash": "dot"}
BARS: dict[str, Any] = {  # of a histogram
    "fillcolor": "rgba(128, 134, 145, 0.22)",
    "line": {"color": "rgba(128, 134, 145, 0.5)", "width": 1},
}
NEW_BARS: dict[str, Any] = {"line": {"color": "rgb(110, 118, 140)", "width": 1.5, "dash": "dot"}}
SUM: dict[str, Any] = {"color": "rgb(110, 118, 140)", "width": 3}  # of all components' curves
LINE = {"color": "rgba(128, 134, 145, 0.8)", "width": 1.5}  # on which one-dimensional points lie
NOTHING = "rgba(0, 0, 0, 0)"
DENSITY_RGB = (90, 105, 135)
UNCERTAINTY_RGB = (205, 60, 150)

POINT_SIZE = 7
PADDING = 0.12  # of the longer side of the data, around the data

AXIS: dict[str, Any] = {"showgrid": True, "gridcolor": GRID, "zeroline": False, "ticks": ""}
TITLE: dict[str, Any] = {
    "xref": "paper",
    "yref": "paper",
    "y": 1,
    "xanchor": "left",
    "yanchor": "bottom",
    "showarrow": False,
    "font": {"size": 18},
}
LAYOUT: dict[str, Any] = {
    "height": 620,
    "margin": {"l": 48, "r": 8, "t": 34, "b": 40},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "showlegend": False,
    "hovermode": "closest",
    "dragmode": "pan",
    "uirevision": "constant",
}
SMALL: dict[str, Any] = {
    "height": 220,
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    "annotations": [],
}
SMALL_MARKS: dict[str, Any] = {"marker": {"size": 4, "line": {"width": 0}}, "textfont": {"size": 1}}


def colour(number: int) -> str:
    """The colour of a cluster's number."""
    return PALETTE[number % len(PALETTE)]


def faded(number: int, alpha: float) -> str:
    """The colour of a cluster's number with an opacity between 0 and 1."""
    red, green, blue = RGB[number % len(PALETTE)].astype(int)
    return f"rgba({red}, {green}, {blue}, {alpha:.3f})"


def solid(numbers: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Red, green and blue of cluster numbers: (n,) to (n, 3)."""
    return RGB[numbers % len(PALETTE)].astype(np.uint8)


def plain(n: int) -> NDArray[np.uint8]:
    """Red, green and blue of n points that belong to nobody yet, (n, 3)."""
    return np.full((n, 3), 150, dtype=np.uint8)


def sizes(certainty: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Diameters in pixels of points, the larger the more certain, (n,)."""
    return (3 + 7 * certainty**2).astype(np.float32)


def symbols(numbers: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Marker symbols of cluster numbers, in Plotly's numbering."""
    return np.array(SYMBOLS, dtype=np.uint8)[numbers % len(SYMBOLS)]


def blend(shares: NDArray[np.floating[Any]], numbers: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Mix the clusters' colours in proportion to responsibilities.

    Args:
        shares: (..., k), the last axis sums to one.
        numbers: number of every component, (k,).

    Returns:
        red, green and blue, (..., 3).
    """
    palette = RGB[numbers % len(PALETTE)].astype(shares.dtype)
    return (shares @ palette).round().astype(np.uint8)
