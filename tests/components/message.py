"""A message of the stage, read as the browser reads it."""

import json
import zlib
from typing import Any

import numpy as np


def decoded(content: bytes) -> dict[str, Any]:
    """What the browser's payload.js makes of it."""
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
                return np.frombuffer(parts, "<f4", value["n"], value["at"]).tolist()
            case "raster":
                return {"width": value["width"], "channels": unpacked(value["channels"])}
            case kind:
                return np.frombuffer(parts, f"<{kind}", value["n"], value["at"]).tolist()

    return unpacked(json.loads(content[4 : 4 + length]))
