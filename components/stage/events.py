"""What a reader did on a picture, as plain records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

LONGEST = 1_000  # places of a stroke
FARTHEST = 1e150  # of places from zero: their squares are numbers, too


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
    trace: str | None = None
    point: int | None = None


@dataclass(frozen=True)
class Add:
    """Something is to be added at a place: a double click, or the key A.

    Args:
        x, y: in data coordinates.
        panel: 1 for the left picture, 2 for the right one.
    """

    x: float
    y: float
    panel: int


@dataclass(frozen=True)
class Drag:
    """A handle that was moved.

    Args:
        handle: its name.
        x, y: where it is now, in data coordinates.
    """

    handle: str
    x: float
    y: float


@dataclass(frozen=True)
class Remove:
    """A handle that is to go.

    Args:
        handle: its name.
    """

    handle: str


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
class Stroke:
    """A way that a brush went.

    Args:
        path: the places, in order and in data coordinates, from 1 to `LONGEST`.
    """

    path: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Undo:
    """The latest change is to be undone."""


@dataclass(frozen=True)
class Redo:
    """What was undone is to be done again."""


@dataclass(frozen=True)
class Address:
    """The reader went back or forward within the page.

    Args:
        query: of the address that the browser shows now.
    """

    query: str


@dataclass(frozen=True)
class Grown:
    """A picture that was growing is complete: what else the page says of it may be, too."""


@dataclass(frozen=True)
class Present:
    """The page is to look otherwise.

    Args:
        how: a value of `settings.PRESENT`.
    """

    how: str


Gesture: TypeAlias = Click | Add | Drag | Remove | Brush | Stroke
Event: TypeAlias = Gesture | Undo | Redo | Address | Grown | Present


def read(told: Any) -> Event | None:
    """Read what the browser tells; None where it makes no sense."""
    try:
        return _KINDS[told["kind"]](told)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        return None


def number_of(told: Any) -> int | None:
    """Which gesture this is, as the browser counts them; None where it doesn't say."""
    number = told.get("number") if isinstance(told, Mapping) else None
    return number if isinstance(number, int) else None


def _click(told: Any) -> Click:
    point = None if told["point"] is None else int(told["point"])
    trace = None if point is None else str(told["trace"])
    return Click(_number(told["x"]), _number(told["y"]), int(told["panel"]), trace, point)


def _brush(told: Any) -> Brush:
    (x0, x1), (y0, y1) = (map(_number, told[axis]) for axis in "xy")
    points = {str(name): tuple(map(int, numbers)) for name, numbers in told["points"].items()}
    return Brush((x0, x1), (y0, y1), int(told["panel"]), points)


def _stroke(told: Any) -> Stroke:
    places = [place.split(",") for place in told["path"].split(";", LONGEST)]
    if len(places) > LONGEST:
        raise ValueError(f"a stroke has at most {LONGEST} places")
    return Stroke(tuple((_number(x), _number(y)) for x, y in places))


_KINDS: Mapping[str, Callable[[Any], Event]] = {
    "click": _click,
    "add": lambda told: Add(_number(told["x"]), _number(told["y"]), int(told["panel"])),
    "drag": lambda told: Drag(str(told["handle"]), _number(told["x"]), _number(told["y"])),
    "remove": lambda told: Remove(str(told["handle"])),
    "brush": _brush,
    "stroke": _stroke,
    "undo": lambda _: Undo(),
    "redo": lambda _: Redo(),
    "grown": lambda _: Grown(),
    "present": lambda told: Present(str(told["how"])),
    "address": lambda told: Address(str(told["query"])),
}


def _number(value: Any) -> float:
    number = float(value)
    if not abs(number) <= FARTHEST:
        raise ValueError(f"a place must be within {FARTHEST:g} of zero; got {value}")
    return number
