"""Would other points of the same kind have been clustered in the same way?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core import gmm, kmeans
from core.arrays import (
    Array,
    Labels,
    Points,
    check_count,
    check_points,
    frozen,
    most_clusters,
    one_of,
    whole,
)
from core.matching import match
from core.scores import adjusted_rand

MODELS = ("gmm", "kmeans")
MAX_RESAMPLES = 1_000


@dataclass(frozen=True, eq=False)
class Stability:
    """How fits on resamples label the points, beside the fit on all of them.

    Attributes:
        rand: (n_resamples,) adjusted Rand index of each; NaN where the resample allowed no fit.
        per_point: (n,) share of the fitted resamples in which the matched label is the same.
    """

    rand: Array
    per_point: Array


def stability(
    x: Points,
    k: int,
    *,
    model: str = "gmm",
    covariance_type: str = "full",
    n_resamples: int = 50,
    seed: int = 0,
) -> Stability:
    """Fit resamples, let each fit label all points, and compare with the fit on all points.

    One cluster is always stable, whatever the points are: with k = 1 all is 1.

    Args:
        x: points, (n, d).
        k: clusters or components.
        model: "gmm" or "kmeans".
        covariance_type: of a "gmm".
        n_resamples: each n points drawn with replacement.
        seed: of every fit, and of the resamples.

    Raises:
        ValueError: an argument is out of its range, x has fewer than k distinct points, or the fit
            on all points collapsed.

    Source: Hennig (2007), "Cluster-wise assessment of cluster stability", by bootstrap; labels are
    extended to all points as by Lange, Roth, Braun and Buhmann (2004).
    """
    *_, result = stabilities(
        x, k, model=model, covariance_type=covariance_type, n_resamples=n_resamples, seed=seed
    )
    return result


def stabilities(
    x: Points,
    k: int,
    *,
    model: str = "gmm",
    covariance_type: str = "full",
    n_resamples: int = 50,
    seed: int = 0,
) -> Iterator[Stability]:
    """`stability` as it grows, resample by resample."""
    x = check_points(x)
    check_count(x, k)
    one_of("model", model, MODELS)
    whole("n_resamples", n_resamples, 1, MAX_RESAMPLES)
    reference = _labels(x, x, k, model, covariance_type, seed)
    if reference is None:
        raise ValueError("the fit on all points collapsed, so there is nothing to compare with")
    rand, same, fitted = [], np.zeros(len(x)), 0
    for number in range(n_resamples):
        rows = np.random.default_rng([seed, number]).integers(len(x), size=len(x))
        labels = _labels(x, x[rows], k, model, covariance_type, seed)
        if labels is None:
            rand.append(np.nan)
        else:
            rand.append(adjusted_rand(labels, reference))
            same += match(labels, reference, k, k)[labels] == reference
            fitted += 1
        yield Stability(frozen(rand), frozen(same / fitted if fitted else np.full(len(x), np.nan)))


def _labels(
    x: Points, sample: Points, k: int, model: str, covariance_type: str, seed: int
) -> Labels | None:
    """How a fit on a sample labels all points, (n,); None where there is no fit."""
    if most_clusters(sample, k) < k:
        return None
    if model == "kmeans":
        return kmeans.assign(x, kmeans.fit(sample, k, seed=seed).steps[-1].centres)
    trace = gmm.fit(sample, k, covariance_type=covariance_type, seed=seed)
    if trace.stop is gmm.Stop.COLLAPSED:
        return None
    return np.asarray(gmm.e_step(x, trace.steps[-1].mixture)[0].argmax(axis=1))
