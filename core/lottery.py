"""How much of a result is luck: the same fit from many starts, grouped by where they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import batch, gmm, kmeans
from core.arrays import (
    MAX_ITERATIONS,
    MAX_SEED,
    Array,
    Labels,
    Points,
    check_count,
    check_points,
    frozen,
    not_negative,
    one_of,
    whole,
)
from core.matching import match
from core.mixture import COVARIANCE_TYPES

MODELS = ("gmm", "kmeans")
MAX_DRAWS = 500
MAX_LABELS = 2**27  # of all starts
BATCH = 50  # starts at once; fewer where points are many
BATCH_SCORES = 2**20
CLUSTERINGS = 10
SLACK = 100.0  # tolerances that EM may have left to climb
SETTLED = 1e-3  # of the inertia: partitions that differ in a few points at a border


@dataclass(frozen=True, eq=False)
class Lottery:
    """What every start led to.

    Attributes:
        values: (n_starts,) log-likelihood in nats, of k-means the inertia; NaN for a collapse.
        labels: (n_starts, n) cluster or likeliest component of every point.
        optimum: (n_starts,) which optimum a start led to, from the best, 0; -1 for a collapse.
    """

    values: Array
    labels: NDArray[np.int16]
    optimum: Labels

    @property
    def counts(self) -> Labels:
        """How many starts led to each optimum."""
        return np.bincount(self.optimum[self.optimum >= 0])


def draw(
    x: Points,
    k: int,
    *,
    model: str = "gmm",
    start: str = "random_points",
    n_starts: int = 50,
    seed: int = 0,
    covariance_type: str = "full",
    tol: float = 1e-6,
    max_iter: int = 1_000,
) -> Lottery:
    """Fit from many starts; start i is what gmm.fit or kmeans.fit gives with seed + i.

    At a tolerance of 1e-3 EM stops on its way, and one optimum looks like dozens.

    Args:
        x: points, (n, d).
        k: components or clusters.
        model: "gmm" or "kmeans".
        start: of gmm.fit or kmeans.fit.
        n_starts: at most 500.
        seed: of the first start.
        covariance_type: of a "gmm".
        tol: of a "gmm", nats per point; k-means runs until it settles.
        max_iter: iterations at most.

    Raises:
        ValueError: an argument is out of its range, or x has fewer than k distinct points.
    """
    *_, result = draws(
        x,
        k,
        model=model,
        start=start,
        n_starts=n_starts,
        seed=seed,
        covariance_type=covariance_type,
        tol=tol,
        max_iter=max_iter,
    )
    return result


def draws(
    x: Points,
    k: int,
    *,
    model: str = "gmm",
    start: str = "random_points",
    n_starts: int = 50,
    seed: int = 0,
    covariance_type: str = "full",
    tol: float = 1e-6,
    max_iter: int = 1_000,
) -> Iterator[Lottery]:
    """`draw` as it grows, a batch of starts at a time."""
    x = check_points(x)
    check_count(x, k)
    one_of("model", model, MODELS)
    one_of("start", start, gmm.STARTS if model == "gmm" else kmeans.STARTS)
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    whole("n_starts", n_starts, 1, min(MAX_DRAWS, max(1, MAX_LABELS // len(x))))
    whole("seed", seed, 0, MAX_SEED - n_starts)
    whole("max_iter", max_iter, 1, MAX_ITERATIONS)
    not_negative("tol", tol)
    seeds = range(seed, seed + n_starts)
    if model == "gmm":
        fits = _mixtures(x, k, start, seeds, covariance_type, tol, max_iter)
    else:
        fits = _centres(x, k, start, seeds, max_iter)
    values, labels, done = np.empty(n_starts), np.empty((n_starts, len(x)), dtype=np.int16), 0
    for some_values, some_labels in fits:
        first, done = done, done + len(some_values)
        values[first:done], labels[first:done] = some_values, some_labels
        heights = values[:done] if model == "gmm" else -values[:done]
        tolerance = SLACK * tol * len(x) if model == "gmm" else SETTLED * values[:done].min()
        optimum = optima(heights, labels[:done], tolerance=float(tolerance))
        yield Lottery(frozen(values[:done]), frozen(labels[:done], np.int16), optimum)


def _mixtures(
    x: Points, k: int, start: str, seeds: range, kind: str, tol: float, max_iter: int
) -> Iterator[tuple[Array, Labels]]:
    """Log-likelihoods, (b,), and labels, (b, n), of some starts at a time."""
    sets = batch.Sets(x[None], kind)
    size = max(1, min(BATCH, BATCH_SCORES // (len(x) * k)))
    for first in range(0, len(seeds), size):
        begins = [
            gmm.initial_mixture(x, k, covariance_type=kind, start=start, seed=seed)
            for seed in seeds[first : first + size]
        ]
        fits = batch.fit(sets, batch.grid([begins]), tol=tol, max_iter=max_iter)
        yield fits.log_likelihood[0], batch.labels(sets, fits.mixtures)[0]


def _centres(
    x: Points, k: int, start: str, seeds: range, max_iter: int
) -> Iterator[tuple[Array, Labels]]:
    """Inertias, (b,), and labels, (b, n), of some starts at a time."""
    for first in range(0, len(seeds), CLUSTERINGS):
        steps = [
            kmeans.fit(x, k, start=start, seed=seed, tol=0, max_iter=max_iter).steps[-1]
            for seed in seeds[first : first + CLUSTERINGS]
        ]
        yield np.array([step.inertia for step in steps]), np.stack([step.labels for step in steps])


def optima(
    values: Array, labels: NDArray[np.integer], *, tolerance: float, share: float = 0.01
) -> Labels:
    """Tell which starts led to the same optimum.

    From the best start down, each joins the first group whose best value is within the tolerance
    and whose labels, matched, differ in few points; else it begins a group of its own.

    Args:
        values: (n_starts,), greater is better; NaN for none.
        labels: (n_starts, n), 0 or more.
        tolerance: in the unit of the values.
        share: of the points whose labels may differ.

    Returns:
        (n_starts,) numbers of the groups, 0 for the best; -1 where the value is NaN.

    Raises:
        ValueError: not as many labellings as values, or a negative tolerance or share.
    """
    values, labels = np.asarray(values), np.asarray(labels)
    if values.ndim != 1 or labels.ndim != 2 or len(values) != len(labels):
        raise ValueError(
            f"every start needs a value and a labelling, got {values.shape} and {labels.shape}"
        )
    not_negative("tolerance", tolerance), not_negative("share", share)
    k = int(labels.max(initial=0)) + 1
    result = np.full(len(values), -1, dtype=np.int64)
    leaders: list[int] = []
    for start in np.argsort(-values, kind="stable")[: np.count_nonzero(~np.isnan(values))]:
        for group, leader in enumerate(leaders):
            if values[leader] - values[start] <= tolerance:
                matched = match(labels[start], labels[leader], k, k)[labels[start]]
                if np.mean(matched != labels[leader]) <= share:
                    result[start] = group
                    break
        else:
            result[start] = len(leaders)
            leaders.append(int(start))
    return frozen(result, np.int64)
