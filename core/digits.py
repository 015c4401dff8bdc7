"""Handwritten digits as points, mixtures that were fitted to them, and points as pictures."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from core import gmm
from core.arrays import Array, Labels, Points, frozen

SIDE = 8  # pixels
INK = 16  # of the darkest pixel
FITS = Path(__file__).parent / "data" / "digits.npz"  # made by `python -m benchmarks.digits`


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
    """Fits with different numbers of components.

    Args:
        counts: (m,) components.
        labels: (m, n) the component that each digit belongs to, wholly.
        aic, bic: (m,) nats.
        iterations: (m,) as EM needed them.
    """

    counts: Labels
    labels: Labels
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
    """What was fitted beforehand, since these fits take seconds."""
    with np.load(FITS) as data:
        fields = {name: frozen(data[name], data[name].dtype) for name in data}
    return Sweep(**fields)


def mixture(k: int) -> gmm.Mixture:
    """The fit with k components.

    Args:
        k: one of those in the sweep.
    """
    fits = sweep()
    row = np.flatnonzero(fits.counts == k)
    if len(row) == 0:
        raise ValueError(f"k must be one of {fits.counts.tolist()}, got {k!r}")
    return resumed(fits.labels[row[0]], k)


def resumed(labels: Labels, k: int) -> gmm.Mixture:
    """What EM converges to from the components that the digits belonged to in an earlier fit.

    In 41 dimensions a digit belongs to one component almost wholly, so EM has little left to do.

    Args:
        labels: (n,) of 0 to k - 1.
        k: how many components.
    """
    points = load().points
    return gmm.fit(points, k, mixture=gmm.m_step(points, np.eye(k)[labels])).steps[-1].mixture


def walk(mixture: gmm.Mixture, start: int, end: int, n: int = 10) -> Points:
    """Points on the way from one component's mean to another's, both included, (n, d)."""
    t = np.linspace(0, 1, n)[:, None]
    return np.asarray((1 - t) * mixture.means[start] + t * mixture.means[end])
