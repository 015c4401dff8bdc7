"""How close a fitted mixture comes to the one that made its data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from core import gmm
from core.arrays import MAX_SEED, Array, Labels
from core.mixture import matrices


@dataclass(frozen=True, eq=False)
class Recovery:
    """How close a fitted mixture comes to the one that made its data.

    Args:
        order: (k,) the fitted component that belongs to each true one.
        weights: (k,) errors of the weights.
        means: (k,) distances of the means.
        covariances: (k,) errors of the covariances, relative, in the Frobenius norm.
    """

    order: Labels
    weights: Array
    means: Array
    covariances: Array


def recovery(truth: gmm.Mixture, fitted: gmm.Mixture) -> Recovery:
    """Match the components of two mixtures by their means, and measure what differs.

    Args:
        truth: k components.
        fitted: k components of the same dimensions.
    """
    if truth.means.shape != fitted.means.shape:
        raise ValueError(
            f"both mixtures need the same shape of means, "
            f"got {truth.means.shape} and {fitted.means.shape}"
        )
    distances = np.linalg.norm(truth.means[:, None] - fitted.means[None], axis=2)
    order = linear_sum_assignment(distances)[1]
    ours, theirs = matrices(truth), matrices(fitted)[order]
    norms = np.linalg.norm(ours, axis=(1, 2))
    return Recovery(
        order,
        np.abs(fitted.weights[order] - truth.weights),
        distances[np.arange(len(order)), order],
        np.linalg.norm(theirs - ours, axis=(1, 2)) / norms,
    )


def recoveries(
    truth: gmm.Mixture, sizes: Sequence[int], n_draws: int, *, seed: int
) -> dict[str, Array]:
    """How errors of recovered parameters fall with the number of points.

    EM starts from the truth, so that what is seen is the error of the sample alone.

    Args:
        truth: k components.
        sizes: (m,) points in a sample.
        n_draws: samples of each size.
        seed: of the first sample.

    Returns:
        for weights, means and covariances, (m,) the mean error.
    """
    errors = np.zeros((3, len(sizes)))
    for column, n in enumerate(sizes):
        for draw in range(n_draws):
            points, _ = gmm.sample(truth, n, seed=(seed + draw) % MAX_SEED)
            fitted = gmm.fit(points, len(truth.weights), mixture=truth).steps[-1].mixture
            found = recovery(truth, fitted)
            parts = found.weights, found.means, found.covariances
            errors[:, column] += [part.mean() / n_draws for part in parts]
    return dict(zip(("weights", "means", "covariances"), errors, strict=True))
