"""K-means: give every point to its nearest centre, move every centre to the mean of its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike

from core.arrays import (
    MAX_ITERATIONS,
    MAX_STARTS,
    Array,
    Centres,
    Labels,
    Points,
    check_count,
    check_points,
    frozen,
    not_negative,
    one_of,
    stream,
    whole,
)


class Stop(Enum):
    """Why k-means stopped; the value completes "It stopped because ..."."""

    SETTLED = "no point changed its cluster"
    TOLERANCE = "the centres moved less than the tolerance"
    MAX_ITER = "the largest allowed number of iterations was reached"


@dataclass(frozen=True, eq=False)
class Step:
    """The state of k-means between two moves.

    Attributes:
        centres: (k, d).
        inertia: sum of squared distances of the points to their nearest centre.
        relocated: (cluster, point) for every emptied cluster that was moved to a far point
            on the way to this step.
        points: the points of the fit, (n, d), for the labels.
    """

    centres: Centres
    inertia: float
    relocated: tuple[tuple[int, int], ...] = ()
    points: Points = field(default_factory=lambda: np.empty((0, 0)), repr=False)

    @cached_property
    def labels(self) -> Labels:
        """The nearest centre of every point, (n,), computed when first asked for."""
        return frozen(assign(self.points, self.centres), np.int64)


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded fit.

    Attributes:
        steps: the start, then the state after each iteration; a settled run ends with two equal.
        stop: why it ended.
    """

    steps: tuple[Step, ...]
    stop: Stop

    @property
    def n_iter(self) -> int:
        """Iterations, as scikit-learn counts them."""
        return len(self.steps) - 1


def squared_distances(x: Points, centre: Array) -> Array:
    """Squared distances of points, (n, d), to one centre, (d,): (n,)."""
    residuals = x - centre
    return np.asarray(np.einsum("ij,ij->i", residuals, residuals))


def assign(x: Points, centres: Centres) -> Labels:
    """Give every point to its nearest centre, the first one where distances tie.

    Args:
        x: points, (n, d).
        centres: (k, d).

    Returns:
        labels: (n,).

    Source: Lloyd (1982), "Least squares quantization in PCM".
    """
    labels = np.zeros(len(x), dtype=np.int64)
    least = squared_distances(x, centres[0])
    for j in range(1, len(centres)):
        distances = squared_distances(x, centres[j])
        nearer = distances < least
        labels[nearer] = j
        np.minimum(least, distances, out=least)
    return labels


def move(x: Points, labels: Labels, centres: Centres) -> Centres:
    """Move every centre to the mean of its points; an emptied cluster takes the farthest point.

    Args:
        x: points, (n, d).
        labels: the cluster of every point, (n,).
        centres: where the centres are now, (k, d); distances to them say which point is farthest.

    Returns:
        centres: (k, d).

    Source: scikit-learn's `_relocate_empty_clusters_dense`, as intended: a cluster that loses its
    only point to an emptied one joins the largest cluster's mean. Its code copies that cluster's
    sum instead when the largest cluster comes later.
    """
    return _move(x, labels, centres)[0]


def _move(
    x: Points, labels: Labels, centres: Centres
) -> tuple[Centres, tuple[tuple[int, int], ...]]:
    """Move the centres, and tell which (cluster, point) were relocated."""
    k = len(centres)
    origin = x.mean(axis=0)
    counts = np.bincount(labels, minlength=k)  # (k,)
    sums = np.stack(
        [np.bincount(labels, column, minlength=k) for column in (x - origin).T], axis=1
    )  # (k, d)
    emptied = np.flatnonzero(counts == 0)
    relocated = []
    if len(emptied):
        residuals = x - centres[labels]
        distances = np.einsum("ij,ij->i", residuals, residuals)
        if distances.max() > 0:
            farthest = np.argpartition(distances, -len(emptied))[: -len(emptied) - 1 : -1]
            for cluster, point in zip(emptied.tolist(), farthest.tolist(), strict=True):
                sums[labels[point]] -= x[point] - origin
                counts[labels[point]] -= 1
                sums[cluster], counts[cluster] = x[point] - origin, 1
                relocated.append((cluster, point))
    largest = np.argmax(counts)
    sums[counts == 0], counts[counts == 0] = sums[largest], counts[largest]
    return sums / counts[:, None] + origin, tuple(relocated)


def inertia(x: Points, labels: Labels, centres: Centres) -> float:
    """Sum of squared distances of the points to the centres of their clusters.

    Args:
        x: points, (n, d).
        labels: (n,).
        centres: (k, d).
    """
    residuals = x - centres[labels]
    return float(np.einsum("ij,ij->", residuals, residuals))


def radii(x: Points, labels: Labels, centres: Centres) -> Array:
    """Distance of every centre to its farthest member, 0 for a cluster without members.

    Args:
        x: points, (n, d).
        labels: (n,).
        centres: (k, d).

    Returns:
        radii: (k,), in the units of x.
    """
    residuals = x - centres[labels]
    largest = np.zeros(len(centres))
    np.maximum.at(largest, labels, np.einsum("ij,ij->i", residuals, residuals))
    return np.sqrt(largest)


def plus_plus(x: Points, k: int, rng: RandomState) -> Labels:
    """Choose points far apart: the next is drawn in proportion to its squared distance.

    Args:
        x: points, (n, d), centred, so that squared distances keep their digits.
        k: how many.
        rng: the stream, used as scikit-learn uses it.

    Returns:
        Row numbers of the chosen points, (k,).

    Source: Arthur and Vassilvitskii (2007), in the greedy form of scikit-learn: of 2 + log k
    candidates the one that leaves the least inertia.
    """
    n = len(x)
    norms = np.einsum("ij,ij->i", x, x)

    def distances_to(rows: Labels) -> Array:
        distances = -2 * x[rows] @ x.T
        distances += norms[rows, None]
        distances += norms
        return np.asarray(np.maximum(distances, 0, out=distances))  # (candidates, n)

    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = rng.choice(n, p=np.full(n, 1 / n))
    least = distances_to(chosen[:1])[0]  # (n,)
    for j in range(1, k):
        draws = rng.uniform(size=2 + int(np.log(k))) * least.sum()
        candidates = np.searchsorted(np.cumsum(least), draws).clip(max=n - 1)
        left = np.minimum(least, distances_to(candidates))  # (candidates, n)
        best = np.argmin(left.sum(axis=1))
        chosen[j], least = candidates[best], left[best]
    return chosen


def random_points(x: Points, k: int, rng: RandomState) -> Labels:
    """Choose k different rows of x, all equally likely, (k,)."""
    return np.asarray(rng.choice(len(x), size=k, replace=False, p=np.full(len(x), 1 / len(x))))


STARTS: Mapping[str, Callable[[Points, int, RandomState], Labels]] = MappingProxyType(
    {"k-means++": plus_plus, "random_points": random_points}
)


def initial_centres(x: Points, k: int, *, start: str = "k-means++", seed: int = 0) -> Centres:
    """Choose the centres that k-means starts from.

    Args:
        x: points, (n, d).
        k: clusters.
        start: "k-means++" or "random_points".
        seed: of the random stream.

    Returns:
        centres: (k, d), rows of x.

    Raises:
        ValueError: an argument is out of its range, or x has fewer than k distinct points.
    """
    x = check_points(x)
    k = check_count(x, k)
    choose = STARTS[one_of("start", start, STARTS)]
    rng = stream(seed)
    return x[choose(x - x.mean(axis=0), k, rng)]


def fit(
    x: Points,
    k: int,
    *,
    start: str = "k-means++",
    seed: int | RandomState = 0,
    n_starts: int = 1,
    centres: ArrayLike | None = None,
    tol: float = 1e-4,
    max_iter: int = 300,
) -> Trace:
    """Alternate assign and move until the centres rest, and keep every step.

    Args:
        x: points, (n, d).
        k: clusters.
        start: "k-means++" or "random_points".
        seed: of the random stream.
        n_starts: how many starts to try on one stream; the least inertia is kept.
        centres: start from these, (k, d), instead.
        tol: stop when the squared moves of the centres sum to no more than tol times the mean
            variance of the columns.
        max_iter: iterations at most.

    Raises:
        ValueError: an argument is out of its range, or x has fewer than k distinct points.

    Source: Lloyd (1982); seeds, stopping rule and counts are those of scikit-learn's KMeans.
    """
    x = check_points(x)
    k = check_count(x, k)
    choose = STARTS[one_of("start", start, STARTS)]
    rng = stream(seed)
    max_iter = whole("max_iter", max_iter, 1, MAX_ITERATIONS)
    n_starts = whole("n_starts", n_starts, 1, MAX_STARTS)
    origin = x.mean(axis=0)
    centred = x - origin
    tol = not_negative("tol", tol) * float(centred.var(axis=0).mean())
    if centres is not None:
        given = check_points(centres)
        if given.shape != (k, x.shape[1]):
            raise ValueError(f"centres must be {k} by {x.shape[1]}, got {given.shape}")
        return _run(x, centred, origin, given - origin, tol, max_iter)
    best: Trace | None = None
    for _ in range(n_starts):
        trace = _run(x, centred, origin, centred[choose(centred, k, rng)], tol, max_iter)
        if best is None or _better(trace.steps[-1], best.steps[-1]):
            best = trace
    assert best is not None
    return best


def _better(step: Step, best: Step) -> bool:
    """Less inertia by another partition: the same one may differ by rounding."""
    if step.inertia >= best.inertia:
        return False
    pairs = step.labels * len(best.centres) + best.labels
    return np.count_nonzero(np.bincount(pairs)) > np.count_nonzero(np.bincount(step.labels))


def _run(
    x: Points, centred: Points, origin: Array, centres: Centres, tol: float, max_iter: int
) -> Trace:
    """Run k-means from one start, on points about their origin."""

    def step(centres: Centres, relocated: tuple[tuple[int, int], ...] = ()) -> Step:
        return Step(frozen(centres + origin), inertia(centred, labels, centres), relocated, x)

    labels = assign(centred, centres)
    steps = [step(centres)]
    stop = Stop.MAX_ITER
    for _ in range(max_iter):
        moved, relocated = _move(centred, labels, centres)
        labels = assign(centred, moved)
        steps.append(step(moved, relocated))
        shift = float(((moved - centres) ** 2).sum())
        centres = moved
        if shift <= tol:
            stop = Stop.TOLERANCE if shift else Stop.SETTLED
            break
    return Trace(tuple(steps), stop)
