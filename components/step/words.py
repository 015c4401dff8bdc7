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

KMEANS_TOL = 1e-4  # of the mean variance of the columns, as kmeans.fit has it
SOFT_START = (
    "The components begin at the centres that k-means ends with, and where it begins makes a "
    "difference. For a start of your own drag the centres on the k-means page, copy its Places by "
    "hand, and choose by_hand here."
)
KMEANS_HALVES = {Half.START: "start", Half.SHARE: "assign", Half.REFIT: "move"}
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
            return f"Assign: no point changes its cluster, so nothing will move again. {fell}."
        points = (
            "1 point joins a nearer centre"
            if changed == 1
            else (f"{changed:,} points join a nearer centre")
        )
        return f"Assign: {points}. {fell}; it can't rise, as each distance gets shorter or stays."
    if frame.relocated:
        return f"Move: {_relocations(frame)}. {fell}."
    farthest = int(np.argmax(frame.moved))
    if frame.moved[farthest] == 0:
        return f"Move: every centre is already at the mean of its points. {fell}."
    return (
        f"Move: centre {farthest + 1} moved farthest, by {frame.moved[farthest]:.4g}. {fell}; "
        "it can't rise, as no place has shorter squared distances to a cluster than its mean."
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
        return (
            f"Start: {len(frame.moved)} components, log-likelihood {frame.log_likelihood:,.4f} "
            f"nats ({frame.log_likelihood / n:.6f} per point)."
        )
    if frame.half is Half.SHARE:
        if frame.t == 0:
            return "E: every point is shared out for the first time, by weight times density."
        most = int(np.argmax(frame.reshared))
        return (
            f"E: point {most + 1} changed its shares most, by {frame.reshared[most]:.4g} of 1. The "
            "components stay, so the log-likelihood does too; the bound rises to touch it."
        )
    farthest = int(np.argmax(frame.moved))
    weight = int(np.argmax(np.abs(frame.mixture.weights - before.mixture.weights)))
    verb = "rose" if frame.mixture.weights[weight] > before.mixture.weights[weight] else "fell"
    gain = frame.log_likelihood - before.log_likelihood
    return (
        f"M: mean {farthest + 1} moved farthest, by {frame.moved[farthest]:.4g}; weight "
        f"{weight + 1} {verb} from {before.mixture.weights[weight]:.4f} to "
        f"{frame.mixture.weights[weight]:.4f}. {_gained(gain)}."
    )


def _gained(gain: float) -> str:
    """What an M-step did to the log-likelihood, and why it had to."""
    if round(gain, 4) < 0:
        return (
            f"The log-likelihood fell by {-gain:.4f} nats, which the regularisation costs: without "
            "it these parameters would be the best for the shares at hand"
        )
    return (
        f"The log-likelihood gained {max(gain, 0.0):.4f} nats; it can't fall, as these parameters "
        "are the best for the shares at hand"
    )


def race_sentence(pair: tuple[KMeansFrame, EMFrame], disagreements: int) -> str:
    """Where k-means and EM stand, and on how many points they differ."""
    ours, theirs = pair
    inertia = "" if ours.inertia is None else f", inertia {ours.inertia:,.4f}"
    return (
        f"k-means: {KMEANS_HALVES[ours.half]}, iteration {ours.t}{inertia}. "
        f"EM: {EM_HALVES[theirs.half]}, iteration {theirs.t}, log-likelihood "
        f"{theirs.log_likelihood:,.4f} nats. They disagree on {disagreements:,} points."
    )


def race_end(ours: kmeans.Trace, theirs: gmm.Trace) -> str:
    """How long both took."""
    return (
        f"From the same centres k-means took {_iterations(ours.n_iter)} and EM {theirs.n_iter}; "
        "the one that ends first waits. Ringed: points that they part differently, once the "
        "clusters of the one are matched with the components of the other."
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
        f"It converged after {_iterations(trace.n_iter)}: the log-likelihood per point last gained "
        f"{gain:.3g} nats, less than the tolerance of {tol:g}."
    )


def collapse(trace: gmm.Trace) -> str:
    """What happened when a component collapsed, and why."""
    assert trace.collapse is not None
    number, step = trace.collapse.component + 1, trace.collapse.step
    if step == 0:
        return (
            f"**Component {number} has no width to begin with.** It starts on a single point, its "
            "variance is 0, and nothing was added to it."
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
                f"{frame.log_likelihood:,.4f}",
                "Of all points under the components of this frame.",
            ),
            Fact(
                "Per point, nats",
                f"{frame.log_likelihood / n:.6f}",
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
                "What the shares at hand guarantee; E raises it to the log-likelihood, "
                "M raises both.",
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
    products = [
        rf"w_{{{j}}}\,p(x \mid {j}) &= {_tex(weight)} \times {_tex(density)} "
        rf"= {_tex(weight * density)}"
        for j, (weight, density) in enumerate(zip(row.weights, row.densities, strict=True), 1)
    ]
    products.append(rf"\text{{sum}} &= {_tex(row.evidence)}")
    rounded = rounded_shares(row.responsibilities)
    shares = [rf"r_{{{j}}} &= {share:.4f}" for j, share in enumerate(rounded, start=1)]
    shares.append(rf"\textstyle\sum_j r_j &= {rounded.sum():.4f}")
    return (
        f"Point {point + 1}: its weighted density under every component,"
        f"\n\n{_aligned(products)}\n\n"
        "and its share in each, which is that divided by the sum (rounded so that the digits shown "
        f"sum to 1):\n\n{_aligned(shares)}"
    )


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
    "For any shares of the points the bound lies below the log-likelihood. E chooses the shares "
    "that make it touch. M then raises the bound as far as it goes with these shares, and the "
    "log-likelihood is pushed up at least as far; a gap opens until the next E."
)


def em_alt(data: Dataset, trace: gmm.Trace) -> str:
    """What the film of EM shows, for those who can't see it."""
    first, last = trace.steps[0].log_likelihood, trace.steps[-1].log_likelihood
    return (
        f"{data.title}, {len(data.points):,} points, coloured by their shares in "
        f"{len(trace.steps[0].mixture.weights)} components, drawn as "
        f"{kind_of(data.points).ellipses_are}, over {trace.n_iter} iterations. "
        f"The log-likelihood rises from {first:,.2f} to {last:,.2f} nats."
    )


def kmeans_alt(data: Dataset, trace: kmeans.Trace) -> str:
    """What the film of k-means shows, for those who can't see it."""
    return (
        f"{data.title}, {len(data.points):,} points, coloured by the nearest of "
        f"{len(trace.steps[0].centres)} centres, over {trace.n_iter} iterations. "
        f"The inertia falls from {trace.steps[0].inertia:,.2f} to {trace.steps[-1].inertia:,.2f}."
    )
