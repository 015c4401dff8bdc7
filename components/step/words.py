"""One sentence for every half-step, made of its numbers: what changed most, and by how much."""

from collections.abc import Sequence

import numpy as np

from components.figures.views import kind_of
from components.frame import Fact
from core import gmm, kmeans
from core.arrays import Points, Responsibilities
from core.datasets import Dataset
from core.film import EMFrame, Half, KMeansFrame, Row
from core.mixture import matrices
from core.rounding import rounded_shares

ROUNDING = 1e-12  # relative: a smaller change is none
UNDERFLOW = 1e-300  # a smaller product is written in logs
KMEANS_TOL = 1e-4  # of the mean variance of the columns, as kmeans.fit has it
SOFT_START = (
    "The components begin at the centres that k-means ends with, and where it begins makes a "
    "difference. For a start of your own drag the centres on the k-means page, copy its Places by "
    "hand, and choose by_hand here."
)
KMEANS_HALVES = {Half.START: "start", Half.SHARE: "assign", Half.REFIT: "move"}
NO_DENSITY = "none: no width"
EM_HALVES = {Half.START: "start", Half.SHARE: "E", Half.REFIT: "M"}


def kmeans_sentence(before: KMeansFrame | None, frame: KMeansFrame) -> str:
    """What happened in a half-step of k-means."""
    if before is None or frame.labels is None:
        return f"Start: {len(frame.centres)} centres, and no point belongs to anyone yet."
    assert frame.inertia is not None
    if before.inertia is None:
        return (
            f"Assign: every point joins its nearest centre. "
            f"The squared distances sum to {frame.inertia:,.4f}."
        )
    fell = f"Inertia {before.inertia:,.4f} → {frame.inertia:,.4f}"
    if frame.half is Half.SHARE:
        changed = int(frame.changed.sum())
        if changed == 0:
            everyone = len(np.unique(frame.labels)) == len(frame.centres)
            rests = ", so nothing will move again" if everyone else ""
            return f"Assign: no point changes its cluster{rests}. {fell}."
        return (
            f"Assign: {_joins(changed, frame.tied)}. {fell}; but for rounding it can't rise, as "
            "each distance gets shorter or stays."
        )
    if frame.relocated:
        return f"Move: {_relocations(frame)}. {fell}."
    farthest = int(np.argmax(frame.moved))
    if frame.moved[farthest] == 0:
        return f"Move: every centre is already at the mean of its points. {fell}."
    return (
        f"Move: centre {farthest + 1} moved farthest, by {frame.moved[farthest]:.4g}. {fell}; "
        "but for rounding it can't rise, as the squared distances to the points of a cluster sum "
        "to the least at their mean."
    )


def _joins(changed: int, tied: int) -> str:
    """How many points change their cluster, some of them for a centre that is as near."""
    points = "1 point joins" if changed == 1 else f"{changed:,} points join"
    if tied == changed:
        return f"{points} another centre that is as near and comes first"
    return f"{points} a nearer centre" + (
        f", or for {tied:,} of them one as near that comes first" if tied else ""
    )


def _relocations(frame: KMeansFrame) -> str:
    """Which emptied clusters were put on which points."""
    clusters, points = zip(*frame.relocated, strict=True)
    if len(clusters) == 1:
        return (
            f"cluster {clusters[0] + 1} had lost all its points, so its centre is put on point "
            f"{points[0] + 1}, the farthest from its own"
        )
    return (
        f"clusters {_listed(clusters)} had lost all their points, so their centres are put on "
        f"points {_listed(points)}, the farthest from their own"
    )


def _listed(rows: Sequence[int]) -> str:
    """Numbers from 1 of rows from 0: 1, 2 and 4."""
    *most, last = (str(row + 1) for row in rows)
    return f"{', '.join(most)} and {last}"


def em_sentence(before: EMFrame | None, frame: EMFrame, n: int) -> str:
    """What happened in a half-step of EM on n points."""
    if before is None or frame.responsibilities is None:
        begins = f"Start: {len(frame.moved)} components"
        if not frame.has_shape:
            return f"{begins}, not all of which have a width, so there are no densities."
        return (
            f"{begins}, log-likelihood {frame.log_likelihood:,.4f} nats "
            f"({frame.log_likelihood / n:.6f} per point)."
        )
    if frame.half is Half.SHARE:
        if frame.t == 0:
            return "E: every point is shared out for the first time, by weight times density."
        most = int(np.argmax(frame.reshared))
        return (
            f"E: point {most + 1} changed its shares most, by {frame.reshared[most]:.4g} of 1. The "
            "components stay, so the log-likelihood does too; the bound touches it now."
        )
    farthest = int(np.argmax(frame.moved))
    old, new = before.mixture.weights, frame.mixture.weights
    weight = int(np.argmax(np.abs(new - old)))
    verb = "rose" if new[weight] > old[weight] else "fell"
    changed = (
        f"weight {weight + 1} {verb} from {old[weight]:.4f} to {new[weight]:.4f}"
        if abs(new[weight] - old[weight]) > ROUNDING
        else "the weights stay"
    )
    return (
        f"M: mean {farthest + 1} moved farthest, by {frame.moved[farthest]:.4g}; {changed}. "
        f"{_gained(before.log_likelihood, frame.log_likelihood)}."
    )


def _gained(before: float, after: float) -> str:
    """What an M-step did to the log-likelihood, and why."""
    gain = after - before
    if gain < -(5e-5 + ROUNDING * abs(before)):
        return (
            f"The log-likelihood fell by {-gain:.4f} nats, which the regularisation costs: without "
            "it these parameters would be the best for the shares at hand"
        )
    return (
        f"The log-likelihood gained {max(gain, 0.0):.4f} nats; it falls only where regularisation "
        "costs more, as without it these parameters are the best for the shares at hand"
    )


def race_sentence(pair: tuple[KMeansFrame, EMFrame], disagreements: int) -> str:
    """Where k-means and EM stand, and on how many points they differ."""
    ours, theirs = pair
    inertia = "" if ours.inertia is None else f", inertia {ours.inertia:,.4f}"
    likelihood = (
        f"log-likelihood {theirs.log_likelihood:,.4f} nats"
        if theirs.has_shape
        else "a component without width"
    )
    return (
        f"k-means: {KMEANS_HALVES[ours.half]}, iteration {ours.t}{inertia}. "
        f"EM: {EM_HALVES[theirs.half]}, iteration {theirs.t}, {likelihood}. "
        f"They disagree on {disagreements:,} points."
    )


def race_end(ours: kmeans.Trace, theirs: gmm.Trace) -> str:
    """How long both took."""
    return (
        f"From the same centres k-means took {_iterations(ours.n_iter)} and EM {theirs.n_iter}; "
        "one that ends first waits. Ringed: points whose cluster isn't their likeliest "
        "component."
    )


SIGMA = "Standard deviation of every component, from wide to narrow"


def soft_sentence(sigma: float, agreement: float, certainty: float) -> str:
    """How close equal round components are to k-means."""
    return (
        f"Standard deviation {sigma:.4g}: {100 * agreement:.1f} % of the points have the cluster "
        f"that k-means gives them; the largest share of a point is {100 * certainty:.1f} % on "
        "average."
    )


def soft_facts(sigma: float, agreement: float, certainty: float, n: int) -> dict[str, list[Fact]]:
    """The numbers of equal round components, of n points."""
    return {
        "At this width": [
            Fact(
                "Standard deviation",
                f"{sigma:.4g}",
                "Of every component in every direction, in the unit of the data.",
            ),
            Fact(
                "Same cluster as k-means",
                f"{round(agreement * n):,} of {n:,} ({100 * agreement:.1f} %)",
                "Points whose likeliest component is the cluster that k-means gives them.",
            ),
            Fact(
                "Largest share, on average",
                f"{100 * certainty:.1f} %",
                "How much of a point its likeliest component gets: 100 % is all or nothing.",
            ),
        ]
    }


def soft_alt(data: Dataset, k: int) -> str:
    """What the film from mixture to k-means shows, for those who can't see it."""
    return (
        f"{data.title}, {len(data.points):,} points, coloured by their shares in {k} equal round "
        "components about the centres of k-means. As the components shrink, mixed colours turn "
        "pure."
    )


def kmeans_end(x: Points, trace: kmeans.Trace) -> str:
    """Why k-means stopped, with the numbers that decided it."""
    said = f"It stopped after {_iterations(trace.n_iter)} because {trace.stop.value}"
    if trace.stop is kmeans.Stop.MAX_ITER:
        return f"{said}."
    last, before = (trace.steps[-i].centres for i in (1, 2))
    moved, tolerance = ((last - before) ** 2).sum(), KMEANS_TOL * x.var(axis=0).mean()
    return (
        f"{said}: the squares of the last moves sum to {moved:.2g}, the tolerance is "
        f"{tolerance:.2g}."
    )


def _iterations(count: int) -> str:
    return f"{count} iteration" + ("" if count == 1 else "s")


def em_end(trace: gmm.Trace, n: int, tol: float) -> str:
    """Why EM stopped."""
    if trace.stop is not gmm.Stop.CONVERGED:
        return f"It stopped after {_iterations(trace.n_iter)} because {trace.stop.value}."
    gain = (trace.steps[-2].log_likelihood - trace.steps[-3].log_likelihood) / n
    return (
        f"It converged after {_iterations(trace.n_iter)}: the log-likelihood per point last "
        f"changed by {gain:.3g} nats, less than the tolerance of {tol:g}. Other starts may end "
        "elsewhere."
    )


def collapse(trace: gmm.Trace) -> str:
    """What happened when a component collapsed, and why."""
    assert trace.collapse is not None
    number, step = trace.collapse.component + 1, trace.collapse.step
    if step == 0:
        return (
            f"**Component {number} has no width to begin with.** In some direction its variance is "
            "0 as far as the computer can tell, and what was added to it, if anything, is too "
            "little."
        )
    matrix = matrices(trace.steps[-1].mixture)[trace.collapse.component]
    least = np.linalg.eigvalsh(matrix)[0]
    return (
        f"**Component {number} collapsed on the way to iteration {step}.** The points that are "
        f"left to it have no width in some direction: the least variance was {least:.3g} in the "
        "last frame, and 0 as far as the computer can tell in the next. The density at its mean "
        r"grows like $1 / \sqrt{\det \Sigma}$, and the likelihood with it, without limit."
    )


def kmeans_facts(frame: KMeansFrame) -> dict[str, list[Fact]]:
    """The numbers of a half-step of k-means."""
    inertia = "not yet" if frame.inertia is None else f"{frame.inertia:,.4f}"
    return {
        "This frame": [
            Fact("Half-step", KMEANS_HALVES[frame.half], "What this frame shows."),
            Fact("Iteration", f"{frame.t}", "How often the centres have moved."),
            Fact(
                "Inertia",
                inertia,
                "Sum of squared distances from the points to the centres of their clusters.",
            ),
            Fact(
                "Points that changed",
                f"{frame.changed.sum():,} of {len(frame.changed):,}",
                "Points that were given to another cluster in this half-step.",
            ),
        ]
    }


def em_facts(frame: EMFrame, n: int) -> dict[str, list[Fact]]:
    """The numbers of a half-step of EM on n points."""
    return {
        "This frame": [
            Fact("Half-step", EM_HALVES[frame.half], "What this frame shows."),
            Fact("Iteration", f"{frame.t}", "How often the components have been refitted."),
            Fact(
                "Log-likelihood, nats",
                f"{frame.log_likelihood:,.4f}" if frame.has_shape else NO_DENSITY,
                "Of all points under the components of this frame.",
            ),
            Fact(
                "Per point, nats",
                f"{frame.log_likelihood / n:.6f}" if frame.has_shape else NO_DENSITY,
                "The log-likelihood divided by the number of points.",
            ),
        ]
    }


def bound_facts(frame: EMFrame) -> dict[str, list[Fact]]:
    """The evidence lower bound beside the log-likelihood."""
    assert frame.bound is not None
    gap = frame.log_likelihood - frame.bound
    return {
        "In nats": [
            Fact("Log-likelihood", f"{frame.log_likelihood:,.4f}", "Of the components at hand."),
            Fact(
                "Lower bound",
                f"{frame.bound:,.4f}",
                "What the shares at hand guarantee: E makes it touch the log-likelihood, and M "
                "changes both.",
            ),
            Fact(
                "Gap",
                f"{max(gap, 0.0):,.4f}",
                "How far the shares are from those that the components would give now "
                "(Kullback-Leibler divergence).",
            ),
        ]
    }


def followed(point: int, row: Row) -> str:
    """One point's row of the E-step as mathematics, with its real numbers."""
    in_logs = bool(np.exp(row.log_joint[row.weights > 0]).min() < UNDERFLOW)
    rounded = rounded_shares(row.responsibilities)
    shares = [rf"r_{{{j}}} &= {share:.4f}" for j, share in enumerate(rounded, start=1)]
    shares.append(rf"\textstyle\sum_j r_j &= {rounded.sum():.4f}")
    how = (
        "in logarithms, as some are too small for the computer's numbers" if in_logs else "in full"
    )
    part = (
        "e to the power of that less the log of the sum" if in_logs else "that divided by the sum"
    )
    return (
        f"Point {point + 1}: its weighted density under every component, {how},"
        f"\n\n{_aligned(_log_products(row) if in_logs else _products(row))}\n\n"
        f"and its share in each, which is {part} (rounded so that the digits shown sum to 1):"
        f"\n\n{_aligned(shares)}"
    )


def _products(row: Row) -> list[str]:
    """Weight times density for every component, and their sum."""
    lines = [
        rf"w_{{{j}}}\,p(x \mid {j}) &= {_tex(weight)} \times {_tex(density)} "
        rf"= {_tex(weight * density)}"
        for j, (weight, density) in enumerate(zip(row.weights, row.densities, strict=True), 1)
    ]
    return [*lines, rf"\text{{sum}} &= {_tex(row.evidence)}"]


def _log_products(row: Row) -> list[str]:
    """The same in logs; a component without weight has none."""
    rows = zip(row.weights, row.log_densities, row.log_joint, strict=True)
    lines = [
        rf"\ln\,w_{{{j}}}\,p(x \mid {j}) &= \ln {_tex(weight)} + ({log_density:.4f}) "
        rf"= {log_joint:.4f}"
        if weight
        else rf"w_{{{j}}} &= 0"
        for j, (weight, log_density, log_joint) in enumerate(rows, 1)
    ]
    return [*lines, rf"\ln\,\text{{sum}} &= {row.log_evidence:.4f}"]


def _aligned(lines: list[str]) -> str:
    rows = " \\\\\n".join(lines)
    return f"$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$"


def history(point: int, shares: Responsibilities, now: int) -> str:
    """What the chart of one point's shares shows, for those who can't see it."""
    moments = {"the first frame": 0, f"frame {now}, which is shown": now, "the last": -1}
    told = [
        f"in {when} "
        + ", ".join(f"{j}: {share:.4f}" for j, share in enumerate(rounded_shares(shares[at]), 1))
        for when, at in moments.items()
    ]
    return (
        f"The shares of point {point + 1} in every component, over {len(shares)} frames: "
        f"{'; '.join(told)}."
    )


HISTORY = (
    "Its shares in every frame, in the colours and symbols of the components; the upright line is "
    "the frame shown above. They change with M, which moves the components; the next E applies "
    "them."
)


def pulls(row: Row) -> str:
    """How much one point counts in each component's next mean."""
    parts = [f"{100 * pull:.2f} % of mean {j}" for j, pull in enumerate(row.pulls, start=1)]
    return f"In the next M-step this point makes up {', '.join(parts)}."


def _tex(number: float) -> str:
    """Four digits, as mathematics writes them."""
    if number == 0 or 1e-3 <= abs(number) < 1e4:
        return f"{number:.4g}"
    mantissa, exponent = f"{number:.3e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


BOUND = (
    "For no shares of the points is the bound above the log-likelihood. E chooses the shares that "
    "make it touch. M then raises the bound as far as it goes with these shares, less what the "
    "regularisation costs, and the log-likelihood gains at least as much; a gap opens until the "
    "next E."
)


def em_alt(data: Dataset, trace: gmm.Trace) -> str:
    """What the film of EM shows, for those who can't see it."""
    first, last = trace.steps[0].log_likelihood, trace.steps[-1].log_likelihood
    return (
        f"{data.title}, {len(data.points):,} points, coloured by their shares in "
        f"{len(trace.steps[0].mixture.weights)} components, drawn as "
        f"{kind_of(data.points).ellipses_are}, over {_iterations(trace.n_iter)}. "
        + (
            f"The log-likelihood goes from {first:,.2f} to {last:,.2f} nats."
            if np.isfinite(last)
            else "A component has no width, so there is no log-likelihood."
        )
    )


def kmeans_alt(data: Dataset, trace: kmeans.Trace) -> str:
    """What the film of k-means shows, for those who can't see it."""
    return (
        f"{data.title}, {len(data.points):,} points, coloured by the nearest of "
        f"{len(trace.steps[0].centres)} centres, over {_iterations(trace.n_iter)}. "
        f"The inertia goes from {trace.steps[0].inertia:,.2f} to {trace.steps[-1].inertia:,.2f}."
    )
