"""A picture as plain data: what Plotly calls a figure, with arrays in place of its long texts.

Pictures are made many times a second while a slider is dragged, and Plotly's objects copy all that
they are given. They are made where they are needed: for small pictures, the fallback, and tests.
"""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image

Piece = dict[str, Any]  # of a figure: a trace, a shape, an image, or what is in one


@dataclass(frozen=True, eq=False)
class Colours:
    """Colours of n marks.

    Args:
        rgb: red, green and blue of each, (n, 3).
    """

    rgb: NDArray[np.uint8]

    def plain(self) -> list[str]:
        """As CSS writes them."""
        digits = self.rgb.tobytes().hex()
        return [f"#{digits[i : i + 6]}" for i in range(0, len(digits), 6)]


@dataclass(frozen=True, eq=False)
class Polygon:
    """A closed line.

    Args:
        vertices: in data coordinates, (m, 2); the first isn't repeated.
    """

    vertices: NDArray[np.floating[Any]]

    def plain(self) -> str:
        """As SVG writes it."""
        return "M" + "L".join(f"{x:.6g},{y:.6g}" for x, y in self.vertices.tolist()) + "Z"


@dataclass(frozen=True, eq=False)
class Raster:
    """A picture of pixels.

    Args:
        channels: red, green, blue and alpha; each (height, width), first row on top, or one
            number for all pixels.
    """

    channels: tuple[NDArray[np.uint8] | int, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Height and width."""
        return np.broadcast_shapes(*map(np.shape, self.channels))

    def plain(self) -> str:
        """As a data address."""
        rgba = np.stack([np.broadcast_to(c, self.shape) for c in self.channels], axis=-1)
        buffer = io.BytesIO()
        Image.fromarray(rgba.astype(np.uint8), "RGBA").save(buffer, "PNG", compress_level=1)
        return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


@dataclass(frozen=True, eq=False)
class Scene:
    """A complete picture.

    Args:
        data: traces, as Plotly names their entries.
        layout: axes, shapes, images and the rest, likewise.
    """

    data: list[Piece]
    layout: Piece

    def figure(self) -> go.Figure:
        """The same as Plotly's object."""
        # checking it takes ten times as long as all else; the tests do
        return go.Figure(_plain({"data": self.data, "layout": self.layout}), _validate=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Colours | Polygon | Raster):
        return value.plain()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
