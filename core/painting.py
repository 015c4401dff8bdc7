"""Points painted by hand: what a stroke of each tool adds, takes away or moves.

A stroke is a path: the places where the tool has been, in order. The same stroke with the same seed
gives the same points, and a longer one keeps what its beginning gave.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Labels, Points, stream

LINE = 0.25  # of the radius: how far points stray from a line
MOST_STATIONS = 1_000


@dataclass(frozen=True)
class Tool:
    """What paints.

    Args:
        kind: one of `ADDS`, "erase" or "move".
        radius: how far it reaches, in the data's unit.
        amount: points at a press, and at every radius of the way.
        shape: of the Gaussian brush: two standard deviations, and the turn of the first against
            the x axis, anticlockwise, in radians.
        label: class of what it adds.
    """

    kind: str
    radius: float
    amount: int = 1
    shape: tuple[float, float, float] = (1.0, 1.0, 0.0)
    label: int = 0


def painted(
    points: Points, labels: Labels, tool: Tool, path: Points, *, most: int
) -> tuple[Points, Labels]:
    """The points after a stroke.

    Args:
        points: so far, (n, 2).
        labels: (n,).
        tool: what paints; its seed is the number of points so far.
        path: where it has been, (m, 2), m >= 1.
        most: points that there may be.
    """
    if tool.kind == "erase":
        stay = distances(points, path) > tool.radius
        return points[stay], labels[stay]
    if tool.kind == "move":
        taken = distances(points, path[:1]) <= tool.radius
        return points + taken[:, None] * (path[-1] - path[0]), labels
    new = ADDS[tool.kind](tool, path, len(points))[: max(0, most - len(points))]
    return np.concatenate([points, new]), np.append(labels, np.full(len(new), tool.label))


def _dots(_tool: Tool, path: Points, _seed: int) -> Points:
    """A point where it is pressed."""
    return path[:1]


def _spray(tool: Tool, path: Points, seed: int) -> Points:
    """Points spread evenly over a disc that moves."""
    places = np.repeat(stations(path, tool.radius), tool.amount, axis=0)
    u = stream(seed).random_sample((len(places), 2))
    far, angle = tool.radius * np.sqrt(u[:, 0]), 2 * np.pi * u[:, 1]
    return places + np.column_stack([far * np.cos(angle), far * np.sin(angle)])


def _splash(tool: Tool, path: Points, seed: int) -> Points:
    """Points from a normal distribution whose mean moves."""
    a, b, turn = tool.shape
    places = np.repeat(stations(path, 2 * max(a, b)), tool.amount, axis=0)
    z = stream(seed).standard_normal((len(places), 2)) * (a, b)
    cos, sin = np.cos(turn), np.sin(turn)
    return np.asarray(places + z @ np.array([[cos, sin], [-sin, cos]]))


def _line(tool: Tool, path: Points, seed: int) -> Points:
    """Points along the straight way from the first place to the last, evenly but for a little."""
    places = stations(path[[0, -1]], tool.radius / tool.amount)
    return places + LINE * tool.radius * stream(seed).standard_normal(places.shape)


ADDS: Mapping[str, Callable[[Tool, Points, int], Points]] = {
    "point": _dots,
    "brush": _spray,
    "gaussian": _splash,
    "line": _line,
}


def stations(path: Points, gap: float) -> Points:
    """Places along a path, the first where it begins, so far apart, (m, 2)."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    way = np.append(0.0, np.cumsum(steps))
    count = min(int(way[-1] / gap), MOST_STATIONS)
    at = gap * np.arange(count + 1)
    return np.column_stack([np.interp(at, way, path[:, axis]) for axis in (0, 1)])


def distances(points: Points, path: Points) -> Array:
    """How far each point, (n, 2), is from a path, (m, 2); (n,)."""
    starts = path[:-1] if len(path) > 1 else path
    ways = np.diff(path, axis=0) if len(path) > 1 else np.zeros((1, 2))
    offsets = points[:, None] - starts  # (n, m - 1, 2)
    squares = (ways**2).sum(axis=1)
    along = (offsets * ways).sum(axis=2) / np.where(squares > 0, squares, 1.0)
    nearest = np.clip(along, 0, 1)[:, :, None] * ways
    return np.asarray(np.hypot(*np.moveaxis(offsets - nearest, 2, 0)).min(axis=1))
