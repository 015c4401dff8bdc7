"""From a mixture to k-means by one slider: what is asked, what is made, and its words."""

from dataclasses import dataclass

import numpy as np

from components import models, points
from components.figures import films
from components.figures.views import view_of
from components.memory import remembered
from components.stage.state import Fact, Facts, Film, Frame, State, brief
from components.step import begin, hands
from core import film, gmm, kmeans
from core.arrays import Array, Centres, Points
from core.datasets import Dataset
from core.plans import Origin, Plan
from core.settings import Values

# Widths of components, in standard deviations of the data: most frames are where shares harden.
# At the last width no share is mixed but that of points which k-means, too, finds tied.
SIGMAS = np.concatenate([np.geomspace(2, 0.05, 46), np.geomspace(0.05, 1e-4, 16)[1:]])
SIGMA = "Standard deviation of every component, from wide to narrow"
START = (
    "The components begin at the centres that k-means ends with, so another start of k-means may "
    "lead elsewhere: choose one, or type places by hand."
)
SETTINGS = begin.groups(begin.FOR_KMEANS, "k-means++", data="blobs", k=5)


@dataclass(frozen=True, eq=False)
class Softening:
    """Equal round components about the centres of k-means, from wide to narrow.

    Args:
        sigmas: their standard deviations, falling, (m,).
        means: of the components, (m, k, d).
        agreements: the share of points that have k-means' cluster, (m,).
        certainties: the largest share of a point, on average, (m,).
    """

    sigmas: Array
    means: Array
    agreements: Array
    certainties: Array


@remembered
def softening(origin: Origin, plan: Plan) -> Softening:
    """From wide components to narrow ones."""
    x = used(points.made(origin))
    centres = _rest(x, plan)
    sigmas = float(np.sqrt(x.var(axis=0).mean())) * SIGMAS
    means = np.array([film.soften(x, centres, sigma) for sigma in sigmas.tolist()])
    pairs = list(zip(means, sigmas.tolist(), strict=True))
    return Softening(
        sigmas,
        means,
        np.array([film.agreement(x, centres, *pair) for pair in pairs]),
        np.array([gmm.e_step(x, film.spheres(*pair))[0].max(axis=1).mean() for pair in pairs]),
    )


def used(data: Dataset) -> Points:
    """The points of the film: where they are many, every second, every third ..."""
    return data.points[begin.shown(len(data.points))]


def _rest(x: Points, plan: Plan) -> Centres:
    """Where k-means ends."""
    return kmeans.fit(x, plan.k, centres=begin.centres(x, plan), tol=0).steps[-1].centres


def state(at: Values) -> State:
    """The film, whose scrubber is the width."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = softening(points.origin_of(at), plan)
    x, n = used(data), len(data.points)
    view = view_of(x, data.columns, ["equal, round components"], pair=data.pair)

    def draw(i: int) -> Frame:
        mixture = film.spheres(made.means[i], float(made.sigmas[i]))
        scene = films.soft(view, mixture, gmm.e_step(x, mixture)[0])
        numbers = float(made.sigmas[i]), float(made.agreements[i]), float(made.certainties[i])
        return Frame(scene, sentence(*numbers), facts(*numbers, len(x)))

    return State(
        Film(
            len(made.sigmas), draw, made.agreements.tolist(), "share of points as in k-means", SIGMA
        ),
        alt(data, plan.k),
        notes=[
            *([f"Of the {n:,} points, {len(x):,} are used and drawn."] if len(x) < n else []),
            START,
            *hands.notes(at, plan.k),
            *points.picture_notes(data, "points", "curves"),
        ],
    )


def sentence(sigma: float, agreement: float, certainty: float) -> str:
    """How close equal round components are to k-means."""
    return (
        f"With a standard deviation of {sigma:.3g}, {100 * agreement:.1f} % of the points are in "
        f"the cluster that k-means gives them, and a point's largest share is "
        f"{100 * certainty:.1f} % on average."
    )


def facts(sigma: float, agreement: float, certainty: float, n: int) -> Facts:
    """The numbers of equal round components, of n points."""
    return {
        "At this width": [
            Fact(
                "Standard deviation",
                f"{sigma:.4g}",
                "Of every component in every direction, in the unit of the data.",
                brief(sigma),
            ),
            Fact(
                "Same cluster as k-means",
                f"{round(agreement * n):,} of {n:,} ({100 * agreement:.1f} %)",
                "Points whose likeliest component is the cluster that k-means gives them.",
                f"{100 * agreement:.0f} %",
            ),
            Fact(
                "Largest share, on average",
                f"{100 * certainty:.1f} %",
                "How much of a point its likeliest component gets: 100 % is all or nothing.",
                f"{100 * certainty:.0f} %",
            ),
        ]
    }


def alt(data: Dataset, k: int) -> str:
    """What the film shows, for those who can't see it."""
    return (
        f"{data.title}, {models.counted(len(used(data)), 'point')}, coloured by their shares in "
        f"{models.counted(k, 'equal round component')} about the centres of k-means. As the "
        "components shrink, mixed colours turn pure."
    )
