"""The arrays that the core exchanges, and what is refused at its door."""

import math
from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Points = NDArray[np.float64]  # (n, d)
Centres = NDArray[np.float64]  # (k, d)
Responsibilities = NDArray[np.float64]  # (n, k), rows sum to one
Labels = NDArray[np.int64]  # (n,)
Mask = NDArray[np.bool_]  # (n,)

MAX_POINTS = 2_000_000
MAX_DIMENSIONS = 128
MAX_COMPONENTS = 256
MAX_KS = 64
MAX_ITERATIONS = 10_000
MAX_STARTS = 200
MAX_VALUE = 1e150  # squares and their sums stay finite
MAX_SEED = 2**32 - 1


def frozen(array: ArrayLike, dtype: Any = np.float64) -> NDArray[Any]:
    """Give a read-only array of a type: the array itself where it is one already, else a copy.

    Args:
        array: anything NumPy can make an array of.
        dtype: the element type of the result.
    """
    if isinstance(array, np.ndarray) and array.dtype == dtype and not array.flags.writeable:
        return array
    copy = np.array(array, dtype=dtype)
    copy.setflags(write=False)
    return copy


def whole(name: str, value: object, low: int, high: int) -> int:
    """Check a whole number against its bounds.

    Args:
        name: what the number is called in the error message.
        value: what was given.
        low: the least allowed.
        high: the greatest allowed.

    Raises:
        ValueError: the value isn't a whole number between the bounds.
    """
    if isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    raise ValueError(f"{name} must be a whole number from {low} to {high:,}, got {value!r}")


def shares(weights: ArrayLike) -> Array:
    """Divide weights by their sum; those that sum to one but for rounding are left as they are.

    So a mixture that is taken apart and put together again has the same weights to the last bit.

    Args:
        weights: (k,), 0 or more.

    Raises:
        ValueError: a weight is negative or not a number, or all are 0.
    """
    given = np.asarray(weights, dtype=np.float64)
    total = math.fsum(given)
    if not (given >= 0).all() or not 0 < total < np.inf:
        raise ValueError(f"weights must be 0 or more and not all 0, got {given.tolist()}")
    close = abs(total - 1) <= len(given) * np.finfo(np.float64).eps
    return given if close else np.asarray(given / total)


def stream(seed: int | RandomState) -> RandomState:
    """Open the random stream of a seed; a stream that is already open goes on.

    Raises:
        ValueError: the seed isn't a whole number from 0 to 2^32 - 1.
    """
    if isinstance(seed, RandomState):
        return seed
    return RandomState(whole("seed", seed, 0, MAX_SEED))


def not_negative(name: str, value: float) -> float:
    """Check a tolerance or a variance: finite and not negative.

    Raises:
        ValueError: the value is negative, infinite or not a number.
    """
    if not 0 <= value < np.inf:
        raise ValueError(f"{name} must be a number, 0 or greater, got {value!r}")
    return float(value)


def one_of(name: str, value: str, options: Any) -> str:
    """Check a name against those there are.

    Raises:
        ValueError: the name isn't among the options.
    """
    if value not in options:
        raise ValueError(f"{name} must be one of {', '.join(options)}, got {value!r}")
    return value


def check_points(x: ArrayLike) -> Points:
    """Check points at the door of the core.

    Args:
        x: points, (n, d); a memory-mapped float64 array is not read into memory as a whole.

    Returns:
        The points as C-contiguous float64, (n, d); the same array where it is so already.

    Raises:
        ValueError: not a table of numbers, empty, too large, not finite, or beyond 1e150.
    """
    points = np.ascontiguousarray(x, dtype=np.float64)
    if np.ndim(x) != 2 or points.size == 0:
        raise ValueError(
            f"points must be a table with n >= 1 rows and d >= 1 columns, got {np.shape(x)}"
        )
    n, d = points.shape
    if n > MAX_POINTS or d > MAX_DIMENSIONS:
        raise ValueError(
            f"points must be at most {MAX_POINTS:,} rows by {MAX_DIMENSIONS} columns, "
            f"got {n:,} by {d:,}"
        )
    largest = max(points.max(), -points.min())
    if not np.isfinite(largest):
        nan, infinite = int(np.isnan(points).sum()), int(np.isinf(points).sum())
        raise ValueError(
            f"points must be finite numbers, got {nan:,} NaN and {infinite:,} infinite"
        )
    if largest > MAX_VALUE:
        raise ValueError(f"points must be at most {MAX_VALUE:g} in size, got {largest:g}")
    return points


def check_count(x: Points, k: int) -> int:
    """Check the number of clusters or components against the points.

    Args:
        x: points, (n, d).
        k: how many are wanted.

    Raises:
        ValueError: k is out of its range, or there are fewer distinct points.
    """
    k = whole("k", k, 1, MAX_COMPONENTS)
    most = most_clusters(x, k)
    if most < k:
        raise ValueError(f"k must be at most the number of distinct points, {most}, got {k}")
    return k


def most_clusters(x: Points, k: int) -> int:
    """k, or the number of distinct points where there are fewer of them."""
    if len(set(map(tuple, x[: 2 * k].tolist()))) >= k:  # a few rows nearly always suffice
        return k
    return min(k, len(np.unique(x, axis=0)))


def check_ks(ks: Sequence[int]) -> tuple[int, ...]:
    """Check the numbers of clusters or components that are to be tried.

    Raises:
        ValueError: none, too many, twice the same, or one out of its range.
    """
    checked = tuple(whole("k", k, 1, MAX_COMPONENTS) for k in ks)
    if not 1 <= len(set(checked)) == len(checked) <= MAX_KS:
        raise ValueError(f"ks must be 1 to {MAX_KS} different numbers, got {list(checked)}")
    return checked
