"""What a Gaussian mixture is: its parameters, its densities, its samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import (
    MAX_POINTS,
    MAX_SEED,
    Array,
    Labels,
    Points,
    Responsibilities,
    frozen,
    one_of,
    whole,
)
from core.covariances import check_variances, roots

COVARIANCE_TYPES = ("full", "tied", "diag", "spherical")
NEVER = -1e300  # the log of a weight of 0: infinities don't subtract


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
        shapes = {"full": (k, d, d), "tied": (d, d), "diag": (k, d), "spherical": (k,)}
        required = (k,), shapes[self.covariance_type]
        got = self.weights.shape, self.covariances.shape
        if got != required:
            raise ValueError(f"weights and covariances must have shapes {required}, got {got}")


def log_density(x: Points, mixture: Mixture) -> Array:
    """Log density of every point under every component.

    Args:
        x: points, (n, d).
        mixture: k components.

    Returns:
        log N(x_i | mean_j, covariance_j), (n, k), nats.

    Raises:
        ValueError: a covariance can't be used; see `core.covariances`.

    Source: Bishop (2006), equation 2.43, on whitened residuals.
    """
    if mixture.covariance_type in ("full", "tied"):
        roots(mixture.covariances)
    whiteners = whiteners_of(mixture)
    result = np.empty((len(whiteners), len(x)))  # a component's are neighbours: sums are faster
    for j, (whitener, log_peak) in enumerate(zip(whiteners, log_peaks(whiteners), strict=True)):
        whitened = (x - mixture.means[j]) @ whitener.T  # (n, d)
        result[j] = log_peak - 0.5 * np.einsum("ij,ij->i", whitened, whitened)
    return result.T


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
    shares, log_evidence = share(log_joint(x, mixture))
    return shares, float(log_evidence.sum())


def log_joint(x: Points, mixture: Mixture) -> Array:
    """Log of weight times density, (n, k), nats; about NEVER for a weight of 0."""
    joint = log_density(x, mixture)
    joint += log_weights(mixture.weights)
    return joint


def log_weights(weights: Array) -> Array:
    """The logs of weights, (k,), nats; NEVER for a weight of 0."""
    never = np.full(len(weights), NEVER)
    return np.asarray(np.log(weights, out=never, where=weights > 0))


def share(log_joint: Array) -> tuple[Responsibilities, Array]:
    """Each row's parts of its sum, (n, k), and the log of that sum, (n,), nats."""
    highest = log_joint.max(axis=1, keepdims=True)
    parts = np.exp(log_joint - highest)
    sums = parts.sum(axis=1, keepdims=True)
    parts /= sums
    return parts, (highest + np.log(sums))[:, 0]


def n_parameters(mixture: Mixture) -> int:
    """Count the free parameters: weights (which sum to one), means, covariances."""
    k, d = mixture.means.shape
    pairs = d * (d + 1) // 2
    shapes = {"full": k * pairs, "tied": pairs, "diag": k * d, "spherical": k}
    return int(k - 1 + k * d + shapes[mixture.covariance_type])


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
    factors = roots_of(mixture)  # (k, d, d)
    z = rng.standard_normal((n, d))
    x = mixture.means[components]
    for j, factor in enumerate(factors):
        members = components == j
        x[members] += z[members] @ factor.T
    return x, components


def shifted(mixture: Mixture, by: Array) -> Mixture:
    """The same mixture elsewhere."""
    return Mixture(
        mixture.weights, mixture.means + by, mixture.covariances, mixture.covariance_type
    )


def matrices(mixture: Mixture) -> Array:
    """The covariance matrix of every component, (k, d, d)."""
    k, d = mixture.means.shape
    if mixture.covariance_type == "full":
        return mixture.covariances
    if mixture.covariance_type == "tied":
        return np.broadcast_to(mixture.covariances, (k, d, d))
    return np.asarray(mixture.covariances.reshape(k, -1, 1) * np.eye(d))


def least_variances(mixture: Mixture) -> Array:
    """The variance of every component in the direction in which it is narrowest, (k,)."""
    return np.asarray(np.linalg.eigvalsh(matrices(mixture))[:, 0])


def roots_of(mixture: Mixture) -> Array:
    """Lower-triangular roots of the covariances, by which points are drawn, (k, d, d).

    Raises:
        ValueError: a covariance can't be used; see `core.covariances`.
    """
    if mixture.covariance_type in ("diag", "spherical"):
        check_variances(mixture.covariances)
    return roots(matrices(mixture), "the covariance of component {}")


def whiteners_of(mixture: Mixture) -> Array:
    """Lower-triangular matrices that whiten residuals: inverse Cholesky factors, (k, d, d).

    EM takes them for every iteration, and looks itself at those that are thin: of a covariance
    that can't be used they may lack digits.
    """
    k, d = mixture.means.shape
    if mixture.covariance_type in ("diag", "spherical"):
        return np.eye(d) / np.sqrt(check_variances(mixture.covariances)).reshape(k, -1, 1)
    try:
        inverse = np.linalg.inv(np.linalg.cholesky(mixture.covariances))
    except np.linalg.LinAlgError:
        raise ValueError("covariances must be positive definite, got one that isn't") from None
    return np.broadcast_to(inverse, (k, d, d))


def log_peaks(whiteners: Array) -> Array:
    """The log density of every component at its mean, (k,), nats."""
    log_scales = np.log(np.einsum("kii->ki", whiteners)).sum(axis=1)
    return np.asarray(log_scales - 0.5 * whiteners.shape[1] * math.log(2 * math.pi))
