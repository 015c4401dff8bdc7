"""One iteration of EM as fast as it goes: by monomials, or by residuals where these lack digits.

`share_out` is the E step and gathers the sums that `refit_sums` makes the M step of; nothing of
the size of the points is kept between them. Components too thin for monomials take the plain way,
`share_out_residuals` and `refit_residuals`, which gives the same in more time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.arrays import Array, Points, Responsibilities
from core.mixture import Mixture, e_step, log_peaks, log_weights, matrices, whiteners_of
from core.monomials import Monomials

EPS = float(np.finfo(np.float64).eps)
STARVED = 10 * EPS  # of a point: as good as none
THIN = 1e3  # the data's reach in a component's widths, beyond which monomials lose six digits
LIMIT = 600.0  # exp is 20 times slower where it under- or overflows, beyond 700
FAINT = math.exp(-500.0)  # an evidence that the limit may have changed


def share_out(points: Monomials, theta: Array) -> tuple[Array, float]:
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


def share_out_residuals(
    points: Monomials, mixture: Mixture
) -> tuple[list[tuple[Points, Responsibilities]], float]:
    """The E step for components too thin for monomials: blocks with their shares, and nats."""
    parts = [(x, *e_step(x, mixture)) for x in points.centred()]
    return [part[:2] for part in parts], sum(part[2] for part in parts)


def refit_sums(
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


def refit_residuals(
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


def coefficients(mixture: Mixture, points: Monomials) -> Array | None:
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
    constants = log_weights(mixture.weights)
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


def collapsed(mixture: Mixture, points: Monomials) -> int | None:
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
