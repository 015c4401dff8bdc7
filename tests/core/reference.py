"""EM in extended precision (80 bits on x86), written from the formulas alone: slow and sure."""

import numpy as np

from core.iteration import STARVED
from core.mixture import Mixture

LONG = np.longdouble


def cholesky(matrix):
    """The lower-triangular factor, column by column."""
    factor = np.zeros_like(matrix)
    for j in range(len(matrix)):
        rest = matrix[j:, j] - factor[j:, :j] @ factor[j, :j]
        factor[j:, j] = rest / np.sqrt(rest[0])
    return factor


def log_density(x, mean, matrix):
    factor = cholesky(matrix)
    z = np.zeros_like(x)  # solves factor @ z.T = (x - mean).T, row by row
    for j in range(x.shape[1]):
        z[:, j] = (x[:, j] - mean[j] - z[:, :j] @ factor[j, :j]) / factor[j, j]
    scale = 2 * np.log(np.diag(factor)).sum() + x.shape[1] * np.log(2 * LONG(np.pi))
    return -((z**2).sum(axis=1) + scale) / 2


def matrices_of(mixture):
    k, d = mixture.means.shape
    covariances = mixture.covariances.astype(LONG)
    if mixture.covariance_type == "full":
        return covariances
    if mixture.covariance_type == "tied":
        return np.repeat(covariances[None], k, axis=0)
    return covariances.reshape(k, -1, 1) * np.eye(d, dtype=LONG)


def restricted(scatter, counts, covariance_type):
    """Covariances of a type from the components' scatter about their means, all (k, d, d)."""
    k, d, _ = scatter.shape
    eye = np.eye(d, dtype=LONG)
    covariances = scatter / counts[:, None, None]
    if covariance_type == "tied":
        return np.repeat(scatter.sum(axis=0)[None] / counts.sum(), k, axis=0)
    if covariance_type == "diag":
        return covariances * eye
    if covariance_type == "spherical":
        return np.trace(covariances, axis1=1, axis2=2)[:, None, None] / d * eye
    return covariances


def em(x, start: Mixture, *, reg_covar=1e-6, tol=1e-3, max_iter=100):
    """Run EM, counting as scikit-learn does.

    Returns:
        means (k, d), about the mean of x; covariances (k, d, d); the log-likelihood of every step
        but the last.
    """
    x = x.astype(LONG)
    origin = x.mean(axis=0)
    x = x - origin
    weights, means = start.weights.astype(LONG), start.means.astype(LONG) - origin
    matrices = matrices_of(start)
    log_likelihoods = []
    for _ in range(max_iter):
        columns = [log_density(x, *component) for component in zip(means, matrices, strict=True)]
        joint = np.log(weights) + np.stack(columns, axis=1)
        top = joint.max(axis=1, keepdims=True)
        evidence = top + np.log(np.exp(joint - top).sum(axis=1, keepdims=True))
        shares = np.exp(joint - evidence)
        counts = shares.sum(axis=0)
        assert (counts > STARVED).all()
        weights = counts / counts.sum()
        means = shares.T @ x / counts[:, None]
        residuals = x[:, None] - means  # (n, k, d)
        scatter = np.einsum("nk,nki,nkj->kij", shares, residuals, residuals)
        matrices = restricted(scatter, counts, start.covariance_type)
        matrices = matrices + LONG(reg_covar) * np.eye(x.shape[1], dtype=LONG)
        log_likelihoods.append(evidence.sum())
        if len(log_likelihoods) > 1 and abs(np.diff(log_likelihoods[-2:])[0]) < tol * len(x):
            break
    return means, matrices, np.array(log_likelihoods)
