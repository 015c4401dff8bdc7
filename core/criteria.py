"""A map of fits over the number of components and their type, and what each criterion says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core import gmm, kmeans, scores
from core.arrays import (
    MAX_STARTS,
    Array,
    Points,
    check_ks,
    check_points,
    frozen,
    most_clusters,
    one_of,
    stream,
    whole,
)
from core.gmm import COVARIANCE_TYPES

WHITENED = "kmeans_whitened"
STARTS = (*gmm.STARTS, WHITENED)
CRITERIA = ("bic", "aic", "icl")


@dataclass(frozen=True, eq=False)
class Cell:
    """One fit of the map.

    Attributes:
        k: components.
        covariance_type: "full", "tied", "diag" or "spherical".
        step: the last of the fit; None where it collapsed or couldn't begin.
        stop: why it ended; None where k exceeds the number of different points.
        n_iter: iterations.
        entropy: of the responsibilities, nats.
    """

    k: int
    covariance_type: str
    step: gmm.Step | None = None
    stop: gmm.Stop | None = None
    n_iter: int = 0
    entropy: float = np.nan


@dataclass(frozen=True, eq=False)
class Criteria:
    """A map of fits and what the criteria say of each; lower is better, NaN where there is no fit.

    Attributes:
        n: points.
        ks: numbers of components.
        covariance_types: their types.
        cells: for every k every type.
    """

    n: int
    ks: tuple[int, ...]
    covariance_types: tuple[str, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def log_likelihood(self) -> Array:
        """Of all points, nats, (len(ks), len(types))."""
        return self._map([c.step.log_likelihood if c.step else np.nan for c in self.cells])

    @cached_property
    def n_parameters(self) -> Array:
        """Free parameters, (len(ks), len(types))."""
        return self._map(
            [gmm.n_parameters(c.step.mixture) if c.step else np.nan for c in self.cells]
        )

    @cached_property
    def bic(self) -> Array:
        """Bayesian information criterion (Schwarz 1978), nats, (len(ks), len(types))."""
        return self._map(-2 * self.log_likelihood + self.n_parameters * np.log(self.n))

    @cached_property
    def aic(self) -> Array:
        """Akaike information criterion (1974), nats, (len(ks), len(types))."""
        return self._map(-2 * self.log_likelihood + 2 * self.n_parameters)

    @cached_property
    def icl(self) -> Array:
        """BIC + 2 x entropy (Biernacki, Celeux and Govaert 2000), nats, (len(ks), len(types))."""
        return self._map(self.bic + 2 * self._map([cell.entropy for cell in self.cells]))

    @cached_property
    def below(self) -> NDArray[np.bool_]:
        """Whether a smaller k of the same type fits better: then this isn't the best fit of its k.

        (len(ks), len(types)); by more than rounding.
        """
        height = np.where(np.isnan(self.log_likelihood), -np.inf, self.log_likelihood)
        order = np.argsort(self.ks)
        highest = np.maximum.accumulate(height[order], axis=0)
        below = np.empty(height.shape, dtype=np.bool_)
        below[order] = height[order] < highest - 1e-9 * np.abs(highest)
        return np.asarray(below & ~np.isnan(self.log_likelihood))

    def best(self, criterion: str) -> tuple[int, str]:
        """The k and type with the least of "bic", "aic" or "icl".

        Raises:
            ValueError: an unknown criterion, or there is no fit at all.
        """
        return self.within(criterion, 0.0)[0]

    def within(self, criterion: str, margin: float = 10.0) -> tuple[tuple[int, str], ...]:
        """The models whose criterion is at most so far from the least, the best first.

        Args:
            criterion: "bic", "aic" or "icl".
            margin: nats; differences beyond 10 are very strong evidence (Kass and Raftery 1995).

        Raises:
            ValueError: an unknown criterion, or there is no fit at all.
        """
        values = getattr(self, one_of("criterion", criterion, CRITERIA)).ravel()
        if np.isnan(values).all():
            raise ValueError("none of these models could be fitted, so none is best")
        order = np.argsort(values, kind="stable")
        chosen = order[values[order] <= np.nanmin(values) + margin]
        return tuple((self.cells[i].k, self.cells[i].covariance_type) for i in chosen)

    def _map(self, values: ArrayLike) -> Array:
        shape = len(self.ks), len(self.covariance_types)
        return frozen(np.asarray(values, dtype=np.float64).reshape(shape))


def criteria(
    x: Points,
    ks: Sequence[int] = range(1, 13),
    covariance_types: Sequence[str] = COVARIANCE_TYPES,
    *,
    start: str = "kmeans",
    seed: int = 0,
    n_starts: int = 1,
    tol: float = 1e-3,
    max_iter: int = 100,
) -> Criteria:
    """Fit every k with every covariance type and score all fits on the points they were fitted to.

    Args:
        x: points, (n, d).
        ks: numbers of components.
        covariance_types: some of "full", "tied", "diag" and "spherical".
        start: of gmm.fit, or "kmeans_whitened": k-means after PCA to unit variances, which sees
            long clusters as round ones.
        seed: of the random stream of every fit.
        n_starts: how many starts to try for each.
        tol: of gmm.fit, nats per point.
        max_iter: of gmm.fit.

    Raises:
        ValueError: an argument is out of its range.
    """
    x, ks, covariance_types = check_points(x), check_ks(ks), tuple(covariance_types)
    every = cells(
        x,
        ks,
        covariance_types,
        start=start,
        seed=seed,
        n_starts=n_starts,
        tol=tol,
        max_iter=max_iter,
    )
    return Criteria(len(x), ks, covariance_types, tuple(every))


def cells(
    x: Points,
    ks: Sequence[int],
    covariance_types: Sequence[str],
    *,
    start: str = "kmeans",
    seed: int = 0,
    n_starts: int = 1,
    tol: float = 1e-3,
    max_iter: int = 100,
) -> Iterator[Cell]:
    """The fits of `criteria` one by one: for every k every type; one k-means run serves all types.

    Args and errors are those of `criteria`.
    """
    one_of("start", start, STARTS)
    whole("n_starts", n_starts, 1, MAX_STARTS)
    clustered = start in ("kmeans", WHITENED)
    space = whitened(x) if start == WHITENED else x
    for k in ks:
        if most_clusters(x, k) < k:
            yield from (Cell(k, kind) for kind in covariance_types)
            continue
        rng = stream(seed)
        runs = [kmeans.fit(space, k, seed=rng) for _ in range(n_starts)] if clustered else []
        for kind in covariance_types:
            fit = partial(gmm.fit, x, k, covariance_type=kind, tol=tol, max_iter=max_iter)
            if clustered:
                traces = [fit(labels=run.steps[-1].labels) for run in runs]
            else:
                traces = [fit(start=start, seed=seed, n_starts=n_starts)]
            yield cell(x, k, kind, max(traces, key=_bound))


def cell(x: Points, k: int, covariance_type: str, trace: gmm.Trace) -> Cell:
    """What a map keeps of a fit."""
    if trace.stop is gmm.Stop.COLLAPSED:
        return Cell(k, covariance_type, None, trace.stop, trace.n_iter)
    step = trace.steps[-1]
    entropy = scores.entropy(gmm.e_step(x, step.mixture)[0])
    return Cell(k, covariance_type, step, trace.stop, trace.n_iter, entropy)


def _bound(trace: gmm.Trace) -> float:
    """The last lower bound, by which gmm.fit chooses among starts."""
    if trace.stop is gmm.Stop.COLLAPSED:
        return -np.inf
    return trace.steps[max(trace.n_iter - 1, 0)].log_likelihood


def whitened(x: Points) -> Points:
    """Points by their principal components, each scaled to variance one, (n, rank).

    Source: Pearson (1901); components below rounding error are left out.
    """
    centred = x - x.mean(axis=0)
    left, lengths, _ = np.linalg.svd(centred, full_matrices=False)
    kept = lengths > lengths[0] * max(x.shape) * np.finfo(np.float64).eps
    return np.asarray(left[:, kept] * np.sqrt(len(x))) if kept.any() else centred
