"""One function per picture: records in, a complete Plotly figure out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from core import geometry, kmeans
from core.comparison import Comparison
from core.projection import Plane, plane_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Look:
    """What the reader wants to see of a comparison.

    Args:
        kmeans, gmm: which of the two panels.
        circles: a circle around each centre as far as its farthest member.
        regions: which places are nearest to which centre.
        levels: of the ellipses, in standard deviations.
        shading: "density", "responsibilities", "uncertainty" or "none".
        colours: of the mixture's points: "blended", "hard" or "sized".
        rings: around points on which the models disagree.
    """

    kmeans: bool = True
    gmm: bool = True
    circles: bool = True
    regions: bool = False
    levels: tuple[float, ...] = (1.0, 2.0, 3.0)
    shading: str = "density"
    colours: str = "blended"
    rings: bool = True


def compare(points: Floats, columns: tuple[str, ...], c: Comparison, look: Look) -> go.Figure:
    """The same points as k-means (left) and as a Gaussian mixture (right) see them.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        c: both models of the points.
        look: what is to be seen.
    """
    plane = plane_of(points)
    titles = [name for name, shown in (("k-means", look.kmeans), ("GMM", look.gmm)) if shown]
    board = _Board(plane.project(points), plane.titles(columns), titles)
    if look.kmeans:
        _kmeans_panel(board, c, plane, look, panel=1)
    if look.gmm:
        _gmm_panel(board, c, plane, look, panel=len(titles))
    return board.figure()


def small(points: Floats, c: Comparison, look: Look) -> go.Figure:
    """A small picture of one of the two models, without axes."""
    figure = compare(points, ("", "") * points.shape[1], c, look)
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    return figure.update_layout(theme.SMALL).update_traces(theme.SMALL_MARKS)


class _Board:
    """A figure in the making: panels side by side over the same points, axes linked and equal."""

    def __init__(self, xy: Floats, axis_titles: tuple[str, str], titles: Sequence[str]):
        low, high = xy.min(axis=0), xy.max(axis=0)
        margin = theme.PADDING * max((high - low).max(), 1e-9)
        self.xy, self.low, self.high = xy, low - margin, high + margin
        # equal axes show more than the box in one direction, so more than the box is shaded
        middle, reach = (low + high) / 2, 0.75 * (self.high - self.low).max()
        self.shaded = geometry.grid(middle - reach, middle + reach)
        self.axis_titles, self.titles = axis_titles, titles
        self.traces: list[layers.Piece] = []
        self.shapes: list[layers.Piece] = []
        self.images: list[layers.Piece] = []

    @property
    def is_cloud(self) -> bool:
        """Whether there are too many points to draw them one by one."""
        return len(self.xy) > layers.WEBGL_UP_TO

    def shade(self, rgba: NDArray[np.uint8], name: str, panel: int) -> None:
        """Lay a picture of the shaded square under everything."""
        low, high = self.shaded.points[[0, -1]]
        self.images.append(layers.picture(rgba, low, high, panel) | {"name": name})

    def points(
        self, numbers: NDArray[np.int_], rgb: NDArray[np.uint8], panel: int, **details: Any
    ) -> None:
        """Draw the points one by one, or as a cloud where there are very many."""
        if self.is_cloud:
            self.images.append(layers.cloud(self.xy, rgb, self.low, self.high, panel))
        else:
            self.traces.append(layers.points(self.xy, numbers, theme.css(rgb), panel, **details))

    def figure(self) -> go.Figure:
        """The figure, with all that was drawn."""
        gap = 0.03
        width = (1 + gap) / len(self.titles) - gap
        axes: dict[str, Any] = {}
        annotations = []
        for panel, title in enumerate(self.titles, start=1):
            left = (panel - 1) * (width + gap)
            axes |= self._axes(panel, [left, left + width])
            annotations.append(
                theme.TITLE | {"text": f"<b>{title}</b>", "x": left, "name": f"title {panel}"}
            )
        return go.Figure(
            {
                "data": self.traces,
                "layout": theme.LAYOUT
                | axes
                | {"shapes": self.shapes, "images": self.images, "annotations": annotations},
            }
        )

    def _axes(self, panel: int, domain: list[float]) -> dict[str, Any]:
        suffix = "" if panel == 1 else str(panel)
        x = theme.AXIS | {
            "domain": domain,
            "anchor": f"y{suffix}",
            "range": [float(self.low[0]), float(self.high[0])],
            "title": {"text": self.axis_titles[0], "standoff": 4},
        }
        y = theme.AXIS | {
            "anchor": f"x{suffix}",
            "range": [float(self.low[1]), float(self.high[1])],
        }
        if panel == 1:
            y |= {"scaleanchor": "x", "title": {"text": self.axis_titles[1], "standoff": 4}}
        else:
            x |= {"matches": "x"}
            y |= {"matches": "y", "showticklabels": False}
        return {f"xaxis{suffix}": x, f"yaxis{suffix}": y}


def _kmeans_panel(board: _Board, c: Comparison, plane: Plane, look: Look, panel: int) -> None:
    numbers = c.numbers[c.labels]
    centres = plane.project(c.centres)
    if look.regions:
        nearest = kmeans.assign(plane.lift(board.shaded.points), c.centres)
        rgb = theme.solid(c.numbers[nearest]).reshape(*board.shaded.shape, 3)
        board.shade(layers.wash(rgb, 0.28), "regions", panel)
    if look.circles:
        board.shapes += layers.circles(centres, c.radii, c.numbers, panel)
    board.points(
        numbers,
        theme.solid(numbers),
        panel,
        details=np.column_stack([np.arange(1, len(numbers) + 1), numbers + 1]),
        hover="point %{customdata[0]:d}<br>%{x:.3f}, %{y:.3f}<br>cluster %{customdata[1]:d}"
        "<extra></extra>",
    )
    _finish(board, c, centres, look, panel)


def _gmm_panel(board: _Board, c: Comparison, plane: Plane, look: Look, panel: int) -> None:
    shadow = plane.project_mixture(c.mixture)
    if look.shading == "density":
        density = geometry.density(board.shaded, shadow)
        strength = np.sqrt(density / density.max())
        board.shade(layers.tint(theme.DENSITY_RGB, 0.75 * strength), "density", panel)
    elif look.shading != "none":
        shares = geometry.responsibilities(board.shaded, shadow)
        if look.shading == "responsibilities":
            rgba = layers.wash(theme.blend(shares, c.numbers), 0.4)
        else:
            rgba = layers.tint(theme.UNCERTAINTY_RGB, 0.8 * geometry.uncertainty(shares))
        board.shade(rgba, look.shading, panel)
    board.shapes += layers.ellipses(
        shadow.means, shadow.covariances, shadow.weights, c.numbers, look.levels, panel
    )
    numbers = c.numbers[c.components]
    blended = look.colours == "blended"
    board.points(
        numbers,
        theme.blend(c.responsibilities, c.numbers) if blended else theme.solid(numbers),
        panel,
        size=theme.sizes(c.certainty) if look.colours == "sized" else theme.POINT_SIZE,
        details=np.column_stack([np.arange(1, len(numbers) + 1), c.responsibilities]),
        hover="point %{customdata[0]:d}<br>%{x:.3f}, %{y:.3f}<br>probability of"
        + "".join(
            f"<br>{number + 1}: %{{customdata[{column}]:.3f}}"
            for column, number in enumerate(c.numbers, start=1)
        )
        + "<extra></extra>",
    )
    _finish(board, c, shadow.means, look, panel)


def _finish(board: _Board, c: Comparison, centres: Floats, look: Look, panel: int) -> None:
    if look.rings and look.kmeans and look.gmm and not board.is_cloud:
        board.traces.append(layers.rings(board.xy[c.disagreements], panel))
    board.traces.append(layers.badges(centres, c.numbers, panel))
