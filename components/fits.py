"""The core, remembered: the only module that caches.

Fits are shared by all visitors (their arrays are read-only) and kept by the digest of their
points, since Streamlit hashes large arrays by sample only.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any, ParamSpec, TypeVar

import numpy as np
from cachetools import LRUCache, cached

from core import comparison, gmm, kmeans
from core.arrays import Labels, Points
from core.comparison import Comparison
from core.datasets import Dataset
from core.matching import match

NUMBERING_POINTS = 2_000  # are enough to tell which cluster is which
KEPT = 128  # results of other kinds
BYTES = 256 * 1024**2  # of results of each kind

Result = TypeVar("Result")
P = ParamSpec("P")


@dataclass(frozen=True)
class Model:
    """How k-means and a mixture are fitted.

    Args:
        covariance_type: of the mixture.
        start: of EM, one of gmm.STARTS.
        seed: of both.
        n_starts: of both; the best is kept.
    """

    covariance_type: str = "full"
    start: str = "kmeans"
    seed: int = 0
    n_starts: int = 1

    @property
    def kmeans_start(self) -> str:
        """Where k-means begins: at random points where EM does, else as scikit-learn does."""
        return self.start if self.start in kmeans.STARTS else "k-means++"


@dataclass(frozen=True, eq=False)
class Fits:
    """Both models of the same points.

    Args:
        kmeans, gmm: every step of the two fits.
        comparison: their results side by side.
    """

    kmeans: kmeans.Trace
    gmm: gmm.Trace
    comparison: Comparison


def compare(data: Dataset, k: int, model: Model) -> Fits:
    """Fit both models, and number their clusters so that colours stay as k moves by one."""
    return _compare(digest_of(data), data, k, model)


def covariance_types(data: Dataset, k: int, model: Model) -> dict[str, Fits]:
    """The same fits with each of the four covariance types."""
    return {
        kind: compare(data, k, replace(model, covariance_type=kind))
        for kind in gmm.COVARIANCE_TYPES
    }


def remembered(
    size_of: Callable[[Any], int],
) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Keep the latest results of a function for all visitors, as many as fit into BYTES.

    Its first argument is the digest of its second one, the data; the others are part of the key,
    too. (Streamlit's caches count entries, not bytes, and take a millisecond to make a key.)

    Args:
        size_of: how many bytes a result takes.
    """
    return cached(
        LRUCache(BYTES, getsizeof=size_of),
        key=lambda digest, _, *settings: (digest, *settings),
        condition=Condition(),
    )


def _size_of_fits(fits: Fits) -> int:
    c = fits.comparison
    kept = (c.responsibilities, c.labels, c.components, c.distances)
    return _size_of_trace(fits.kmeans) + sum(array.nbytes for array in kept)


def _size_of_trace(trace: kmeans.Trace) -> int:
    step = trace.steps[-1]
    return step.points.nbytes + step.labels.nbytes


@remembered(_size_of_fits)
def _compare(digest: str, data: Dataset, k: int, model: Model) -> Fits:
    clusters = _fit_kmeans(digest, data.points, k, model.kmeans_start, model.seed, model.n_starts)
    last = clusters.steps[-1]
    mixture = gmm.fit(
        data.points,
        k,
        covariance_type=model.covariance_type,
        start=model.start,
        seed=model.seed,
        n_starts=model.n_starts,
        labels=last.labels if _begins_with(last, model) else None,
    )
    numbers = _numbers(digest, data, last)
    both = comparison.compare(data.points, last, mixture.steps[-1].mixture, numbers, data.labels)
    return Fits(clusters, mixture, both)


def _begins_with(step: kmeans.Step, model: Model) -> bool:
    """Whether EM's own start would come to the same clusters, so that they needn't be found twice.

    With one start it runs k-means on the same random stream; a cluster without points is left to
    it.
    """
    everyone = len(np.unique(step.labels)) == len(step.centres)
    return model.start == "kmeans" and model.n_starts == 1 and everyone


def _numbers(digest: str, data: Dataset, step: kmeans.Step) -> Labels:
    """Numbers of the clusters of k-means, (k,), that depend on the data and on k alone.

    They are those of a reference, which is fitted to some of the points for every k on the way
    to one where the numbers are plain.
    """
    k = len(step.centres)
    sample = slice(None, None, -(-len(data.points) // NUMBERING_POINTS))
    truth = None if data.labels is None else data.labels[sample]
    labels = {
        rung: _fit_kmeans(f"{digest} sample", data.points[sample], rung, "k-means++", 0, 1)
        .steps[-1]
        .labels
        for rung in comparison.ladder(k, truth)
    }
    reference = comparison.numbering(labels, truth)[k][labels[k]]
    return match(step.labels[sample], reference, k, int(reference.max()) + 1)


@remembered(_size_of_trace)
def _fit_kmeans(
    digest: str,  # noqa: ARG001 - the points' part of the key
    points: Points,
    k: int,
    start: str,
    seed: int,
    n_starts: int,
) -> kmeans.Trace:
    return kmeans.fit(points, k, start=start, seed=seed, n_starts=n_starts)


def digest_of(data: Dataset) -> str:
    """The points and labels of a data set in a few characters: the key of all that is kept."""
    digest = hashlib.sha256(str(data.points.shape).encode())
    digest.update(data.points.data)
    if data.labels is not None:
        digest.update(data.labels.data)
    return digest.hexdigest()
