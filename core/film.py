"""Recorded fits half a step at a time: assign and move, E and M.

A step is the state of an algorithm between two iterations; a frame is what one half of an
iteration made of it. Frames are made in their order, and what one has worked out the next uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from core import gmm, kmeans
from core.arrays import Array, Centres, Labels, Points, Responsibilities, whole
from core.iteration import STARVED
from core.mixture import log_joint, log_weights, share
from core.monomials import mean


class Half(Enum):
    """Which half of a step a frame shows."""

    START = "start"
    SHARE = "share"  # assign, or E: the points change
    REFIT = "refit"  # move, or M: the parameters change


@dataclass(frozen=True, eq=False)
class KMeansFrame:
    """k-means after a half-step.

    Args:
        half: START, SHARE (assign) or REFIT (move).
        t: the centres are those of step t.
        centres: (k, d).
        labels: (n,) the clusters as last assigned; None at the start. A relocated point belongs
            to the cluster that was moved onto it.
        inertia: of these labels and centres; None at the start.
        moved: (k,) how far each centre moved in this half-step.
        changed: (n,) whether a point changed its cluster in this half-step.
        tied: how many of these left a centre that is as near; a tie goes to the first centre.
        relocated: (cluster, point) of every emptied cluster in this half-step.
    """

    half: Half
    t: int
    centres: Centres
    labels: Labels | None
    inertia: float | None
    moved: Array
    changed: npt.NDArray[np.bool_]
    tied: int = 0
    relocated: kmeans.Relocations = ()


@dataclass(frozen=True, eq=False)
class EMFrame:
    """EM after a half-step.

    Args:
        half: START, SHARE (E) or REFIT (M).
        t: the parameters are those of step t.
        mixture: k components.
        responsibilities: (n, k) as last computed; None at the start.
        log_likelihood: of the points under the mixture, nats.
        bound: the evidence lower bound of these responsibilities and this mixture, nats; it
            touches the log-likelihood after E. None at the start.
        moved: (k,) how far each mean moved in this half-step.
        reshared: (n,) the share of each point that changed its component in this half-step.
    """

    half: Half
    t: int
    mixture: gmm.Mixture
    responsibilities: Responsibilities | None
    log_likelihood: float
    bound: float | None
    moved: Array
    reshared: Array

    @property
    def has_shape(self) -> bool:
        """Whether every component has some width, so that there are densities."""
        return bool(np.isfinite(self.log_likelihood))


def n_frames(trace: kmeans.Trace | gmm.Trace) -> int:
    """How many frames a trace has: the start, two for each iteration, and a last sharing out.

    A mixture that begins without a shape can't share out anything, and has its start alone.
    """
    shapeless = isinstance(trace, gmm.Trace) and np.isinf(trace.steps[-1].log_likelihood)
    return 2 * trace.n_iter + (1 if shapeless else 2)


def kmeans_frames(x: Points, trace: kmeans.Trace) -> Iterator[KMeansFrame]:
    """The frames of k-means, as many as `n_frames` says.

    Args:
        x: the points of the fit, (n, d).
        trace: the fit.

    Source: Lloyd (1982); neither half raises the inertia by more than rounding.
    """
    first = trace.steps[0]
    still, same = np.zeros(len(first.centres)), np.zeros(len(x), dtype=bool)
    yield KMeansFrame(Half.START, 0, first.centres, None, None, still, same)
    yield KMeansFrame(Half.SHARE, 0, first.centres, first.labels, first.inertia, still, same)
    for t, (before, step) in enumerate(pairwise(trace.steps), start=1):
        labels = before.labels
        if step.relocated:
            clusters, rows = np.transpose(step.relocated)
            labels = labels.copy()
            labels[rows] = clusters
        inertia = kmeans.inertia(x, labels, step.centres)
        moved = np.linalg.norm(step.centres - before.centres, axis=1)
        left = labels != before.labels
        yield KMeansFrame(
            Half.REFIT, t, step.centres, labels, inertia, moved, left, 0, step.relocated
        )
        changed = step.labels != labels
        tied = _as_near(x[changed], step.centres, labels[changed], step.labels[changed])
        yield KMeansFrame(
            Half.SHARE, t, step.centres, step.labels, step.inertia, still, changed, tied
        )


def _as_near(x: Points, centres: Centres, left: Labels, joined: Labels) -> int:
    """How many points are as far from the centre that they left as from the one they joined."""
    there, here = (np.square(x - centres[labels]).sum(axis=1) for labels in (left, joined))
    return int(np.count_nonzero(there - here <= 4 * np.finfo(np.float64).eps * there))


def em_frames(x: Points, trace: gmm.Trace) -> Iterator[EMFrame]:
    """The frames of EM, as many as `n_frames` says.

    Args:
        x: the points of the fit, (n, d).
        trace: the fit.

    Source: Bishop (2006), sections 9.3 and 9.4; neither half lowers the bound, but for what the
    regularisation costs.
    """
    first = trace.steps[0]
    still, same = np.zeros(len(first.mixture.weights)), np.zeros(len(x))
    start = first.mixture, None, first.log_likelihood, None
    yield EMFrame(Half.START, 0, *start, still, same)
    if np.isinf(first.log_likelihood):
        return
    joint = log_joint(x, first.mixture)  # (n, k)
    shares, evidence = share(joint)
    bound = float(evidence.sum())
    yield EMFrame(Half.SHARE, 0, first.mixture, shares, first.log_likelihood, bound, still, same)
    for t, (before, step) in enumerate(pairwise(trace.steps), start=1):
        mixture, log_likelihood = step.mixture, step.log_likelihood
        moved = np.linalg.norm(mixture.means - before.mixture.means, axis=1)
        log_shares = joint - evidence[:, None]
        joint = log_joint(x, mixture)
        bound = lower_bound(log_shares, shares, joint)
        yield EMFrame(Half.REFIT, t, mixture, shares, log_likelihood, bound, moved, same)
        earlier = shares
        shares, evidence = share(joint)
        reshared = 0.5 * np.abs(shares - earlier).sum(axis=1)
        bound = float(evidence.sum())
        yield EMFrame(Half.SHARE, t, mixture, shares, log_likelihood, bound, still, reshared)


def lower_bound(log_shares: Array, shares: Responsibilities, log_joint: Array) -> float:
    """The evidence lower bound: the log-likelihood less the divergence from the true shares.

    Args:
        log_shares: logs of the shares, (n, k), finite.
        shares: any shares, (n, k); each row sums to one.
        log_joint: log of weight times density, (n, k), nats.

    Returns:
        nats, summed over points.

    Source: Bishop (2006), equation 9.71: sum r (ln w N - ln r).
    """
    return float(np.einsum("ij,ij->", shares, log_joint - log_shares))


@dataclass(frozen=True, eq=False)
class Row:
    """How the E-step shares out one point, in logs, which don't underflow.

    Args:
        weights: (k,).
        log_densities: (k,) of the components at the point, nats.
        log_evidence: log of the sum of weight x density, nats.
        responsibilities: (k,) weight x density / evidence, summing to one.
        pulls: (k,) the point's part in each component's next mean; 0 where that mean stays, as
            all points together have no share in the component.
    """

    weights: Array
    log_densities: Array
    log_evidence: float
    responsibilities: Array
    pulls: Array

    @property
    def log_joint(self) -> Array:
        """Log of weight x density, (k,), nats; about NEVER for a weight of 0."""
        return log_weights(self.weights) + self.log_densities

    @property
    def densities(self) -> Array:
        """Of the components at the point, (k,); 0 where they underflow."""
        return np.exp(self.log_densities)

    @property
    def evidence(self) -> float:
        """The sum of weight x density; 0 where it underflows."""
        return float(np.exp(self.log_evidence))


def follow(x: Points, point: int, mixture: gmm.Mixture) -> Row:
    """Write out one point's row of the E-step.

    Args:
        x: points, (n, d).
        point: its row number.
        mixture: k components.

    Source: Bishop (2006), equations 9.13 and 9.24.
    """
    point = whole("point", point, 0, len(x) - 1)
    shares, evidence = share(log_joint(x, mixture))
    counts = shares.sum(axis=0)
    pulls = np.divide(shares[point], counts, out=np.zeros_like(counts), where=counts > STARVED)
    log_densities = gmm.log_density(x[point : point + 1], mixture)[0]
    return Row(mixture.weights, log_densities, float(evidence[point]), shares[point], pulls)


def history(x: Points, trace: gmm.Trace, point: int) -> Responsibilities:
    """How one point would be shared out in every frame, by the parameters of that frame.

    Args:
        x: the points of the fit, (n, d).
        trace: the fit, of which every step has a shape.
        point: its row number.

    Returns:
        (number of frames, k); a row changes with M alone, and sums to one.

    Source: Bishop (2006), equation 9.13.
    """
    point = whole("point", point, 0, len(x) - 1)
    rows = [gmm.e_step(x[point : point + 1], step.mixture)[0][0] for step in trace.steps]
    return np.repeat(rows, 2, axis=0)


def spheres(centres: Centres, sigma: float) -> gmm.Mixture:
    """Equal weights and equal round components: EM with these becomes k-means as sigma vanishes.

    Args:
        centres: (k, d).
        sigma: standard deviation in every direction, positive.

    Source: Bishop (2006), section 9.3.2.
    """
    if not sigma > 0:
        raise ValueError(f"sigma must be positive, got {sigma}")
    k = len(centres)
    return gmm.Mixture(np.full(k, 1 / k), centres, np.full(k, sigma**2), "spherical")


def soften(x: Points, centres: Centres, sigma: float, *, max_iter: int = 50) -> Centres:
    """Where EM moves centres when its components stay equal spheres of one size.

    Args:
        x: points, (n, d).
        centres: where they begin, (k, d).
        sigma: standard deviation in every direction, positive.
        max_iter: iterations at most; fewer when the means rest.

    Returns:
        means: (k, d). As sigma vanishes they are what k-means moves to.

    Source: Rose, Gurewitz and Fox (1990), "A deterministic annealing approach to clustering".
    """
    origin = mean(x)
    points, means = x - origin, centres - origin
    rest = 1e-6 * float(np.sqrt(points.var(axis=0).mean()))
    for _ in range(max_iter):
        shares, _ = gmm.e_step(points, spheres(means, sigma))
        counts = shares.sum(axis=0)[:, None]
        moved = np.divide(shares.T @ points, counts, out=means.copy(), where=counts > STARVED)
        shift, means = np.abs(moved - means).max(), moved
        if shift <= rest:
            break
    return np.asarray(means + origin)


def agreement(x: Points, centres: Centres, means: Centres, sigma: float) -> float:
    """The share of points whose likeliest sphere about means is their nearest of the centres.

    Args:
        x: points, (n, d).
        centres: of k-means, (k, d).
        means: of the spheres, (k, d), in the same order.
        sigma: standard deviation of the spheres.
    """
    shares, _ = gmm.e_step(x, spheres(means, sigma))
    return float(np.mean(shares.argmax(axis=1) == kmeans.assign(x, centres)))
