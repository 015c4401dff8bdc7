"""k-means and EM on one clock: what is asked, what is made, and its words."""

from dataclasses import dataclass

import numpy as np

from components import models, points
from components.figures import films
from components.figures.views import view_of
from components.memory import remembered
from components.stage.events import Gesture
from components.stage.state import Fact, Facts, Film, Frame, State
from components.step import begin, em, hands, kmeans
from core import matching, starts
from core.arrays import Labels
from core.film import EMFrame, KMeansFrame
from core.plans import Origin, Plan
from core.settings import Values

SETTINGS = begin.groups(begin.FOR_BOTH, "in_a_corner", shapes=True)


@dataclass(frozen=True, eq=False)
class Race:
    """k-means and EM from the same start; the one that ends first rests on its last frame.

    Args:
        kmeans, em: both recorded fits.
        differing: how many points they part differently, for each pair of frames.
    """

    kmeans: kmeans.Strip
    em: em.Strip
    differing: tuple[int, ...]

    def pair(self, i: int) -> tuple[KMeansFrame, EMFrame]:
        """A half-step of each."""
        ours, theirs = self.kmeans.frames, self.em.frames
        return ours[min(i, len(ours) - 1)], theirs[min(i, len(theirs) - 1)]


@remembered
def race(origin: Origin, plan: Plan) -> Race:
    """Both from the start of a plan."""
    x = points.made(origin).points
    ours = kmeans.strip(origin, plan)
    if plan.places:
        start = begin.mixture(x, plan)
    else:
        start = starts.mixture(x, ours.trace.steps[0].centres, plan.covariance_type)
    theirs = em.run(x, start, plan)
    made = Race(ours, theirs, ())
    length = max(len(ours.frames), len(theirs.frames))
    differing = tuple(int(apart(*made.pair(i)).sum()) for i in range(length))
    return Race(ours, theirs, differing)


def numbers_of(ours: KMeansFrame, theirs: EMFrame) -> Labels:
    """The numbers of the components, (k,), after the clusters that share most points with them."""
    k = len(ours.centres)
    if ours.labels is None or theirs.responsibilities is None:
        return np.arange(k)
    return matching.match(theirs.responsibilities.argmax(axis=1), ours.labels, k, k)


def apart(ours: KMeansFrame, theirs: EMFrame) -> np.ndarray:
    """Which points the two part differently, (n,), whatever they call their groups."""
    if ours.labels is None or theirs.responsibilities is None:
        return np.zeros(len(ours.changed), dtype=bool)
    k = len(ours.centres)
    return matching.disagreements(theirs.responsibilities.argmax(axis=1), ours.labels, k, k)


def state(at: Values) -> State:
    """Both films side by side."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = race(points.origin_of(at), plan)
    titles = ["k-means", "EM"]
    view = view_of(data.points, data.columns, titles, shown=begin.shown(len(data.points)))

    def draw(i: int) -> Frame:
        ours, theirs = made.pair(i)
        trails = films.trail(made.kmeans.trace, ours.t), films.trail(made.em.trace, theirs.t)
        numbers = numbers_of(ours, theirs)
        scene = films.race(view, (ours, theirs), trails, apart(ours, theirs), numbers=numbers)
        differing = made.differing[i]
        return Frame(scene, sentence(ours, theirs, differing), facts(ours, theirs, differing))

    places = begin.places(data.points, plan, made.em.trace)
    ours, theirs = made.kmeans.trace, made.em.trace
    return State(
        Film(len(made.differing), draw, made.differing, "points on which they disagree"),
        f"{kmeans.alt(data, ours)} {em.alt(data, theirs)}",
        notes=[
            f"From the same centres k-means took {models.counted(ours.n_iter, 'iteration')} and "
            f"EM {models.counted(theirs.n_iter, 'iteration')}; the one that ends first waits. "
            "Ringed: points that the two put into different groups, once the groups are matched.",
            *models.floor_notes(theirs.steps[-1].mixture, reg_covar=plan.reg_covar),
            *hands.notes(at, plan.k),
            *hands.hints(data, plan.covariance_type),
            *points.picture_notes(data, "points", "curves", "trails"),
        ],
        handles=hands.handles(data, places, plan.covariance_type, panels=(1, 2)),
        clicks=True,
    )


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A start is edited."""
    data, plan = points.data_of(at), begin.plan_of(at)
    trace = race(points.origin_of(at), plan).em.trace
    places = begin.places(data.points, plan, trace)
    return hands.heed(gesture, data, places, plan.covariance_type)


def sentence(ours: KMeansFrame, theirs: EMFrame, differing: int) -> str:
    """Where k-means and EM stand, and on how many points they differ."""
    inertia = "" if ours.inertia is None else f", inertia {ours.inertia:,.4f}"
    return (
        f"k-means: {kmeans.HALVES[ours.half]}, iteration {ours.t}{inertia}. "
        f"EM: {em.HALVES[theirs.half]}, iteration {theirs.t}, log-likelihood "
        f"{models.nats(theirs.log_likelihood)} nats. They disagree on "
        f"{models.counted(differing, 'point')}."
    )


def facts(ours: KMeansFrame, theirs: EMFrame, differing: int) -> Facts:
    """The numbers of a half-step of each."""
    n = len(ours.changed)
    return {
        "k-means": kmeans.facts(ours)["This frame"],
        "EM": em.facts(theirs, n)["This frame"],
        "Both": [
            Fact(
                "Disagreements",
                f"{differing:,} of {n:,}",
                "Points that the two put into different groups, after matching the groups.",
            )
        ],
    }
