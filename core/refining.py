"""Fits that can't be the best of their k: climb on from a smaller fit that beats them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core import gmm
from core.arrays import Points
from core.criteria import Cell, Criteria, cell
from core.mixture import Mixture, matrices

TOL = 1e-6  # nats per point
MAX_ITER = 1_000
APART = 0.5  # standard deviations from the middle of a component to those of its halves


def refined(x: Points, found: Criteria) -> Iterator[Criteria]:
    """The same map with better fits where a smaller k of the same type fits better.

    A component of the smaller fit in two is a start that is about as good as that fit, and EM
    climbs from there. Every component is tried; the best fit is kept. Larger k come after smaller
    ones, so each starts from what was found before.

    Args:
        x: the points, (n, d).
        found: a map of fits to them, of rising k.

    Yields:
        the map after every k. A cell that is still below had no smaller neighbour to start from, or
        none of these starts led higher.
    """
    width = len(found.covariance_types)
    for row in range(1, len(found.ks)):
        cells = list(found.cells)
        for at in range(row * width, (row + 1) * width):
            smaller = cells[at - width]
            if smaller.step and smaller.k + 1 == cells[at].k and found.below[divmod(at, width)]:
                cells[at] = _climbed(x, cells[at], smaller.step.mixture)
        found = replace(found, cells=tuple(cells))
        yield found


def _climbed(x: Points, below: Cell, smaller: Mixture) -> Cell:
    """The best of a cell and the fits that begin with a smaller one's components in two."""
    best, height = below, below.step.log_likelihood if below.step else -np.inf
    for part in range(len(smaller.weights)):
        trace = gmm.fit(
            x,
            below.k,
            covariance_type=below.covariance_type,
            mixture=_split(smaller, part),
            tol=TOL,
            max_iter=MAX_ITER,
        )
        one = cell(x, below.k, below.covariance_type, trace)
        if one.step and one.step.log_likelihood > height:
            best, height = one, one.step.log_likelihood
    return best


def _split(mixture: Mixture, part: int) -> Mixture:
    """One component in two halves of its shape, apart along its longest axis."""
    variances, axes = np.linalg.eigh(matrices(mixture)[part])  # rising
    step = APART * np.sqrt(variances[-1]) * axes[:, -1]
    weights = np.append(mixture.weights, mixture.weights[part] / 2)
    weights[part] /= 2
    means = np.vstack([mixture.means, mixture.means[part] + step])
    means[part] -= step
    covariances = mixture.covariances
    if mixture.covariance_type != "tied":
        covariances = np.concatenate([covariances, covariances[part : part + 1]])
    return Mixture(weights, means, covariances, mixture.covariance_type)
