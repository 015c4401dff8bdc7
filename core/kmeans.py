"""K-means: give every point to its nearest centre, move every centre to the mean of its points."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.random import RandomState
from numpy.typing import ArrayLike

from core import recorder
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
from core.monomials import Monomials

EPS = float(np.finfo(np.float64).eps)
CANCELLED = 1e-4  # of the total sum of squares: a smaller inertia has lost digits

Relocations = tuple[tuple[int, int], ...]


class Stop(Enum):
    """Why k-means stopped; the value completes "It stopped because ..."."""

    SETTLED = "no centre moved any more"
    TOLERANCE = "the centres moved by no more than the tolerance"
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


class Trace(recorder.Trace[Step, Stop]):
    """A recorded fit; where no centre moved any more, the last two steps are equal."""


def squared_distances(x: Points, centre: Array) -> Array:
    """Squared distances of points, (n, d), to one centre, (d,): (n,)."""
    residuals = x - centre
    return np.asarray(np.einsum("ij,ij->i", residuals, residuals))


def assign(x: Points, centres: Centres) -> Labels:
    """Give every point to its nearest centre, the first one where distances tie.

    Distances are those of the residuals as float64 has them. This is the one rule: the steps of a
    fit, its moves and its inertia follow it to the last point.

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
    points = Monomials(x)
    labels, _ = relocate(x, labels, centres)
    return _means(_sums(points, labels, len(centres))) + points.origin


def relocate(x: Points, labels: Labels, centres: Centres) -> tuple[Labels, Relocations]:
    """Give every emptied cluster one of the points that are farthest from their centres.

    Args:
        x: points, (n, d).
        labels: the cluster of every point, (n,).
        centres: (k, d).

    Returns:
        labels: (n,), by which the centres move.
        relocated: (cluster, point) of every emptied cluster; none where all points are at centres.
    """
    emptied = np.flatnonzero(np.bincount(labels, minlength=len(centres)) == 0)
    if not len(emptied):
        return labels, ()
    residuals = x - centres[labels]
    distances = np.einsum("ij,ij->i", residuals, residuals)
    if distances.max() == 0:
        return labels, ()
    farthest = np.argpartition(distances, -len(emptied))[: -len(emptied) - 1 : -1]
    labels = labels.copy()
    labels[farthest] = emptied
    return labels, tuple(zip(emptied.tolist(), farthest.tolist(), strict=True))


def _sums(points: Monomials, labels: Labels, k: int) -> Array:
    """Count and sum the members of every cluster, about the origin of the points: (k, 1 + d)."""
    clusters = np.arange(k)[:, None]
    blocks = np.split(labels, range(points.block, points.n, points.block))
    sums = np.zeros((k, points.width))
    for phi, block in zip(points, blocks, strict=True):
        sums += (clusters == block).astype(np.float64) @ phi.T
    return sums


def _means(sums: Array) -> Centres:
    """The means of the clusters, (k, d); one without members takes the mean of the largest."""
    counts = sums[:, 0]
    if not counts.all():
        sums[counts == 0] = sums[counts.argmax()]
    return np.asarray(sums[:, 1:] / sums[:, :1])


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
    runs = (_run(points, x[choose(points, k, rng)], tol, max_iter) for _ in range(n_starts))
    return recorder.best(runs, _better)


def _better(trace: Trace, best: Trace) -> bool:
    """Less inertia by another partition: the same one may differ by rounding."""
    last, least = trace.steps[-1], best.steps[-1]
    if last.inertia >= least.inertia:
        return False
    pairs = last.labels * len(least.centres) + least.labels
    distinct = np.count_nonzero(np.bincount(pairs))
    return bool(distinct > np.count_nonzero(np.bincount(last.labels)))


def _run(points: Monomials, start: Centres, tol: float, max_iter: int) -> Trace:
    """Run k-means from one start."""

    def rest(steps: Sequence[Step]) -> Stop | None:
        if len(steps) == 1:
            return None
        moves = steps[-1].centres - steps[-2].centres
        if (moves**2).sum() > tol:
            return None
        return Stop.TOLERANCE if moves.any() else Stop.SETTLED

    return Trace(*recorder.record(_steps(points, start), rest, max_iter, Stop.MAX_ITER))


def _steps(points: Monomials, start: Centres) -> Generator[Step, None, Stop]:
    """The start, then the state after each move; where none moves, the same state once more.

    Between steps the centres are about the origin of the points, where they have all their digits.
    """
    centres, about = start, start - points.origin
    relocated: Relocations = ()
    # Neither points nor centres reach farther. Half a squared distance, by scores or by residuals,
    # is off by (d + 3) EPS reach^2 at most, and by the rounding of the centres times the reach.
    reach = math.sqrt(points.total + (about**2).sum(axis=1).max())
    far = reach + np.linalg.norm(points.origin)
    doubt = float(4 * (points.d + 3) * EPS * reach * (reach + far))
    while True:
        moved, within, relocations = _assign_and_move(points, centres, about, doubt)
        yield Step(frozen(centres), within, relocated, points.x)
        before, centres, about, relocated = centres, moved + points.origin, moved, relocations
        if (centres == before).all():
            yield Step(frozen(centres), within, (), points.x)
            return Stop.SETTLED


def _assign_and_move(
    points: Monomials, centres: Centres, about: Centres, doubt: float
) -> tuple[Centres, float, Relocations]:
    """One iteration: the moved centres, the inertia before the move, the relocations.

    Of all centres the nearest to x has the greatest c . x - |c|^2 / 2, so one product scores all
    points; where a score is its point's greatest there is a one, and the product of these ones
    with [1, x] counts and sums the members of every cluster. Where two scores differ by less than
    the doubt that rounding leaves, `assign` decides.
    """
    k, x = len(centres), points.x
    halves = -0.5 * (about**2).sum(axis=1, keepdims=True)
    theta = np.concatenate([halves, about], axis=1)  # (k, 1 + d)
    sums = np.zeros((k, points.width))
    best_scores, first = 0.0, 0
    for phi in points:
        scores = theta @ phi  # (k, block)
        best = np.maximum.reduce(scores, axis=0)
        best_scores += best.sum()
        best -= doubt
        members = (scores >= best).astype(np.float64)
        added = members @ phi.T  # (k, 1 + d)
        if added[:, 0].sum() > phi.shape[1]:
            tied = np.flatnonzero(members.sum(axis=0) > 1)
            members[:, tied] = np.arange(k)[:, None] == assign(x[first + tied], centres)
            added = members @ phi.T
        sums += added
        first += phi.shape[1]
    within = points.total - 2 * best_scores
    relocated: Relocations = ()
    everyone = bool(sums[:, 0].all())
    if within <= CANCELLED * points.total or not everyone:
        labels = assign(x, centres)
        within = inertia(x - points.origin, labels, about)
        if not everyone:
            labels, relocated = relocate(x, labels, centres)
            sums = _sums(points, labels, k)
    return _means(sums), float(within), relocated
