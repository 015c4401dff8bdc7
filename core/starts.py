"""Starts made by hand, to learn from: some take long, some fail, and one can see why."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from core import kmeans
from core.arrays import Array, Centres, Points, check_count, check_points, one_of
from core.mixture import COVARIANCE_TYPES, Mixture


def first_points(x: Points, k: int) -> Centres:
    """The first k different points."""
    rows = np.unique(x, axis=0, return_index=True)[1]
    return x[np.sort(rows)[:k]]


def two_in_one(x: Points, k: int) -> Centres:
    """The centres of k - 1 clusters, and a twin beside the first."""
    centres = kmeans.fit(x, max(k - 1, 1), n_starts=5).steps[-1].centres
    return np.concatenate([centres, centres[:1] + 0.05 * x.std(axis=0)])[:k]


def in_a_corner(x: Points, k: int) -> Centres:
    """The k different points nearest to the lower left corner."""
    different = np.unique(x, axis=0)
    scaled = (different - different.min(axis=0)) / np.where(np.ptp(x, axis=0) > 0, x.std(axis=0), 1)
    return different[np.argsort((scaled**2).sum(axis=1), kind="stable")[:k]]


def on_an_outlier(x: Points, k: int) -> Centres:
    """The centres of k clusters, the last one put on the point farthest from all centres."""
    step = kmeans.fit(x, k, n_starts=5).steps[-1]
    distances = np.linalg.norm(x - step.centres[step.labels], axis=1)
    return np.concatenate([step.centres[:-1], x[[distances.argmax()]]])


def identical(x: Points, k: int) -> Centres:
    """The mean of all points, k times: nothing can ever part them."""
    return np.tile(x.mean(axis=0), (k, 1))


STARTS: Mapping[str, Callable[[Points, int], Centres]] = MappingProxyType(
    {
        function.__name__: function
        for function in (first_points, two_in_one, in_a_corner, on_an_outlier, identical)
    }
)


def centres(x: Points, k: int, start: str) -> Centres:
    """Where k centres or means begin.

    Args:
        x: points, (n, d).
        k: how many.
        start: one of STARTS.

    Returns:
        (k, d).

    Raises:
        ValueError: an unknown start, or fewer than k distinct points.
    """
    x = check_points(x)
    return STARTS[one_of("start", start, STARTS)](x, check_count(x, k))


def mixture(x: Points, means: Centres, covariance_type: str = "full") -> Mixture:
    """Equal weights, and for every component the covariance of all points.

    Args:
        x: points, (n, d).
        means: (k, d).
        covariance_type: "full", "tied", "diag" or "spherical".
    """
    k = len(means)
    covariances = np.tile(spread_of(x), (k, 1, 1))
    return reduced(np.full(k, 1 / k), means, covariances, covariance_type)


def spread_of(x: Points) -> Array:
    """The biased covariance of points, (n, d): (d, d)."""
    d = x.shape[1]
    return np.asarray(np.cov(x.T, bias=True).reshape(d, d))


def reduced(
    weights: Array, means: Centres, covariances: Array, covariance_type: str = "full"
) -> Mixture:
    """A mixture that keeps of its covariances what its type allows.

    Args:
        weights: (k,).
        means: (k, d).
        covariances: (k, d, d); tied components share their weighted mean, diag ones keep their
            diagonals, and spherical ones the mean of these.
        covariance_type: "full", "tied", "diag" or "spherical".
    """
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    diagonals = np.einsum("kii->ki", covariances)
    kept = {
        "full": covariances,
        "tied": np.tensordot(weights / weights.sum(), covariances, axes=1),
        "diag": diagonals,
        "spherical": diagonals.mean(axis=1),
    }[covariance_type]
    return Mixture(weights, means, kept, covariance_type)
