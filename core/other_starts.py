"""Whether EM from another start reaches a likelier mixture than the one at hand."""

from __future__ import annotations

from dataclasses import dataclass

from core import gmm
from core.arrays import MAX_STARTS, Points, whole

TRIED = ("kmeans", "random_points")  # each with the seeds 0, 1, ...
LIKELIER = 10  # times the tolerance: less may be the same optimum, left sooner


@dataclass(frozen=True)
class Other:
    """A start that leads to a likelier mixture.

    Args:
        start: one of gmm.STARTS.
        seed: of that start.
        log_likelihood: that EM reaches from there, nats.
        tried: how many starts were tried to find it.
    """

    start: str
    seed: int
    log_likelihood: float
    tried: int


def likelier(
    x: Points,
    k: int,
    log_likelihood: float,
    *,
    covariance_type: str = "full",
    n_starts: int = 10,
    tol: float = 1e-3,
    reg_covar: float = 1e-6,
    max_iter: int = 100,
) -> Other | None:
    """The likeliest mixture that a few other starts lead to, if it is likelier than one at hand.

    Fits that collapse, or have a component that is hardly wider than the regularisation, don't
    count: there the likelihood has no limit, and says nothing about the points.

    Args:
        x: points, (n, d).
        k: components.
        log_likelihood: that is reached already, nats.
        covariance_type: "full", "tied", "diag" or "spherical".
        n_starts: how many to try: k-means and random points in turns.
        tol: nats per point, as in `gmm.fit`, which from the same start and seed gives the same.
        reg_covar: added to every variance, in squared units of x.
        max_iter: iterations at most, of every start.

    Returns:
        The start, or None where none of these leads to more than 10 x tol nats per point more.
    """
    n_starts = whole("n_starts", n_starts, 1, MAX_STARTS)
    least = log_likelihood + LIKELIER * tol * len(x)
    found = None
    for i in range(n_starts):
        start, seed = TRIED[i % len(TRIED)], i // len(TRIED)
        trace = gmm.fit(
            x,
            k,
            covariance_type=covariance_type,
            start=start,
            seed=seed,
            tol=tol,
            reg_covar=reg_covar,
            max_iter=max_iter,
        )
        last = trace.steps[-1]
        if trace.collapse or last.at_floor or last.log_likelihood <= least:
            continue
        least = last.log_likelihood
        found = Other(start, seed, least, n_starts)
    return found
