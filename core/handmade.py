"""Components placed by hand: moved, pulled, weighed, added and removed, and as a line of text.

The line has a part for each component, with `;` between them: d numbers with `,` between them,
then `*` and a weight, if it isn't 1, then `~` and a shape, if it isn't that of all points:

    -5,5;-3,3*0.5;-1,1~2;0,4*2~1.5,0.4,30;2,2:1,0.5,4

A shape is one standard deviation (round), or in the plane two (along x and y), or two and a turn
in degrees. `:` instead of `~` stands before a covariance, row by row up to its diagonal. A
covariance type takes from either what it allows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Centres, Points, check_count, shares
from core.covariances import is_covariance, roots
from core.geometry import half_axes
from core.mixture import Mixture, matrices
from core.starts import reduced, spread_of

MAX_PLACES = 12
HEAVIEST = 1e6  # of weights; the lightest is one by that
FAR = 100.0  # of the data's reach: how far from its middle, and how wide, a component may be
NARROW = 1e-6  # of the data's reach
SAME = 1e-9  # relative difference of a covariance from that of all points that doesn't count
DIGITS = 6  # are more than a hand can tell apart

Shape = tuple[float, ...]
UP = (1e-9, 1.0)


@dataclass(frozen=True)
class Place:
    """Where and how a component is placed by hand; of a centre, the mean alone counts.

    Args:
        mean: d numbers.
        weight: positive; of any size, since weights are divided by their sum.
        shape: () that of all points, (s,) round, (a, b) along x and y, or (a, b, degrees) turned
            anticlockwise; standard deviations, in the data's unit.
        covariance: instead of a shape, to the last bit: of d rows what is left of the diagonal,
            and the diagonal, d (d + 1) / 2 numbers; (xx, xy, yy) in the plane.
    """

    mean: tuple[float, ...]
    weight: float = 1.0
    shape: Shape = ()
    covariance: tuple[float, ...] = ()


Places = tuple[Place, ...]


def write(places: Sequence[Place]) -> str:
    """Places in a line, to the last bit; `rounded` first makes it short."""
    return ";".join(
        _numbers(place.mean)
        + (f"*{_numbers([place.weight])}" if place.weight != 1 else "")
        + (f"~{_numbers(place.shape)}" if place.shape else "")
        + (f":{_numbers(place.covariance)}" if place.covariance else "")
        for place in places
    )


def _numbers(values: Sequence[float]) -> str:
    return ",".join(repr(float(value)).removesuffix(".0") for value in values)


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


def read_as(text: str, x: Points, k: int) -> Places:
    """Places from a line, as many as asked for, whatever way led to that number.

    Args:
        text: as `write` makes it.
        x: the points that they are for, (n, d), at least k of them different.
        k: how many there shall be; see `resized`.

    Raises:
        ValueError: as `read`.
    """
    return resized(x, read(text, x), k)


def _place(text: str) -> Place:
    """One part of the line; a ValueError where it isn't numbers."""
    rest, colon, covariance = text.partition(":")
    rest, tilde, shape = rest.partition("~")
    mean, star, weight = rest.partition("*")
    if tilde and colon:
        raise ValueError("a place must have a shape or a covariance, got both")
    return Place(
        tuple(map(float, mean.split(","))),
        float(weight) if star else 1.0,
        tuple(map(float, shape.split(","))) if tilde else (),
        tuple(map(float, covariance.split(","))) if colon else (),
    )


def _check_sizes(places: Places, x: Points) -> None:
    low, high = x.min(axis=0), x.max(axis=0)
    reach, middle = reach_of(x), (low + high) / 2
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
        if place.covariance:
            _check_covariance(number, place, reach)
        elif place.shape:
            _check_shape(number, place, reach)


def _check_shape(number: int, place: Place, reach: float) -> None:
    longest = 3 if len(place.mean) == 2 else 1
    widths, turn = place.shape[:2], place.shape[2:]
    sound = all(NARROW * reach <= width <= FAR * reach for width in widths)
    if len(place.shape) > longest or not sound or not all(abs(t) <= 360 for t in turn):
        raise ValueError(
            f"the shape of place {number} must be one standard deviation"
            + (", or two, or two and a turn in degrees," if longest == 3 else "")
            + f" from {NARROW * reach:.2g} to {FAR * reach:.2g}"
        )
    roots(covariance_of(place), f"the shape of place {number}")


def _check_covariance(number: int, place: Place, reach: float) -> None:
    d = len(place.mean)
    if len(place.covariance) != d * (d + 1) // 2:
        raise ValueError(
            f"the covariance of place {number} must be {d * (d + 1) // 2} numbers, "
            f"got {len(place.covariance)}"
        )
    covariance = covariance_of(place)
    least = np.diag(roots(covariance, f"the covariance of place {number}")).min()
    if not (NARROW * reach <= least and np.diag(covariance).max() <= (FAR * reach) ** 2):
        raise ValueError(
            f"the standard deviations of place {number} must be from {NARROW * reach:.2g} to "
            f"{FAR * reach:.2g} in every direction"
        )


def reach_of(x: Points) -> float:
    """The longest side of the box around points, (n, d); 1 where they are all one."""
    return float(np.ptp(x, axis=0).max()) or 1.0


def rounded(x: Points, places: Sequence[Place]) -> Places:
    """Places as a hand can tell them apart, for a short line: means to a millionth of the reach.

    Args:
        x: the points that they are for, (n, d).
        places: k of them; the numbers of covariances stay as they are.
    """
    decimals = DIGITS - 1 - math.floor(math.log10(reach_of(x)))
    return tuple(
        replace(
            place,
            mean=tuple(round(float(value), decimals) for value in place.mean),
            weight=float(f"{place.weight:.{DIGITS}g}"),
            shape=tuple(float(f"{value:.{DIGITS}g}") for value in place.shape),
        )
        for place in places
    )


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
    weights = shares([place.weight for place in places])
    covariances = np.array([covariance_of(place, spread) for place in places])
    return reduced(weights, centres(places), covariances, covariance_type)


def mixed(places: Sequence[Place]) -> tuple[Mixture, list[str]]:
    """The components that places stand for, where there are no points.

    Args:
        places: k of them, each with a shape or a covariance, and positive variances.

    Returns:
        mixture: of full components; where a covariance can't be used, its variances alone are.
        refused: a sentence about each of those.

    Raises:
        ValueError: a variance isn't positive, or a weight can't be one.
    """
    covariances = np.array([covariance_of(place) for place in places])
    refused = []
    for row, covariance in enumerate(covariances):
        try:
            roots(covariance, f"the covariance of component {row + 1}")
        except ValueError as error:
            refused.append(f"T{str(error)[1:]}.")
            covariances[row] = np.diag(np.diag(covariance))
    roots(covariances)
    return Mixture(
        shares([place.weight for place in places]), centres(places), covariances
    ), refused


def covariance_of(place: Place, spread: Array | None = None) -> Array:
    """The covariance of a place, (d, d).

    Args:
        place: that it is of.
        spread: (d, d) of all points, for a place that says nothing of its shape.

    Raises:
        ValueError: the place says nothing of its shape, and there is no spread.
    """
    d = len(place.mean)
    if place.covariance:
        below = np.zeros((d, d))
        below[np.tril_indices(d)] = place.covariance
        return np.asarray(below + np.tril(below, -1).T)
    match place.shape:
        case (radius,):
            return np.asarray(radius**2 * np.eye(d))
        case (a, b, *turn):
            angle = math.radians(turn[0]) if turn else 0.0
            along = np.array([math.cos(angle), math.sin(angle)])
            across = np.array([-along[1], along[0]])
            return np.asarray(a**2 * np.outer(along, along) + b**2 * np.outer(across, across))
    if spread is None:
        raise ValueError("a place must have a shape or a covariance, got neither")
    return spread


def exactly(mixture: Mixture) -> Places:
    """The places that a mixture is the mixture of, to the last bit, as full components."""
    rows = np.tril_indices(mixture.means.shape[1])
    parameters = mixture.means.tolist(), mixture.weights.tolist(), matrices(mixture)
    return tuple(
        Place(tuple(mean), weight, covariance=tuple(covariance[rows].tolist()))
        for mean, weight, covariance in zip(*parameters, strict=True)
    )


def places_of(x: Points, mixture: Mixture) -> Places:
    """Places that stand for a mixture, as nearly as shapes can that are pulled by hand.

    In more than two dimensions they keep the radius of spherical components and no other shape.

    Args:
        x: points, (n, d).
        mixture: k components.
    """
    spreads = np.tile(spread_of(x), (len(mixture.weights), 1, 1))
    usual = reduced(mixture.weights, mixture.means, spreads, mixture.covariance_type)
    weights = shares(mixture.weights)
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
    own = {(place.shape, place.covariance) for place in places}
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
    if not is_covariance(covariance):
        covariance = covariance + narrowest**2 * np.eye(2)
    inward = (x.min(axis=0) + x.max(axis=0)) / 2 - mean
    long, short, degrees = axes(covariance, inward.tolist())
    return max(long, narrowest), max(short, narrowest), degrees


def axes(covariance: Array, towards: Sequence[float] = UP) -> tuple[float, float, float]:
    """The shape of a covariance in the plane: long and short standard deviation, and degrees.

    Args:
        covariance: (2, 2).
        towards: the side on which the long axis is pulled, from the mean.

    Raises:
        ValueError: the covariance can't be used; see `core.covariances`.
    """
    long, short = half_axes(covariance)
    right, up = -long if long @ towards < 0 else long
    return math.hypot(*long), math.hypot(*short), math.degrees(math.atan2(up, right))


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


def pulled(
    shape: Shape,
    axis: int,
    end: tuple[float, float],
    narrowest: float,
    widest: float = math.inf,
) -> Shape:
    """The shape with the end of one axis pulled elsewhere, as far as the shape allows.

    Args:
        shape: one that has axes.
        axis: 0 or 1; the other one stays as long.
        end: where its end is now, from the mean.
        narrowest: no standard deviation gets smaller.
        widest: nor larger.
    """

    def within(width: float) -> float:
        return min(max(width, narrowest), widest)

    length = math.hypot(*end)
    if len(shape) == 1:
        return (within(length),)
    widths = [within(width) for width in shape[:2]]
    if len(shape) == 2:
        widths[axis] = within(abs(end[axis]))
        return tuple(widths)
    widths[axis] = within(length)
    angle = math.degrees(math.atan2(end[1], end[0])) - 90 * axis
    return (*widths, (angle + 180) % 360 - 180)


def moved(places: Places, row: int, mean: Sequence[float]) -> Places:
    """The places with one of them elsewhere."""
    return _with(places, row, replace(places[row], mean=tuple(mean)))


def weighed(places: Places, row: int, weight: float) -> Places:
    """The places with a new weight for one of them."""
    return _with(places, row, replace(places[row], weight=weight))


def with_shape(places: Places, row: int, shape: Shape, covariance_type: str) -> Places:
    """The places with a new shape for one of them; of tied components, for all."""
    return tuple(
        replace(place, shape=shape, covariance=())
        if j == row or covariance_type == "tied"
        else place
        for j, place in enumerate(places)
    )


def removed(places: Places, row: int) -> Places:
    """The places without one of them."""
    return (*places[:row], *places[row + 1 :])


def added(places: Places, mean: Sequence[float]) -> Places:
    """The places and one more, of their mean weight, and of their shape where they have one."""
    weight = sum(place.weight for place in places) / len(places)
    same = len({(place.shape, place.covariance) for place in places}) == 1
    like = places[0] if same else Place(())
    return (*places, replace(like, mean=tuple(mean), weight=weight))


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


def _with(places: Places, row: int, place: Place) -> Places:
    return (*places[:row], place, *places[row + 1 :])
