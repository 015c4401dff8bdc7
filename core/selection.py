"""How many clusters or components: every way to ask, under one roof.

Elbow, silhouettes and held-out likelihood are here; criteria, gap, bootstrap, merging and stability
have modules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from core import gmm
from core.arrays import (
    MAX_COMPONENTS,
    Array,
    Labels,
    Points,
    check_points,
    frozen,
    most_clusters,
    stream,
    whole,
)
from core.bootstrap import Lrt, bootstrap_lrt
from core.criteria import Criteria, criteria
from core.gap import Gap, gap
from core.merging import Merging, merge
from core.stability import Stability, stability

__all__ = [
    "Criteria",
    "Gap",
    "Lrt",
    "Merging",
    "Stability",
    "bootstrap_lrt",
    "criteria",
    "gap",
    "merge",
    "stability",
]

MAX_FOLDS = 100
MAX_SILHOUETTE_POINTS = 20_000  # all pairs of more take seconds
DISTANCE_BYTES = 2**23


def elbow(ks: Sequence[int], inertias: ArrayLike) -> int | None:
    """The k where a falling curve bends most; None where it doesn't bend.

    Args:
        ks: rising.
        inertias: (len(ks),).

    Source: Satopaa, Albrecht, Irwin and Raghavan (2011), "Kneedle", in kneed's form. It answers the
    first k for curves that bend the other way or rise; that is no elbow.
    """
    from kneed import KneeLocator

    values = np.asarray(inertias, dtype=np.float64)
    if len(values) < 3 or not np.isfinite(values).all() or np.ptp(values) == 0:
        return None
    knee = KneeLocator(ks, values, curve="convex", direction="decreasing").knee
    return None if knee is None or knee == ks[0] else int(knee)


def silhouettes(x: Points, labels: Labels) -> Array:
    """How much nearer every point is to its own cluster than to the next one, -1 to 1.

    Args:
        x: points, (n, d), at most 20,000.
        labels: (n,), of 2 clusters or more.

    Returns:
        (n,); 0 for a point alone in its cluster.

    Raises:
        ValueError: too many points, or fewer than two clusters.

    Source: Rousseeuw (1987).
    """
    from scipy.spatial.distance import cdist

    x = check_points(x)
    n = whole("the number of points", len(x), 2, MAX_SILHOUETTE_POINTS)
    names, labels = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        raise ValueError(f"silhouettes need 2 clusters or more, got {len(names)}")
    members = np.eye(len(names))[labels]  # (n, k)
    sizes = members.sum(axis=0)
    block = max(1, DISTANCE_BYTES // (8 * n))
    blocks = (cdist(x[first : first + block], x) @ members for first in range(0, n, block))
    sums = np.concatenate(list(blocks))  # of distances to the members of every cluster, (n, k)
    own = sizes[labels]
    rows = np.arange(n)
    within = sums[rows, labels] / np.maximum(own - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(within, nearest)
    return np.where(own > 1, (nearest - within) / np.where(larger > 0, larger, 1.0), 0.0)


def held_out(
    x: Points, k: int, covariance_type: str = "full", *, folds: int = 5, seed: int = 0
) -> Array:
    """Log-likelihood of points that the mixture wasn't fitted to.

    Args:
        x: points, (n, d).
        k: components.
        covariance_type: "full", "tied", "diag" or "spherical".
        folds: each in turn is left out of the fit.
        seed: of the folds, which are those of scikit-learn's KFold, and of every fit.

    Returns:
        nats per point of each fold, (folds,); NaN where the fit collapsed or had too few points.

    Raises:
        ValueError: an argument is out of its range.

    Source: Smyth (2000), "Model selection for probabilistic clustering using cross-validated
    likelihood".
    """
    x = check_points(x)
    whole("k", k, 1, MAX_COMPONENTS)
    order = stream(seed).permutation(len(x))
    result = []
    for rows in np.array_split(order, whole("folds", folds, 2, min(MAX_FOLDS, len(x)))):
        left_out = np.isin(np.arange(len(x)), rows)
        result.append(_unseen(x[~left_out], x[left_out], k, covariance_type, seed))
    return frozen(result)


def _unseen(seen: Points, unseen: Points, k: int, covariance_type: str, seed: int) -> float:
    """Nats per unseen point under a fit to others."""
    if most_clusters(seen, k) < k:
        return np.nan
    trace = gmm.fit(seen, k, covariance_type=covariance_type, seed=seed)
    if trace.stop is gmm.Stop.COLLAPSED:
        return np.nan
    return gmm.e_step(unseen, trace.steps[-1].mixture)[1] / len(unseen)
