"""How good a model is, in one number."""

import math

import numpy as np

from core import gmm
from core.arrays import Array, Labels, Points

MAX_SILHOUETTE_POINTS = 5_000  # beyond, all pairs take seconds


def bic(x: Points, mixture: gmm.Mixture, *, log_likelihood: float | None = None) -> float:
    """Bayesian information criterion, nats: lower is better (mclust's sign is the opposite).

    Args:
        x: the points that the mixture was fitted to, (n, d).
        mixture: k components.
        log_likelihood: of the points, nats, where it is known already.

    Source: Schwarz (1978): -2 log-likelihood + parameters x log n.
    """
    return -2 * _known(log_likelihood, x, mixture) + gmm.n_parameters(mixture) * math.log(len(x))


def aic(x: Points, mixture: gmm.Mixture, *, log_likelihood: float | None = None) -> float:
    """Akaike information criterion, nats: lower is better.

    Args:
        x: the points that the mixture was fitted to, (n, d).
        mixture: k components.
        log_likelihood: of the points, nats, where it is known already.

    Source: Akaike (1974): -2 log-likelihood + 2 x parameters.
    """
    return -2 * _known(log_likelihood, x, mixture) + 2 * gmm.n_parameters(mixture)


def _known(log_likelihood: float | None, x: Points, mixture: gmm.Mixture) -> float:
    return gmm.e_step(x, mixture)[1] if log_likelihood is None else log_likelihood


def icl(x: Points, mixture: gmm.Mixture) -> float:
    """Integrated completed likelihood, nats: BIC that also charges for overlap; lower is better.

    Args:
        x: the points that the mixture was fitted to, (n, d).
        mixture: k components.

    Source: Biernacki, Celeux and Govaert (2000): BIC + 2 x entropy of the responsibilities.
    """
    shares, log_likelihood = gmm.e_step(x, mixture)
    return bic(x, mixture, log_likelihood=log_likelihood) + 2 * entropy(shares)


def entropy(shares: Array) -> float:
    """How undecided shares are, nats, summed: 0 where each is 0 or 1.

    Args:
        shares: responsibilities, of any shape.

    Source: Shannon (1948): the sum of -r log r.
    """
    return -float((shares * np.log(np.maximum(shares, np.finfo(np.float64).tiny))).sum())


def adjusted_rand(labels: Labels, reference: Labels) -> float:
    """Agreement of two labellings, whatever their numbers: 1 is the same, 0 is chance.

    Args:
        labels: (n,), 0 or more.
        reference: (n,), 0 or more.

    Source: Hubert and Arabie (1985), on pairs of points, in whole numbers. scikit-learn's takes
    fifty times as long at 500 points.
    """
    columns = int(reference.max()) + 1
    table = np.bincount(labels * columns + reference, minlength=columns * (int(labels.max()) + 1))
    table = table.reshape(-1, columns)
    together = _pairs(table)  # in both labellings
    ours, theirs = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    everything = len(labels) * (len(labels) - 1) // 2
    if ours == theirs == together:  # also where every point is alone, or all are together
        return 1.0
    by_chance = ours * theirs  # times `everything`, as the others here
    best = (ours + theirs) * everything
    return 2 * (together * everything - by_chance) / (best - 2 * by_chance)


def _pairs(counts: Labels) -> int:
    """How many pairs of points there are in groups of such sizes."""
    return sum(count * (count - 1) // 2 for count in counts.ravel().tolist())


def silhouette(x: Points, labels: Labels) -> float:
    """How much nearer points are to their own cluster than to the next one, -1 to 1.

    Beyond 5,000 points it is that of 5,000 among them, evenly spaced in every cluster, always
    the same ones.

    Args:
        x: points, (n, d).
        labels: (n,), of 2 to n - 1 clusters.

    Raises:
        ValueError: the number of clusters isn't 2 to n - 1.

    Source: Rousseeuw (1987); scikit-learn's.
    """
    from sklearn.metrics import silhouette_score

    n, n_clusters = len(x), len(np.unique(labels))
    if not 2 <= n_clusters <= n - 1:
        raise ValueError(f"a silhouette needs 2 to {n - 1} clusters; got {n_clusters}")
    if n > MAX_SILHOUETTE_POINTS:
        by_cluster = np.argsort(labels, kind="stable")
        chosen = by_cluster[np.linspace(0, n - 1, MAX_SILHOUETTE_POINTS).round().astype(np.int64)]
        x, labels = x[chosen], labels[chosen]
    # scikit-learn's distances are differences of squares, which lose digits far from zero
    return float(silhouette_score(x - x.mean(axis=0), labels))
