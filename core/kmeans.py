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
from core.monomials import Monomials, mean

CANCELLED = 1e-6  # of the total sum of squares: a smaller inertia has lost digits

Relocations = tuple[tuple[int, int], ...]


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
    relocated: Relocations = ()
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


def _move(x: Points, labels: Labels, centres: Centres) -> tuple[Centres, Relocations]:
    """Move the centres, and tell which (cluster, point) were relocated."""
    k = len(centres)
    origin = mean(x)
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


def plus_plus(points: Monomials, k: int, rng: RandomState) -> Labels:
    """Choose points far apart: the next is drawn in proportion to its squared distance.

    Args:
        points: the points about their mean, so that squared distances keep their digits.
        k: how many.
        rng: the stream, used as scikit-learn uses it.

    Returns:
        Row numbers of the chosen points, (k,).

    Source: Arthur and Vassilvitskii (2007), in the greedy form of scikit-learn: of 2 + log k
    candidates the one that leaves the least inertia.
    """
    norms = np.concatenate([np.einsum("ij,ij->i", b, b) for b in points.centred()])  # (n,)

    def distances_to(rows: Labels) -> Array:
        centres = points.x[rows] - points.origin
        products = np.concatenate([centres @ b.T for b in points.centred()], axis=1)
        products *= -2
        products += norms[rows, None]
        products += norms
        return np.asarray(np.maximum(products, 0, out=products))  # (candidates, n)

    chosen = np.empty(k, dtype=np.int64)
    chosen[0] = random_points(points, 1, rng)[0]
    least = distances_to(chosen[:1])[0]  # (n,)
    for j in range(1, k):
        draws = rng.uniform(size=2 + int(np.log(k))) * least.sum()
        candidates = np.searchsorted(np.cumsum(least), draws).clip(max=points.n - 1)
        left = distances_to(candidates)
        np.minimum(left, least, out=left)
        best = np.argmin(left.sum(axis=1))
        chosen[j], least = candidates[best], left[best]
    return chosen


def random_points(points: Monomials, k: int, rng: RandomState) -> Labels:
    """Choose k different rows, all equally likely, (k,)."""
    n = points.n
    return np.asarray(rng.choice(n, size=k, replace=False, p=np.full(n, 1 / n)))


STARTS: Mapping[str, Callable[[Monomials, int, RandomState], Labels]] = MappingProxyType(
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
    return x[choose(Monomials(x), k, rng)]


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
    max_iter = whole("max_iter", max_iter, 1, MAX_ITERATIONS)
    n_starts = whole("n_starts", n_starts, 1, MAX_STARTS)
    points = Monomials(x)
    tol = not_negative("tol", tol) * points.total / x.size
    if centres is not None:
        given = check_points(centres)
        if given.shape != (k, x.shape[1]):
            raise ValueError(f"centres must be {k} by {x.shape[1]}, got {given.shape}")
        return _run(points, given, tol, max_iter)
    rng = stream(seed)
    best: Trace | None = None
    for _ in range(n_starts):
        trace = _run(points, x[choose(points, k, rng)], tol, max_iter)
        if best is None or _better(trace.steps[-1], best.steps[-1]):
            best = trace
    assert best is not None
    return best


def _better(step: Step, best: Step) -> bool:
    """Less inertia by another partition: the same one may differ by rounding."""
    if step.inertia >= best.inertia:
        return False
    pairs = step.labels * len(best.centres) + best.labels
    distinct = np.count_nonzero(np.bincount(pairs))
    return bool(distinct > np.count_nonzero(np.bincount(step.labels)))


def _run(points: Monomials, start: Centres, tol: float, max_iter: int) -> Trace:
    """Run k-means from one start; centres are about the origin of the points until recorded."""
    centres = start - points.origin
    steps: list[Step] = []
    relocated: Relocations = ()
    stop = None
    while True:
        if stop is not Stop.SETTLED:  # else nothing moved, and the step is the one before
            moved, within, relocations = _assign_and_move(points, centres)
        recorded = centres + points.origin if steps else start
        steps.append(Step(frozen(recorded), within, relocated, points.x))
        if stop is not None:
            return Trace(tuple(steps), stop)
        shift = float(((moved - centres) ** 2).sum())
        if shift <= tol:
            stop = Stop.TOLERANCE if shift else Stop.SETTLED
        elif len(steps) == max_iter:
            stop = Stop.MAX_ITER
        centres, relocated = moved, relocations


def _assign_and_move(points: Monomials, centres: Centres) -> tuple[Centres, float, Relocations]:
    """One iteration: the moved centres, the inertia before the move, the relocations.

    Of all centres the nearest to x has the greatest c . x - |c|^2 / 2, so one product scores all
    points; where a score equals its point's maximum there is a one, and the product of these ones
    with [1, x] counts and sums the members of every cluster.
    """
    k = len(centres)
    halves = -0.5 * (centres**2).sum(axis=1, keepdims=True)
    theta = np.concatenate([halves, centres], axis=1)  # (k, 1 + d)
    sums = np.zeros((k, points.width))
    best_scores = 0.0
    for phi in points:
        scores = theta @ phi  # (k, block)
        best = np.maximum.reduce(scores, axis=0)
        members = (scores == best).astype(np.float64)
        added = members @ phi.T  # (k, 1 + d)
        if added[:, 0].sum() > phi.shape[1]:  # ties: the first of equals
            members = np.eye(k)[:, np.argmax(scores, axis=0)]
            added = members @ phi.T
        sums += added
        best_scores += best.sum()
    counts = sums[:, :1]
    within = points.total - 2 * best_scores
    if within > CANCELLED * points.total and counts.all():
        return sums[:, 1:] / counts, float(within), ()
    centred = points.x - points.origin
    labels = assign(centred, centres)
    moved, relocated = _move(centred, labels, centres)
    return moved, inertia(centred, labels, centres), relocated
