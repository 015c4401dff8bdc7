"""Is k + 1 better than k by more than chance? Ask sets of points that k components made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
from numpy.random import Generator

from core import batch, gmm
from core.arrays import (
    MAX_COMPONENTS,
    MAX_SEED,
    Array,
    Points,
    check_count,
    check_points,
    frozen,
    one_of,
    whole,
)
from core.mixture import COVARIANCE_TYPES, Mixture

MAX_REPLICATES = 9_999
REG_COVAR = 1e-6  # as gmm.fit's
TOL = 1e-5  # nats per point; at 1e-3 statistics are half as large as they should be
LAST_TOL = 2e-6  # for the one that is left
LAST_ROUND = 2_000
FEW_ROUNDS = ((8, 1),)  # iterations, and how many of the starts go on
MANY_ROUNDS = ((16, 3), (60, 1))
CLUSTERED = 3  # starts from k-means, for the fit that makes the replicates
SCATTERED = 4  # starts from random points, for k as for k + 1
ADDED = 8  # starts with a narrow component beside those of the smaller fit
NARROW = 0.05  # of the covariance of all points
APART = 0.8  # standard deviations from the middle of a component to those of its halves
BATCH_POINTS = 2**14


@dataclass(frozen=True, eq=False)
class Lrt:
    """A test of k components against k + 1.

    Attributes:
        statistic: twice the gain of log-likelihood by one component more, nats.
        replicates: (n_replicates,) the same for sets of points that k components made.
    """

    statistic: float
    replicates: Array

    @property
    def p_value(self) -> float:
        """How often k components make a set that gains as much, the one at hand counted in."""
        as_large = np.count_nonzero(self.replicates >= self.statistic)
        return (1 + as_large) / (1 + len(self.replicates))

    @property
    def standard_error(self) -> float:
        """Of the p-value, as there are only so many replicates."""
        return float(np.sqrt(self.p_value * (1 - self.p_value) / (1 + len(self.replicates))))


def bootstrap_lrt(
    x: Points, k: int, covariance_type: str = "full", *, n_replicates: int = 199, seed: int = 0
) -> Lrt:
    """Test k components against k + 1.

    The points and every replicate are treated alike: k components from those that made the
    replicates and from random points; k + 1 from the halves of each of the k, from a narrow one
    beside the k at random points, and from random points; a few iterations each, more for the best,
    and the very best until it rests. So replicates gain as much as they can, too.

    Args:
        x: points, (n, d).
        k: components.
        covariance_type: "full", "tied", "diag" or "spherical".
        n_replicates: sets of n points drawn from the fit of k.
        seed: of the replicates and of all starts.

    Raises:
        ValueError: an argument is out of its range, fewer than k + 1 distinct points, or k
            components collapsed.

    Source: McLachlan (1987), "On bootstrapping the likelihood ratio test statistic for the number
    of components in a normal mixture"; Phipson and Smyth (2010) for the one counted in.
    """
    *_, result = bootstrap_lrts(x, k, covariance_type, n_replicates=n_replicates, seed=seed)
    return result


def bootstrap_lrts(
    x: Points, k: int, covariance_type: str = "full", *, n_replicates: int = 199, seed: int = 0
) -> Iterator[Lrt]:
    """`bootstrap_lrt` as its replicates come, a batch at a time; the first has none yet."""
    x = check_points(x)
    check_count(x, whole("k", k, 1, MAX_COMPONENTS - 1) + 1)
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    whole("n_replicates", n_replicates, 1, MAX_REPLICATES)
    whole("seed", seed, 0, MAX_SEED)
    centred = x - x.mean(axis=0)
    scale = float(centred.std())  # float32 has no room for very large or small squares
    x, reg_covar = centred / scale, REG_COVAR / scale**2
    truth = _truth(x, k, covariance_type, reg_covar, seed)
    streams = (np.random.default_rng([seed, number]) for number in range(1 + n_replicates))
    statistic = _statistics(x[None], truth, [next(streams)], reg_covar, np.float64)[0]
    replicates: list[float] = []
    yield Lrt(statistic, frozen(replicates))
    size = max(1, BATCH_POINTS // len(x))
    while some := list(islice(streams, size)):
        seeds = [int(stream.integers(MAX_SEED)) for stream in some]
        sets = np.stack([gmm.sample(truth, len(x), seed=one)[0] for one in seeds])
        replicates += _statistics(sets, truth, some, reg_covar, np.float32)
        yield Lrt(statistic, frozen(replicates))


def _truth(x: Points, k: int, covariance_type: str, reg_covar: float, seed: int) -> Mixture:
    """The best fit of k components from many starts: the replicates are drawn from it."""
    seeds = [(seed + i) % MAX_SEED for i in range(CLUSTERED)]
    begin = partial(gmm.initial_mixture, covariance_type=covariance_type, reg_covar=reg_covar)
    clusters = batch.grid([[begin(x, k, seed=one) for one in seeds]])
    scattered = _scattered(
        x[None], k, covariance_type, 4 * SCATTERED, [np.random.default_rng(seed)]
    )
    sets = batch.Sets(x[None], covariance_type)
    best = _climb(sets, batch.beside(clusters, scattered), MANY_ROUNDS, reg_covar)
    if np.isnan(best.log_likelihood[0, 0]):
        raise ValueError(f"{k} components collapsed, so there is nothing to test against")
    return best.mixtures.one((0, 0))


def _statistics(
    x: Array, truth: Mixture, streams: Sequence[Generator], reg_covar: float, dtype: type
) -> list[float]:
    """Twice what k + 1 components gain over k on each of r sets, (r, n, d)."""
    k, kind = len(truth.weights), truth.covariance_type
    sets = batch.Sets(x, kind, dtype)
    known = batch.grid([[truth]] * len(x))
    if k > 1:
        known = batch.beside(known, _scattered(x, k, kind, SCATTERED, streams))
    smaller = _climb(sets, known, FEW_ROUNDS, reg_covar)
    starts = (
        _halves(smaller.mixtures),
        _with_another(x, smaller.mixtures, ADDED, streams),
        _scattered(x, k + 1, kind, SCATTERED, streams),
    )
    larger = _climb(sets, batch.beside(*starts), MANY_ROUNDS, reg_covar)
    gain = larger.log_likelihood[:, 0] - smaller.log_likelihood[:, 0]
    return list(np.fmax(2 * gain, 0.0).tolist())  # two equal halves of a component gain nothing


def _climb(
    sets: batch.Sets, starts: batch.Mixtures, rounds: Sequence[tuple[int, int]], reg_covar: float
) -> batch.Fits:
    """The best fit of each set, (r, 1): many starts for a while, few of them to the end."""
    fit = partial(batch.fit, sets, reg_covar=reg_covar)
    for max_iter, kept in rounds:
        starts = fit(starts, tol=TOL, max_iter=max_iter).best(kept).mixtures
    return fit(starts, tol=LAST_TOL, max_iter=LAST_ROUND)


def _halves(mixtures: batch.Mixtures) -> batch.Mixtures:
    """Each of k components in two along its longest axis, the others as they are, (r, k, k + 1)."""
    weights, means, matrices = _first(mixtures)
    variances, axes = np.linalg.eigh(matrices)  # rising
    steps = APART * np.sqrt(variances[..., -1:]) * axes[..., -1]  # (r, k, d)
    rest = matrices - steps[..., None] * steps[..., None, :]  # the variance of a half
    k = weights.shape[1]
    each = np.arange(k)
    parts = [np.repeat(part[:, None], k, axis=1) for part in (weights, means, matrices)]
    weights, means, matrices = (
        np.concatenate([part, part[:, each, each][:, :, None]], axis=2) for part in parts
    )  # a component and, at the end, its double
    for half, sign in (each, 1), (k, -1):
        weights[:, each, half] /= 2
        means[:, each, half] += sign * steps
        matrices[:, each, half] = rest
    return batch.reduced(weights, means, matrices, mixtures.covariance_type)


def _with_another(
    x: Array, mixtures: batch.Mixtures, count: int, streams: Sequence[Generator]
) -> batch.Mixtures:
    """A narrow component at a random point beside the k there are, (r, count, k + 1)."""
    n, k = x.shape[1], mixtures.weights.shape[2]
    rows = np.stack([stream.integers(n, size=count) for stream in streams])  # (r, count)
    places = x[np.arange(len(x))[:, None], rows]
    added = np.full(rows.shape, 1 / (k + 1)), places, _broad(x, NARROW, count)
    old = (np.repeat(part[:, None], count, axis=1) for part in _first(mixtures))
    weights, means, matrices = (
        np.concatenate([before, one[:, :, None]], axis=2)
        for before, one in zip(old, added, strict=True)
    )
    weights[..., :k] *= k / (k + 1)
    return batch.reduced(weights, means, matrices, mixtures.covariance_type)


def _scattered(
    x: Array, k: int, covariance_type: str, count: int, streams: Sequence[Generator]
) -> batch.Mixtures:
    """Components of one shape at k random points, (r, count, k)."""
    r, n, d = x.shape
    rows = [[one.choice(n, size=k, replace=False) for _ in range(count)] for one in streams]
    means = x[np.arange(r)[:, None, None], np.array(rows)]
    matrices = np.repeat(_broad(x, k ** (-2 / d), count)[:, :, None], k, axis=2)
    return batch.reduced(np.full((r, count, k), 1 / k), means, matrices, covariance_type)


def _broad(x: Array, share: float, count: int) -> Array:
    """A share of the covariance of all points of each set, (r, count, d, d)."""
    centred = x - x.mean(axis=1, keepdims=True)
    total = centred.transpose(0, 2, 1) @ centred / x.shape[1]
    return np.repeat(share * total[:, None] + 1e-9 * np.eye(x.shape[2]), count, axis=1)


def _first(mixtures: batch.Mixtures) -> tuple[Array, Array, Array]:
    """Weights, means and matrices of the first mixture of each set, (r, k, ..)."""
    return mixtures.weights[:, 0], mixtures.means[:, 0], mixtures.matrices()[:, 0]
