"""Small sets of points as a text, short enough for a link: it works for ever, on any server.

The text is base64, as addresses have it, of JSON that zlib packed; its checksum tells damage. Every
column is whole numbers and a power of ten by which they are divided, so that decimals come back
exactly. The JSON is [version, [[power, name, [number, ...]], ...], [class, ...] or null].
"""

import base64
import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Labels, Points, check_points, frozen

MOST = 400  # points
MOST_COLUMNS = 2
FEW_STEPS = 4_096  # that a column has at least after rounding: as fine as a picture shows
MANY_STEPS = 65_536  # that a column has at most
LARGEST_NUMBER = 2.0**53  # of those that are divided: all below it are exact
TINIEST = 1e-280  # what is smaller becomes zero
POWERS = range(-150, 301)
LONGEST = 4_000  # characters of a text
LARGEST = 16_384  # bytes that it may unpack to
LONGEST_NAME = 60  # characters
MAX_CLASS = 255
VERSION = 1
DAMAGED = "The points in this link are damaged: it was cut or changed. Ask for the link again."


@dataclass(frozen=True, eq=False)
class SmallSet:
    """What a text says.

    Args:
        points: (n, d), at least one.
        labels: (n,) the class of every point from 0, or None.
        columns: d names.
    """

    points: Points
    labels: Labels | None
    columns: tuple[str, ...]


def fits(points: Points) -> bool:
    """Whether there are few enough points and columns."""
    return len(points) <= MOST and points.shape[1] <= MOST_COLUMNS


def encode(
    points: Points, labels: Labels | None = None, columns: Sequence[str] = ("x", "y")
) -> str:
    """Write points as a text; those with too many digits for it are rounded.

    Args:
        points: at most `MOST` of one or two columns, (n, d).
        labels: (n,) from 0 to `MAX_CLASS`.
        columns: names, cut where they are long.

    Returns:
        "" where there is no point.

    Raises:
        ValueError: too many points or columns, or classes beyond `MAX_CLASS`.
    """
    if not len(points):
        return ""
    x = check_points(points)
    if not fits(x):
        raise ValueError(
            f"a link holds at most {MOST} points of {MOST_COLUMNS} columns, got {x.shape}"
        )
    if labels is not None and not 0 <= np.min(labels) <= np.max(labels) <= MAX_CLASS:
        raise ValueError(f"classes in a link must be from 0 to {MAX_CLASS}")
    told = [
        (power, name[:LONGEST_NAME], _whole(column, power).astype(int).tolist())
        for column, name in zip(x.T, columns, strict=False)
        for power in [power_of(column)]
    ]
    classes = None if labels is None else np.asarray(labels).tolist()
    text = json.dumps([VERSION, told, classes], ensure_ascii=False, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(errors="replace"), 9))
    return packed.decode().rstrip("=")


def decode(text: str) -> SmallSet:
    """Read what `encode` wrote.

    Raises:
        ValueError: it isn't such a text; one sentence for whoever opened the link.
    """
    try:
        version, told, classes = json.loads(_unpacked(text))
        columns = [
            _value(np.array(numbers, dtype=np.int64), power)
            for power, _, numbers in told
            if power in POWERS
        ]
        x = check_points(np.column_stack(columns))
        labels = None if classes is None else np.array(classes, dtype=np.int64)
        names = tuple(str(name)[:LONGEST_NAME] for _, name, _ in told)
    except (ValueError, TypeError, OverflowError, RecursionError, zlib.error):
        raise ValueError(DAMAGED) from None
    is_sound = version == VERSION and fits(x) and x.shape[1] == len(names)
    if labels is not None:
        is_sound &= labels.shape == (len(x),) and 0 <= labels.min() <= labels.max() <= MAX_CLASS
    if not is_sound:
        raise ValueError(DAMAGED)
    return SmallSet(frozen(x), None if labels is None else frozen(labels, np.int64), names)


def power_of(column: Array) -> int:
    """The least power of ten in whose fractions a column is exact, or else is fine enough."""
    size = float(np.abs(column).max()) or 1.0
    size, spread = max(size, TINIEST), max(float(np.ptp(column)) or size, TINIEST)
    last = min(POWERS[-1], math.floor(math.log10(LARGEST_NUMBER / size)))
    enough = min(last, math.ceil(math.log10(FEW_STEPS / spread)))
    most = min(last, math.floor(math.log10(MANY_STEPS / spread)))
    exact = (p for p in range(min(0, enough), most + 1) if _is_exact(column, p))
    return next(exact, enough)


def _is_exact(column: Array, power: int) -> bool:
    return np.array_equal(_value(_whole(column, power), power), column)


def _whole(column: Array, power: int) -> Array:
    return np.rint(column * 10.0**power if power >= 0 else column / 10.0**-power)


def _value(numbers: NDArray[Any], power: int) -> Array:
    return numbers / 10.0**power if power >= 0 else numbers * 10.0**-power


def _unpacked(text: str) -> bytes:
    """The bytes of a text; no more of them than there may be."""
    if len(text) > LONGEST:
        raise ValueError
    packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(packed, LARGEST)
    if not unpacking.eof:
        raise ValueError
    return content
