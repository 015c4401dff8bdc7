"""k-means and a mixture on the same points, cluster by cluster under the same numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core import geometry, gmm, kmeans, scores
from core.arrays import Array, Centres, Labels, Mask, Points, Responsibilities, frozen
from core.generation import chosen
from core.matching import match


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two models of the same points: row j of the one belongs to row j of the other.

    Args:
        numbers: (k,) by which the reader knows pair j (colour, symbol, label), rising, not
            always contiguous.
        centres: of k-means, (k, d).
        radii: (k,) distance of the farthest member.
        labels: of k-means, (n,), 0 to k - 1.
        inertia: of k-means.
        mixture: k components.
        responsibilities: (n, k).
        components: (n,) the likeliest component of every point, 0 to k - 1.
        distances: (n,) to that component, in its standard deviations.
        log_likelihood: nats, over all points.
        bic, aic: nats, lower is better.
        rand_kmeans, rand_gmm: adjusted Rand index against the truth, where it is known.
    """

    numbers: Labels
    centres: Centres
    radii: Array
    labels: Labels
    inertia: float
    mixture: gmm.Mixture
    responsibilities: Responsibilities
    components: Labels
    distances: Array
    log_likelihood: float
    bic: float
    aic: float
    rand_kmeans: float | None
    rand_gmm: float | None

    @property
    def certainty(self) -> Array:
        """The probability of every point's likeliest component, (n,)."""
        return np.asarray(self.responsibilities.max(axis=1))

    @property
    def disagreements(self) -> Mask:
        """Whether the models put a point under different numbers, (n,)."""
        return np.asarray(self.labels != self.components)

    def share_inside(self, n_std: float) -> float:
        """The share of the points inside the ellipse of their own component."""
        return float(np.mean(self.distances <= n_std))


def compare(
    x: Points,
    step: kmeans.Step,
    mixture: gmm.Mixture,
    numbers: Labels | None = None,
    truth: Labels | None = None,
) -> Comparison:
    """Pair the clusters of k-means with the components that share most points with them.

    Args:
        x: points, (n, d).
        step: of k-means, k clusters.
        mixture: k components.
        numbers: (k,) the number of every cluster of k-means, all different; 0 to k - 1 if None.
        truth: (n,) classes, where they are known.

    Raises:
        ValueError: the models haven't the same k, or the numbers aren't k different ones.
    """
    k = len(step.centres)
    if len(mixture.weights) != k:
        raise ValueError(f"both models need the same k; got {k} and {len(mixture.weights)}")
    numbers = np.arange(k) if numbers is None else np.asarray(numbers)
    if numbers.shape != (k,) or len(np.unique(numbers)) != k:
        raise ValueError(f"numbers must be {k} different ones; got {numbers.tolist()}")
    clusters = np.argsort(numbers)  # cluster of pair j
    labels = np.argsort(clusters)[step.labels]  # (n,) pairs

    shares, log_likelihood = gmm.e_step(x, mixture)
    pairs = match(shares.argmax(axis=1), labels, k, k)  # pair of every component
    order = np.argsort(pairs)  # component of pair j
    shares, mixture = shares[:, order], chosen(mixture, order)
    components = shares.argmax(axis=1)
    return Comparison(
        numbers=frozen(numbers[clusters], np.int64),
        centres=frozen(step.centres[clusters]),
        radii=frozen(kmeans.radii(x, labels, step.centres[clusters])),
        labels=frozen(labels, np.int64),
        inertia=step.inertia,
        mixture=mixture,
        responsibilities=frozen(shares),
        components=frozen(components, np.int64),
        distances=frozen(geometry.distances(x, components, mixture)),
        log_likelihood=log_likelihood,
        bic=scores.bic(x, mixture, log_likelihood=log_likelihood),
        aic=scores.aic(x, mixture, log_likelihood=log_likelihood),
        rand_kmeans=None if truth is None else scores.adjusted_rand(labels, truth),
        rand_gmm=None if truth is None else scores.adjusted_rand(components, truth),
    )


def ladder(k: int, truth: Labels | None = None) -> range:
    """The numbers of clusters whose labels `numbering` needs in order to reach k.

    Args:
        k: clusters.
        truth: (n,) classes, where they are known.
    """
    anchor = _anchor(truth)
    return range(min(k, anchor), max(k, anchor) + 1)


def numbering(labels: Mapping[int, Labels], truth: Labels | None = None) -> dict[int, Labels]:
    """Numbers that stay with their cluster as k moves by one.

    They depend on the labels given here alone, not on the way to a state: at the number of
    true classes (at k = 1 where no truth is known) clusters are numbered after the classes,
    and from there, up and down, every k after its neighbour. Clusters left over take the lowest
    numbers not in use.

    Args:
        labels: for every k of an unbroken range, as by `ladder`, (n,) labels of 0 to k - 1.
        truth: (n,) classes, where they are known.

    Returns:
        numbers: for every k, (k,) the number of every cluster. They are all different, but have
            gaps where k is below the number of classes.
    """
    rungs = sorted(labels)
    if rungs != list(range(rungs[0], rungs[-1] + 1)):
        raise ValueError(f"numbering needs an unbroken range of k; got {rungs}")
    anchor = min(max(_anchor(truth), rungs[0]), rungs[-1])
    upwards = range(anchor, rungs[-1] + 1)
    downwards = range(anchor - 1, rungs[0] - 1, -1)

    shown = np.zeros_like(labels[anchor]) if truth is None else truth
    numbers = {anchor: _numbers(labels[anchor], shown, anchor)}
    for k in (*upwards[1:], *downwards):
        neighbour = k - 1 if k > anchor else k + 1
        numbers[k] = _numbers(labels[k], numbers[neighbour][labels[neighbour]], k)
    return numbers


def _anchor(truth: Labels | None) -> int:
    return 1 if truth is None else int(truth.max()) + 1


def _numbers(labels: Labels, shown: Labels, k: int) -> Labels:
    return match(labels, shown, k, int(shown.max()) + 1)
