"""Pictures of the same points as k-means and as a Gaussian mixture see them."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board
from components.figures.flat import Flat
from components.figures.stills import shrunk
from components.figures.views import view_of
from components.stage.scene import Scene
from core import geometry
from core.comparison import Comparison
from core.datasets import Dataset

Floats = NDArray[np.float64]
TITLES = ("k-means", "GMM")


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

    @property
    def has_rings(self) -> bool:
        """Whether disagreements are to be seen: both models must be."""
        return self.rings and self.kmeans and self.gmm

    def levels_in(self, d: int) -> tuple[float, ...]:
        """All levels in standard deviations; of more than two dimensions a plane is seen."""
        return *self.levels, *(geometry.level(mass, min(d, 2)) for mass in self.masses)


def empty(canvas: Floats) -> Scene:
    """Both panels before there is any point: the corners of a box, (2, 2)."""
    return Board(canvas, ("x", "y"), TITLES).scene()


def compare(data: Dataset, c: Comparison, look: Look, canvas: Floats | None = None) -> Scene:
    """Both models side by side: k-means left, the mixture right.

    Args:
        data: n points.
        c: both models of the points.
        look: what is to be seen.
        canvas: corners of a box that is in view in any case, (2, 2).
    """
    titles = [name for name, shown in zip(TITLES, (look.kmeans, look.gmm), strict=True) if shown]
    view = view_of(data.points, data.columns, titles, pair=data.pair)
    if canvas is not None:
        view.include(canvas)
    if look.kmeans:
        _kmeans_panel(view, c, look, panel=1)
    if look.gmm:
        _gmm_panel(view, c, look, panel=len(titles))
    return view.scene()


def titled(scene: Scene, title: str) -> Scene:
    """The same picture under another title: of its only panel."""
    named = [
        piece | {"text": f"<b>{title}</b>"} if piece["name"] == "title 1" else piece
        for piece in scene.layout["annotations"]
    ]
    return Scene(scene.data, scene.layout | {"annotations": named})


def small(data: Dataset, c: Comparison, look: Look) -> go.Figure:
    """A small picture of one of the two models, without axes."""
    return shrunk(compare(data, c, look))


def left_out(c: Comparison, look: Look) -> list[str]:
    """What was asked for and can't be seen, as so many points are one picture; in sentences."""
    n = len(c.labels)
    if n <= layers.WEBGL_UP_TO:
        return []
    sentences = [
        f"More than {layers.WEBGL_UP_TO:,} points are drawn as one picture, brighter where there "
        "are more: they have no symbols, and can't be pointed at."
    ]
    if look.has_rings and c.disagreements.any():
        sentences.append(
            f"No rings mark the {c.disagreements.sum():,} points on which the models disagree."
        )
    if look.gmm and look.colours == "sized":
        sentences.append("No sizes tell how certain the mixture is.")
    return sentences


def _kmeans_panel(view: Flat, c: Comparison, look: Look, panel: int) -> None:
    numbers = c.numbers[c.labels]
    if look.regions:
        view.shade_regions(c.centres, c.numbers, panel)
    if look.circles:
        view.circles(c.centres, c.radii, c.numbers, panel)
    view.points(
        numbers,
        theme.solid(numbers),
        panel,
        details=np.column_stack([np.arange(1, len(numbers) + 1), numbers + 1]),
        hover=f"point %{{customdata[0]:d}}<br>{view.where}<br>cluster %{{customdata[1]:d}}"
        "<extra></extra>",
    )
    _finish(view, c, c.centres, look, panel)


def _gmm_panel(view: Flat, c: Comparison, look: Look, panel: int) -> None:
    view.shade_mixture(c.mixture, c.numbers, look.shading, panel)
    view.ellipses(c.mixture, c.numbers, look.levels_in(c.mixture.means.shape[1]), panel)
    numbers = c.numbers[c.components]
    blended = look.colours == "blended"
    view.points(
        numbers,
        theme.blend(c.responsibilities, c.numbers) if blended else theme.solid(numbers),
        panel,
        size=theme.sizes(c.certainty) if look.colours == "sized" else theme.POINT_SIZE,
        details=np.column_stack([np.arange(1, len(numbers) + 1), c.responsibilities]),
        hover=layers.shares_hover(c.numbers, view.where),
    )
    _finish(view, c, c.mixture.means, look, panel)


def _finish(view: Flat, c: Comparison, centres: Floats, look: Look, panel: int) -> None:
    if look.has_rings and not view.is_cloud:
        view.rings(c.disagreements, panel)
    view.badges(centres, c.numbers, panel)
