"""Fuzzy c-means: every point belongs to all clusters, to each in part.

Near m = 1 it is k-means; the larger m, the more evenly the points are shared.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from core import recorder
from core.arrays import (
    MAX_ITERATIONS,
    Array,
    Centres,
    Points,
    Responsibilities,
    check_count,
    check_points,
    not_negative,
    whole,
)
from core.film import Half
from core.kmeans import squared_distances

TINY = 1e-300  # a squared distance of 0: its log is far below all others


class Stop(Enum):
    """Why it stopped; the value completes "It stopped because ..."."""

    TOLERANCE = "the centres moved by no more than the tolerance"
    MAX_ITER = "the largest allowed number of iterations was reached"


@dataclass(frozen=True, eq=False)
class Step:
    """The state between two moves.

    Args:
        centres: (k, d).
        objective: sum of squared distances, each weighed by its membership to the power of m, in
            the square of the data's unit.
    """

    centres: Centres
    objective: float


class Trace(recorder.Trace[Step, Stop]):
    """A recorded fit."""


def share(x: Points, centres: Centres, m: float) -> Responsibilities:
    """The memberships that make the objective least while the centres are held still.

    Args:
        x: points, (n, d).
        centres: (k, d).
        m: the fuzzifier, above 1.

    Returns:
        (n, k), each row sums to one; a point on a centre belongs to it alone, or to all centres
        there alike.

    Source: Bezdek (1981), Pattern Recognition with Fuzzy Objective Function Algorithms, equation
    11.3a, in logs, as m near 1 makes the power large.
    """
    distances = np.stack([squared_distances(x, centre) for centre in centres], axis=1)  # (n, k)
    scores = -np.log(np.maximum(distances, TINY)) / (_fuzzifier(m) - 1)
    scores -= scores.max(axis=1, keepdims=True)
    memberships = np.exp(scores)
    return np.asarray(memberships / memberships.sum(axis=1, keepdims=True))


def move(x: Points, memberships: Responsibilities, centres: Centres, m: float) -> Centres:
    """The centres that make the objective least while the memberships are held still.

    Args:
        x: points, (n, d).
        memberships: (n, k).
        centres: (k, d); where a cluster has no part of any point, its centre stays.
        m: the fuzzifier, above 1.

    Source: Bezdek (1981), equation 11.3b.
    """
    weights = memberships ** _fuzzifier(m)  # (n, k)
    totals = weights.sum(axis=0)[:, None]
    origin = x.mean(axis=0)  # far from zero, products would lose digits
    sums = weights.T @ (x - origin)
    return np.asarray(
        origin + np.divide(sums, totals, out=np.array(centres - origin), where=totals > 0)
    )


def objective(x: Points, memberships: Responsibilities, centres: Centres, m: float) -> float:
    """What both half-steps make small: the sum of u^m times squared distance.

    Args:
        x: points, (n, d).
        memberships: u, (n, k).
        centres: (k, d).
        m: the fuzzifier, above 1.

    Source: Bezdek (1981), equation 11.1.
    """
    weights = memberships ** _fuzzifier(m)
    return float(
        sum(weights[:, j] @ squared_distances(x, centre) for j, centre in enumerate(centres))
    )


def fit(
    x: Points, k: int, m: float, centres: Centres, *, tol: float = 1e-4, max_iter: int = 300
) -> Trace:
    """Share and move until the centres rest, and keep every step.

    Args:
        x: points, (n, d).
        k: clusters.
        m: the fuzzifier, above 1.
        centres: where they begin, (k, d).
        tol: stop when the squared moves of the centres sum to no more than tol times the mean
            variance of the columns.
        max_iter: iterations at most.

    Raises:
        ValueError: an argument is out of its range, or x has fewer than k distinct points.
    """
    x, start = check_points(x), check_points(centres)
    check_count(x, k)
    if start.shape != (k, x.shape[1]):
        raise ValueError(f"centres must be {k} by {x.shape[1]}, got {start.shape}")
    _fuzzifier(m)
    least = not_negative("tol", tol) * float(x.var(axis=0).mean())

    def steps() -> Generator[Step, None, Stop]:
        here = start
        while True:
            memberships = share(x, here, m)
            yield Step(here, objective(x, memberships, here, m))
            here = move(x, memberships, here, m)

    def rest(steps: Sequence[Step]) -> Stop | None:
        if len(steps) == 1:
            return None
        moved = ((steps[-1].centres - steps[-2].centres) ** 2).sum()
        return Stop.TOLERANCE if moved <= least else None

    limit = whole("max_iter", max_iter, 1, MAX_ITERATIONS)
    return Trace(*recorder.record(steps(), rest, limit, Stop.MAX_ITER))


@dataclass(frozen=True, eq=False)
class Frame:
    """Fuzzy c-means after a half-step.

    Args:
        half: START, SHARE or REFIT (move).
        t: the centres are those of step t.
        centres: (k, d).
        memberships: (n, k) as last computed; None at the start.
        objective: of these memberships and centres; None at the start.
        moved: (k,) how far each centre moved in this half-step.
    """

    half: Half
    t: int
    centres: Centres
    memberships: Responsibilities | None
    objective: float | None
    moved: Array


def frames(x: Points, trace: Trace, m: float) -> Iterator[Frame]:
    """The frames of a recorded fit: start, share, move, share ...

    Args:
        x: the points of the fit, (n, d).
        trace: the fit.
        m: its fuzzifier.
    """
    first = trace.steps[0]
    still = np.zeros(len(first.centres))
    yield Frame(Half.START, 0, first.centres, None, None, still)
    shares = share(x, first.centres, m)
    yield Frame(Half.SHARE, 0, first.centres, shares, first.objective, still)
    for t, (before, step) in enumerate(pairwise(trace.steps), start=1):
        moved = np.linalg.norm(step.centres - before.centres, axis=1)
        held = objective(x, shares, step.centres, m)
        yield Frame(Half.REFIT, t, step.centres, shares, held, moved)
        shares = share(x, step.centres, m)
        yield Frame(Half.SHARE, t, step.centres, shares, step.objective, still)


def _fuzzifier(m: float) -> float:
    if not 1 < m < np.inf:
        raise ValueError(f"the fuzzifier m must be above 1, got {m!r}")
    return float(m)
