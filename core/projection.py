"""The plane on which points are drawn, however many dimensions they have."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.covariances import firm
from core.mixture import Mixture, matrices, roots_of

Floats = npt.NDArray[np.float64]
Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Plane:
    """Two orthogonal unit vectors at a place in d dimensions.

    Where there is one dimension, it is the first of the plane, and the second stands for nothing.

    Args:
        origin: (d,).
        axes: (2, d).
        share: of the points' variance that the plane shows, 0 to 1.
        pair: numbers of the two columns that it shows, where these were chosen.
    """

    origin: Floats
    axes: Floats
    share: float
    pair: Pair | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the points have at most two dimensions, so that nothing is lost."""
        return bool(self.axes.shape[1] <= 2)

    @property
    def is_plain(self) -> bool:
        """Whether points are their own shadows."""
        return bool(self.axes.shape[1] == 2)

    def project(self, x: Floats) -> Floats:
        """The shadow of points or centres, (n, d) to (n, 2)."""
        return x if self.is_plain else (x - self.origin) @ self.axes.T

    def project_mixture(self, mixture: Mixture) -> Mixture:
        """The shadow of a mixture: that of its components' marginals, with full covariances.

        On a line a second dimension would have no width, so there the mixture keeps its one.
        """
        if self.is_exact:
            return Mixture(mixture.weights, mixture.means, matrices(mixture), "full")
        edges = self.axes @ roots_of(mixture)  # (k, 2, d)
        shadows = edges @ np.swapaxes(edges, 1, 2)
        covariances = firm(shadows, np.einsum("kii->ki", shadows))
        return Mixture(mixture.weights, self.project(mixture.means), covariances, "full")

    def titles(self, columns: Sequence[str]) -> tuple[str, str]:
        """What the axes are called, given the names of the d dimensions."""
        if self.is_exact:
            first, second = (*columns, "density")[:2]
            return first, second
        if self.pair:
            return columns[self.pair[0]], columns[self.pair[1]]
        return "first principal component", "second principal component"

    def lift(self, points: Floats) -> Floats:
        """Where points of the plane lie in all dimensions, (n, 2) to (n, d)."""
        return points if self.is_plain else self.origin + points @ self.axes


def plane_of(x: Floats, pair: Pair | None = None) -> Plane:
    """The plane of up to two dimensions, of two columns, or of the first two principal components.

    Args:
        x: points, (n, d).
        pair: numbers of two columns, from 0; None for the principal components.
    """
    d = x.shape[1]
    if d <= 2:
        return Plane(np.zeros(d), np.eye(2, d), 1.0)
    if pair:
        spread = x.var(axis=0)
        share = spread[[*pair]].sum() / spread.sum() if spread.any() else 1.0
        return Plane(np.zeros(d), np.eye(d)[[*pair]], float(share), pair)
    axes, shares = principal_components(x)
    return Plane(x.mean(axis=0), axes[:2], float(shares[:2].sum()) if shares.any() else 1.0)


def principal_components(x: Floats) -> tuple[Floats, Floats]:
    """The directions in which points vary most, and the share of the variance along each.

    Args:
        x: points, (n, d).

    Returns:
        axes: (d, d), unit vectors, the one with the largest variance first: the loadings. Signs are
            such that each one's largest entry is positive.
        shares: (d,), of the variance; 0 where there is none at all.

    Source: Bishop (2006), section 12.1.
    """
    variances, vectors = np.linalg.eigh(np.cov((x - x.mean(axis=0)).T, bias=True))
    axes = vectors[:, ::-1].T
    largest = axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]
    total = variances.sum()
    shares = variances[::-1] / total if total > 0 else np.zeros(len(variances))
    return axes * np.sign(largest)[:, np.newaxis], shares
