"""What a reader did on a picture, as plain records."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EDITS = ("remove", "undo", "redo")


@dataclass(frozen=True)
class Click:
    """A click on a place, or on a point.

    Args:
        x, y: in data coordinates.
        panel: 1 for the left picture, 2 for the right one.
        trace: name of the trace that the nearest point belongs to; None on empty space.
        point: number of that point in its trace, from 0.
    """

    x: float
    y: float
    panel: int
    trace: str | None
    point: int | None


@dataclass(frozen=True)
class Drag:
    """A handle that was moved.

    Args:
        handle: its name.
        x, y: where it is now, in data coordinates.
        done: whether it was let go; until then, more will follow.
    """

    handle: str
    x: float
    y: float
    done: bool


@dataclass(frozen=True)
class Edit:
    """What a reader asked for by a key or a small button on a picture.

    Args:
        name: one of EDITS.
        handle: the name of the handle that is to go; None where nothing is to go.
    """

    name: str
    handle: str | None


@dataclass(frozen=True)
class Brush:
    """A box that was drawn.

    Args:
        x, y: from and to, in data coordinates.
        panel: 1 for the left picture, 2 for the right one.
        points: by the traces' names, the numbers of the points inside.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    panel: int
    points: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Events:
    """What has happened since the last run; `frame` is where the film stands."""

    click: Click | None = None
    drag: Drag | None = None
    brush: Brush | None = None
    edit: Edit | None = None
    frame: int = 0


def click(value: Any) -> Click | None:
    """Read what the browser says of a click; None where it makes no sense."""
    try:
        point = None if value["point"] is None else int(value["point"])
        trace = None if point is None else str(value["trace"])
        return Click(_number(value["x"]), _number(value["y"]), int(value["panel"]), trace, point)
    except (KeyError, TypeError, ValueError):
        return None


def drag(value: Any, names: set[str]) -> Drag | None:
    """Read what the browser says of a handle; None where there is no such handle."""
    try:
        made = Drag(
            str(value["handle"]), _number(value["x"]), _number(value["y"]), bool(value["done"])
        )
    except (KeyError, TypeError, ValueError):
        return None
    return made if made.handle in names else None


def edit(value: Any, names: set[str]) -> Edit | None:
    """Read what the browser says was asked for; None where there is no such thing to be done."""
    try:
        name, handle = str(value["name"]), value["handle"]
    except (KeyError, TypeError):
        return None
    sound = name in EDITS and (handle in names if name == "remove" else handle is None)
    return Edit(name, handle) if sound else None


def brush(value: Any) -> Brush | None:
    """Read what the browser says of a box; None where it makes no sense."""
    try:
        (x0, x1), (y0, y1) = (map(_number, value[axis]) for axis in "xy")
        points = {
            str(name): tuple(int(number) for number in numbers)
            for name, numbers in value["points"].items()
        }
        return Brush((x0, x1), (y0, y1), int(value["panel"]), points)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"a place needs finite numbers; got {value}")
    return number
