"""A picture as plain data: what Plotly calls a figure, with arrays in place of its long texts.

Pictures are made many times a second while a slider is dragged, and Plotly's objects copy all that
they are given. They are made where they are needed: for export, the fallback and small pictures.
"""

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image

Piece = dict[str, Any]  # of a figure: a trace, a shape, an image, or what is in one
Floats = NDArray[np.floating[Any]]
Span = tuple[float, float]  # of the paper's width or height, which go from 0 to 1


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

    vertices: Floats

    def plain(self) -> str:
        """As SVG writes it."""
        return "M" + "L".join(f"{x:.15g},{y:.15g}" for x, y in self.vertices.tolist()) + "Z"


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

    @property
    def panels(self) -> int:
        """How many pairs of axes it has."""
        names = filter(None, map(AXIS.fullmatch, self.layout))
        return max(int(name[2] or 1) for name in names)


def joined(
    first: Scene, second: Scene, *, share: float, below: bool = False, height: int | None = None
) -> Scene:
    """Two pictures as one: the second is to the right of the first, or below it.

    Each keeps its axes; those of the second are numbered on, and so are the titles of its panels.
    Between them is the room that their margins ask for.

    Args:
        first: gets the left or the upper part.
        second: gets what is left.
        share: of the width or height that the first one gets, without the room between them.
        below: whether the second is below the first.
        height: in pixels; as high as the higher one, if None.
    """
    margins = first.layout["margin"], second.layout["margin"]
    height = height or max(first.layout["height"], second.layout["height"])
    if below:
        ends = {"t": margins[0]["t"], "b": margins[1]["b"]}
        gap = (margins[0]["b"] + margins[1]["t"]) / (height - sum(ends.values()))
        cut = 1 - share * (1 - gap)
        spots = ((0.0, 1.0), (cut, 1.0)), ((0.0, 1.0), (0.0, cut - gap))
    else:
        ends = {"l": margins[0]["l"], "r": margins[1]["r"]}
        gap = (margins[0]["r"] + margins[1]["l"]) / TYPICAL_WIDTH
        cut = share * (1 - gap)
        spots = ((0.0, cut), (0.0, 1.0)), ((cut + gap, 1.0), (0.0, 1.0))
    one, two = parts = _moved(first, 0, *spots[0]), _moved(second, first.panels, *spots[1])
    margin = {side: max(each[side] for each in margins) for side in "lrtb"} | ends
    # the first one's entries count, and they come first
    layout = one.layout | two.layout | one.layout | {"height": height, "margin": margin}
    layout["showlegend"] = any(part.layout.get("showlegend") for part in parts)
    for name in PIECES:
        layout[name] = [piece for part in parts for piece in part.layout[name]]
    return Scene(one.data + two.data, layout)


TYPICAL_WIDTH = 1_000  # pixels of a picture, which is as wide as the page lets it be
PIECES = ("shapes", "images", "annotations")
AXIS = re.compile(r"([xy])axis(\d*)")
AXIS_NAME = re.compile(r"([xy](?:axis)?)(\d*)( domain)?")
TITLE = re.compile(r"title (\d+)")


def _moved(scene: Scene, by: int, x: Span, y: Span) -> Scene:
    """The same picture on a part of the paper, after so many other panels."""
    layout: Piece = {}
    for key, item in scene.layout.items():
        if match := AXIS.fullmatch(key):
            letter, number = match.groups()
            entries = {
                "anchor": f"{'y' if letter == 'x' else 'x'}{number}",
                "domain": (0, 1),
            } | item
            span = x if letter == "x" else y
            domain = {"domain": [_at(end, span) for end in entries["domain"]]}
            layout[_later(key, by)] = {k: _later(v, by) for k, v in entries.items()} | domain
        else:
            layout[key] = item
    for name in PIECES:
        layout[name] = [_put(piece, by, x, y) for piece in layout.get(name, ())]
    if "legend" in layout:
        layout["legend"] = _put({"xref": "paper", "yref": "paper"} | layout["legend"], 0, x, y)
    shown = {} if layout.get("showlegend") else {"showlegend": False}
    data = [
        trace | shown | {f"{a}axis": _later(trace.get(f"{a}axis", a), by) for a in "xy"}
        for trace in scene.data
    ]
    return Scene(data, layout)


def _put(piece: Piece, by: int, x: Span, y: Span) -> Piece:
    """A shape, an image or a text on a part of the paper."""
    put = dict(piece)
    for letter, span in (("x", x), ("y", y)):
        ref = piece.get(f"{letter}ref", letter)
        put[f"{letter}ref"] = _later(ref, by)
        for key in (letter, f"{letter}0", f"{letter}1"):
            if ref == "paper" and key in piece:
                put[key] = _at(piece[key], span)
    if title := TITLE.fullmatch(piece.get("name", "")):
        put["name"] = f"title {int(title[1]) + by}"
    return put


def _later(name: Any, by: int) -> Any:
    """The name of an axis after so many other panels; whatever else stays as it is."""
    match = AXIS_NAME.fullmatch(name) if isinstance(name, str) else None
    if not match or not by:
        return name
    what, number, domain = match.groups(default="")
    return f"{what}{int(number or 1) + by}{domain}"


def _at(share: float, span: Span) -> float:
    return span[0] + share * (span[1] - span[0])


def _plain(value: Any) -> Any:
    if isinstance(value, Colours | Polygon | Raster):
        return value.plain()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
