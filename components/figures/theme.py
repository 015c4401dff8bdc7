"""Every colour, symbol and pixel of the pictures, and what each of them means.

One visual grammar, everywhere:

    colour and symbol     a cluster or component; a mixed colour is a point that is shared
    hollow grey point     belongs to nobody: unassigned, or measured where others are generated
    grey area or line     counts of measured points, and what is summed over all components
    solid line            a component, or a value at hand
    dashed, teal          what a model found or made, beside what is true or measured
    dotted grey           for comparison: somebody else's choice, an ideal
    slate curves          measures, told apart by dashes and symbols
    pink ring             two models disagree on this point
    green                 the reader's: the frame, k or value at hand, what they follow or marked
    dark disc             the number of a centre or mean
    shading               density (slate), uncertainty (violet), shares (the components' colours)
    star                  the least value of a curve, or the one point that is being made

Colours are petroff10 (Petroff 2021, arXiv:2107.02270), which stay apart under the common forms of
colour-blindness. Marker symbols are the second channel: beyond ten clusters colours come round
again, symbols don't. Pictures lie on the page's ground, light or dark, and don't know which: all
that carries meaning has a contrast of 3:1 or more with both, fills by their outline.
"""

import html
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROUNDS = ("#ffffff", "#10161c")  # the page's, light and dark
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
LINES = (  # the same without an outline: darker or lighter, until both grounds show them
    "#3f90da",
    "#c7840b",
    "#c02a0e",
    "#879593",
    "#8e3fbc",
    "#a96b59",
    "#e76300",
    "#9d925f",
    "#717581",
    "#689b9d",
)
NOBODY = -1  # the number of what belongs to no cluster
UNASSIGNED = "#7b818c"


def _rgb(*colours: str) -> NDArray[np.float64]:
    return np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colours], dtype=float)


RGB = _rgb(*PALETTE)  # (10, 3)
_SOLID = _rgb(*PALETTE, UNASSIGNED).astype(np.uint8)  # the last row is nobody's

# Plotly's numbers of: circle, square, diamond, triangle-up, cross, star, triangle-down, pentagon,
# x, hexagon, star-square, triangle-left
SYMBOLS = (0, 1, 2, 5, 3, 17, 6, 13, 4, 14, 21, 7)
CIRCLE, SQUARE, CROSS, TRIANGLE_DOWN, STAR = 0, 1, 4, 6, 17
OPEN_CIRCLE = 100
_MARKS = np.array((*SYMBOLS, OPEN_CIRCLE), dtype=np.uint8)  # the last is nobody's

OUTLINE = "#767c88"  # around markers: a grey that both grounds show, for fills that one hides
BADGE = "#14181f"  # the disc that carries a cluster's number
BADGE_TEXT = "#ffffff"
DISAGREEMENT = "#e4007c"
HERE = "#178a3c"
BAND = "rgba(23, 138, 60, 0.13)"  # the row at hand
MODEL = "#0a8a8a"
SLATE = "#6e768c"
NEUTRAL = "rgba(128, 134, 145, 0.10)"  # inside of a circle
GRID = "rgba(128, 134, 145, 0.22)"
NOTHING = "rgba(0, 0, 0, 0)"
DENSITY_RGB = (90, 105, 135)
UNCERTAINTY_RGB = (98, 87, 224)

BARS: dict[str, Any] = {  # of measured points
    "fillcolor": "rgba(128, 134, 145, 0.22)",
    "line": {"color": "rgba(128, 134, 145, 0.5)", "width": 1},
}
NEW_BARS: dict[str, Any] = {"line": {"color": MODEL, "width": 1.5, "dash": "dash"}}
SUM: dict[str, Any] = {"color": SLATE, "width": 3}  # of all components' curves
MEASURED: dict[str, Any] = {"color": UNASSIGNED, "width": 3}
MADE: dict[str, Any] = {"color": MODEL, "width": 2, "dash": "dash"}
AT_HAND: dict[str, Any] = {"color": HERE, "width": 2}
DOTTED: dict[str, Any] = {"color": UNASSIGNED, "width": 2, "dash": "dot"}
AXIS_LINE: dict[str, Any] = {"color": UNASSIGNED, "width": 1.5}  # one-dimensional points lie on it

POINT_SIZE = 7
EDGE = {"color": OUTLINE, "width": 1}
PADDING = 0.12  # of the longer side of the data, around the data

AXIS: dict[str, Any] = {
    "showgrid": True,
    "gridcolor": GRID,
    "zeroline": False,
    "ticks": "",
    "ticklabeloverflow": "allow",  # or Plotly measures every label for every picture
}
TITLE: dict[str, Any] = {
    "xref": "paper",
    "yref": "paper",
    "y": 1,
    "xanchor": "left",
    "yanchor": "bottom",
    "showarrow": False,
    "font": {"size": 18},
}
TEXT = 14  # pixels of ticks and names of axes: what the last row can just read
MARGIN = {"l": 54, "r": 8, "t": 34, "b": 46}
HEIGHT = 620
FILM_HEIGHT = 470  # which leaves room for the transport
LAYOUT: dict[str, Any] = {
    "height": HEIGHT,
    "margin": MARGIN,
    "font": {"size": TEXT},
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
SMALL_MARKER = {"size": 4, "line": {"color": OUTLINE, "width": 0.5}}


def colour(number: int) -> str:
    """The colour in which a cluster's marks are filled."""
    return PALETTE[number % len(PALETTE)]


def line(number: int) -> str:
    """The colour of a cluster's lines."""
    return LINES[number % len(LINES)]


def series(row: int) -> tuple[dict[str, Any], int]:
    """Line and symbol of one of several curves that belong to no component."""
    dashes = ("solid", "dash", "dot", "dashdot")
    return {"color": SLATE, "width": 2, "dash": dashes[row % len(dashes)]}, SYMBOLS[row]


def faded(number: int, alpha: float) -> str:
    """The colour of a cluster's number with an opacity between 0 and 1."""
    red, green, blue = RGB[number % len(PALETTE)].astype(int)
    return f"rgba({red}, {green}, {blue}, {alpha:.3f})"


def nobodys(n: int) -> NDArray[np.int_]:
    """The numbers of n points that belong to no cluster."""
    return np.full(n, NOBODY)


def literal(text: str) -> str:
    """A text as Plotly shows it, letter by letter: in its own texts some mean bold or a link."""
    return html.escape(text, quote=False)


def solid(numbers: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Red, green and blue of cluster numbers, or of nobody: (n,) to (n, 3)."""
    return _SOLID[np.where(numbers == NOBODY, len(PALETTE), numbers % len(PALETTE))]


def sizes(certainty: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Diameters in pixels of points, the larger the more certain, (n,)."""
    return 3 + 7 * certainty**2


def symbols(numbers: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Marker symbols of cluster numbers, or of nobody, in Plotly's numbering."""
    return _MARKS[np.where(numbers == NOBODY, len(SYMBOLS), numbers % len(SYMBOLS))]


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


LEGEND = (  # names of what is drawn, as patterns: kind of mark, colour, what it means
    (
        "points|new points|cloud",
        "dot",
        PALETTE[0],
        "a point, in the colour and shape of its cluster",
    ),
    ("points|cloud", "hollow", UNASSIGNED, "a hollow point: of no cluster here"),
    ("centres", "disc", BADGE, "a centre or mean, with its number"),
    ("circle", "outline", LINES[0], "reaches to the farthest point of its cluster"),
    ("ellipse", "outline", LINES[2], "a component, so many standard deviations wide"),
    ("fitted", "dashed", MODEL, "what a fit to these points found"),
    ("disagreements", "ring", DISAGREEMENT, "a point on which the two models disagree"),
    ("followed", "ring", HERE, "the point that you follow"),
    ("trails", "line", LINES[0], "where a centre or mean has been"),
    ("spokes", "line", LINES[0], "from a point to its centre"),
    ("regions", "area", faded(0, 0.4), "every place in the colour of its nearest centre"),
    ("density", "area", "rgba(90, 105, 135, 0.6)", "the darker, the more points are expected"),
    ("responsibilities", "area", faded(4, 0.4), "mixed as a point here would be shared"),
    (
        "uncertainty",
        "area",
        "rgba(98, 87, 224, 0.5)",
        "the stronger, the harder to say whose it is",
    ),
    ("sum$", "line", SLATE, "all components together"),
    ("k$|at hand|now|line$", "line", HERE, "where you are, or what you set"),
    ("[AB]IC|log-likelihood|lower bound", "line", SLATE, "a measure of the fit"),
    ("cells", "dot", SLATE, "a fit: star the least, square within 10, triangle below a smaller k"),
    ("map", "area", "rgba(90, 105, 135, 0.6)", "the darker, the better the criterion"),
    ("spread", "line", SLATE, "one standard deviation or error to both sides"),
    ("silhouettes", "area", faded(0, 0.5), "a bar for every point of a cluster"),
    ("^bar", "area", "rgba(128, 134, 145, 0.5)", "how many replicates came out so large"),
    ("handbook|[0-9]", "dotted", UNASSIGNED, "somebody else's choice"),
)
