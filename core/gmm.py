"""Gaussian mixtures: share the points out (E), refit the components (M), and record every step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.random import RandomState

from core import kmeans
from core.arrays import (
    MAX_ITERATIONS,
    MAX_STARTS,
    Array,
    Labels,
    Points,
    Responsibilities,
    check_count,
    check_points,
    not_negative,
    one_of,
    stream,
    whole,
)
from core.mixture import (
    COVARIANCE_TYPES,
    Mixture,
    log_density,
    log_peaks,
    matrices,
    n_parameters,
    sample,
    shifted,
    whiteners_of,
)
from core.monomials import Monomials, mean

__all__ = ["COVARIANCE_TYPES", "Mixture", "log_density", "n_parameters", "sample"]

STARTS = ("kmeans", "k-means++", "random_points", "random_responsibilities")
EPS = float(np.finfo(np.float64).eps)
STARVED = 10 * EPS  # of a point: as good as none
THIN = 1e3  # the data's reach in a component's widths, beyond which monomials lose six digits
LIMIT = 600.0  # exp is 20 times slower where it under- or overflows, beyond 700
FAINT = math.exp(-500.0)  # an evidence that the limit may have changed


class Stop(Enum):
    """Why EM stopped; the value completes "It stopped because ..."."""

    CONVERGED = "the log-likelihood per point gained less than the tolerance"
    MAX_ITER = "the largest allowed number of iterations was reached"
    COLLAPSED = "a component collapsed onto too few different points to have a shape"


@dataclass(frozen=True, eq=False)
class Step:
    """The state of EM between two M steps.

    Attributes:
        mixture: the parameters.
        log_likelihood: of all points under them, nats.
        starved: components without points, which kept the mean and covariance they had.
        reg_covar: what was added to the variances.
    """

    mixture: Mixture
    log_likelihood: float
    starved: tuple[int, ...] = ()
    reg_covar: float = 0.0

    @cached_property
    def at_floor(self) -> tuple[int, ...]:
        """Components whose least variance is mostly the regularisation."""
        least = np.linalg.eigvalsh(matrices(self.mixture))[:, 0]  # (k,)
        return tuple(np.flatnonzero(least < 2 * self.reg_covar).tolist())


@dataclass(frozen=True)
class Collapse:
    """Which component collapsed, on the way to which step; its string is for the reader."""

    component: int
    step: int

    def __str__(self) -> str:
        return (
            f"Component {self.component + 1} collapsed at step {self.step}: its points leave it "
            "no width in some direction. Three cures: raise the regularisation of the covariances; "
            "ask for fewer components or a simpler covariance type; start from another seed or in "
            "another way."
        )


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded fit.

    Attributes:
        steps: the start, then the state after each iteration; a start without shape has an
            infinite log-likelihood.
        stop: why it ended.
        collapse: which component collapsed and when, for a collapsed fit.
    """

    steps: tuple[Step, ...]
    stop: Stop
    collapse: Collapse | None = None

    @property
    def n_iter(self) -> int:
        """Iterations, as scikit-learn counts them."""
        return len(self.steps) - 1


def e_step(x: Points, mixture: Mixture) -> tuple[Responsibilities, float]:
    """Share each point among the components in proportion to their weighted densities.

    Args:
        x: points, (n, d).
        mixture: k components.

    Returns:
        responsibilities: (n, k), each row sums to one.
        log_likelihood: nats, summed over points.

    Source: Bishop (2006), section 9.2.2; in logs, so far-away points do not underflow.
    """
    with np.errstate(divide="ignore"):  # a weight may be 0
        log_joint = np.log(mixture.weights) + log_density(x, mixture)  # (n, k)
    log_evidence = np.logaddexp.reduce(log_joint, axis=1, keepdims=True)  # (n, 1)
    return np.exp(log_joint - log_evidence), float(log_evidence.sum())


def m_step(
    x: Points,
    responsibilities: Responsibilities,
    covariance_type: str = "full",
    *,
    reg_covar: float = 1e-6,
) -> Mixture:
    """Refit every component to its share of the points.

    Args:
        x: points, (n, d).
        responsibilities: (n, k); a component without any is put at the mean of all points.
        covariance_type: "full", "tied", "diag" or "spherical".
        reg_covar: added to every variance, in squared units of x.

    Returns:
        mixture: k components.

    Source: Bishop (2006), equations 9.24 to 9.27, on residuals about the new means.
    """
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    not_negative("reg_covar", reg_covar)
    origin = mean(x)
    parts = [(x - origin, responsibilities)]
    mixture, _ = _refit_residuals(parts, covariance_type, reg_covar)
    return shifted(mixture, origin)


def initial_mixture(
    x: Points,
    k: int,
    *,
    covariance_type: str = "full",
    start: str = "kmeans",
    seed: int = 0,
    reg_covar: float = 1e-6,
) -> Mixture:
    """Choose the mixture that EM starts from.

    Args:
        x: points, (n, d).
        k: components.
        covariance_type: "full", "tied", "diag" or "spherical".
        start: "kmeans", "k-means++", "random_points" or "random_responsibilities".
        seed: of the random stream.
        reg_covar: added to every variance, in squared units of x.

    Returns:
        mixture: k components. As in scikit-learn, the starts from k points give weights 1/n, which
        sum to k/n until the first M step.

    Raises:
        ValueError: an argument is out of its range, or x has fewer than k distinct points.
    """
    x = check_points(x)
    k = check_count(x, k)
    rng = stream(seed)
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    one_of("start", start, STARTS)
    return _start(Monomials(x, covariance_type), k, covariance_type, start, rng, reg_covar)


def _start(
    points: Monomials, k: int, covariance_type: str, start: str, rng: RandomState, reg_covar: float
) -> Mixture:
    """Choose a start on a random stream, as scikit-learn does on the same stream."""
    x, n = points.x, points.n
    if start == "kmeans":
        labels = kmeans.fit(x, k, seed=rng).steps[-1].labels
        return _start_from(points, np.eye(k)[labels], covariance_type, reg_covar)
    if start == "random_responsibilities":
        shares = rng.uniform(size=(n, k))
        shares /= shares.sum(axis=1, keepdims=True)
        return _start_from(points, shares, covariance_type, reg_covar)
    if start == "k-means++":
        rows = kmeans.plus_plus(points, k, rng)
    else:
        rows = rng.choice(n, size=k, replace=False)
    chosen = x[rows]
    covariances = m_step(chosen, np.eye(k), covariance_type, reg_covar=reg_covar).covariances
    if covariance_type == "tied":  # scikit-learn's is that of all points, about zero
        covariances = (x.T @ x - chosen.T @ chosen) / k + reg_covar * np.eye(points.d)
    return Mixture(np.full(k, 1 / n), chosen, covariances, covariance_type)


def _start_from(
    points: Monomials, shares: Responsibilities, covariance_type: str, reg_covar: float
) -> Mixture:
    """The M step on all points, by their monomials where these have the digits."""
    parts = np.split(shares, range(points.block, points.n, points.block))
    sums = np.asarray(sum(part.T @ phi.T for part, phi in zip(parts, points, strict=True)))
    mixture, _ = _refit_sums(sums, points, covariance_type, reg_covar)
    if _coefficients(mixture, points) is None:
        residuals = list(zip(points.centred(), parts, strict=True))
        mixture, _ = _refit_residuals(residuals, covariance_type, reg_covar)
    return shifted(mixture, points.origin)


def fit(
    x: Points,
    k: int,
    *,
    covariance_type: str = "full",
    start: str = "kmeans",
    seed: int = 0,
    n_starts: int = 1,
    mixture: Mixture | None = None,
    labels: Labels | None = None,
    tol: float = 1e-3,
    reg_covar: float = 1e-6,
    max_iter: int = 100,
) -> Trace:
    """Alternate E and M until the likelihood rests, and keep every step.

    Args:
        x: points, (n, d).
        k: components.
        covariance_type: "full", "tied", "diag" or "spherical".
        start: "kmeans", "k-means++", "random_points" or "random_responsibilities".
        seed: of the random stream.
        n_starts: how many starts to try on one stream; the greatest last lower bound is kept.
        mixture: start from these parameters instead.
        labels: start from these clusters instead, (n,): one k-means fit can serve many EM fits.
        tol: stop when the log-likelihood per point changes by less, nats.
        reg_covar: added to every variance, in squared units of x.
        max_iter: iterations at most.

    Raises:
        ValueError: an argument is out of its range, or x has fewer than k distinct points.

    Source: Dempster, Laird and Rubin (1977); seeds, stopping rule and counts are those of
    scikit-learn's GaussianMixture.
    """
    x = check_points(x)
    k = check_count(x, k)
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    one_of("start", start, STARTS)
    n_starts = whole("n_starts", n_starts, 1, MAX_STARTS)
    max_iter = whole("max_iter", max_iter, 0, MAX_ITERATIONS)
    tol, reg_covar = not_negative("tol", tol), not_negative("reg_covar", reg_covar)
    points = Monomials(x, covariance_type)
    if mixture is not None:
        required = (covariance_type, (k, x.shape[1]))
        got = (mixture.covariance_type, mixture.means.shape)
        if got != required:
            raise ValueError(f"mixture must have type and means {required}, got {got}")
        return _run(points, mixture, tol, reg_covar, max_iter)
    if labels is not None:
        if np.shape(labels) != (points.n,) or not np.bincount(labels, minlength=k).all():
            raise ValueError(
                f"labels must be {points.n:,} numbers, each of 0 to {k - 1} among them"
            )
        begin = _start_from(points, np.eye(k)[labels], covariance_type, reg_covar)
        return _run(points, begin, tol, reg_covar, max_iter)
    rng = stream(seed)
    best: Trace | None = None
    for _ in range(n_starts):
        begin = _start(points, k, covariance_type, start, rng, reg_covar)
        trace = _run(points, begin, tol, reg_covar, max_iter)
        if best is None or _better(trace, best):
            best = trace
    assert best is not None
    return best


def _better(trace: Trace, best: Trace) -> bool:
    """A greater last lower bound, as scikit-learn has it, by more than rounding; no collapse."""
    if Stop.COLLAPSED in (trace.stop, best.stop):
        return trace.stop is not Stop.COLLAPSED
    bound, least = (t.steps[max(t.n_iter - 1, 0)].log_likelihood for t in (trace, best))
    return bound > least + 1e-12 * abs(least)


def _run(points: Monomials, start: Mixture, tol: float, reg_covar: float, max_iter: int) -> Trace:
    """Run EM from one start; mixtures are about the origin of the points until recorded."""
    mixture = shifted(start, -points.origin)
    theta = _coefficients(mixture, points)
    if theta is None and (collapsed := _collapsed(mixture, points)) is not None:
        first = Step(start, math.inf, (), reg_covar)
        return Trace((first,), Stop.COLLAPSED, Collapse(collapsed, 0))
    settings = start.covariance_type, reg_covar
    steps: list[Step] = []
    starved: tuple[int, ...] = ()
    stop = None
    while True:
        if theta is not None:
            sums, log_likelihood = _share_out(points, theta)
        else:
            residuals, log_likelihood = _share_out_residuals(points, mixture)
        recorded = shifted(mixture, points.origin) if steps else start
        steps.append(Step(recorded, log_likelihood, starved, reg_covar))
        t = len(steps) - 1
        if stop is None and t == max_iter:
            stop = Stop.MAX_ITER
        if stop is not None:
            return Trace(tuple(steps), stop)
        if t and abs(log_likelihood - steps[-2].log_likelihood) < tol * points.n:
            stop = Stop.CONVERGED
        next_theta = None
        if theta is not None:
            refitted, starved = _refit_sums(sums, points, *settings, mixture)
            next_theta = _coefficients(refitted, points)
            if next_theta is None:  # the sums lacked the digits for what they led to
                residuals, _ = _share_out_residuals(points, mixture)
        if next_theta is None:
            refitted, starved = _refit_residuals(residuals, *settings, mixture)
            next_theta = _coefficients(refitted, points)
        if next_theta is None and (collapsed := _collapsed(refitted, points)) is not None:
            return Trace(tuple(steps), Stop.COLLAPSED, Collapse(collapsed, t + 1))
        mixture, theta = refitted, next_theta


def _share_out(points: Monomials, theta: Array) -> tuple[Array, float]:
    """Score, share out and add up all points: the E step, and the sums for the M step.

    Args:
        points: blocks of monomials phi, (p, block).
        theta: weighted log densities as coefficients of the monomials, (k, p).

    Returns:
        sums: of responsibility x monomials over the points, (k, p).
        log_likelihood: nats, summed over points.
    """
    ones = np.ones(len(theta))
    sums = np.zeros(theta.shape)
    log_likelihood = 0.0
    tame = (np.abs(theta) @ points.extent).max() < LIMIT
    for phi in points:
        scores = theta @ phi  # (k, block)
        if not tame:
            scores.clip(-LIMIT, LIMIT, out=scores)
        np.exp(scores, out=scores)
        evidence = ones @ scores  # (block,)
        if not (tame or FAINT < evidence.min() <= evidence.max() < 1 / FAINT):
            scores = theta @ phi
            highest = scores.max(axis=0)
            np.exp(np.maximum(scores - highest, -LIMIT, out=scores), out=scores)
            evidence = ones @ scores
            log_likelihood += highest.sum()
        log_likelihood += np.log(evidence).sum()
        scores *= 1 / evidence
        sums += scores @ phi.T
    return sums, float(log_likelihood)


def _share_out_residuals(
    points: Monomials, mixture: Mixture
) -> tuple[list[tuple[Points, Responsibilities]], float]:
    """The E step for components too thin for monomials: blocks with their shares, and nats."""
    parts = [(x, *e_step(x, mixture)) for x in points.centred()]
    return [part[:2] for part in parts], sum(part[2] for part in parts)


def _refit_sums(
    sums: Array,
    points: Monomials,
    covariance_type: str,
    reg_covar: float,
    previous: Mixture | None = None,
) -> tuple[Mixture, tuple[int, ...]]:
    """Refit every component to the sums of its shares of the monomials, (k, p)."""
    d = points.d
    counts = sums[:, 0]
    moments = sums[:, 1:] / np.maximum(counts, STARVED)[:, None]
    means, second = moments[:, :d], moments[:, d:]  # (k, d), (k, p - 1 - d)
    match covariance_type:
        case "full":
            spread = second.take(points.pairs, axis=1) - means[:, :, None] * means[:, None, :]
        case "tied":
            spread = (points.scatter - (counts * means.T) @ means) / counts.sum()
        case "diag":
            spread = second - means**2
        case _:
            spread = (second[:, 0] - (means**2).sum(axis=1)) / d
    return _refitted(counts, means, spread, covariance_type, reg_covar, previous)


def _refit_residuals(
    parts: Sequence[tuple[Points, Responsibilities]],
    covariance_type: str,
    reg_covar: float,
    previous: Mixture | None = None,
) -> tuple[Mixture, tuple[int, ...]]:
    """Refit every component to points about their mean and its shares of them, part by part."""
    counts = np.asarray(sum(shares.sum(axis=0) for _, shares in parts))  # (k,)
    divisors = np.maximum(counts, STARVED)[:, None]
    means = np.asarray(sum(shares.T @ x for x, shares in parts)) / divisors  # (k, d)
    k, d = means.shape
    scatter = np.zeros((k, d, d))
    for x, shares in parts:
        for j in range(k):
            residuals = x - means[j]
            scatter[j] += (shares[:, j, None] * residuals).T @ residuals
    match covariance_type:
        case "full":
            spread = scatter / divisors[:, None]
        case "tied":
            spread = scatter.sum(axis=0) / counts.sum()
        case "diag":
            spread = np.einsum("kii->ki", scatter) / divisors
        case _:
            spread = np.einsum("kii->k", scatter) / (d * divisors[:, 0])
    return _refitted(counts, means, spread, covariance_type, reg_covar, previous)


def _refitted(
    counts: Array,
    means: Array,
    spread: Array,
    covariance_type: str,
    reg_covar: float,
    previous: Mixture | None,
) -> tuple[Mixture, tuple[int, ...]]:
    """Regularise, let starved components stay where they were, and say which they are."""
    d = means.shape[1]
    square = covariance_type in ("full", "tied")
    variances = spread.reshape(-1, d * d)[:, :: d + 1] if square else spread  # a view
    variances += reg_covar
    (starved,) = (counts <= STARVED).nonzero()
    if previous is not None and len(starved):
        means[starved] = previous.means[starved]
        if covariance_type != "tied":
            spread[starved] = previous.covariances[starved]
    weights = counts + STARVED  # as scikit-learn's, never 0
    mixture = Mixture(weights / weights.sum(), means, spread, covariance_type)
    return mixture, tuple(starved.tolist())


def _coefficients(mixture: Mixture, points: Monomials) -> Array | None:
    """Write weighted log densities as coefficients of the monomials.

    Args:
        mixture: k components, about the origin of the points.
        points: whose monomials they are.

    Returns:
        theta: (k, p), or None where a component is so thin, for the reach of the data or for its
            distance from the origin, that the terms would cancel beyond the eighth digit.
    """
    try:
        whiteners = whiteners_of(mixture)
    except ValueError:
        return None
    reach = np.hypot(points.spread, mixture.means)  # (k, d)
    if (np.abs(whiteners) @ reach[:, :, None]).max() > THIN:
        return None
    precisions = whiteners.transpose(0, 2, 1) @ whiteners  # (k, d, d)
    slopes = np.einsum("kij,kj->ki", precisions, mixture.means)
    never = np.full(len(slopes), -1e300)  # for a weight of 0: infinities don't multiply
    constants = np.log(mixture.weights, out=never, where=mixture.weights > 0)
    constants += log_peaks(whiteners) - 0.5 * (slopes * mixture.means).sum(axis=1)
    match mixture.covariance_type:
        case "full":
            quadratic = (
                precisions.reshape(len(slopes), -1).take(points.triangle, axis=1) * points.halves
            )
        case "tied":  # what all components share adds up to a constant
            constants -= 0.5 * np.sum(precisions[0] * points.scatter) / points.n
            quadratic = np.empty((len(slopes), 0))
        case "diag":
            quadratic = -0.5 * np.einsum("kii->ki", precisions)
        case _:
            quadratic = -0.5 * precisions[:, 0, :1]
    return np.concatenate([constants[:, None], slopes, quadratic], axis=1)


def _collapsed(mixture: Mixture, points: Monomials) -> int | None:
    """The first component whose covariance is singular as far as float64 can tell."""
    reach = np.hypot(points.spread, mixture.means)  # (k, d)
    for j, matrix in enumerate(matrices(mixture)):
        try:
            pivots = np.diag(np.linalg.cholesky(matrix)) ** 2  # (d,) variances given the previous
        except np.linalg.LinAlgError:
            return j
        if (pivots <= 4 * EPS * np.diag(matrix) + (4 * EPS * reach[j]) ** 2).any():
            return j
    return None
