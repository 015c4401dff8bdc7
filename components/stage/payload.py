"""A picture as bytes: a small header in JSON, then arrays as the browser's typed arrays.

Where a scene has an array, the header has `{"$": kind, "at": byte, "n": numbers}` instead: kinds
"f4", "u1", "u2" and "u4". An "f4" may have `"plus": number`, which is to be added to each value in
double precision: places far from zero, but near each other, can't be told apart in single. Others:

    {"$": "rgb", "at": ..., "n": ...}               n colours, three bytes each
    {"$": "path", "x": array, "y": array}           a closed line through vertices
    {"$": "rows", "columns": [array, ...]}          a table, as [row, row, ...]
    {"$": "raster", "width": ..., "channels": [array or number, ...]}    red, green, blue, alpha

All is then deflated.
"""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.stage.scene import Colours, Polygon, Raster, Scene

FAR = 16  # spreads from zero; there float32 is wrong by up to a millionth of the spread


def encode(scenes: Scene | Sequence[Scene], **about: Any) -> bytes:
    """A picture, its digest, and what the browser is to know about it, as bytes.

    Args:
        scenes: one, or none where the browser has it, or the frames of a film: all but the first
            are told by what differs from it.
        about: what goes into the header as it is.
    """
    parts = _Parts()
    return parts.sealed(about | parts.pictures([scenes] if isinstance(scenes, Scene) else scenes))


def _news(first: dict[str, Any], figure: dict[str, Any]) -> dict[str, Any]:
    """Per trace, and of the layout, the entries that are not as in the first figure."""
    data = [
        {key: value for key, value in trace.items() if value != before.get(key)}
        for before, trace in zip(first["data"], figure["data"], strict=True)
    ]
    layout = {
        key: value for key, value in figure["layout"].items() if value != first["layout"].get(key)
    }
    return {"data": data, "layout": layout}


def message(header: Mapping[str, Any], state: bytes) -> bytes:
    """What Python tells of a picture as bytes: the header's length, the header, and a state.

    Args:
        header: as JSON.
        state: as `encode` made it; none where the browser is to fetch it, or has it.
    """
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    return len(text).to_bytes(4, "little") + text + state


class _Parts:
    """Binary parts, each kept once however often it occurs."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.places: dict[bytes, int] = {}

    def pictures(self, scenes: Sequence[Scene]) -> dict[str, Any]:
        """What a header has of one picture, or of the frames of a film."""
        made = [{"data": self.packed(s.data), "layout": self.packed(s.layout)} for s in scenes]
        if not made:
            return {}
        digest = zlib.crc32(json.dumps(made[0]).encode() + self.content)
        frames = {"frames": [_news(made[0], each) for each in made]} if len(made) > 1 else {}
        return {"figure": made[0], "digest": digest} | frames

    def sealed(self, header: Mapping[str, Any]) -> bytes:
        """A header, and all parts behind it."""
        text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
        text += b" " * (-len(text) % 4)  # typed arrays start at multiples of their size
        start = np.array([len(text)], dtype="<u4").tobytes()
        return zlib.compress(start + text + bytes(self.content), level=1)

    def packed(self, value: Any) -> Any:
        """The same value with references in place of arrays."""
        if value is None or isinstance(value, str | int | float):
            return value
        pack = _PACKED.get(type(value))
        return pack(self, value) if pack else value.item()  # what is left is NumPy's number

    def _mapping(self, mapping: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.packed(item) for key, item in mapping.items()}

    def _list(self, items: Sequence[Any]) -> list[Any]:
        return [self.packed(item) for item in items]

    def _array(self, array: NDArray[Any]) -> Any:
        if array.ndim == 2:  # a row for every point: columns are narrower and compress better
            columns = np.ascontiguousarray(array.T)
            return {"$": "rows", "columns": [self._array(column) for column in columns]}
        kind, origin = _narrowest(array)
        values = array - origin if origin else array
        part = self._part(kind, values.astype(f"<{kind}").tobytes(), len(array))
        return part | {"plus": origin} if origin else part

    def _colours(self, colours: Colours) -> dict[str, Any]:
        return self._part("rgb", colours.rgb.tobytes(), len(colours.rgb))

    def _polygon(self, polygon: Polygon) -> dict[str, Any]:
        x, y = (self._array(column) for column in polygon.vertices.T)
        return {"$": "path", "x": x, "y": y}

    def _raster(self, raster: Raster) -> dict[str, Any]:
        channels = [
            channel if isinstance(channel, int) else self._array(channel.ravel())
            for channel in raster.channels
        ]
        return {"$": "raster", "width": raster.shape[1], "channels": channels}

    def _part(self, kind: str, content: bytes, n: int) -> dict[str, Any]:
        if content not in self.places:
            self.content += b"\0" * (-len(self.content) % 4)
            self.places[content] = len(self.content)
            self.content += content
        return {"$": kind, "at": self.places[content], "n": n}


_PACKED: dict[type, Callable[[_Parts, Any], Any]] = {
    dict: _Parts._mapping,
    list: _Parts._list,
    tuple: _Parts._list,
    np.ndarray: _Parts._array,
    Colours: _Parts._colours,
    Polygon: _Parts._polygon,
    Raster: _Parts._raster,
}


def _narrowest(array: NDArray[Any]) -> tuple[str, float]:
    """The smallest type that holds all values as precisely as a screen can show them.

    Returns:
        kind: of the array.
        origin: what is to be taken off first, so that it can tell the values apart; often nothing.
    """
    if array.dtype == np.uint8 or len(array) == 0:
        return "u1", 0.0
    low, high = float(array.min()), float(array.max())
    if low >= 0 and high < 2**32 and low % 1 == high % 1 == 0 and (array % 1 == 0).all():
        return "u1" if high < 2**8 else "u2" if high < 2**16 else "u4", 0.0
    return "f4", (low + high) / 2 if max(-low, high) > FAR * (high - low) else 0.0
