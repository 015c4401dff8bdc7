"""A start of one's own: places, weights and shapes, moved and pulled, in one short line of text.

The line has a part for each component, with `;` between them: d numbers with `,` between them,
then `*` and a weight, if it isn't 1, then `~` and a shape, if it isn't that of all points:

    -5,5;-3,3*0.5;-1,1~2;0,4*2~1.5,0.4,30

A shape is one standard deviation (round), or in the plane two (along x and y), or two and a turn
in degrees. A covariance type takes from it what it allows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Centres, Points, check_count
from core.mixture import Mixture, matrices
from core.starts import reduced, spread_of

MAX_PLACES = 12
HEAVIEST = 1e6  # of weights; the lightest is one by that
FAR = 100.0  # of the data's reach: how far from its middle, and how wide, a component may be
NARROW = 1e-6  # of the data's reach
SAME = 1e-9  # relative difference of a covariance from that of all points that doesn't count

Shape = tuple[float, ...]


@dataclass(frozen=True)
class Place:
    """Where and how a component begins; of a centre, the mean alone counts.

    Args:
        mean: d numbers.
        weight: positive; of any size, since weights are divided by their sum.
        shape: () that of all points, (s,) round, (a, b) along x and y, or (a, b, degrees) turned
            anticlockwise; standard deviations, in the data's unit.
    """

    mean: tuple[float, ...]
    weight: float = 1.0
    shape: Shape = ()


Places = tuple[Place, ...]


def write(places: Sequence[Place]) -> str:
    """Places in a line, with six digits, which are more than a hand can tell apart."""
    return ";".join(
        _numbers(place.mean)
        + (f"*{place.weight:.6g}" if f"{place.weight:.6g}" != "1" else "")
        + (f"~{_numbers(place.shape)}" if place.shape else "")
        for place in places
    )


def _numbers(values: Sequence[float]) -> str:
    return ",".join(f"{value:.6g}" for value in values)


def read(text: str, x: Points) -> Places:
    """Places from a line.

    Args:
        text: as `write` makes it.
        x: the points that they are for, (n, d).

    Raises:
        ValueError: the line isn't such places, or they make no sense for these points.
    """
    d = x.shape[1]
    parts = text.split(";")
    try:
        places = tuple(_place(part) for part in parts[: MAX_PLACES + 1])
    except ValueError:
        places = ()
    if not 1 <= len(places) <= MAX_PLACES or any(len(place.mean) != d for place in places):
        example = ";".join(",".join(["0"] * (d - 1) + [str(row)]) for row in (0, 1))
        raise ValueError(f"places must be 1 to {MAX_PLACES} groups of {d} numbers, as in {example}")
    check_count(x, len(places))
    _check_sizes(places, x)
    return places


def _place(text: str) -> Place:
    """One part of the line; a ValueError where it isn't numbers."""
    rest, tilde, shape = text.partition("~")
    mean, star, weight = rest.partition("*")
    return Place(
        tuple(map(float, mean.split(","))),
        float(weight) if star else 1.0,
        tuple(map(float, shape.split(","))) if tilde else (),
    )


def _check_sizes(places: Places, x: Points) -> None:
    low, high = x.min(axis=0), x.max(axis=0)
    reach, middle = reach_of(x), (low + high) / 2
    longest = 3 if x.shape[1] == 2 else 1
    for number, place in enumerate(places, start=1):
        if not np.abs(np.array(place.mean) - middle).max() <= FAR * reach:
            raise ValueError(
                f"place {number} must be within {FAR:g} times the data's reach of its middle"
            )
        if not 1 / HEAVIEST <= place.weight <= HEAVIEST:
            raise ValueError(
                f"the weight of place {number} must be from {1 / HEAVIEST:g} to {HEAVIEST:g}, "
                f"got {place.weight:g}"
            )
        widths, turn = place.shape[:2], place.shape[2:]
        sound = all(NARROW * reach <= width <= FAR * reach for width in widths)
        if len(place.shape) > longest or not sound or not all(abs(t) <= 360 for t in turn):
            raise ValueError(
                f"the shape of place {number} must be one standard deviation"
                + (", or two, or two and a turn in degrees," if longest == 3 else "")
                + f" from {NARROW * reach:.2g} to {FAR * reach:.2g}"
            )


def reach_of(x: Points) -> float:
    """The longest side of the box around points, (n, d); 1 where they are all one."""
    return float(np.ptp(x, axis=0).max()) or 1.0


def centres(places: Sequence[Place]) -> Centres:
    """The means alone, (k, d)."""
    return np.array([place.mean for place in places])


def mixture(x: Points, places: Sequence[Place], covariance_type: str = "full") -> Mixture:
    """The components that places stand for.

    Args:
        x: points, (n, d), whose covariance those have that say nothing of their shape.
        places: k of them.
        covariance_type: "full", "tied", "diag" or "spherical".
    """
    spread = spread_of(x)
    weights = np.array([place.weight for place in places])
    covariances = np.array([_covariance(place.shape, spread) for place in places])
    return reduced(weights / weights.sum(), centres(places), covariances, covariance_type)


def _covariance(shape: Shape, spread: Array) -> Array:
    """The covariance of a shape, (d, d), where that of all points is spread."""
    match shape:
        case (radius,):
            return np.asarray(radius**2 * np.eye(len(spread)))
        case (a, b, *turn):
            angle = math.radians(turn[0]) if turn else 0.0
            along = np.array([math.cos(angle), math.sin(angle)])
            across = np.array([-along[1], along[0]])
            return np.asarray(a**2 * np.outer(along, along) + b**2 * np.outer(across, across))
    return spread


def places_of(x: Points, mixture: Mixture) -> Places:
    """Places that stand for a mixture, as nearly as they can.

    In more than two dimensions they keep the radius of spherical components and no other shape.

    Args:
        x: points, (n, d).
        mixture: k components.
    """
    spreads = np.tile(spread_of(x), (len(mixture.weights), 1, 1))
    usual = reduced(mixture.weights, mixture.means, spreads, mixture.covariance_type)
    weights = mixture.weights / mixture.weights.sum()
    alike = np.ptp(weights) <= SAME
    return tuple(
        Place(
            tuple(mean),
            1.0 if alike else float(weight),
            ()
            if np.abs(covariance - normal).max() <= SAME * np.abs(normal).max()
            else _shape(covariance, mixture.covariance_type, x, mean),
        )
        for mean, weight, covariance, normal in zip(
            mixture.means.tolist(), weights, matrices(mixture), matrices(usual), strict=True
        )
    )


def shapes(x: Points, places: Sequence[Place], covariance_type: str) -> list[Shape]:
    """The shape of every place as far as a covariance type allows it; () where none is seen.

    Full and tied have two standard deviations and a turn, diag has two, spherical one; beyond
    two dimensions only the spherical one is the same in every plane.
    """
    own = {place.shape for place in places}
    kept = covariance_type == "full" or (covariance_type == "tied" and len(own) == 1)
    covariances = matrices(mixture(x, places, covariance_type))
    return [
        place.shape
        if kept and len(place.shape) == 3
        else _shape(covariance, covariance_type, x, place.mean)
        for place, covariance in zip(places, covariances, strict=True)
    ]


def _shape(covariance: Array, covariance_type: str, x: Points, mean: Sequence[float]) -> Shape:
    """The shape of a covariance, (d, d), the long axis first, towards the middle of the points."""
    d, narrowest = len(covariance), 2 * NARROW * reach_of(x)
    if d == 1 or covariance_type == "spherical":
        return (max(math.sqrt(np.trace(covariance) / d), narrowest),)
    if d > 2:
        return ()
    if covariance_type == "diag":
        return tuple(max(math.sqrt(variance), narrowest) for variance in np.diag(covariance))
    variances, vectors = np.linalg.eigh(covariance)
    short, long = np.sqrt(variances.clip(narrowest**2)).tolist()
    inward = (x.min(axis=0) + x.max(axis=0)) / 2 - mean
    right, up = vectors[:, 1] * (-1 if vectors[:, 1] @ inward < 0 else 1)
    return long, short, math.degrees(math.atan2(up, right))


def ends(shape: Shape) -> list[tuple[float, float]]:
    """From the mean to where the axes of a shape end at 1 standard deviation, in the plane."""
    match shape:
        case (a, b, *turn):
            angle = math.radians(turn[0]) if turn else 0.0
            cos, sin = math.cos(angle), math.sin(angle)
            return [(a * cos, a * sin), (-b * sin, b * cos)]
        case (radius,):
            return [(radius, 0.0)]
    return []


def pulled(shape: Shape, axis: int, end: tuple[float, float], narrowest: float) -> Shape:
    """The shape with the end of one axis pulled elsewhere, as far as the shape allows.

    Args:
        shape: one that has axes.
        axis: 0 or 1; the other one stays as long.
        end: where its end is now, from the mean.
        narrowest: no standard deviation gets smaller.
    """
    length = max(math.hypot(*end), narrowest)
    if len(shape) == 1:
        return (length,)
    widths = list(shape[:2])
    if len(shape) == 2:
        widths[axis] = max(abs(end[axis]), narrowest)
        return tuple(widths)
    widths[axis] = length
    angle = math.degrees(math.atan2(end[1], end[0])) - 90 * axis
    return (*widths, (angle + 180) % 360 - 180)


def with_shape(places: Places, row: int, shape: Shape, covariance_type: str) -> Places:
    """The places with a new shape for one of them; of tied components, for all."""
    return tuple(
        replace(place, shape=shape) if j == row or covariance_type == "tied" else place
        for j, place in enumerate(places)
    )


def added(places: Places, mean: Sequence[float]) -> Places:
    """The places and one more, of their mean weight."""
    weight = sum(place.weight for place in places) / len(places)
    shared = {place.shape for place in places}
    return (*places, Place(tuple(mean), weight, shared.pop() if len(shared) == 1 else ()))


def resized(x: Points, places: Places, k: int) -> Places:
    """The first k places; those that are missing are put on the points farthest from all others.

    Args:
        x: points, (n, d), at least k of them different.
        places: one or more.
        k: how many there shall be.
    """
    while len(places) < k:
        distances = np.linalg.norm(x[:, None] - centres(places), axis=2).min(axis=1)
        places = added(places, x[distances.argmax()].tolist())
    return places[:k]
