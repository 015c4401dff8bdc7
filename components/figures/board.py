"""A scene in the making."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.stage.scene import Raster, Scene
from core import geometry

Floats = NDArray[np.float64]

WIDEST = 2.8  # times as wide as it is high is a picture, at most
TALLEST = 1.5  # times as high as it is wide is a panel, at most
SHADED = 0.6  # of what can be seen, to each side: some more, for whoever moves it


class Board:
    """Panels side by side over the same points, axes linked and equal."""

    meta: ClassVar[Mapping[str, Any]] = {}  # of all traces that mark points

    def __init__(self, xy: Floats, axis_titles: tuple[str, str], titles: Sequence[str]):
        low, high = xy.min(axis=0), xy.max(axis=0)
        margin = theme.PADDING * _span(low, high)
        self.xy, self.low, self.high = xy, low - margin, high + margin
        # equal axes show more than the box in one direction, so more than the box is shaded
        width, height = self.high - self.low
        across, up = max(width, WIDEST / len(titles) * height), max(height, TALLEST * width)
        reach = SHADED * np.array([across, up])
        middle = (low + high) / 2
        self.shaded = geometry.grid(middle - reach, middle + reach)
        self.axis_titles, self.titles = axis_titles, titles
        self.traces: list[layers.Piece] = []
        self.shapes: list[layers.Piece] = []
        self.images: list[layers.Piece] = []

    @property
    def is_cloud(self) -> bool:
        """Whether there are too many points to draw them one by one."""
        return len(self.xy) > layers.WEBGL_UP_TO

    @property
    def where(self) -> str:
        """What hovering tells of a place: the names of its columns, too, if they say anything."""
        if self.axis_titles == ("x", "y"):
            return layers.PLACE
        # a name mustn't be taken for what is to be put in
        x, y = (theme.literal(title).replace("%", "&#37;") for title in self.axis_titles)
        return f"{x} %{{x:.3f}}<br>{y} %{{y:.3f}}"

    def include(self, xy: Floats) -> None:
        """Make room for other places, (m, 2)."""
        self.low = np.minimum(self.low, xy.min(axis=0))
        self.high = np.maximum(self.high, xy.max(axis=0))

    def shade(self, raster: Raster, name: str, panel: int) -> None:
        """Lay a picture of the shaded square under everything."""
        low, high = self.shaded.points[[0, -1]]
        self.images.append(layers.picture(raster, low, high, panel) | {"name": name})

    def cloud(self, xy: Floats, rgb: NDArray[np.uint8], panel: int) -> layers.Piece:
        """Very many points, (n, 2), as one picture."""
        return layers.cloud(xy, rgb, self.low, self.high, panel)

    def points(
        self, numbers: NDArray[np.int_], rgb: NDArray[np.uint8], panel: int, **details: Any
    ) -> None:
        """Draw the points one by one, or as a cloud where there are very many."""
        if self.is_cloud:
            self.images.append(self.cloud(self.xy, rgb, panel))
        else:
            self.mark(layers.points(self.xy, numbers, rgb, panel, **details))

    def plain(self, panel: int, size: int = theme.POINT_SIZE) -> None:
        """Draw the points as nobody's."""
        numbers = theme.nobodys(len(self.xy))
        self.points(numbers, theme.solid(numbers), panel, size=size)

    def mark(self, piece: layers.Piece) -> None:
        """Add a trace that marks points."""
        self.traces.append(piece | {"meta": {**piece.get("meta", {}), **self.meta}})

    def scene(self, height: int = theme.HEIGHT) -> Scene:
        """The picture, with all that was drawn, so many pixels high."""
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
        layout = theme.LAYOUT | axes | {"height": height, "annotations": annotations}
        return Scene(self.traces, layout | {"shapes": self.shapes, "images": self.images})

    def _axes(self, panel: int, domain: list[float]) -> dict[str, Any]:
        suffix = "" if panel == 1 else str(panel)
        x = theme.AXIS | {
            "domain": domain,
            "anchor": f"y{suffix}",
            "range": [float(self.low[0]), float(self.high[0])],
            "title": {"text": theme.literal(self.axis_titles[0]), "standoff": 4},
        }
        y = theme.AXIS | {
            "anchor": f"x{suffix}",
            "range": [float(self.low[1]), float(self.high[1])],
        }
        if panel == 1:
            y |= {
                "scaleanchor": "x",
                "title": {"text": theme.literal(self.axis_titles[1]), "standoff": 4},
            }
        else:
            x |= {"matches": "x"}
            y |= {"matches": "y", "showticklabels": False}
        return {f"xaxis{suffix}": x, f"yaxis{suffix}": y}


def _span(low: Floats, high: Floats) -> float:
    """The longer side of a box, (2,) and (2,); something to be seen, where all points are one."""
    span, far = float((high - low).max()), float(max(-low.min(), high.max()))
    return span if span > 1e-12 * far else max(1.0, 1e-6 * far)


def bare(scene: Scene, low: Sequence[float], high: Sequence[float]) -> Scene:
    """The same picture without axes, as large as a box, (2,) and (2,)."""
    axes = {
        f"{letter}axis{'' if panel == 1 else panel}": {"visible": False, "range": [start, end]}
        for panel in range(1, scene.panels + 1)
        for letter, start, end in zip("xy", low, high, strict=True)
    }
    layout = {key: scene.layout[key] | entries for key, entries in axes.items()}
    margin = scene.layout["margin"] | {"l": 8, "b": 8}
    return Scene(scene.data, scene.layout | layout | {"margin": margin})
