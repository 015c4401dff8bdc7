"""EM on many small problems at once: several starts on each of several sets of points.

One matrix product scores all points under all components of all mixtures, so that what an
iteration costs beside arithmetic is paid once. The steps, the rule by which a fit stops and its
result are gmm.fit's. In float32 it takes a third of the time; that is enough to sort or to test by.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import gmm
from core.arrays import Array, Labels, Points
from core.iteration import EPS, STARVED, THIN
from core.mixture import Mixture
from core.monomials import QUADRATIC

Mask = NDArray[np.bool_]
Floats = NDArray[Any]  # float32 or float64

BLOCK_BYTES = 2**18  # the scores of a block stay in the cache
LIMITS = {8: THIN, 4: 100.0}  # by bytes of a number: the reach beyond which monomials lack digits
FAINT = -600.0  # as good as never
CROWDED = 0.75  # of a grid: with fewer fits that still run, the others are worth leaving out
TINY = np.finfo(np.float64).tiny
LOG_TWO_PI = math.log(2 * math.pi)


class Sets:
    """Sets of as many points each, as monomials about the mean of each.

    Args:
        x: points of r sets, (r, n, d).
        covariance_type: which monomials, "full", "tied", "diag" or "spherical".
        dtype: of the arithmetic, float32 or float64.

    Attributes:
        origins: (r, 1, 1, d) the means that were taken off.
        phi: (r, p, n) monomials.
        scatter: (r, d, d) sums of x x^T about the means.
    """

    def __init__(self, x: Array, covariance_type: str, dtype: type = np.float64) -> None:
        self.x, self.covariance_type, self.dtype = x, covariance_type, np.dtype(dtype)
        r, self.n, self.d = x.shape
        centres = x.mean(axis=1)  # (r, d)
        size, fill = QUADRATIC[covariance_type]
        phi = np.empty((r, 1 + self.d + size(self.d), self.n))
        phi[:, 0] = 1.0
        for one, points, centre in zip(phi, x, centres, strict=True):
            fill(np.subtract(points.T, centre[:, None], out=one[1 : 1 + self.d]), one[1 + self.d :])
        centred = phi[:, 1 : 1 + self.d]
        self.origins = centres[:, None, None]
        self.scatter = centred @ centred.transpose(0, 2, 1)
        self.spread = np.sqrt(np.einsum("rii->ri", self.scatter) / self.n)[:, None, None]
        self.phi = phi.astype(self.dtype, copy=False)

    def __getitem__(self, rows: Labels) -> Sets:
        """Some of the sets."""
        chosen = object.__new__(Sets)
        chosen.__dict__ = {
            name: value[rows] if isinstance(value, np.ndarray) else value
            for name, value in self.__dict__.items()
        }
        return chosen

    def centred(self, row: int) -> Points:
        """The points of one set about their mean, (d, n)."""
        return np.ascontiguousarray((self.x[row] - self.origins[row, 0, 0]).T)

    def blocks(self, rows: int) -> Iterator[tuple[slice, slice]]:
        """Sets and points, so many at a time that rows of scores for each set fit the cache."""
        numbers = BLOCK_BYTES // (rows * self.dtype.itemsize)
        sets, points = max(1, numbers // self.n), max(64, numbers)
        for first in range(0, len(self.phi), sets):
            for begin in range(0, self.n, points):
                yield slice(first, first + sets), slice(begin, begin + points)


@dataclass(frozen=True, eq=False)
class Mixtures:
    """A grid of mixtures of k components: s of them for each of r sets of points.

    Attributes:
        weights: (r, s, k).
        means: (r, s, k, d).
        covariances: full (r, s, k, d, d), tied (r, s, d, d), diag (r, s, k, d), spherical
            (r, s, k).
        covariance_type: of all of them.
    """

    weights: Array
    means: Array
    covariances: Array
    covariance_type: str

    def __getitem__(self, where: Any) -> Mixtures:
        """Those at some places of the grid."""
        return Mixtures(
            self.weights[where], self.means[where], self.covariances[where], self.covariance_type
        )

    def put(self, where: Any, others: Mixtures | Mixture) -> None:
        """Overwrite those at some places of the grid."""
        self.weights[where] = others.weights
        self.means[where] = others.means
        self.covariances[where] = others.covariances

    def matrices(self) -> Array:
        """The covariance matrix of every component, (r, s, k, d, d)."""
        shape = *self.means.shape, self.means.shape[-1]
        match self.covariance_type:
            case "full":
                return self.covariances
            case "tied":
                return np.broadcast_to(self.covariances[:, :, None], shape)
            case _:
                variances = self.covariances.reshape(*self.weights.shape, -1, 1)
                return np.asarray(variances * np.eye(shape[-1]))

    def one(self, place: tuple[int, int]) -> Mixture:
        """The mixture at a place of the grid."""
        return Mixture(
            self.weights[place], self.means[place], self.covariances[place], self.covariance_type
        )

    def moved(self, by: Array) -> Mixtures:
        """The same mixtures elsewhere."""
        return replace(self, means=self.means + by)


def grid(rows: Sequence[Sequence[Mixture]]) -> Mixtures:
    """Put mixtures of one k and type in a grid: r sequences of s."""

    def stacked(name: str) -> Array:
        return np.array([[getattr(one, name) for one in row] for row in rows])

    parts = stacked("weights"), stacked("means"), stacked("covariances")
    return Mixtures(*parts, rows[0][0].covariance_type)


def beside(*grids: Mixtures) -> Mixtures:
    """One grid of several for the same sets."""

    def joined(name: str) -> Array:
        return np.concatenate([getattr(one, name) for one in grids], axis=1)

    parts = joined("weights"), joined("means"), joined("covariances")
    return Mixtures(*parts, grids[0].covariance_type)


def reduced(weights: Array, means: Array, covariances: Array, covariance_type: str) -> Mixtures:
    """Mixtures that keep of their covariances, (r, s, k, d, d), what their type allows."""
    diagonals = np.einsum("...ii->...i", covariances)
    match covariance_type:
        case "full":
            kept = covariances
        case "tied":
            kept = np.einsum("rsk,rskij->rsij", weights, covariances)
        case "diag":
            kept = diagonals
        case _:
            kept = diagonals.mean(axis=-1)
    return Mixtures(weights, means, kept, covariance_type)


@dataclass(frozen=True, eq=False)
class Fits:
    """What a grid of starts led to.

    Attributes:
        mixtures: the last ones.
        log_likelihood: (r, s) under them, nats; NaN for a fit that collapsed.
        n_iter: (r, s).
    """

    mixtures: Mixtures
    log_likelihood: Array
    n_iter: Labels

    def best(self, count: int) -> Fits:
        """Of every set the fits that led highest, in falling order, (r, count)."""
        height = np.where(np.isnan(self.log_likelihood), -np.inf, self.log_likelihood)
        order = np.argsort(-height, axis=1, kind="stable")[:, :count]
        at = np.arange(len(order))[:, None], order
        return Fits(self.mixtures[at], self.log_likelihood[at], self.n_iter[at])


def fit(
    sets: Sets, starts: Mixtures, *, tol: float, max_iter: int, reg_covar: float = 1e-6
) -> Fits:
    """Run EM from every start of a grid on its set, each until it rests.

    Args:
        sets: r sets of n points.
        starts: s for each set.
        tol: stop a fit when its log-likelihood per point changes by less, nats.
        max_iter: iterations at most.
        reg_covar: added to every variance, in squared units of x.

    Source: core.gmm.fit, whose steps, counts and results these are.
    """
    r, s, _ = starts.weights.shape
    heights, counts = np.full((r, s), np.nan), np.zeros((r, s), dtype=np.int64)
    rows, columns = np.arange(r), np.arange(s)  # of the grid that still runs
    live, mixtures = sets, starts.moved(-sets.origins)
    final = mixtures[np.ix_(rows, columns)]
    theta, thin, lost = _coefficients(mixtures, live)
    running, resting, before = ~lost, np.zeros_like(lost), heights
    for t in range(max_iter + 1):
        if not running.any():
            break
        sums, height = _share_out(live, theta)
        refitted = _refit(sums, live, mixtures, reg_covar)
        for i, j in _places(thin & running):
            again, height[i, j] = _refit_residuals(live.centred(i), mixtures[i, j], reg_covar)
            refitted.put((i, j), again)
        done = running & (resting | (t == max_iter))
        if done.any():
            at = rows[done.nonzero()[0]], columns[done.nonzero()[1]]
            final.put(at, mixtures[done])
            heights[at], counts[at] = height[done], t
            running = running & ~done
        resting = np.abs(height - before) < tol * sets.n  # one more step, as in gmm.fit
        theta, next_thin, lost = _coefficients(refitted, live)
        if unfit := _places((next_thin | lost) & ~thin & running):  # the sums lacked the digits
            for i, j in unfit:
                again, _ = _refit_residuals(live.centred(i), mixtures[i, j], reg_covar)
                refitted.put((i, j), again)
            theta, next_thin, lost = _coefficients(refitted, live)
        mixtures, thin, before, running = refitted, next_thin, height, running & ~lost
        if running.sum() < CROWDED * running.size:
            kept, led = np.flatnonzero(running.any(axis=1)), np.flatnonzero(running.any(axis=0))
            live = live if len(kept) == len(rows) else live[kept]
            rows, columns = rows[kept], columns[led]
            where = np.ix_(kept, led)
            mixtures, theta = mixtures[where], theta[where]
            thin, running, resting, before = (
                thin[where],
                running[where],
                resting[where],
                before[where],
            )
    return Fits(final.moved(sets.origins), heights, counts)


def labels(sets: Sets, mixtures: Mixtures) -> Labels:
    """The likeliest component of every point, (r, s, n)."""
    centred = mixtures.moved(-sets.origins)
    theta, thin, _ = _coefficients(centred, sets)
    r, s, k, p = theta.shape
    result = np.empty((r, s, sets.n), dtype=np.int64)
    for some, part in sets.blocks(s * k):
        scores = theta.reshape(r, s * k, p)[some] @ sets.phi[some, :, part]
        result[some, :, part] = scores.reshape(len(scores), s, k, -1).argmax(axis=2)
    for i, j in _places(thin):
        result[i, j] = gmm.e_step(sets.x[i], mixtures.one((i, j)))[0].argmax(axis=1)
    return result


def _places(mask: Mask) -> list[tuple[int, int]]:
    """Where a grid is true."""
    return list(zip(*(axis.tolist() for axis in mask.nonzero()), strict=True))


def _share_out(sets: Sets, theta: Floats) -> tuple[Array, Array]:
    """The E step: sums of responsibility x monomials, (r, s, k, p), and nats, (r, s)."""
    r, s, k, p = theta.shape
    flat = theta.reshape(r, s * k, p)
    sums, height = np.zeros(flat.shape), np.zeros((r, s))
    for some, part in sets.blocks(s * k):
        phi = sets.phi[some, :, part]
        scores = flat[some] @ phi  # (sets, s k, points)
        shares = scores.reshape(-1, s, k, phi.shape[2])
        top = np.maximum.reduce(shares, axis=2)  # (sets, s, points)
        shares -= top[:, :, None]
        if sets.dtype == np.float64:  # where exp is slow if it underflows
            np.maximum(shares, FAINT, out=shares)
        np.exp(shares, out=shares)
        evidence = np.add.reduce(shares, axis=2)
        shares *= (1 / evidence)[:, :, None]
        sums[some] += scores @ phi.transpose(0, 2, 1)
        top += np.log(evidence, out=evidence)
        height[some] += top.sum(axis=2, dtype=np.float64)
    return sums.reshape(theta.shape), height


def _refit(sums: Array, sets: Sets, previous: Mixtures, reg_covar: float) -> Mixtures:
    """The M step from sums of the monomials, (r, s, k, p)."""
    d = sets.d
    counts = sums[..., 0]  # (r, s, k)
    moments = sums[..., 1:] / np.maximum(counts, STARVED)[..., None]
    means, second = moments[..., :d], moments[..., d:]
    match previous.covariance_type:
        case "full":
            spread = second.take(_pairs(d), axis=-1)
            spread -= means[..., :, None] * means[..., None, :]
        case "tied":
            between = (counts[..., None] * means).swapaxes(2, 3) @ means
            spread = (sets.scatter[:, None] - between) / sets.n
        case "diag":
            spread = second - means**2
        case _:
            spread = (second[..., 0] - (means**2).sum(axis=-1)) / d
    return _refitted(counts, means, spread, previous, reg_covar)


def _refit_residuals(x: Points, previous: Mixtures, reg_covar: float) -> tuple[Mixtures, float]:
    """Both steps of one mixture that is too thin for monomials, by residuals of points, (d, n)."""
    kind, d = previous.covariance_type, len(x)
    whiteners = _whiteners(previous.covariances[None, None], kind, d)[0][:, :, 0, 0]  # (d, d, k)
    whitened = whiteners.transpose(2, 0, 1) @ (x - previous.means[:, :, None])  # (k, d, n)
    scores = -0.5 * np.einsum("kdn,kdn->kn", whitened, whitened)
    peaks = np.log(np.einsum("iik->ik", whiteners)).sum(axis=0) - 0.5 * d * LOG_TWO_PI
    scores += (np.log(np.maximum(previous.weights, TINY)) + peaks)[:, None]
    top = scores.max(axis=0)
    shares = np.exp(np.maximum(scores - top, FAINT))
    evidence = shares.sum(axis=0)
    shares /= evidence
    counts = shares.sum(axis=1)  # (k,)
    divisors = np.maximum(counts, STARVED)[:, None]
    means = shares @ x.T / divisors
    residuals = x - means[:, :, None]
    scatter = (shares[:, None] * residuals) @ residuals.transpose(0, 2, 1)  # (k, d, d)
    match kind:
        case "full":
            spread = scatter / divisors[:, None]
        case "tied":
            spread = scatter.sum(axis=0) / x.shape[1]
        case "diag":
            spread = np.einsum("kii->ki", scatter) / divisors
        case _:
            spread = np.einsum("kii->k", scatter) / (d * divisors[:, 0])
    height = float((np.log(evidence) + top).sum())
    return _refitted(counts, means, spread, previous, reg_covar), height


def _refitted(
    counts: Array, means: Array, spread: Array, previous: Mixtures, reg_covar: float
) -> Mixtures:
    """Regularise; a component without points stays where it was."""
    square = previous.covariance_type in ("full", "tied")
    spread += reg_covar * np.eye(means.shape[-1]) if square else reg_covar
    starved = counts <= STARVED
    if starved.any():
        means[starved] = previous.means[starved]
        if previous.covariance_type != "tied":
            spread[starved] = previous.covariances[starved]
    weights = counts + STARVED
    weights /= weights.sum(axis=-1, keepdims=True)
    return Mixtures(weights, means, spread, previous.covariance_type)


@np.errstate(over="ignore", invalid="ignore")  # of the thin and the lost, which are zeroed
def _coefficients(mixtures: Mixtures, sets: Sets) -> tuple[Floats, Mask, Mask]:
    """Write weighted log densities as coefficients of the monomials, about the sets' origins.

    Returns:
        theta: (r, s, k, p), zeros for the thin and the lost.
        thin: (r, s) the terms would cancel beyond the eighth digit (in float32, the third).
        lost: (r, s) a covariance is singular as far as float64 can tell.
    """
    kind, d = mixtures.covariance_type, sets.d
    means = mixtures.means.transpose(3, 0, 1, 2)  # (d, r, s, k)
    whiteners, pivots, variances = _whiteners(mixtures.covariances, kind, d)
    reach = np.hypot(sets.spread.transpose(3, 0, 1, 2), means)
    singular = pivots <= 4 * EPS * variances + (4 * EPS * reach) ** 2
    lost = singular.any(axis=(0, 3))
    widths = (np.abs(whiteners) * reach).sum(axis=1)
    thin = ~(widths.max(axis=(0, 3)) <= LIMITS[sets.dtype.itemsize])

    precisions = np.einsum("airsk,ajrsk->ijrsk", whiteners, whiteners)
    slopes = (precisions * means).sum(axis=1)  # (d, r, s, k)
    theta = np.empty((sets.phi.shape[1], *means.shape[1:]))
    constants = np.log(np.maximum(mixtures.weights, TINY))
    constants += np.log(np.einsum("iirsk->irsk", whiteners)).sum(axis=0)
    constants -= 0.5 * (d * LOG_TWO_PI + (slopes * means).sum(axis=0))
    match kind:
        case "full":
            rows, columns = _triangle(d)
            halves = np.where(rows == columns, -0.5, -1.0)[:, None, None, None]
            np.multiply(precisions[rows, columns], halves, out=theta[1 + d :])
        case "tied":  # what all components share adds up to a constant
            shared = np.einsum("ijrs,rij->rs", precisions[..., 0], sets.scatter) / sets.n
            constants -= 0.5 * shared[:, :, None]
        case "diag":
            np.multiply(np.einsum("iirsk->irsk", precisions), -0.5, out=theta[1 + d :])
        case _:
            np.multiply(precisions[0, :1], -0.5, out=theta[1 + d :])
    theta[0], theta[1 : 1 + d] = constants, slopes
    unfit = thin | lost
    if unfit.any():
        theta[:, unfit] = 0.0
    return theta.astype(sets.dtype, copy=False).transpose(1, 2, 3, 0), thin & ~lost, lost


def _whiteners(covariances: Array, kind: str, d: int) -> tuple[Array, Array, Array]:
    """Inverse Cholesky factors, and the variances of every column with and without the earlier.

    Column by column for all matrices at once: LAPACK takes microseconds for each small one.

    Returns:
        whiteners: (d, d, r, s, k or 1), as if of unit variance where there is no factor.
        pivots: (d, r, s, k or 1) variances given the columns before.
        variances: (d, r, s, k or 1).
    """
    if kind in ("diag", "spherical"):
        covariances = covariances if kind == "diag" else covariances[..., None]
        variances = np.broadcast_to(covariances.transpose(3, 0, 1, 2), (d, *covariances.shape[:3]))
        whiteners = np.zeros((d, *variances.shape))
        whiteners[range(d), range(d)] = 1 / np.sqrt(np.maximum(variances, TINY))
        return whiteners, variances, variances
    if kind == "tied":
        covariances = covariances[:, :, None]
    matrix = covariances.transpose(3, 4, 0, 1, 2).copy()
    factor, whitener = np.zeros_like(matrix), np.zeros_like(matrix)
    pivots = np.empty(matrix.shape[1:])
    for j in range(d):
        rest = matrix[j:, j]  # (d - j, r, s, k)
        if j:
            rest = rest - (factor[j:, :j] * factor[j, :j]).sum(axis=1)
        pivots[j] = rest[0]
        scale = 1 / np.sqrt(np.where(rest[0] > 0, rest[0], 1.0))
        np.multiply(rest, scale, out=factor[j:, j])
        whitener[j, j] = scale
        if j:
            whitener[j, :j] = -scale * (factor[j, :j, None] * whitener[:j, :j]).sum(axis=0)
    return whitener, pivots, np.einsum("iirsk->irsk", matrix)


@cache
def _triangle(d: int) -> tuple[Labels, Labels]:
    """Rows and columns of the pairs i <= j."""
    return np.triu_indices(d)


@cache
def _pairs(d: int) -> Labels:
    """Which pair an element of a symmetric matrix is, (d, d)."""
    rows, columns = _triangle(d)
    pairs = np.empty((d, d), dtype=np.int64)
    pairs[rows, columns] = pairs[columns, rows] = np.arange(len(rows))
    return pairs
