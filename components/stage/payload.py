"""A picture as bytes: a small header in JSON, then arrays as the browser's typed arrays.

Where a figure has a long array, the header has `{"$": kind, "at": byte, "n": numbers}` instead:
kinds "f4", "u1", "u2", "u4" are arrays, "rgb" a list of colours and "path" a closed line through
vertices. A picture is `{"$": "raster", "width": ..., "channels": [...]}`, a table
`{"$": "rows", "columns": [...]}`. All is then deflated.
"""

import base64
import io
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image

from components.stage.scene import Colours, Polygon, Raster, Scene

PNG = "data:image/png;base64,"
POLYGON = re.compile(r"M[-+.,\deL]*Z")
COLOURS = re.compile(r"(#[0-9a-f]{6})+")
LONG = 16  # shorter lists are as well off in JSON


def encode(figures: Scene | go.Figure | Sequence[Scene | go.Figure], **about: Any) -> bytes:
    """A complete figure, its digest, and what the browser is to know about it, as bytes.

    Args:
        figures: one, or none where the browser has it, or the frames of a film: all but the first
            are told by what differs from it.
        about: what goes into the header as it is.
    """
    parts = _Parts()
    frames = [figures] if isinstance(figures, Scene | go.Figure) else figures
    made = [parts.figure(frame) for frame in frames]
    header = dict(about)
    if made:
        digest = zlib.crc32(json.dumps(made[0]).encode() + parts.content)
        header |= {"figure": made[0], "digest": digest}
    if len(made) > 1:
        header["frames"] = [_news(made[0], figure) for figure in made]
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)  # typed arrays start at multiples of their size
    start = np.array([len(text)], dtype="<u4").tobytes()
    return zlib.compress(start + text + bytes(parts.content), level=1)


def message(header: Mapping[str, Any], state: bytes) -> bytes:
    """What Python tells of a picture as bytes: the header's length, the header, and a state.

    Args:
        header: as JSON.
        state: as `encode` made it; none where the browser is to fetch it, or has it.
    """
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    return len(text).to_bytes(4, "little") + text + state


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


class _Parts:
    """Binary parts, each kept once however often it occurs."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.places: dict[bytes, int] = {}

    def figure(self, figure: Scene | go.Figure) -> dict[str, Any]:
        """A figure with references in place of arrays, without Plotly's template."""
        if isinstance(figure, Scene):
            data, layout = figure.data, figure.layout
        else:  # the public ways to these copy every list in them, which takes longer than this
            data, layout = figure._data, figure._layout
        return {
            "data": [self.packed(trace) for trace in data],
            "layout": {k: self.packed(item) for k, item in layout.items() if k != "template"},
        }

    def packed(self, value: Any) -> Any:
        """The same value with references in place of whatever is shorter in binary."""
        if value is None or isinstance(value, int | float):
            return value
        pack = _PACKED.get(type(value))
        if pack is not None:
            return pack(self, value)
        return value.item() if isinstance(value, np.generic) else value

    def _mapping(self, mapping: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.packed(item) for key, item in mapping.items()}

    def _array(self, array: NDArray[Any]) -> Any:
        if array.ndim == 2:  # a row for every point: columns are narrower and compress better
            return {"$": "rows", "columns": [self._array(column) for column in array.T]}
        if array.ndim != 1 or array.dtype.kind not in "fiub":
            return self.packed(array.tolist())
        kind = _narrowest(array)
        return self._part(kind, array.astype(f"<{kind}").tobytes(), len(array))

    def _text(self, text: str) -> Any:
        if text.startswith(PNG):
            image = Image.open(io.BytesIO(base64.b64decode(text[len(PNG) :]))).convert("RGBA")
            return self._raster(Raster(tuple(np.moveaxis(np.asarray(image), -1, 0))))
        if len(text) > 4 * LONG and POLYGON.fullmatch(text):
            vertices = np.array(re.split("[,L]", text[1:-1]), dtype=np.float32)
            return self._polygon(Polygon(vertices.reshape(-1, 2)))
        return text

    def _list(self, items: list[Any] | tuple[Any, ...]) -> Any:
        if len(items) >= LONG and isinstance(items[0], str) and isinstance(items[-1], str):
            text = "".join(map(str, items))
            if len(text) == 7 * len(items) and COLOURS.fullmatch(text):
                rgb = np.frombuffer(bytes.fromhex(text.replace("#", "")), np.uint8)
                return self._colours(Colours(rgb.reshape(-1, 3)))
        return [self.packed(item) for item in items]

    def _colours(self, colours: Colours) -> dict[str, Any]:
        return self._part("rgb", colours.rgb.tobytes(), len(colours.rgb))

    def _polygon(self, polygon: Polygon) -> dict[str, Any]:
        return self._part("path", polygon.vertices.astype("<f4").tobytes(), polygon.vertices.size)

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
    str: _Parts._text,
    list: _Parts._list,
    tuple: _Parts._list,
    np.ndarray: _Parts._array,
    Colours: _Parts._colours,
    Polygon: _Parts._polygon,
    Raster: _Parts._raster,
}


def _narrowest(array: NDArray[Any]) -> str:
    """The smallest type that holds all values as precisely as a screen can show them."""
    if array.dtype == np.uint8 or len(array) == 0:
        return "u1"
    low, high = array.min(), array.max()
    if low >= 0 and high < 2**32 and (array.dtype.kind in "iub" or (array % 1 == 0).all()):
        return "u1" if high < 2**8 else "u2" if high < 2**16 else "u4"
    return "f4"
