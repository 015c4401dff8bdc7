"""Handwritten digits as points, how mixtures of them score, and points as pictures."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from core import gmm
from core.arrays import Array, Labels, Points, frozen, whole

SIDE = 8  # pixels
INK = 16  # of the darkest pixel
MOST = 200  # components
SWEEP = Path(__file__).parent / "data" / "digits.csv"  # made by `python -m benchmarks.digits`


@dataclass(frozen=True, eq=False)
class Digits:
    """Pictures of digits and the same as points of fewer dimensions.

    Args:
        images: (n, 64) ink of every pixel, 0 to 16.
        labels: (n,) the digit that each is.
        mean: (64,) the mean picture.
        axes: (d, 64) what one unit along each dimension adds to a picture.
        points: (n, d), every column of variance 1 and all uncorrelated.
        share: of the variance that the points keep.
    """

    images: Array
    labels: Labels
    mean: Array
    axes: Array
    points: Points
    share: float

    def pictures(self, points: Points) -> Array:
        """What points look like, (n, d) to (n, 64), clipped to 0..16."""
        return np.clip(self.mean + points @ self.axes, 0, INK)

    def nearest(self, points: Points) -> tuple[Labels, Array]:
        """The real digit nearest to each point.

        Args:
            points: (m, d).

        Returns:
            rows: (m,) of the real digits.
            distances: (m,) in the units of the points.
        """
        from scipy.spatial.distance import cdist

        distances = cdist(points, self.points)
        rows = distances.argmin(axis=1)
        return rows, distances[np.arange(len(rows)), rows]

    def spacing(self) -> float:
        """The median distance from a digit to the nearest other one."""
        from scipy.spatial.distance import pdist, squareform

        distances = squareform(pdist(self.points))
        np.fill_diagonal(distances, np.inf)
        return float(np.median(distances.min(axis=1)))


@dataclass(frozen=True, eq=False)
class Sweep:
    """How mixtures with different numbers of components score.

    Args:
        counts: (m,) components, rising.
        aic, bic: (m,) nats.
        iterations: (m,) as EM needed them.
    """

    counts: Labels
    aic: Array
    bic: Array
    iterations: Labels


@cache
def load() -> Digits:
    """The 1,797 digits that come with scikit-learn, 99 % of their variance as 41 dimensions.

    Source: Alpaydin and Kaynak (1998), UCI; PCA whitened as in VanderPlas (2016), section 5.12.
    """
    from sklearn.datasets import load_digits
    from sklearn.decomposition import PCA

    images, labels = load_digits(return_X_y=True)
    pca = PCA(0.99, whiten=True).fit(images)
    scales = np.sqrt(pca.explained_variance_)[:, None]
    return Digits(
        frozen(images),
        frozen(labels, np.int64),
        frozen(pca.mean_),
        frozen(scales * pca.components_),
        frozen(pca.transform(images)),
        float(pca.explained_variance_ratio_.sum()),
    )


@cache
def sweep() -> Sweep:
    """The scores of 1 to MOST components, kept since all these fits take minutes."""
    counts, aic, bic, iterations = np.loadtxt(SWEEP, delimiter=",", skiprows=1, unpack=True)
    return Sweep(frozen(counts, np.int64), frozen(aic), frozen(bic), frozen(iterations, np.int64))


def fit(k: int) -> gmm.Trace:
    """EM from k-means with seed 0, as scikit-learn does it: a second for 200 components.

    Args:
        k: components, at most MOST.
    """
    return gmm.fit(load().points, whole("k", k, 1, MOST))


@dataclass(frozen=True, eq=False)
class NewDigits:
    """Digits that nobody wrote.

    Args:
        mixture: that they are drawn from.
        points: (n, d).
        components: (n,) that each comes from.
        nearest: (n,) row of the real digit nearest to each.
        distances: (n,) to it.
    """

    mixture: gmm.Mixture
    points: Points
    components: Labels
    nearest: Labels
    distances: Array


def drawn(mixture: gmm.Mixture, n: int, *, seed: int) -> NewDigits:
    """Draw digits from a mixture of the points.

    Args:
        mixture: k components.
        n: digits.
        seed: of the random stream.
    """
    points, components = gmm.sample(mixture, n, seed=seed)
    return NewDigits(mixture, points, components, *load().nearest(points))


def walk(mixture: gmm.Mixture, start: int, end: int, n: int = 10) -> Points:
    """Points on the way from one component's mean to another's, both included, (n, d)."""
    t = np.linspace(0, 1, n)[:, None]
    return np.asarray((1 - t) * mixture.means[start] + t * mixture.means[end])
