"""Measuring: CPU time of two rivals in turns, in one process, on one thread."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.mixture import GaussianMixture

from core import geometry, gmm, kmeans

Run = Callable[[], int]  # does some work and says how many iterations it was


@dataclass(frozen=True)
class Duel:
    """CPU seconds per iteration of scikit-learn and of ours, medians over the rounds."""

    name: str
    points: int
    theirs: float
    ours: float
    wanted: float | None = None

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.theirs / self.ours


def cpu(run: Run) -> float:
    """CPU seconds per iteration."""
    begin = time.process_time()
    iterations = run()
    return (time.process_time() - begin) / iterations


def duel(
    name: str, points: int, theirs: Run, ours: Run, wanted: float | None = None, seconds: float = 4
) -> Duel:
    """Let two rivals run in turns, at least three rounds, until the time is up."""
    times: list[tuple[float, float]] = []
    end = time.monotonic() + seconds
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # neither is given the iterations to converge
        theirs(), ours()
        while len(times) < 3 or (time.monotonic() < end and len(times) < 25):
            times.append((cpu(theirs), cpu(ours)))
    return Duel(name, points, *(median(column) for column in zip(*times, strict=True)), wanted)


def blobs(n: int, d: int = 2, k: int = 5) -> np.ndarray:
    """Overlapping groups, so that neither algorithm is done at once."""
    return make_blobs(n, n_features=d, centers=k, cluster_std=3.0, random_state=17)[0]


def em(
    n: int, d: int = 2, k: int = 5, kind: str = "full", wanted: float | None = None, **how: float
) -> Duel:
    """EM from the same mixture, as many iterations for both."""
    x = blobs(n, d, k)
    iterations = int(np.clip(2e6 / n, 5, 50))
    start = gmm.fit(x[:2000], k, covariance_type=kind, max_iter=2).steps[-1].mixture
    inverse = np.linalg.inv if kind in ("full", "tied") else np.reciprocal
    shared = {"covariance_type": kind, "tol": 0.0, "max_iter": iterations}
    model = GaussianMixture(
        k,
        weights_init=start.weights / start.weights.sum(),
        means_init=start.means,
        precisions_init=inverse(start.covariances),
        **shared,
    )
    return duel(
        f"EM, {kind}, d={d}, k={k}, n={n:,}",
        n,
        lambda: model.fit(x).n_iter_,
        lambda: gmm.fit(x, k, mixture=start, **shared).n_iter,
        wanted,
        **how,
    )


def lloyd(n: int, d: int = 2, k: int = 5, wanted: float | None = None, **how: float) -> Duel:
    """K-means from the same centres, as many iterations for both."""
    x = blobs(n, d, k)
    shared = {"tol": 0.0, "max_iter": int(np.clip(2e6 / n, 10, 20))}
    model = KMeans(k, init=x[:k], n_init=1, algorithm="lloyd", **shared)
    return duel(
        f"k-means, d={d}, k={k}, n={n:,}",
        n,
        lambda: model.fit(x).n_iter_,
        lambda: kmeans.fit(x, k, centres=x[:k], **shared).n_iter,
        wanted,
        **how,
    )


def sweep(n: int, wanted: float) -> Duel:
    """Fit k = 1 to 12 with four covariance types; ours shares a k-means start among the types."""
    x = make_blobs(n, centers=5, cluster_std=0.9, random_state=17)[0]

    def theirs() -> int:
        for k in range(1, 13):
            for kind in gmm.COVARIANCE_TYPES:
                GaussianMixture(k, covariance_type=kind, random_state=0).fit(x)
        return 1

    def ours() -> int:
        for k in range(1, 13):
            labels = kmeans.fit(x, k).steps[-1].labels
            for kind in gmm.COVARIANCE_TYPES:
                gmm.fit(x, k, covariance_type=kind, labels=labels)
        return 1

    return duel(f"sweep, k=1..12, 4 types, n={n:,}", n, theirs, ours, wanted)


def fields(wanted: float) -> Duel:
    """Evaluate density, responsibilities and labels on a grid of 200 x 200, for shading."""
    x = blobs(500)
    mixture = gmm.fit(x, 5).steps[-1].mixture
    model = GaussianMixture(5, random_state=0).fit(x)
    places = geometry.grid(x.min(axis=0), x.max(axis=0))
    points = places.points

    def theirs() -> int:
        np.exp(model.score_samples(points))
        model.predict_proba(points)
        model.predict(points)
        return 1

    def ours() -> int:
        geometry.density(places, mixture)
        np.argmax(geometry.responsibilities(places, mixture), axis=2)
        return 1

    return duel("grid 200 x 200, 3 fields, k=5", len(points), theirs, ours, wanted)
