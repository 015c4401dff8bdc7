"""Fuzzy c-means as a film: what is asked, what is made, and its words."""

from functools import partial

import numpy as np

from components import models, points
from components.figures import films, theme
from components.figures.flat import Flat
from components.figures.views import view_of
from components.memory import remembered
from components.stage.events import Gesture
from components.stage.scene import Scene
from components.stage.state import Fact, Facts, Film, Frame, State, brief
from components.step import begin, hands
from core import fuzzy
from core.datasets import Dataset
from core.film import Half
from core.plans import Origin, Plan
from core.settings import Number, Values

HALVES = {Half.START: "start", Half.SHARE: "share", Half.REFIT: "move"}
FUZZIFIER = Number(
    "m",
    "Fuzzifier, m",
    1.01,
    5.0,
    2.0,
    step=0.01,
    help="How much sharing costs. Near 1 points belong to one cluster, as with k-means; the "
    "larger it is, the more evenly they are shared.",
)
SETTINGS = begin.groups(begin.FOR_KMEANS, "in_a_corner", data="blobs", k=5, model=(FUZZIFIER,))


Strip = begin.Strip[fuzzy.Trace, fuzzy.Frame]


@remembered
def strip(origin: Origin, plan: Plan, m: float) -> Strip:
    """Fuzzy c-means from the start of a plan."""
    x = points.made(origin).points
    trace = fuzzy.fit(x, plan.k, m, begin.centres(x, plan), max_iter=begin.ITERATIONS)
    return Strip(trace, 2 * len(trace.steps), partial(fuzzy.frames, x, trace, m))


def state(at: Values) -> State:
    """The film."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = strip(points.origin_of(at), plan, at["m"])
    frames, n = made.frames, len(data.points)
    view = view_of(
        data.points, data.columns, ["fuzzy c-means"], shown=begin.shown(n), pair=data.pair
    )
    path = [step.centres for step in made.trace.steps]

    def draw(i: int) -> Frame:
        scene = picture(view, frames[i], path[: frames[i].t + 1])
        return Frame(scene, sentence(frames[i - 1] if i else None, frames[i]), facts(frames[i]))

    return State(
        Film(len(frames), draw, [each.objective for each in frames], "objective"),
        alt(data, made.trace, at["m"]),
        notes=[
            f"It stopped after {models.counted(made.trace.n_iter, 'iteration')} because "
            f"{made.trace.stop.value}.",
            *hands.notes(at, plan.k),
            *hands.hints(data, None),
            *points.picture_notes(data, "points", "trails"),
        ],
        handles=hands.handles(data, begin.places(data.points, plan, path[0]), None),
        clicks=True,
    )


def picture(view: Flat, frame: fuzzy.Frame, trail: films.Trail) -> Scene:
    """A half-step: the points in blended colours, the centres and where they have been."""
    view, numbers = view.fresh(), np.arange(len(frame.centres))
    if frame.memberships is None:
        view.plain(1)
    else:
        shares = frame.memberships[view.shown]
        view.points(shares.argmax(axis=1), theme.blend(shares, numbers), 1)
    view.trails(trail, numbers, 1)
    view.badges(frame.centres, numbers, 1)
    return view.scene(theme.FILM_HEIGHT)


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A start is edited."""
    data, plan = points.data_of(at), begin.plan_of(at)
    first = strip(points.origin_of(at), plan, at["m"]).trace.steps[0].centres
    return hands.heed(gesture, data, begin.places(data.points, plan, first), None)


def sentence(before: fuzzy.Frame | None, frame: fuzzy.Frame) -> str:
    """What happened in a half-step."""
    if before is None or frame.objective is None or frame.memberships is None:
        return f"Start: {models.counted(len(frame.centres), 'centre')}; all points are unassigned."
    if before.objective is None or before.memberships is None:
        return (
            "Share: every point joins all clusters, the nearer ones more. The objective is "
            f"{brief(frame.objective)}."
        )
    change = f"Objective {brief(before.objective)} → {brief(frame.objective)}"
    if frame.half is Half.SHARE:
        moved = 0.5 * np.abs(frame.memberships - before.memberships).sum(axis=1)
        most = int(moved.argmax())
        return f"Share: point {most + 1} changed most, by {100 * moved[most]:.2g} %. {change}."
    farthest = int(frame.moved.argmax())
    return f"Move: centre {farthest + 1} moved farthest, by {frame.moved[farthest]:.3g}. {change}."


def facts(frame: fuzzy.Frame) -> Facts:
    """The numbers of a half-step."""
    certainty = None if frame.memberships is None else frame.memberships.max(axis=1).mean()
    return {
        "This frame": [
            Fact("Half-step", HALVES[frame.half], "What this frame shows."),
            Fact("Iteration", f"{frame.t}", "How often the centres have moved.", f"{frame.t}"),
            Fact(
                "Objective",
                "not yet" if frame.objective is None else f"{frame.objective:,.4f}",
                "Sum of squared distances to all centres, each weighted by the membership to the "
                "power of m.",
                "not yet" if frame.objective is None else brief(frame.objective),
            ),
            Fact(
                "Largest membership, on average",
                "not yet" if certainty is None else f"{100 * certainty:.1f} %",
                "How much of a point belongs to its nearest centre: 100 % is k-means.",
                "not yet" if certainty is None else f"{100 * certainty:.0f} %",
            ),
        ]
    }


def alt(data: Dataset, trace: fuzzy.Trace, m: float) -> str:
    """What the film shows, for those who can't see it."""
    first, last = (trace.steps[i].objective for i in (0, -1))
    return (
        f"{data.title}, {models.counted(len(data.points), 'point')}, in colours blended by their "
        f"memberships in {models.counted(len(trace.steps[0].centres), 'cluster')} with the "
        f"fuzzifier {m:g}, over {models.counted(trace.n_iter, 'iteration')}. The objective goes "
        f"from {first:,.2f} to {last:,.2f}."
    )
