"""What the criteria are worked out from: every result as it grows, kept by origin and settings."""

from collections.abc import Iterator

import numpy as np

from components import models, points
from components.memory import remembered
from core import gap, kmeans, refining, selection
from core.arrays import Array, most_clusters
from core.criteria import Cell, Criteria, cells
from core.gmm import COVARIANCE_TYPES
from core.plans import Origin, Plan

KS = tuple(range(1, models.MAX_K + 1))
HASTY = 3  # digits of the tolerance with which scikit-learn stops, after 100 iterations at most
FOLDS = 5
REFERENCES = 20


def maps(origin: Origin, plan: Plan, digits: int, refine: bool) -> Iterator[Criteria]:
    """The map of mixtures, k by k, and then its refinement.

    Args:
        origin: of the points.
        plan: of all fits; its own k and type don't count.
        digits: the tolerance is 10 to the minus so many, nats per point.
        refine: whether cells below a smaller neighbour climb on.
    """
    x = points.made(origin).points
    every = [Cell(k, kind) for k in KS for kind in COVARIANCE_TYPES]
    fits = cells(
        x,
        KS,
        COVARIANCE_TYPES,
        start=plan.start,
        seed=plan.seed,
        n_starts=plan.n_starts,
        tol=10.0**-digits,
        max_iter=100 if digits == HASTY else 1_000,
    )
    found = Criteria(len(x), KS, COVARIANCE_TYPES, tuple(every))
    for at, cell in enumerate(fits):
        every[at] = cell
        if (at + 1) % len(COVARIANCE_TYPES) == 0:
            found = Criteria(len(x), KS, COVARIANCE_TYPES, tuple(every))
            yield found
    if refine:
        yield from refining.refined(x, found)


def unseen(origin: Origin, covariance_type: str, seed: int) -> Iterator[Array]:
    """Nats per point of the folds left out, k by k, (k, FOLDS)."""
    x = points.made(origin).points
    rows = []
    for k in KS:
        rows.append(selection.held_out(x, k, covariance_type, folds=FOLDS, seed=seed))
        yield np.array(rows)


def gaps(origin: Origin, seed: int, n_starts: int) -> Iterator[gap.Gap]:
    """The gap, k by k."""
    x = points.made(origin).points
    yield from gap.gaps(x, KS, n_references=REFERENCES, n_starts=n_starts, seed=seed)


def mean_silhouettes(origin: Origin, plan: Plan) -> Iterator[Array]:
    """The mean silhouette of k-means for k = 1, 2 and so on; NaN for one cluster."""
    means: list[float] = []
    for k in KS:
        values = silhouettes(origin, plan, k)
        means.append(np.nan if values is None else float(values.mean()))
        yield np.array(means)


@remembered
def silhouettes(origin: Origin, plan: Plan, k: int) -> Array | None:
    """Of every point in k clusters, (n,); None where there aren't two."""
    labels = clusters(origin, plan, k).labels
    if len(np.unique(labels)) < 2:
        return None
    return selection.silhouettes(points.made(origin).points, labels)


def inertias(origin: Origin, plan: Plan) -> Array:
    """What k-means leaves with 1 cluster, 2 and so on; as far as there are different points."""
    most = most_clusters(points.made(origin).points, KS[-1])
    return np.array([clusters(origin, plan, k).inertia for k in KS[:most]])


def clusters(origin: Origin, plan: Plan, k: int) -> kmeans.Step:
    """k-means with so many clusters; no more than there are different points."""
    k = most_clusters(points.made(origin).points, k)
    alone = Plan(k, start=plan.start, seed=plan.seed, n_starts=plan.n_starts)
    return models.clustered(origin, alone).steps[-1]
