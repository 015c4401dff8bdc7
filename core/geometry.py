"""The shapes of a model in the plane: circles, ellipses, and the fields that shade a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincinv

from core.arrays import Array, Labels, Points, frozen
from core.covariances import roots
from core.mixture import Mixture, roots_of

Real = TypeVar("Real", np.float32, np.float64)
Field = npt.NDArray[np.float32]  # for shading; read-outs are computed in float64 elsewhere

_FAR = 1e15  # standard deviations; keeps squares in float32


@lru_cache(maxsize=8)
def _unit_circle(n_points: int) -> Array:
    """Vertices of the unit circle, (m, 2): closed, exact where it meets the axes."""
    if n_points < 4:
        raise ValueError(f"a closed curve needs n_points of 4 or more; got {n_points}")
    quarter = math.ceil(n_points / 4)
    angles = np.linspace(0.0, 2.0 * np.pi, 4 * quarter + 1)
    vertices = np.column_stack([np.cos(angles), np.sin(angles)])
    vertices[::quarter] = [[1, 0], [0, 1], [-1, 0], [0, -1], [1, 0]]
    return frozen(vertices)


def circle(centre: npt.ArrayLike, radius: float, n_points: int = 64) -> Array:
    """The circle around a centre, as a closed line.

    Args:
        centre: (2,).
        radius: 0 or more.
        n_points: vertices, rounded up to a multiple of four; the first is repeated at the end.

    Returns:
        vertices: (m, 2).

    Raises:
        ValueError: a centre that isn't a finite pair, a negative or infinite radius.
    """
    if not 0 <= radius < math.inf:
        raise ValueError(f"a radius must be a finite number of 0 or more; got {radius}")
    return _pair("a centre", centre) + radius * _unit_circle(n_points)


def ellipse(
    mean: npt.ArrayLike, covariance: npt.ArrayLike, n_std: float, n_points: int = 64
) -> Array:
    """The line of equal density at a Mahalanobis distance from the mean, closed.

    Args:
        mean: (2,).
        covariance: (2, 2), symmetric and positive definite, however thin.
        n_std: the distance, in standard deviations.
        n_points: vertices, rounded up to a multiple of four; the first is repeated at the end.

    Returns:
        vertices: (m, 2), the ends of both axes among them.

    Raises:
        ValueError: the mean isn't a finite pair, the covariance isn't one (see
            `core.covariances`), or n_std isn't positive.

    Source: Bishop (2006), section 2.3.
    """
    (line,) = ellipses(mean, covariance, [n_std], n_points)
    return np.asarray(line)


def ellipses(
    mean: npt.ArrayLike, covariance: npt.ArrayLike, levels: Sequence[float], n_points: int = 64
) -> Array:
    """The same ellipse at several distances, (len(levels), m, 2); see `ellipse`."""
    for n_std in levels:
        if not 0 < n_std < math.inf:
            raise ValueError(f"n_std must be a positive finite number; got {n_std}")
    line = _unit_circle(n_points) @ half_axes(covariance)  # (m, 2)
    return np.asarray(_pair("a mean", mean) + np.reshape(levels, (-1, 1, 1)) * line)


def half_axes(covariance: npt.ArrayLike) -> Array:
    """From the mean to the ends of an ellipse's axes at 1 standard deviation, the longer first.

    Args:
        covariance: (2, 2), symmetric and positive definite, however thin.

    Returns:
        (2, 2), a row for each axis.

    Raises:
        ValueError: the covariance isn't one; see `core.covariances`.

    Source: Bishop (2006), section 2.3; the lesser eigenvalue is the determinant, taken exactly,
    over the greater one, for an eigensolver gets it wrong when the ellipse is thin.
    """
    matrix = np.asarray(covariance, dtype=np.float64)
    if matrix.shape != (2, 2):
        raise ValueError(f"a covariance must be (2, 2), got the shape {matrix.shape}")
    roots(matrix)
    (a, _), (b, c) = matrix.tolist()  # what is below the diagonal counts
    determinant = Fraction(a) * Fraction(c) - Fraction(b) ** 2
    greater = (a + c) / 2 + math.hypot((a - c) / 2, b)
    lesser = float(determinant / Fraction(greater))
    angle = math.atan2(2 * b, a - c) / 2
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    return np.array([math.sqrt(greater) * along, math.sqrt(lesser) * across])


def mass(n_std: float, d: int = 2) -> float:
    """The share of a normal component within a Mahalanobis distance of its mean.

    Args:
        n_std: the distance, in standard deviations, 0 or more.
        d: dimensions.

    Source: its square is chi-squared with d degrees of freedom; Bishop (2006), section 2.3.
    """
    if not n_std >= 0 or d < 1:
        raise ValueError(
            f"a mass needs 0 or more standard deviations in 1 or more dimensions; "
            f"got {n_std} in {d}"
        )
    return float(gammainc(d / 2, n_std**2 / 2))


def level(mass: float, d: int = 2) -> float:
    """The Mahalanobis distance that holds a share of a normal component: the inverse of `mass`.

    Args:
        mass: 0 to less than 1.
        d: dimensions.
    """
    if not 0 <= mass < 1 or d < 1:
        raise ValueError(
            f"a level needs a mass from 0 to less than 1 in 1 or more dimensions; got {mass} in {d}"
        )
    return math.sqrt(2 * float(gammaincinv(d / 2, mass)))


def distances(x: Points, labels: Labels, mixture: Mixture) -> Array:
    """The Mahalanobis distance of every point to its own component, in standard deviations, (n,).

    Args:
        x: points, (n, d).
        labels: the component that each point is counted to, (n,).
        mixture: k components.
    """
    result = np.empty(len(x))
    for j, root in enumerate(roots_of(mixture)):
        mine = labels == j
        whitened = np.linalg.solve(root, (x[mine] - mixture.means[j]).T)  # (d, n_j)
        result[mine] = np.linalg.norm(whitened, axis=0)
    return result


@dataclass(frozen=True, eq=False)
class Grid:
    """Places at which a field is evaluated, row by row from the bottom.

    Args:
        xs: (nx,), rising.
        ys: (ny,), rising.
    """

    xs: Array
    ys: Array

    @property
    def shape(self) -> tuple[int, int]:
        """(ny, nx), the shape of a field."""
        return len(self.ys), len(self.xs)

    @property
    def points(self) -> Array:
        """The places, (ny * nx, 2)."""
        return np.column_stack([np.tile(self.xs, len(self.ys)), np.repeat(self.ys, len(self.xs))])


def grid(low: npt.ArrayLike, high: npt.ArrayLike, n: int = 200) -> Grid:
    """The n x n places that cover a box, its edges included.

    Args:
        low: the lower left corner, (2,).
        high: the upper right corner, (2,).
        n: places on a side, 2 to 1,000.
    """
    if not 2 <= n <= 1_000:
        raise ValueError(f"a grid has 2 to 1,000 places on a side; got {n}")
    lower, upper = _pair("a corner", low), _pair("a corner", high)
    if not (lower < upper).all():
        raise ValueError(f"a grid's low corner must be below its high one; got {lower}, {upper}")
    xs, ys = np.linspace(lower, upper, n).T
    return Grid(frozen(xs), frozen(ys))


def density(grid: Grid, mixture: Mixture) -> Array:
    """The density of the mixture at every place, (ny, nx), per unit of area.

    To float32 precision relative to its peak: for shading.
    """
    log_joint, peak = _log_joint(grid, mixture)
    total = np.exp(log_joint, out=log_joint).sum(axis=0)  # (ny, nx)
    return np.asarray(total.astype(np.float64) * math.exp(peak))


def responsibilities(grid: Grid, mixture: Mixture) -> Field:
    """The probability of every component at every place, (ny, nx, k): for shading."""
    shares, _ = _log_joint(grid, mixture)
    shares -= shares.max(axis=0)  # far from every component all densities are 0, shares are not
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=0)
    return np.moveaxis(shares, 0, -1)


def uncertainty(responsibilities: npt.NDArray[Real]) -> npt.NDArray[Real]:
    """How undecided the components are: 0 where one is certain, 1 where all are equally likely.

    Args:
        responsibilities: (..., k), summing to one.

    Returns:
        uncertainty: (...,), the entropy divided by its maximum log k; 0 for one component.

    Source: Shannon (1948), section 6.
    """
    k = responsibilities.shape[-1]
    tiny = np.finfo(responsibilities.dtype).tiny
    entropy = -(responsibilities * np.log(np.maximum(responsibilities, tiny))).sum(axis=-1)
    return np.asarray(np.clip(entropy / math.log(max(k, 2)), 0.0, 1.0))


def regions(grid: Grid, centres: Array) -> Labels:
    """The nearest centre at every place, (ny, nx), the first of equally near ones.

    Args:
        grid: the places.
        centres: (k, 2).
    """
    across = (grid.xs - centres[:, :1]) ** 2  # (k, nx)
    up = (grid.ys - centres[:, 1:]) ** 2  # (k, ny)
    nearest = np.zeros(grid.shape, dtype=np.int64)
    least = across[0] + up[0, :, np.newaxis]
    for j in range(1, len(centres)):
        distance = across[j] + up[j, :, np.newaxis]
        np.copyto(nearest, j, where=distance < least)
        np.minimum(least, distance, out=least)
    return nearest


def _log_joint(grid: Grid, mixture: Mixture) -> tuple[Field, float]:
    """Weighted log densities, (k, ny, nx), below the highest of the components' peaks.

    A grid is a product: for one component the whitened residuals of all places are the rows of
    one line and the difference of two, so a place costs a subtraction and a square. Residuals
    don't cancel for thin components as the quadratic's monomials do, and float32 is enough.
    """
    if mixture.means.shape[1] != 2:
        raise ValueError(f"a grid needs a mixture in 2 dimensions; got {mixture.means.shape[1]}")
    roots = roots_of(mixture)  # (k, 2, 2)
    first, slant, second = roots[:, 0, 0, None], roots[:, 1, 0, None], roots[:, 1, 1, None]
    across = (grid.xs - mixture.means[:, :1]) / first  # (k, nx)
    up = (grid.ys - mixture.means[:, 1:]) / second  # (k, ny)
    with np.errstate(divide="ignore"):
        peaks = np.log(mixture.weights) - np.log(2 * np.pi * first * second)[:, 0]  # (k,)
    peak = float(peaks.max())
    start = (peaks - peak)[:, None] - _narrow(across) ** 2 / 2  # (k, nx)
    field = (
        _narrow(up * math.sqrt(0.5))[:, :, None]
        - _narrow(across * (slant / second) * math.sqrt(0.5))[:, None, :]
    )  # (k, ny, nx)
    np.square(field, out=field)
    np.subtract(start.astype(np.float32)[:, None, :], field, out=field)
    return field, peak


def _narrow(residuals: Array) -> Field:
    """Standardised residuals in float32, kept where their squares are finite."""
    return np.clip(residuals, -_FAR, _FAR).astype(np.float32)


def _pair(what: str, value: npt.ArrayLike) -> Array:
    pair = np.asarray(value, dtype=np.float64)
    if pair.shape != (2,) or not np.isfinite(pair).all():
        raise ValueError(f"{what} must be two finite numbers; got {pair.tolist()}")
    return pair
