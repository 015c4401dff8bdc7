"""A message of the stage, read as the browser reads it."""

import json
import zlib
from typing import Any

import numpy as np


def decoded(content: bytes) -> dict[str, Any]:
    """What the browser's payload.js makes of it; a closed line as its vertices, (m, 2)."""
    content = zlib.decompress(content)
    length = int.from_bytes(content[:4], "little")
    parts = content[4 + length :]

    def unpacked(value: Any) -> Any:
        if isinstance(value, list):
            return [unpacked(item) for item in value]
        if not isinstance(value, dict):
            return value
        match value.get("$"):
            case None:
                return {key: unpacked(item) for key, item in value.items()}
            case "rows":
                return [list(row) for row in zip(*map(unpacked, value["columns"]), strict=True)]
            case "rgb":
                rgb = np.frombuffer(parts, "u1", 3 * value["n"], value["at"]).reshape(-1, 3)
                return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in rgb]
            case "path":
                return [
                    list(pair)
                    for pair in zip(*map(unpacked, (value["x"], value["y"])), strict=True)
                ]
            case "raster":
                return {"width": value["width"], "channels": unpacked(value["channels"])}
            case kind:
                numbers = np.frombuffer(parts, f"<{kind}", value["n"], value["at"])
                return (
                    numbers.astype(float) + value["plus"] if "plus" in value else numbers
                ).tolist()

    return unpacked(json.loads(content[4 : 4 + length]))
