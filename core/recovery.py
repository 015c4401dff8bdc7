"""How close a fitted mixture comes to the one that made its data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core import gmm
from core.arrays import MAX_SEED, Array, Labels
from core.generation import Sample, chosen, sampled
from core.matching import match_components
from core.mixture import Mixture, matrices


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


def recovery(truth: Mixture, fitted: Mixture) -> Recovery:
    """Pair the components of two mixtures as distributions, and measure what differs.

    Args:
        truth: k components.
        fitted: k components of the same dimensions.

    Raises:
        ValueError: the mixtures haven't the same k and d, or a covariance can't be used.
    """
    order = np.argsort(match_components(fitted, truth))
    ours, theirs = matrices(truth), matrices(fitted)[order]
    unit = np.abs(ours).max(axis=(1, 2), keepdims=True)  # squares of it may not be finite
    norms = np.linalg.norm(ours / unit, axis=(1, 2))
    return Recovery(
        order,
        np.abs(fitted.weights[order] - truth.weights),
        np.linalg.norm(fitted.means[order] - truth.means, axis=1),
        np.linalg.norm((theirs - ours) / unit, axis=(1, 2)) / norms,
    )


@dataclass(frozen=True, eq=False)
class Recovered:
    """A sample of a mixture, and what a fit makes of it.

    Args:
        made: the sample.
        fitted: the mixture found in it, its components in the order of the true ones.
        errors: of its parameters.
    """

    made: Sample
    fitted: Mixture
    errors: Recovery


def recovered(truth: Mixture, n: int, *, seed: int) -> Recovered:
    """Draw from a mixture and fit one to the draw, from k-means as scikit-learn does.

    Args:
        truth: k components.
        n: points, at least k of them different.
        seed: of the draw.
    """
    made = sampled(truth, n, seed=seed)
    fitted = gmm.fit(made.points, len(truth.weights)).steps[-1].mixture
    errors = recovery(truth, fitted)
    return Recovered(made, chosen(fitted, errors.order), errors)


def recoveries(
    truth: Mixture, sizes: Sequence[int], n_draws: int, *, seed: int
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
