"""Sentences about one point in the making."""

from core.arrays import Array
from core.generation import Anatomy


def captions(made: Anatomy, number: int, weight: float) -> list[str]:
    """What each step of making a point of one or two columns does, with its numbers.

    Args:
        made: the point.
        number: of its component, for the reader.
        weight: of that component.
    """
    factor, effect = _factor(made.factor)
    return [
        "Nothing yet. Play, or go step by step.",
        f"Choose a component: the spin {made.spin:.4f} falls in the share of component {number}, "
        f"whose weight is {weight:.4f}.",
        f"Draw z = {_place(made.z)}: each entry from a standard normal, whatever the component.",
        f"Multiply by its {factor}: L z = {_place(made.stretched)}. {effect}",
        f"Add its mean {_place(made.point - made.stretched)}: the new point is "
        f"{_place(made.point)}.",
    ]


def _factor(factor: Array) -> tuple[str, str]:
    """A Cholesky factor, (d, d) with d = 1 or 2, and what it does to z."""
    if len(factor) == 1:
        return (
            f"standard deviation L = {factor[0, 0]:.3f}",
            "The ruler of z becomes as wide as the component.",
        )
    (a, _), (b, c) = factor
    return (
        f"Cholesky factor L = [{a:.3f}, 0; {b:.3f}, {c:.3f}]",
        "Circles of z become the component's ellipses.",
    )


def _place(place: Array) -> str:
    numbers = ", ".join(f"{x:.3f}" for x in place)
    return numbers if len(place) == 1 else f"({numbers})"
