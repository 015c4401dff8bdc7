"""Points of one dimension as a picture: bars and curves over the line, the points under it.

Height is density above the line. Below it, it means nothing: it keeps points apart, and trails.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.flat import ALL, Flat
from components.stage.scene import Polygon, Raster
from core import gmm, kmeans, line, smoothing
from core.gmm import Mixture
from core.projection import Pair

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

TOP = 1.35  # heights of the highest bar are in view; a very thin component may reach beyond
NEAR, FAR, BOTTOM = 0.1, 0.36, 0.42  # of that height, below the line: first and last point, end
COLUMNS = 1_000  # of a shading


class Line(Flat):
    """Panels that show points under an axis, and densities over it."""

    circles_are: ClassVar[str] = "intervals under a histogram"
    ellipses_are: ClassVar[str] = "curves over a histogram"
    density_is: ClassVar[str] = "smoothed density"
    smooth_is: ClassVar[str] = "curves of the smoothed density"
    meta: ClassVar[Mapping[str, Any]] = {"flat": True}  # what is read out leaves heights away
    notes: ClassVar[Mapping[str, str]] = {
        "points": "One column: bars count the points, and their areas sum to 1. The points lie "
        "below the axis; how deep means nothing.",
        "curves": "Each coloured curve is a component's weight times its density, filled within "
        "some standard deviations of its mean; the thick grey line is their sum.",
        "trails": "The lines that rise through the points show where the numbers on the axis have "
        "been, from the start at the bottom until now.",
        "tally": "Dashed bars count the generated points.",
    }

    def __init__(
        self,
        points: Floats,
        columns: tuple[str, ...],
        titles: Sequence[str],
        shown: slice = ALL,
        room: Mixture | None = None,
        pair: Pair | None = None,
    ):
        self.bars = line.histogram(points[:, 0])
        self.unit = float(self.bars.heights.max())
        super().__init__(points, columns, titles, shown, room, pair)
        self.low[1], self.high[1] = -BOTTOM * self.unit, TOP * self.unit
        low, high = self._ends
        more = 0.25 * (high - low)  # than the view, for whoever moves it
        self.columns = np.linspace(low - more, high + more, COLUMNS)[:, None]

    @property
    def _ends(self) -> tuple[float, float]:
        """Where the view begins and ends."""
        return float(self.low[0]), float(self.high[0])

    def place(self, points: Floats) -> Floats:
        """Where points, (n, 1), are drawn, (n, 2): apart from their neighbours."""
        depths = NEAR + (FAR - NEAR) * line.swarm(points[:, 0])
        return np.column_stack([points[:, 0], -self.unit * depths])

    def cloud(self, xy: Floats, rgb: NDArray[np.uint8], panel: int) -> layers.Piece:
        """Very many points, (n, 2), as one picture, whose pixels are no squares here."""
        span = self.high - self.low
        square = layers.cloud((xy - self.low) / span, rgb, np.zeros(2), np.ones(2), panel)
        return square | _box(self.low, self.high)

    def points(self, numbers: Integers, rgb: NDArray[np.uint8], panel: int, **details: Any) -> None:
        """Draw the points, and bars that count them."""
        self._draw_bars(self.bars, "bars", theme.BARS, panel)
        self.shapes.append(self._axis(panel))
        super().points(numbers, rgb, panel, **details)

    def tally(self, points: Floats, panel: int) -> None:
        """Count other points, (n, 1), in bars as wide as those of the board's own."""
        bars = line.histogram(points[:, 0], self.bars.width)
        self._draw_bars(bars, "new bars", theme.NEW_BARS, panel)

    def shade_regions(self, centres: Floats, numbers: Integers, panel: int) -> None:
        """Colour every place as the nearest centre, (k, 1)."""
        rgb = theme.solid(numbers[kmeans.assign(self.columns, centres)])
        self._strip(layers.wash(rgb[None], 0.28), "regions", panel)

    def shade_mixture(self, mixture: Mixture, numbers: Integers, what: str, panel: int) -> None:
        """Shade every place by "responsibilities" or "uncertainty"; the density is a curve."""
        if what in ("responsibilities", "uncertainty"):
            shares, _ = gmm.e_step(self.columns, mixture)
            self._strip(layers.shares(shares[None], numbers, what), what, panel)

    def circles(self, centres: Floats, radii: Floats, numbers: Integers, panel: int) -> None:
        """The interval that each centre, (k, 1), reaches, (k,), around the points."""
        inset = np.linspace(0, 0.5 * NEAR, len(centres))  # so that no edge hides another
        self.shapes += [
            layers.refs(panel)
            | {
                "type": "rect",
                "name": f"reach {number + 1}",
                "x0": centre - radius,
                "x1": centre + radius,
                "y0": -self.unit * (FAR + 0.5 * NEAR - depth),
                "y1": -self.unit * (NEAR - 0.5 * NEAR + depth),
                "line": {"color": theme.line(number), "width": 2},
                "fillcolor": theme.NEUTRAL,
                "layer": "below",
            }
            for centre, radius, depth, number in zip(
                centres[:, 0].tolist(), radii.tolist(), inset.tolist(), numbers, strict=True
            )
        ]

    def spheres(self, mixture: Mixture, numbers: Integers, panel: int) -> None:
        """Spherical components up to 1 standard deviation."""
        self.ellipses(mixture, numbers, (1.0,), panel)

    def ellipses(
        self, mixture: Mixture, numbers: Integers, levels: Sequence[float], panel: int
    ) -> None:
        """Every component's weighted density, filled up to so many standard deviations.

        The area of a filled part is its component's weight times the mass of the interval.
        """
        shadow = self.plane.project_mixture(mixture)
        strength = 0.2 * shadow.weights / shadow.weights.max()
        for mean, variance, weight, alpha, number in zip(
            shadow.means[:, 0],
            shadow.covariances[:, 0, 0],
            shadow.weights,
            strength,
            numbers,
            strict=True,
        ):
            self.shapes += [
                _area(f"component {number + 1}", line.bell(mean, variance, weight, 4.0), panel)
                | {"line": {"color": theme.line(number), "width": 2}}
            ]
            self.shapes += [
                _area(
                    f"interval {number + 1} at {level:.3g}",
                    line.bell(mean, variance, weight, level),
                    panel,
                )
                | {
                    "line": {"color": theme.line(number), "width": 1},
                    "fillcolor": theme.faded(number, alpha),
                }
                for level in levels
            ]
        self.traces.append(self._sum(shadow, panel))

    def trails(self, path: Sequence[Floats], numbers: Any, panel: int) -> None:
        """Where each centre or mean, (k, 1), has been: from the bottom up to where it is."""
        depths = np.linspace(-FAR * self.unit, 0, len(path)) if len(path) > 1 else [0.0]
        steps = [
            np.column_stack([at[:, 0], np.full(len(at), depth)])
            for at, depth in zip(path, depths, strict=True)
        ]
        self.traces += layers.trails(steps, numbers, panel)

    def smooth(self, sample: Floats, name: str, line: dict[str, Any]) -> None:
        """The density that a sample, (n, 1), suggests without a model."""
        places = np.linspace(*self._ends, 400)
        curve = np.column_stack([places, smoothing.smoothed_line(places, sample[:, 0])])
        piece = layers.curve(curve, name, line, 1)
        self.low[1] = -0.02 * self.unit  # nothing lies under the line
        self.traces.append(piece | {"showlegend": True})

    def _sum(self, mixture: Mixture, panel: int) -> layers.Piece:
        curve = line.density(mixture, *self._ends)
        hover = {"hovertemplate": "density %{y:.4f} at %{x:.3f}<extra></extra>"}
        return layers.curve(curve, "sum", theme.SUM, panel) | {"hoverinfo": "all"} | hover

    def _draw_bars(self, bars: line.Histogram, name: str, style: layers.Piece, panel: int) -> None:
        self.shapes.append(_area(name, _outline(bars), panel) | style)

    def _axis(self, panel: int) -> layers.Piece:
        """The line that the points lie on."""
        (low,), (high,) = self.columns[[0, -1]].tolist()
        ends = {"x0": low, "x1": high, "y0": 0, "y1": 0}
        line = {"type": "line", "name": "axis", "line": theme.AXIS_LINE, "layer": "below"}
        return layers.refs(panel) | line | ends

    def _strip(self, raster: Raster, name: str, panel: int) -> None:
        """Lay one row of pixels under everything, as high as the view."""
        ends = self.columns[[0, -1], 0]
        low, high = np.array([ends[0], self.low[1]]), np.array([ends[1], self.high[1]])
        self.images.append(layers.picture(raster, low, high, panel) | {"name": name})

    def _corners(self, mixture: Mixture) -> list[Floats]:
        return [
            np.column_stack([corner, np.zeros(len(corner))]) for corner in super()._corners(mixture)
        ]

    def _axes(self, panel: int, domain: list[float]) -> dict[str, Any]:
        """Densities have a scale of their own, which ends at the line."""
        axes = super()._axes(panel, domain)
        y = axes["yaxis" if panel == 1 else f"yaxis{panel}"]
        y.pop("scaleanchor", None)
        step = line.round_below(TOP * self.unit / 3)
        y |= {
            "fixedrange": True,  # zoom goes along the line
            "zeroline": True,  # takes the place of a grid line, which would lie over the badges
            "zerolinecolor": theme.NOTHING,
            "tickvals": np.arange(0, TOP * self.unit, step).tolist(),
        }
        return axes


def _outline(bars: line.Histogram) -> Floats:
    """Vertices around all bars, (4 m + 1, 2), closed."""
    corners = np.zeros((len(bars.counts), 4, 2))
    corners[:, :2, 0], corners[:, 2:, 0] = bars.edges[:-1, None], bars.edges[1:, None]
    corners[:, 1:3, 1] = bars.heights[:, None]
    return np.concatenate([corners.reshape(-1, 2), corners[0, :1]])


def _area(name: str, vertices: Floats, panel: int) -> layers.Piece:
    return layers.refs(panel) | {
        "type": "path",
        "name": name,
        "path": Polygon(vertices[:-1]),
        "layer": "below",
    }


def _box(low: Floats, high: Floats) -> layers.Piece:
    width, height = (high - low).tolist()
    return {"x": float(low[0]), "y": float(high[1]), "sizex": width, "sizey": height}
