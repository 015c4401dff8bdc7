"""Recorded fits half a step at a time: assign and move, E and M, forwards and backwards.

A frame is made from the trace when it is asked for; nothing but the trace is kept.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from core import gmm, kmeans
from core.arrays import Array, Centres, Labels, Points, Responsibilities, whole


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
        relocated: (cluster, point) of every emptied cluster in this half-step.
    """

    half: Half
    t: int
    centres: Centres
    labels: Labels | None
    inertia: float | None
    moved: Array
    changed: npt.NDArray[np.bool_]
    relocated: tuple[tuple[int, int], ...] = ()


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


def half_of(index: int) -> tuple[Half, int]:
    """Which half a frame shows, and of which step its parameters are."""
    if index == 0:
        return Half.START, 0
    return (Half.SHARE, index // 2) if index % 2 else (Half.REFIT, index // 2)


def kmeans_frame(x: Points, trace: kmeans.Trace, index: int) -> KMeansFrame:
    """One frame of k-means.

    Args:
        x: the points of the fit, (n, d).
        trace: the fit.
        index: 0 to n_frames - 1.

    Source: Lloyd (1982); neither half can raise the inertia.
    """
    half, t = half_of(whole("index", index, 0, n_frames(trace) - 1))
    step = trace.steps[t]
    still, same = np.zeros(len(step.centres)), np.zeros(len(x), dtype=bool)
    if half is Half.START:
        return KMeansFrame(half, t, step.centres, None, None, still, same)
    if half is Half.SHARE:
        labels = step.labels
        changed = labels != _moved_labels(trace, t) if t else same
        return KMeansFrame(half, t, step.centres, labels, step.inertia, still, changed)
    before, labels = trace.steps[t - 1], _moved_labels(trace, t)
    return KMeansFrame(
        half,
        t,
        step.centres,
        labels,
        kmeans.inertia(x, labels, step.centres),
        np.linalg.norm(step.centres - before.centres, axis=1),
        labels != before.labels,
        step.relocated,
    )


def _moved_labels(trace: kmeans.Trace, t: int) -> Labels:
    """The labels by which the centres of step t were computed, (n,)."""
    labels, relocated = trace.steps[t - 1].labels, trace.steps[t].relocated
    if not relocated:
        return labels
    labels = labels.copy()
    for cluster, point in relocated:
        labels[point] = cluster
    return labels


def em_frame(x: Points, trace: gmm.Trace, index: int) -> EMFrame:
    """One frame of EM.

    Args:
        x: the points of the fit, (n, d).
        trace: the fit.
        index: 0 to n_frames - 1.

    Source: Bishop (2006), sections 9.3 and 9.4; neither half can lower the bound.
    """
    half, t = half_of(whole("index", index, 0, n_frames(trace) - 1))
    mixture, log_likelihood = trace.steps[t].mixture, trace.steps[t].log_likelihood
    still, same = np.zeros(len(mixture.weights)), np.zeros(len(x))
    if half is Half.START:
        return EMFrame(half, t, mixture, None, log_likelihood, None, still, same)
    if half is Half.SHARE:
        shares, bound = gmm.e_step(x, mixture)
        if t:
            earlier, _ = gmm.e_step(x, trace.steps[t - 1].mixture)
            same = 0.5 * np.abs(shares - earlier).sum(axis=1)
        return EMFrame(half, t, mixture, shares, log_likelihood, bound, still, same)
    before = trace.steps[t - 1].mixture
    shares, _ = gmm.e_step(x, before)
    moved = np.linalg.norm(mixture.means - before.means, axis=1)
    bound = lower_bound(x, shares, mixture)
    return EMFrame(half, t, mixture, shares, log_likelihood, bound, moved, same)


def lower_bound(x: Points, responsibilities: Responsibilities, mixture: gmm.Mixture) -> float:
    """The evidence lower bound: the log-likelihood less the divergence from the true shares.

    Args:
        x: points, (n, d).
        responsibilities: any shares, (n, k); each row sums to one.
        mixture: k components.

    Returns:
        nats, summed over points.

    Source: Bishop (2006), equation 9.71: sum r (ln w N - ln r), with 0 ln 0 = 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # shares and weights may be 0
        joint = np.log(mixture.weights) + gmm.log_density(x, mixture)  # (n, k)
        surplus = joint - np.log(responsibilities)
    shared = responsibilities > 0
    return float(responsibilities[shared] @ surplus[shared])


@dataclass(frozen=True, eq=False)
class Row:
    """How the E-step shares out one point.

    Args:
        weights: (k,).
        densities: (k,) of the components at the point.
        evidence: sum of weight x density.
        responsibilities: (k,) weight x density / evidence, summing to one.
        pulls: (k,) the point's part in each component's next mean.
    """

    weights: Array
    densities: Array
    evidence: float
    responsibilities: Array
    pulls: Array


def follow(x: Points, point: int, mixture: gmm.Mixture) -> Row:
    """Write out one point's row of the E-step.

    Args:
        x: points, (n, d).
        point: its row number.
        mixture: k components.

    Source: Bishop (2006), equations 9.13 and 9.24.
    """
    point = whole("point", point, 0, len(x) - 1)
    shares, _ = gmm.e_step(x, mixture)
    densities = np.exp(gmm.log_density(x[point : point + 1], mixture)[0])
    counts = shares.sum(axis=0)
    pulls = np.divide(shares[point], counts, out=np.zeros_like(counts), where=counts > 0)
    evidence = float(mixture.weights @ densities)
    return Row(mixture.weights, densities, evidence, shares[point], pulls)


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
    return np.array([rows[half_of(index)[1]] for index in range(n_frames(trace))])


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
    rest = 1e-6 * float(x.std())
    means = centres
    for _ in range(max_iter):
        shares, _ = gmm.e_step(x, spheres(means, sigma))
        counts = shares.sum(axis=0)[:, None]
        moved = np.divide(shares.T @ x, counts, out=means.copy(), where=counts > 0)
        shift, means = np.abs(moved - means).max(), moved
        if shift <= rest:
            break
    return means


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
