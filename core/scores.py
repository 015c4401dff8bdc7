"""How good a model is, in one number."""

import math

import numpy as np

from core import gmm
from core.arrays import Labels, Points

MAX_SILHOUETTE_POINTS = 5_000  # beyond, all pairs take seconds


def bic(x: Points, mixture: gmm.Mixture) -> float:
    """Bayesian information criterion, nats: lower is better (mclust's sign is the opposite).

    Args:
        x: the points that the mixture was fitted to, (n, d).
        mixture: k components.

    Source: Schwarz (1978): -2 log-likelihood + parameters x log n.
    """
    _, log_likelihood = gmm.e_step(x, mixture)
    return -2 * log_likelihood + gmm.n_parameters(mixture) * math.log(len(x))


def aic(x: Points, mixture: gmm.Mixture) -> float:
    """Akaike information criterion, nats: lower is better.

    Args:
        x: the points that the mixture was fitted to, (n, d).
        mixture: k components.

    Source: Akaike (1974): -2 log-likelihood + 2 x parameters.
    """
    _, log_likelihood = gmm.e_step(x, mixture)
    return -2 * log_likelihood + 2 * gmm.n_parameters(mixture)


def icl(x: Points, mixture: gmm.Mixture) -> float:
    """Integrated completed likelihood, nats: BIC that also charges for overlap; lower is better.

    Args:
        x: the points that the mixture was fitted to, (n, d).
        mixture: k components.

    Source: Biernacki, Celeux and Govaert (2000): BIC + 2 x entropy of the responsibilities.
    """
    shares, _ = gmm.e_step(x, mixture)
    entropy = -(shares * np.log(np.maximum(shares, np.finfo(np.float64).tiny))).sum()
    return bic(x, mixture) + 2 * float(entropy)


def adjusted_rand(labels: Labels, reference: Labels) -> float:
    """Agreement of two labellings, whatever their numbers: 1 is the same, 0 is chance.

    Args:
        labels: (n,).
        reference: (n,).

    Source: Hubert and Arabie (1985); scikit-learn's.
    """
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(reference, labels))


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
    return float(silhouette_score(x, labels))
