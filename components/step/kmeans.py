"""k-means as a film: what is asked, what is made, and its words."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from components import models, points
from components.figures import films
from components.figures.views import view_of
from components.memory import remembered
from components.stage.events import Gesture
from components.stage.state import Fact, Facts, Film, Frame, State, brief
from components.step import begin, hands
from core import film, kmeans
from core.arrays import Points
from core.datasets import Dataset
from core.film import Half, KMeansFrame
from core.plans import Origin, Plan
from core.settings import Switch, Values

TOL = 1e-4  # of the mean variance of the columns, as kmeans.fit has it
HALVES = {Half.START: "start", Half.SHARE: "assign", Half.REFIT: "move"}
SETTINGS = begin.groups(
    begin.FOR_KMEANS,
    "in_a_corner",
    more=(
        Switch("lines", "Lines to the centres", True, "From every point to its centre."),
        Switch(
            "regions", "Decision regions", False, "Every place in the colour of its nearest centre."
        ),
    ),
)


Strip = begin.Strip[kmeans.Trace, KMeansFrame]


@remembered
def strip(origin: Origin, plan: Plan) -> Strip:
    """k-means from the start of a plan."""
    x = points.made(origin).points
    trace = kmeans.fit(x, plan.k, centres=begin.centres(x, plan), max_iter=begin.ITERATIONS)
    return Strip(trace, film.n_frames(trace), partial(film.kmeans_frames, x, trace))


def state(at: Values) -> State:
    """The film."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = strip(points.origin_of(at), plan)
    frames, trace = made.frames, made.trace
    view = view_of(
        data.points, data.columns, ["k-means"], shown=begin.shown(len(data.points)), pair=data.pair
    )

    def draw(i: int) -> Frame:
        scene = films.kmeans(
            view,
            frames[i],
            films.trail(trace, frames[i].t),
            lines=at["lines"],
            regions=at["regions"],
        )
        return Frame(scene, sentence(frames[i - 1] if i else None, frames[i]), facts(frames[i]))

    places = begin.places(data.points, plan, trace.steps[0].centres)
    return State(
        Film(len(frames), draw, [each.inertia for each in frames], "inertia"),
        alt(data, trace),
        notes=[
            end(data.points, trace),
            *hands.notes(at, plan.k),
            *hands.hints(data, None),
            *points.picture_notes(data, "points", "trails"),
        ],
        handles=hands.handles(data, places, None),
        clicks=True,
    )


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A start is edited."""
    data, plan = points.data_of(at), begin.plan_of(at)
    trace = strip(points.origin_of(at), plan).trace
    return hands.heed(gesture, data, begin.places(data.points, plan, trace.steps[0].centres), None)


def sentence(before: KMeansFrame | None, frame: KMeansFrame) -> str:
    """What happened in a half-step."""
    if before is None or frame.inertia is None:
        return f"Start: {models.counted(len(frame.centres), 'centre')}; all points are unassigned."
    if before.inertia is None:
        return (
            f"Assign: every point joins its nearest centre. The inertia is {brief(frame.inertia)}."
        )
    inertia = f"Inertia {brief(before.inertia)} → {brief(frame.inertia)}"
    if frame.half is Half.SHARE:
        changed = int(frame.changed.sum())
        if changed == 0:
            return f"Assign: no point changes its cluster. {inertia}."
        return f"Assign: {_joins(changed, frame.tied)}. {inertia}."
    if frame.relocated:
        return f"Move: {_relocations(frame)}. {inertia}."
    farthest = int(np.argmax(frame.moved))
    if frame.moved[farthest] == 0:
        return f"Move: every centre is already at the mean of its points. {inertia}."
    return (
        f"Move: centre {farthest + 1} moved farthest, by {frame.moved[farthest]:.3g}. {inertia}: "
        "no other place has a smaller sum of squared distances than the mean."
    )


def _joins(changed: int, tied: int) -> str:
    """How many points change their cluster, some of them for a centre that is as near."""
    said = f"{models.counted(changed, 'point')} {'joins' if changed == 1 else 'join'}"
    if tied == changed:
        return f"{said} another centre that is as near and comes first"
    rest = f", or for {tied:,} of them one as near that comes first" if tied else ""
    return f"{said} a nearer centre{rest}"


def _relocations(frame: KMeansFrame) -> str:
    """Which emptied clusters were put on which points."""
    clusters, rows = zip(*frame.relocated, strict=True)
    if len(clusters) == 1:
        return (
            f"cluster {clusters[0] + 1} had lost all its points, so its centre is put on point "
            f"{rows[0] + 1}, the farthest from its own"
        )
    return (
        f"clusters {_listed(clusters)} had lost all their points, so their centres are put on "
        f"points {_listed(rows)}, the farthest from their own"
    )


def _listed(rows: Sequence[int]) -> str:
    """Numbers from 1 of rows from 0: 1, 2 and 4."""
    *most, last = (str(row + 1) for row in rows)
    return f"{', '.join(most)} and {last}"


def facts(frame: KMeansFrame) -> Facts:
    """The numbers of a half-step."""
    return {
        "This frame": [
            Fact("Half-step", HALVES[frame.half], "What this frame shows."),
            Fact("Iteration", f"{frame.t}", "How often the centres have moved.", f"{frame.t}"),
            Fact(
                "Inertia",
                "not yet" if frame.inertia is None else f"{frame.inertia:,.4f}",
                "Sum of squared distances from the points to the centres of their clusters.",
                "not yet" if frame.inertia is None else brief(frame.inertia),
            ),
            Fact(
                "Points that changed",
                f"{frame.changed.sum():,} of {len(frame.changed):,}",
                "Points that were given to another cluster in this half-step.",
                f"{frame.changed.sum():,}",
            ),
        ]
    }


def end(x: Points, trace: kmeans.Trace) -> str:
    """Why k-means stopped, with the numbers that decided it."""
    said = (
        f"It stopped after {models.counted(trace.n_iter, 'iteration')} because {trace.stop.value}"
    )
    if trace.stop is kmeans.Stop.MAX_ITER:
        return f"{said}."
    last, before = (trace.steps[-i].centres for i in (1, 2))
    moved, tolerance = ((last - before) ** 2).sum(), TOL * x.var(axis=0).mean()
    return (
        f"{said}: the squares of the last moves sum to {moved:.2g}, the tolerance is "
        f"{tolerance:.2g}."
    )


def alt(data: Dataset, trace: kmeans.Trace) -> str:
    """What the film shows, for those who can't see it."""
    first, last = (trace.steps[i].inertia for i in (0, -1))
    return (
        f"{data.title}, {models.counted(len(data.points), 'point')}, coloured by the nearest of "
        f"{models.counted(len(trace.steps[0].centres), 'centre')}, over "
        f"{models.counted(trace.n_iter, 'iteration')}. "
        f"The inertia goes from {first:,.2f} to {last:,.2f}."
    )
