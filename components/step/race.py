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
from core import handmade, matching, starts
from core.arrays import Labels, Mask
from core.film import EMFrame, KMeansFrame
from core.plans import Origin, Plan
from core.settings import Values

SETTINGS = begin.groups(begin.FOR_BOTH, "in_a_corner", shapes=True)


@dataclass(frozen=True, eq=False)
class Race:
    """k-means and EM from the same start; the one that ends first rests on its last frame.

    Args:
        kmeans, em: both recorded fits.
        numbers: (k,) of the components, after the clusters that share most points with them in
            the end.
    """

    kmeans: kmeans.Strip
    em: em.Strip
    numbers: Labels

    def pairs(self) -> list[tuple[KMeansFrame, EMFrame]]:
        """A half-step of each, for every frame."""
        ours, theirs = self.kmeans.frames, self.em.frames
        length = max(len(ours), len(theirs))
        return [
            (ours[min(i, len(ours) - 1)], theirs[min(i, len(theirs) - 1)]) for i in range(length)
        ]

    def apart(self, ours: KMeansFrame, theirs: EMFrame) -> Mask:
        """Which points the two put under different numbers, (n,); none at the start."""
        if ours.labels is None or theirs.responsibilities is None:
            return np.zeros(len(ours.changed), dtype=bool)
        return np.asarray(self.numbers[theirs.responsibilities.argmax(axis=1)] != ours.labels)


@remembered
def race(origin: Origin, plan: Plan) -> Race:
    """Both from the start of a plan."""
    x = points.made(origin).points
    ours = kmeans.strip(origin, plan)
    start = starts.mixture(x, ours.trace.steps[0].centres, plan.covariance_type)
    if plan.places:
        start = handmade.mixture(x, plan.places, plan.covariance_type)
    theirs = em.run(x, start, plan)
    clusters = ours.frames[-1].labels
    shares = theirs.frames[-1].responsibilities
    numbers = np.arange(plan.k)
    if clusters is not None and shares is not None:
        numbers = matching.match(shares.argmax(axis=1), clusters, plan.k, plan.k)
    return Race(ours, theirs, numbers)


def state(at: Values) -> State:
    """Both films side by side."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = race(points.origin_of(at), plan)
    pairs = made.pairs()
    titles = ["k-means", "EM"]
    view = view_of(
        data.points, data.columns, titles, shown=begin.shown(len(data.points)), pair=data.pair
    )

    def draw(i: int) -> Frame:
        ours, theirs = pairs[i]
        trails = films.trail(made.kmeans.trace, ours.t), films.trail(made.em.trace, theirs.t)
        apart = made.apart(ours, theirs)
        scene = films.race(view, (ours, theirs), trails, apart, numbers=made.numbers)
        n = int(apart.sum())
        return Frame(scene, sentence(ours, theirs, n), facts(ours, theirs, n))

    differing = [int(made.apart(*pair).sum()) for pair in pairs]
    places = begin.places(data.points, plan, made.em.trace.steps[0].mixture)
    ours, theirs = made.kmeans.trace, made.em.trace
    return State(
        Film(len(pairs), draw, differing, "points on which they disagree"),
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
    places = begin.places(data.points, plan, trace.steps[0].mixture)
    return hands.heed(gesture, data, places, plan.covariance_type)


def sentence(ours: KMeansFrame, theirs: EMFrame, differing: int) -> str:
    """Where k-means and EM stand, and on how many points they differ."""
    if ours.inertia is None:
        return "Start: both models begin at the same centres, and all points are unassigned."
    return (
        f"Iteration {ours.t} of k-means: {kmeans.HALVES[ours.half]}. Iteration {theirs.t} of EM: "
        f"{em.HALVES[theirs.half]}. They disagree on {models.counted(differing, 'point')}."
    )


def facts(ours: KMeansFrame, theirs: EMFrame, differing: int) -> Facts:
    """The numbers of a half-step of each."""
    n = len(ours.changed)
    return {
        "k-means": models.less(kmeans.facts(ours)["This frame"], "Points that changed"),
        "EM": models.less(em.facts(theirs, n)["This frame"], "Per point, nats", "Iteration"),
        "Both": [
            Fact(
                "Disagreements",
                f"{differing:,} of {n:,}",
                "Points that the two put into different groups, once the groups are matched.",
                f"{differing:,}",
            )
        ],
    }
