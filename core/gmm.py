"""Gaussian mixtures: share the points out (E), refit the components (M), and record every step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.random import RandomState

from core import kmeans
from core.arrays import (
    MAX_ITERATIONS,
    MAX_STARTS,
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
from core.iteration import (
    coefficients,
    collapsed,
    refit_residuals,
    refit_sums,
    share_out,
    share_out_residuals,
)
from core.mixture import (
    COVARIANCE_TYPES,
    Mixture,
    e_step,
    log_density,
    matrices,
    n_parameters,
    sample,
    shifted,
)
from core.monomials import Monomials, mean

__all__ = ["COVARIANCE_TYPES", "Mixture", "e_step", "log_density", "n_parameters", "sample"]

STARTS = ("kmeans", "k-means++", "random_points", "random_responsibilities")


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
    mixture, _ = refit_residuals(parts, covariance_type, reg_covar)
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
    mixture, _ = refit_sums(sums, points, covariance_type, reg_covar)
    if coefficients(mixture, points) is None:
        residuals = list(zip(points.centred(), parts, strict=True))
        mixture, _ = refit_residuals(residuals, covariance_type, reg_covar)
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
    theta = coefficients(mixture, points)
    if theta is None and (lost := collapsed(mixture, points)) is not None:
        first = Step(start, math.inf, (), reg_covar)
        return Trace((first,), Stop.COLLAPSED, Collapse(lost, 0))
    settings = start.covariance_type, reg_covar
    steps: list[Step] = []
    starved: tuple[int, ...] = ()
    stop = None
    while True:
        if theta is not None:
            sums, log_likelihood = share_out(points, theta)
        else:
            residuals, log_likelihood = share_out_residuals(points, mixture)
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
            refitted, starved = refit_sums(sums, points, *settings, mixture)
            next_theta = coefficients(refitted, points)
            if next_theta is None:  # the sums lacked the digits for what they led to
                residuals, _ = share_out_residuals(points, mixture)
        if next_theta is None:
            refitted, starved = refit_residuals(residuals, *settings, mixture)
            next_theta = coefficients(refitted, points)
        if next_theta is None and (lost := collapsed(refitted, points)) is not None:
            return Trace(tuple(steps), Stop.COLLAPSED, Collapse(lost, t + 1))
        mixture, theta = refitted, next_theta
