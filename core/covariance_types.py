"""Which covariance types are one and the same model, and which of several fits are the best."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.mixture import COVARIANCE_TYPES

ROUNDING = 1e-9  # relative difference of values that are called equal


def same_models(d: int, k: int) -> tuple[tuple[str, ...], ...]:
    """The covariance types, those together that allow the same mixtures.

    Args:
        d: columns; with one a covariance is a variance, whatever its shape may be.
        k: components; with one a covariance is shared, whether it has to be or not.

    Returns:
        groups in the order of COVARIANCE_TYPES.
    """
    names = dict.fromkeys(COVARIANCE_TYPES, "")
    for name in names:
        shared = name == "tied" and k > 1
        shape = "full" if name == "tied" else name
        names[name] = f"{'variance' if d == 1 else shape} {shared}"
    models = dict.fromkeys(names.values())
    return tuple(tuple(name for name in names if names[name] == model) for model in models)


@dataclass(frozen=True)
class Winners:
    """The best of several fits.

    Args:
        types: covariance types of the best fits, all of them; none where no fit can be compared.
        value: of these, NaN where there are none.
        at_floor: types that have components at the floor of the variances and, but for that,
            would have won or shared the victory; their values say nothing about the data.
    """

    types: tuple[str, ...]
    value: float
    at_floor: tuple[str, ...]


def winners(
    values: Mapping[str, float], d: int, k: int, *, at_floor: Mapping[str, Collection[int]]
) -> Winners:
    """Which covariance types a criterion prefers; types that are one model win together.

    Args:
        values: of a criterion by covariance type, lower is better; NaN where there is no fit.
        d: columns.
        k: components.
        at_floor: rows of the components at the floor by type; types may be missing.
    """
    known = {name: value for name, value in values.items() if math.isfinite(value)}
    sound = {name: value for name, value in known.items() if not at_floor.get(name)}
    best = min(sound.values(), default=math.nan)
    types: set[str] = set()
    for group in same_models(d, k):
        if any(_reaches(sound[name], best) for name in group if name in sound):
            types |= sound.keys() & set(group)
    passed = {name for name in known.keys() - sound.keys() if _reaches(known[name], best)}
    return Winners(_ordered(types, values), best, _ordered(passed, values))


def _reaches(value: float, best: float) -> bool:
    """Whether a value is as low as the best, but for rounding; every one is where there is none."""
    return math.isnan(best) or value <= best + ROUNDING * abs(best)


def _ordered(types: Collection[str], values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(name for name in values if name in types)
