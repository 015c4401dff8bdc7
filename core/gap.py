"""The gap statistic: are clusters tighter than those that k-means finds where there are none?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core import kmeans
from core.arrays import Array, Points, check_ks, check_points, frozen, most_clusters, one_of, whole

BOXES = ("axes", "pca")
MAX_REFERENCES = 1_000


@dataclass(frozen=True, eq=False)
class Gap:
    """How much tighter clusters are than those of points without any.

    Attributes:
        ks: numbers of clusters.
        log_inertia: (len(ks),); NaN where nothing is left to explain.
        references: (len(ks), n_references) log inertias of points spread evenly.
    """

    ks: tuple[int, ...]
    log_inertia: Array
    references: Array

    @property
    def value(self) -> Array:
        """Mean log inertia of the references less that of the points, (len(ks),)."""
        return np.asarray(self.references.mean(axis=1) - self.log_inertia)

    @property
    def standard_error(self) -> Array:
        """Of the value, with the references' own error in it, (len(ks),)."""
        scale = np.sqrt(1 + 1 / self.references.shape[1])
        return np.asarray(scale * self.references.std(axis=1))

    def best(self) -> int | None:
        """The first k whose value reaches the next one's less its standard error; None if none.

        Not the k of the greatest value: that is the larger, the more are tried.
        """
        reached = self.value[:-1] >= self.value[1:] - self.standard_error[1:]
        return self.ks[int(reached.argmax())] if reached.any() else None


def gap(
    x: Points,
    ks: Sequence[int] = range(1, 13),
    *,
    box: str = "axes",
    n_references: int = 20,
    n_starts: int = 1,
    seed: int = 0,
) -> Gap:
    """Compare the inertia of k-means with that on points spread evenly over a box.

    Args:
        x: points, (n, d).
        ks: rising numbers of clusters; the answer for one doesn't depend on the others.
        box: "axes", the range of every column, or "pca", that of every principal component.
        n_references: sets of evenly spread points.
        n_starts: of kmeans.fit, for the points and for every reference.
        seed: of kmeans.fit and of the references.

    Raises:
        ValueError: an argument is out of its range.

    Source: Tibshirani, Walther and Hastie (2001), JRSS B 63, 411-423. R's clusGap differs: plain
    distances by default, and another divisor in the standard deviation.
    """
    *_, result = gaps(x, ks, box=box, n_references=n_references, n_starts=n_starts, seed=seed)
    return result


def gaps(
    x: Points,
    ks: Sequence[int] = range(1, 13),
    *,
    box: str = "axes",
    n_references: int = 20,
    n_starts: int = 1,
    seed: int = 0,
) -> Iterator[Gap]:
    """`gap` as it grows, k by k."""
    x, ks = check_points(x), check_ks(ks)
    one_of("box", box, BOXES)
    whole("n_references", n_references, 1, MAX_REFERENCES)
    axes = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)[2] if box == "pca" else None
    rotated = x if axes is None else x @ axes.T
    low, high = rotated.min(axis=0), rotated.max(axis=0)

    def spread_evenly(number: int) -> Points:
        points = np.random.default_rng([seed, number]).uniform(low, high, rotated.shape)
        return points if axes is None else np.asarray(points @ axes)

    def left(points: Points, k: int) -> float:
        return _log_inertia(points, k, seed, n_starts)

    log_inertia: list[float] = []
    references: list[list[float]] = []
    for count, k in enumerate(ks, 1):
        log_inertia.append(left(x, k))
        references.append([left(spread_evenly(b), k) for b in range(n_references)])
        yield Gap(ks[:count], frozen(log_inertia), frozen(references))


def _log_inertia(x: Points, k: int, seed: int, n_starts: int) -> float:
    """The log of what k-means leaves; NaN where it can't begin or leaves nothing."""
    if most_clusters(x, k) < k:
        return np.nan
    left = kmeans.fit(x, k, seed=seed, n_starts=n_starts).steps[-1].inertia
    return float(np.log(left)) if left > 0 else np.nan
