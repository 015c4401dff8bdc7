"""Sentences about one point in the making."""

from core.arrays import Array
from core.generation import Anatomy


def captions(made: Anatomy, number: int, weight: float) -> list[str]:
    """What each step of making a point in the plane does, with its numbers.

    Args:
        made: the point.
        number: of its component, for the reader.
        weight: of that component.
    """
    (a, _), (b, c) = made.factor
    return [
        "Nothing yet. Play, or go step by step.",
        f"Choose a component: the spin {made.spin:.4f} falls in the share of component {number}, "
        f"whose weight is {weight:.4f}.",
        f"Draw z = {_pair(made.z)}: each entry from a standard normal, whatever the component.",
        f"Multiply by its Cholesky factor L = [{a:.3f}, 0; {b:.3f}, {c:.3f}]: "
        f"L z = {_pair(made.stretched)}. Circles of z become the component's ellipses.",
        f"Add its mean {_pair(made.point - made.stretched)}: the new point is {_pair(made.point)}.",
    ]


def _pair(place: Array) -> str:
    return f"({place[0]:.3f}, {place[1]:.3f})"
