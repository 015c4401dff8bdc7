"""Gaussian mixtures: share the points out (E), refit the components (M), and record every step."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.random import RandomState

from core import kmeans, recorder
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
    least_variances,
    log_density,
    matrices,
    n_parameters,
    sample,
    shifted,
)
from core.monomials import Monomials, mean

__all__ = ["COVARIANCE_TYPES", "Mixture", "e_step", "log_density", "n_parameters", "sample"]

STARTS = ("kmeans", "k-means++", "random_points", "random_responsibilities")
FROM_POINTS = ("k-means++", "random_points")  # every component begins on one point
FAR = 1e3  # standard deviations between the points and zero, beyond which zero is not among them


class Stop(Enum):
    """Why EM stopped; the value completes "It stopped because ..."."""

    CONVERGED = "the log-likelihood per point changed by less than the tolerance"
    MAX_ITER = "the largest allowed number of iterations was reached"
    COLLAPSED = "a component was left without width in some direction"


@dataclass(frozen=True, eq=False)
class Step:
    """The state of EM between two M steps.

    Attributes:
        mixture: the parameters.
        log_likelihood: of all points under them, nats; where a start has no shape, the infinity
            that it tends to as the widths vanish.
        starved: components without points, which kept the mean and covariance they had.
        reg_covar: what was added to the variances.
    """

    mixture: Mixture
    log_likelihood: float
    starved: tuple[int, ...] = ()
    reg_covar: float = 0.0

    @cached_property
    def at_floor(self) -> tuple[int, ...]:
        """Components whose width, in some direction, is hardly more than the regularisation."""
        return at_floor(self.mixture, self.reg_covar)


def at_floor(mixture: Mixture, reg_covar: float) -> tuple[int, ...]:
    """Components whose width, in some direction, is hardly more than the regularisation.

    Such a component has one point, copies of one, or points on a line or a plane. Its density, and
    with it the likelihood and every criterion, measures what was added and not the data.

    Args:
        mixture: k components.
        reg_covar: what was added to the variances, in squared units of the points.

    Returns:
        The components, from 0, whose least variance is less than twice what was added.
    """
    return tuple(np.flatnonzero(least_variances(mixture) < 2 * reg_covar).tolist())


@dataclass(frozen=True)
class Collapse:
    """Which component collapsed, on the way to which step; its string is for the reader."""

    component: int
    step: int

    def __str__(self) -> str:
        return (
            f"Component {self.component + 1} collapsed at step {self.step}: its points leave it "
            "no width in some direction. Three things may help: raise the regularisation of the "
            "covariances; ask for fewer components or a simpler covariance type; start from "
            "another seed or in another way."
        )


@dataclass(frozen=True, eq=False)
class Trace(recorder.Trace[Step, Stop]):
    """A recorded fit.

    scikit-learn's `lower_bounds_[t]` is `steps[t].log_likelihood / n`. For the starts from points
    its first one is lower by ln(n/k), as its weights sum to k/n there and ours to one.

    Attributes:
        collapse: which component collapsed and when, for a collapsed fit.
    """

    collapse: Collapse | None = None


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
        mixture: k components. The starts from k points have weights 1/k, where scikit-learn's are
        1/n and no density; the shares, and so the first M step, are the same. Their tied covariance
        is scikit-learn's, that of all points about zero, and where zero is far about their mean.

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
    if covariance_type == "tied":
        covariances = _tied_start(points, chosen) + reg_covar * np.eye(points.d)
    else:
        covariances = m_step(chosen, np.eye(k), covariance_type, reg_covar=reg_covar).covariances
    return Mixture(np.full(k, 1 / k), chosen, covariances, covariance_type)


def _tied_start(points: Monomials, chosen: Points) -> Array:
    """What scikit-learn makes of k points and all others, (d, d); far from zero its digits go."""
    if (points.origin**2).sum() > FAR**2 * points.total / points.n:
        about = chosen - points.origin
        return np.asarray((points.scatter - about.T @ about) / len(chosen))
    return np.asarray((points.x.T @ points.x - chosen.T @ chosen) / len(chosen))


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
    starts = (_start(points, k, covariance_type, start, rng, reg_covar) for _ in range(n_starts))
    lower = points.n * math.log(points.n / k) if start in FROM_POINTS else 0.0
    runs = (_run(points, begin, tol, reg_covar, max_iter, lower) for begin in starts)
    return recorder.best(runs, _better)


def _better(trace: Trace, best: Trace) -> bool:
    """A greater last lower bound, as scikit-learn has it, by more than rounding; no collapse."""
    if Stop.COLLAPSED in (trace.stop, best.stop):
        return trace.stop is not Stop.COLLAPSED
    bound, least = (t.steps[max(t.n_iter - 1, 0)].log_likelihood for t in (trace, best))
    return bound > least + 1e-12 * abs(least)


def _run(
    points: Monomials,
    start: Mixture,
    tol: float,
    reg_covar: float,
    max_iter: int,
    lower: float = 0.0,
) -> Trace:
    """Run EM from one start, whose log-likelihood is lower by so much in scikit-learn's eyes."""
    mixture = shifted(start, -points.origin)
    theta = coefficients(mixture, points)
    if theta is None and (lost := collapsed(mixture, points)) is not None:
        first = Step(start, _limit(points, start), (), reg_covar)
        return Trace((first,), Stop.COLLAPSED, Collapse(lost, 0))

    def rest(steps: Sequence[Step]) -> Stop | None:
        if len(steps) < 3:
            return None
        before, after = (step.log_likelihood for step in steps[-3:-1])
        before -= lower if len(steps) == 3 else 0
        return Stop.CONVERGED if abs(after - before) < tol * points.n else None

    way = _steps(points, start, mixture, theta, reg_covar)
    steps, reason = recorder.record(way, rest, max_iter, Stop.MAX_ITER)
    if isinstance(reason, Collapse):
        return Trace(steps, Stop.COLLAPSED, reason)
    return Trace(steps, reason)


def _limit(points: Monomials, start: Mixture) -> float:
    """What the log-likelihood of a start without shape tends to as the widths vanish.

    Minus infinity where a point is left to no component; infinity where every point has one.
    """
    unit = points.total / points.x.size or 1.0
    values, axes = np.linalg.eigh(matrices(start))  # (k, d), (k, d, d)
    wider, narrower = (
        e_step(
            points.x,
            Mixture(
                start.weights,
                start.means,
                np.einsum("kil,kl,kjl->kij", axes, np.maximum(values, floor * unit), axes),
            ),
        )[1]
        for floor in (1e-8, 1e-10)
    )
    return math.inf if narrower > wider else -math.inf


def _steps(
    points: Monomials, start: Mixture, mixture: Mixture, theta: Array | None, reg_covar: float
) -> Generator[Step, None, Collapse]:
    """The start, then the mixture after each refit, until one of its components has no width.

    Between steps mixtures are about the origin of the points, as the start is in `mixture` and in
    its coefficients `theta`.
    """
    settings = start.covariance_type, reg_covar
    recorded = start
    starved: tuple[int, ...] = ()
    t = 0
    while True:
        if theta is not None:
            sums, log_likelihood = share_out(points, theta)
        else:
            residuals, log_likelihood = share_out_residuals(points, mixture)
        yield Step(recorded, log_likelihood, starved, reg_covar)
        t += 1
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
            return Collapse(lost, t)
        mixture, theta = refitted, next_theta
        recorded = shifted(mixture, points.origin)
