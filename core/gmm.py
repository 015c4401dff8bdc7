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
    MAX_POINTS,
    MAX_SEED,
    MAX_STARTS,
    Array,
    Labels,
    Points,
    Responsibilities,
    check_count,
    check_points,
    frozen,
    not_negative,
    one_of,
    stream,
    whole,
)

COVARIANCE_TYPES = ("full", "tied", "diag", "spherical")
STARTS = ("kmeans", "k-means++", "random_points", "random_responsibilities")
STARVED = 10 * np.finfo(np.float64).eps  # of a point: as good as none
CURES = (
    "raise the regularisation of the covariances",
    "ask for fewer components or a simpler covariance type",
    "start from another seed or in another way",
)


class Stop(Enum):
    """Why EM stopped; the value completes "It stopped because ..."."""

    CONVERGED = "the log-likelihood per point gained less than the tolerance"
    MAX_ITER = "the largest allowed number of iterations was reached"
    COLLAPSED = "a component collapsed onto too few different points to have a shape"


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of k Gaussian components in d dimensions.

    Attributes:
        weights: (k,).
        means: (k, d).
        covariances: full (k, d, d), tied (d, d), diag (k, d), spherical (k,).
        covariance_type: "full", "tied", "diag" or "spherical".
    """

    weights: Array
    means: Array
    covariances: Array
    covariance_type: str = "full"

    def __post_init__(self) -> None:
        """Keep read-only arrays whose shapes fit together."""
        for name in ("weights", "means", "covariances"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        one_of("covariance_type", self.covariance_type, COVARIANCE_TYPES)
        if self.means.ndim != 2:
            raise ValueError(f"means must be (k, d), got {self.means.shape}")
        k, d = self.means.shape
        shape = {"full": (k, d, d), "tied": (d, d), "diag": (k, d), "spherical": (k,)}
        required = shape[self.covariance_type]
        if self.weights.shape != (k,) or self.covariances.shape != required:
            raise ValueError(
                f"weights must be {(k,)} and {self.covariance_type} covariances {required}, "
                f"got {self.weights.shape} and {self.covariances.shape}"
            )


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
        matrices = _matrices(self.mixture)
        least = np.linalg.eigvalsh(matrices)[:, 0]  # (k,)
        return tuple(np.flatnonzero(least < 2 * self.reg_covar).tolist())


@dataclass(frozen=True)
class Collapse:
    """Which component collapsed, on the way to which step."""

    component: int
    step: int

    def __str__(self) -> str:
        return (
            f"Component {self.component + 1} collapsed at step {self.step}: its points leave it no "
            f"width in some direction. Three cures: {CURES[0]}; {CURES[1]}; {CURES[2]}."
        )


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded fit.

    Attributes:
        steps: the start, then the state after each iteration.
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


class _CollapsedError(ValueError):
    """A covariance isn't positive definite."""

    def __init__(self, component: int) -> None:
        super().__init__(
            f"covariances must be positive definite, got one that isn't in component {component + 1}"
        )
        self.component = component


def _matrices(mixture: Mixture) -> Array:
    """The covariance matrix of every component, (k, d, d)."""
    k, d = mixture.means.shape
    if mixture.covariance_type == "full":
        return mixture.covariances
    if mixture.covariance_type == "tied":
        return np.broadcast_to(mixture.covariances, (k, d, d))
    return mixture.covariances.reshape(k, -1, 1) * np.eye(d)


def _whiteners(mixture: Mixture) -> Array:
    """Lower-triangular matrices that whiten residuals: inverse Cholesky factors, (k, d, d)."""
    matrices = _matrices(mixture)
    factors = np.empty(matrices.shape)
    for j, matrix in enumerate(matrices):
        try:
            factors[j] = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            raise _CollapsedError(j) from None
    return np.linalg.inv(factors)


def log_density(x: Points, mixture: Mixture) -> Array:
    """Log density of every point under every component.

    Args:
        x: points, (n, d).
        mixture: k components.

    Returns:
        log N(x_i | mean_j, covariance_j), (n, k), nats.

    Raises:
        ValueError: a covariance isn't positive definite.

    Source: Bishop (2006), equation 2.43, on whitened residuals.
    """
    whiteners = _whiteners(mixture)
    k, d = mixture.means.shape
    result = np.empty((len(x), k))
    for j in range(k):
        whitened = (x - mixture.means[j]) @ whiteners[j].T  # (n, d)
        result[:, j] = -0.5 * np.einsum("ij,ij->i", whitened, whitened)
    log_scale = np.log(np.diagonal(whiteners, axis1=1, axis2=2)).sum(axis=1)  # (k,)
    return result + (log_scale - 0.5 * d * math.log(2 * math.pi))


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
    previous: Mixture | None = None,
) -> Mixture:
    """Refit every component to its share of the points.

    Args:
        x: points, (n, d).
        responsibilities: (n, k).
        covariance_type: "full", "tied", "diag" or "spherical".
        reg_covar: added to every variance, in squared units of x.
        previous: where a starved component keeps its mean and covariance from; without it, it
            takes those of all points.

    Returns:
        mixture: k components.

    Source: Bishop (2006), equations 9.24 to 9.27, on residuals about the new means; weights as
    scikit-learn has them, 10 eps of a point above zero.
    """
    one_of("covariance_type", covariance_type, COVARIANCE_TYPES)
    not_negative("reg_covar", reg_covar)
    d = x.shape[1]
    origin = x.mean(axis=0)
    centred = x - origin
    counts = responsibilities.sum(axis=0)  # (k,)
    fed = counts > STARVED
    divisor = np.where(fed, counts, 1.0)
    means = responsibilities.T @ centred / divisor[:, None]  # (k, d)
    if not fed.all():
        means[~fed] = 0.0 if previous is None else previous.means[~fed] - origin
    scatter = np.empty((len(counts), d, d))
    for j, mean in enumerate(means):
        residuals = centred - mean
        scatter[j] = (responsibilities[:, j, None] * residuals).T @ residuals
    matrices = scatter / divisor[:, None, None]
    if not fed.all():
        matrices[~fed] = (
            np.cov(centred.T, bias=True)
            if previous is None
            else _matrices(previous)[~fed] - reg_covar * np.eye(d)
        )
    covariances = {
        "full": lambda: matrices + reg_covar * np.eye(d),
        "tied": lambda: scatter.sum(axis=0) / counts.sum() + reg_covar * np.eye(d),
        "diag": lambda: np.diagonal(matrices, axis1=1, axis2=2) + reg_covar,
        "spherical": lambda: np.trace(matrices, axis1=1, axis2=2) / d + reg_covar,
    }[covariance_type]()
    weights = counts + STARVED
    return Mixture(weights / weights.sum(), means + origin, covariances, covariance_type)


def n_parameters(mixture: Mixture) -> int:
    """Count the free parameters: weights (which sum to one), means, covariances."""
    k, d = mixture.means.shape
    pairs = d * (d + 1) // 2
    shapes = {"full": k * pairs, "tied": pairs, "diag": k * d, "spherical": k}
    return k - 1 + k * d + int(shapes[mixture.covariance_type])


def sample(mixture: Mixture, n: int, *, seed: int) -> tuple[Points, Labels]:
    """Draw points from a mixture.

    Args:
        mixture: k components.
        n: how many points.
        seed: of the random stream.

    Returns:
        points: (n, d), in random order.
        components: the component that each was drawn from, (n,).

    Source: Bishop (2006), section 9.2: choose a component by its weight, draw z from a standard
    normal, multiply by the Cholesky factor, add the mean.
    """
    n = whole("n", n, 1, MAX_POINTS)
    rng = np.random.default_rng(whole("seed", seed, 0, MAX_SEED))
    k, d = mixture.means.shape
    components = rng.choice(k, size=n, p=mixture.weights / mixture.weights.sum())
    factors = np.linalg.cholesky(_matrices(mixture))
    z = rng.standard_normal((n, d))
    return mixture.means[components] + np.einsum("nij,nj->ni", factors[components], z), components


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
    return _start(x, k, covariance_type, start, rng, reg_covar)


def _start(
    x: Points, k: int, covariance_type: str, start: str, rng: RandomState, reg_covar: float
) -> Mixture:
    """Choose a start on a random stream, as scikit-learn does on the same stream."""
    n = len(x)
    one_of("start", start, STARTS)
    if start == "random_responsibilities":
        responsibilities = rng.uniform(size=(n, k))
        responsibilities /= responsibilities.sum(axis=1, keepdims=True)
        return m_step(x, responsibilities, covariance_type, reg_covar=reg_covar)
    if start == "kmeans":
        trace = kmeans.fit(x, k, seed=rng)
        return m_step(x, np.eye(k)[trace.steps[-1].labels], covariance_type, reg_covar=reg_covar)
    if start == "k-means++":
        rows = kmeans.plus_plus(kmeans.Monomials(x), k, rng)
    else:
        rows = rng.choice(n, size=k, replace=False)
    chosen = x[rows]
    mixture = m_step(chosen, np.eye(k), covariance_type, reg_covar=reg_covar)
    covariances = mixture.covariances
    if covariance_type == "tied":  # scikit-learn's takes all points, about zero
        covariances = (x.T @ x - chosen.T @ chosen) / k + reg_covar * np.eye(x.shape[1])
    return Mixture(np.full(k, 1 / n), chosen, covariances, covariance_type)


def fit(
    x: Points,
    k: int,
    *,
    covariance_type: str = "full",
    start: str = "kmeans",
    seed: int = 0,
    n_starts: int = 1,
    mixture: Mixture | None = None,
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
    rng = stream(seed)
    n_starts = whole("n_starts", n_starts, 1, MAX_STARTS)
    max_iter = whole("max_iter", max_iter, 0, MAX_ITERATIONS)
    tol, reg_covar = not_negative("tol", tol), not_negative("reg_covar", reg_covar)
    if mixture is not None:
        required = (covariance_type, (k, x.shape[1]))
        got = (mixture.covariance_type, mixture.means.shape)
        if got != required:
            raise ValueError(f"mixture must have type and means {required}, got {got}")
        return _run(x, mixture, tol, reg_covar, max_iter)
    best: Trace | None = None
    for _ in range(n_starts):
        begin = _start(x, k, covariance_type, start, rng, reg_covar)
        trace = _run(x, begin, tol, reg_covar, max_iter)
        if best is None or _lower_bound(trace) > _lower_bound(best):
            best = trace
    assert best is not None
    return best


def _lower_bound(trace: Trace) -> float:
    """The last lower bound that scikit-learn would have seen; none for a collapse."""
    if trace.stop is Stop.COLLAPSED:
        return -math.inf
    return trace.steps[max(trace.n_iter - 1, 0)].log_likelihood


def _run(x: Points, mixture: Mixture, tol: float, reg_covar: float, max_iter: int) -> Trace:
    """Run EM from one start."""
    try:
        responsibilities, log_likelihood = e_step(x, mixture)
    except _CollapsedError as error:
        first = Step(mixture, math.inf, (), reg_covar)
        return Trace((first,), Stop.COLLAPSED, Collapse(error.component, 0))
    steps = [Step(mixture, log_likelihood, (), reg_covar)]
    for t in range(1, max_iter + 1):
        starved = tuple(np.flatnonzero(responsibilities.sum(axis=0) <= STARVED).tolist())
        mixture = m_step(
            x, responsibilities, mixture.covariance_type, reg_covar=reg_covar, previous=mixture
        )
        try:
            responsibilities, log_likelihood = e_step(x, mixture)
        except _CollapsedError as error:
            return Trace(tuple(steps), Stop.COLLAPSED, Collapse(error.component, t))
        steps.append(Step(mixture, log_likelihood, starved, reg_covar))
        if t > 1 and abs(steps[-2].log_likelihood - steps[-3].log_likelihood) < tol * len(x):
            return Trace(tuple(steps), Stop.CONVERGED)
    return Trace(tuple(steps), Stop.MAX_ITER)
