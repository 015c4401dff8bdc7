"""The plane on which points of two or more dimensions are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.gmm import Mixture
from core.mixture import matrices

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Plane:
    """Two orthogonal unit vectors at a place in d dimensions.

    Args:
        origin: (d,).
        axes: (2, d).
        share: of the points' variance that the plane shows, 0 to 1.
    """

    origin: Floats
    axes: Floats
    share: float

    @property
    def is_exact(self) -> bool:
        """Whether the points are two-dimensional, so that nothing is lost."""
        return bool(self.axes.shape[1] == 2)

    def project(self, x: Floats) -> Floats:
        """The shadow of points or centres, (n, d) to (n, 2)."""
        return x if self.is_exact else (x - self.origin) @ self.axes.T

    def project_mixture(self, mixture: Mixture) -> Mixture:
        """The shadow of a mixture: that of its components' marginals, with full covariances."""
        covariances = matrices(mixture)
        if not self.is_exact:
            covariances = self.axes @ covariances @ self.axes.T
        return Mixture(mixture.weights, self.project(mixture.means), covariances, "full")

    def titles(self, columns: Sequence[str]) -> tuple[str, str]:
        """What the axes are called, given the names of the d dimensions."""
        if self.is_exact:
            return columns[0], columns[1]
        return "first principal component", "second principal component"

    def lift(self, points: Floats) -> Floats:
        """Where points of the plane lie in all dimensions, (n, 2) to (n, d)."""
        return points if self.is_exact else self.origin + points @ self.axes


def plane_of(x: Floats) -> Plane:
    """The plane of two-dimensional points, or that of the first two principal components.

    Args:
        x: points, (n, d), d >= 2.

    Raises:
        ValueError: fewer than two dimensions.

    Source: Bishop (2006), section 12.1; signs such that each axis' largest entry is positive.
    """
    d = x.shape[1]
    if d < 2:
        raise ValueError(f"a plane needs points of two or more dimensions; got {d}")
    if d == 2:
        return Plane(np.zeros(2), np.eye(2), 1.0)
    origin = x.mean(axis=0)
    variances, vectors = np.linalg.eigh(np.cov((x - origin).T, bias=True))
    axes = vectors[:, ::-1][:, :2].T  # (2, d), the largest variance first
    largest = axes[np.arange(2), np.abs(axes).argmax(axis=1)]
    axes = axes * np.sign(largest)[:, np.newaxis]
    total = variances.sum()
    return Plane(origin, axes, float(variances[-2:].sum() / total) if total > 0 else 1.0)
