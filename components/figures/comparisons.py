"""One function per picture: records in, a complete Plotly figure out."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.flat import Flat
from components.figures.views import view_of
from components.stage.scene import Scene
from core import geometry
from core.comparison import Comparison

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Look:
    """What the reader wants to see of a comparison.

    Args:
        kmeans, gmm: which of the two panels.
        circles: a circle around each centre as far as its farthest member.
        regions: which places are nearest to which centre.
        levels: of the ellipses, in standard deviations.
        masses: more levels, by the share of a component that is inside.
        shading: "density", "responsibilities", "uncertainty" or "none".
        colours: of the mixture's points: "blended", "hard" or "sized".
        rings: around points on which the models disagree.
    """

    kmeans: bool = True
    gmm: bool = True
    circles: bool = True
    regions: bool = False
    levels: tuple[float, ...] = (1.0, 2.0, 3.0)
    masses: tuple[float, ...] = ()
    shading: str = "density"
    colours: str = "blended"
    rings: bool = True

    def levels_in(self, d: int) -> tuple[float, ...]:
        """All levels in standard deviations; of more than two dimensions a plane is seen."""
        return *self.levels, *(geometry.level(mass, min(d, 2)) for mass in self.masses)


def compare(points: Floats, columns: tuple[str, ...], c: Comparison, look: Look) -> Scene:
    """The same points as k-means (left) and as a Gaussian mixture (right) see them.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        c: both models of the points.
        look: what is to be seen.
    """
    titles = [name for name, shown in (("k-means", look.kmeans), ("GMM", look.gmm)) if shown]
    board = view_of(points, columns, titles)
    if look.kmeans:
        _kmeans_panel(board, c, look, panel=1)
    if look.gmm:
        _gmm_panel(board, c, look, panel=len(titles))
    return board.scene()


def small(points: Floats, c: Comparison, look: Look) -> go.Figure:
    """A small picture of one of the two models, without axes."""
    return shrunk(compare(points, ("", "") * points.shape[1], c, look).figure())


def shrunk(figure: go.Figure) -> go.Figure:
    """A small copy of a picture, without axes."""
    copy = go.Figure(figure)
    copy.update_xaxes(visible=False).update_yaxes(visible=False)
    copy.update_layout(theme.SMALL).update_traces(theme.SMALL_MARKS, {"mode": "markers"})
    return copy.update_traces(theme.SMALL_MARKS, {"mode": "markers+text"})


def _kmeans_panel(board: Flat, c: Comparison, look: Look, panel: int) -> None:
    numbers = c.numbers[c.labels]
    if look.regions:
        board.shade_regions(c.centres, c.numbers, panel)
    if look.circles:
        board.circles(c.centres, c.radii, c.numbers, panel)
    board.points(
        numbers,
        theme.solid(numbers),
        panel,
        details=np.column_stack([np.arange(1, len(numbers) + 1), numbers + 1]),
        hover="point %{customdata[0]:d}<br>%{x:.3f}, %{y:.3f}<br>cluster %{customdata[1]:d}"
        "<extra></extra>",
    )
    _finish(board, c, c.centres, look, panel)


def _gmm_panel(board: Flat, c: Comparison, look: Look, panel: int) -> None:
    board.shade_mixture(c.mixture, c.numbers, look.shading, panel)
    board.ellipses(c.mixture, c.numbers, look.levels_in(c.mixture.means.shape[1]), panel)
    numbers = c.numbers[c.components]
    blended = look.colours == "blended"
    board.points(
        numbers,
        theme.blend(c.responsibilities, c.numbers) if blended else theme.solid(numbers),
        panel,
        size=theme.sizes(c.certainty) if look.colours == "sized" else theme.POINT_SIZE,
        details=np.column_stack([np.arange(1, len(numbers) + 1), c.responsibilities]),
        hover=layers.shares_hover(c.numbers),
    )
    _finish(board, c, c.mixture.means, look, panel)


def _finish(board: Flat, c: Comparison, centres: Floats, look: Look, panel: int) -> None:
    if look.rings and look.kmeans and look.gmm and not board.is_cloud:
        board.rings(c.disagreements, panel)
    board.badges(centres, c.numbers, panel)
