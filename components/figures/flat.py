"""Points of two or more dimensions as a picture: verbs that take records of all dimensions."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board
from core import geometry, kmeans, smoothing
from core.gmm import Mixture
from core.projection import Pair, plane_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

REACH = 3  # standard deviations of every component are in view, where room is made for them
MASSES = (0.5, 0.9)  # inside the contours of a joint density
ALL = slice(None)


class Flat(Board):
    """Panels that show points on their plane; centres and mixtures, too, cast shadows on it."""

    circles_are: ClassVar[str] = "circles"
    ellipses_are: ClassVar[str] = "ellipses"
    density_is: ClassVar[str] = "joint density"
    smooth_is: ClassVar[str] = "lines around the densest half and the densest nine tenths"
    notes: ClassVar[Mapping[str, str]] = {}  # how to read what isn't plain, by what is drawn

    def __init__(
        self,
        points: Floats,
        columns: tuple[str, ...],
        titles: Sequence[str],
        shown: slice = ALL,
        room: Mixture | None = None,
        pair: Pair | None = None,
    ):
        self.plane, self.all, self.shown = plane_of(points, pair), points, shown
        xy = self.place(points[shown])
        corners = [] if room is None else self._corners(room)
        super().__init__(np.concatenate([xy, *corners]), self.plane.titles(columns), titles)
        self.xy = xy

    def fresh(self) -> Self:
        """The same panels with nothing drawn on them: for the frames of a film."""
        other = copy.copy(self)
        other.traces, other.shapes, other.images = [], [], []
        return other

    def place(self, points: Floats) -> Floats:
        """Where points, (n, d), are drawn, (n, 2)."""
        return self.plane.project(points)

    def shade_regions(self, centres: Floats, numbers: Integers, panel: int) -> None:
        """Colour every place as the nearest centre, (k, d)."""
        nearest = kmeans.assign(self.plane.lift(self.shaded.points), centres)
        rgb = theme.solid(numbers[nearest]).reshape(*self.shaded.shape, 3)
        self.shade(layers.wash(rgb, 0.28), "regions", panel)

    def shade_mixture(self, mixture: Mixture, numbers: Integers, what: str, panel: int) -> None:
        """Shade every place by "density", "responsibilities", "uncertainty" or "none"."""
        shadow = self.plane.project_mixture(mixture)
        if what == "density":
            strength = np.sqrt(layers.relative(geometry.density(self.shaded, shadow)))
            self.shade(layers.tint(theme.DENSITY_RGB, 0.75 * strength), "density", panel)
        elif what != "none":
            shares = geometry.responsibilities(self.shaded, shadow)
            self.shade(layers.shares(shares, numbers, what), what, panel)

    def circles(self, centres: Floats, radii: Floats, numbers: Integers, panel: int) -> None:
        """How far each centre, (k, d), reaches, (k,)."""
        self.shapes += layers.circles(self.plane.project(centres), radii, numbers, panel)

    def spheres(self, mixture: Mixture, numbers: Integers, panel: int) -> None:
        """Spherical components up to 1 standard deviation."""
        radii = np.sqrt(mixture.covariances)
        at = self.plane.project(mixture.means)
        self.shapes += layers.circles(at, radii, numbers, panel, name="ellipse")

    def ellipses(
        self, mixture: Mixture, numbers: Integers, levels: Sequence[float], panel: int
    ) -> None:
        """The components, up to so many standard deviations."""
        shadow = self.plane.project_mixture(mixture)
        self.shapes += layers.ellipses(
            shadow.means, shadow.covariances, shadow.weights, numbers, levels, panel
        )

    def badges(self, centres: Floats, numbers: Iterable[int], panel: int) -> None:
        """The numbers of centres or means, (k, d)."""
        self.mark(layers.badges(self.plane.project(centres), numbers, panel))

    def spokes(self, centres: Floats, labels: Integers, panel: int) -> None:
        """Lines from the points to the centres, (k, d), of their clusters, (n,)."""
        self.traces += layers.spokes(self.xy, self.plane.project(centres), labels, panel)

    def trails(self, path: Sequence[Floats], numbers: Iterable[int], panel: int) -> None:
        """Where each centre or mean, (k, d), has been, step by step."""
        self.traces += layers.trails([self.plane.project(at) for at in path], numbers, panel)

    def rings(self, ringed: NDArray[np.bool_], panel: int) -> None:
        """Rings around those of the points, (n,), on which models disagree."""
        at = self.xy[ringed]
        self.mark(layers.rings(at, "disagreements", theme.DISAGREEMENT, panel))

    def follow(self, point: int | None, panel: int) -> None:
        """A ring around the point, by its row among all, that the reader follows, if any."""
        drawn = np.arange(len(self.all))[self.shown]
        at = self.xy[drawn == (-1 if point is None else point)]
        if point is not None and len(at) == 0:  # only every so manieth is drawn
            at = self.place(self.all[point : point + 1])
        self.mark(layers.rings(at, "followed", theme.HERE, panel, theme.POINT_SIZE + 9))

    def add(self, points: Floats, numbers: Integers, panel: int) -> None:
        """Draw points that were generated, (n, d), in the colours of their components, (n,)."""
        xy, rgb = self.place(points), theme.solid(numbers)
        if len(xy) > layers.WEBGL_UP_TO:
            self.images.append(self.cloud(xy, rgb, panel) | {"name": "new cloud"})
            return
        hover = "generated by component %{customdata[0]:d}<br>%{x:.3f}, %{y:.3f}<extra></extra>"
        details = numbers[:, None] + 1.0
        piece = layers.points(xy, numbers, rgb, panel, size=5, details=details, hover=hover)
        self.mark(piece | {"name": "new points"})

    def tally(self, points: Floats, panel: int) -> None:
        """Count other points than the board's own, (n, d): only a line has room for that."""

    def smooth(self, sample: Floats, name: str, line: dict[str, Any]) -> None:
        """Where half, and where nine tenths, of a sample, (n, d), lie densest."""
        grid = geometry.grid(self.low, self.high, 120)
        field = smoothing.smoothed(grid, self.place(sample))
        if field.any():
            self.traces += [_contour(grid, field, mass, name, line) for mass in MASSES]

    def _corners(self, mixture: Mixture) -> list[Floats]:
        """Of the boxes around the components, twice (k, 2)."""
        shadow = self.plane.project_mixture(mixture)
        reach = REACH * np.sqrt(np.einsum("kii->ki", shadow.covariances))  # (k, 2)
        return [shadow.means - reach, shadow.means + reach]


def _contour(
    grid: geometry.Grid, field: Floats, mass: float, name: str, line: dict[str, Any]
) -> layers.Piece:
    level = smoothing.threshold(field, mass) / field.max()
    return {
        "type": "contour",
        "name": f"{name}, {100 * mass:.0f} %",
        "x": grid.xs,
        "y": grid.ys,
        "z": layers.relative(field),
        "autocontour": False,
        "contours": {"coloring": "none", "start": level, "end": level, "size": 1},
        "line": line,
        "showscale": False,
        "showlegend": True,
        "hoverinfo": "skip",
    }
