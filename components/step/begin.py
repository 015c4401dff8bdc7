"""Where a film begins: its settings, and the plan and the places that they make."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Generic, TypeVar, overload

from components import models, points
from components.step import hands
from core import gmm, handmade, kmeans, starts
from core.arrays import Centres, Points, most_clusters
from core.handmade import Places
from core.plans import Plan
from core.settings import Choice, Entry, Frame, Group, Values

MOST_POINTS = 10_000  # every frame keeps the shares of all
SHOWN = 1_500  # points; of more every second one is drawn, or every third ..., and all are fitted
TOL = 1e-3  # nats per point
ITERATIONS = 60  # longer films can't be followed

NAMES = {
    "first_points": "the first points",
    "two_in_one": "two in one cluster",
    "in_a_corner": "all in a corner",
    "on_an_outlier": "one on an outlier",
    "identical": "all in one place",
    "k-means++": "points far apart",
    "random_points": "random points",
    "kmeans": "from k-means",
    "random_responsibilities": "random shares",
    hands.START: "by hand",
}
FOR_KMEANS = (*starts.STARTS, *kmeans.STARTS, hands.START)
FOR_EM = (*starts.STARTS, *gmm.STARTS, hands.START)
FOR_BOTH = (*starts.STARTS, *kmeans.STARTS, "kmeans", hands.START)
REGULARISATIONS = {"1e-6": 1e-6, "1e-4": 1e-4, "0.01": 1e-2, "0": 0.0}
REGULARISATION = Choice(
    "reg",
    "Regularisation",
    {"1e-6": "0.000 001", "1e-4": "0.000 1", "0.01": "0.01", "0": "none"},
    "1e-6",
    "Added to every variance, in the square of the data's unit. Without it a component may shrink "
    "onto a single point.",
    rare=True,
)
SEED = replace(models.SEED, label="Seed of the start", default=0, high=100)


Trace = TypeVar("Trace")
HalfStep = TypeVar("HalfStep")


class Frames(Sequence[HalfStep]):
    """Half-steps that are made in their order, as far as they are asked for.

    Args:
        length: how many there are.
        source: makes them.
    """

    def __init__(self, length: int, source: Iterator[HalfStep]) -> None:
        self.length, self.source = length, source
        self.made: list[HalfStep] = []

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, at: int) -> HalfStep: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[HalfStep]: ...
    def __getitem__(self, at: int | slice) -> HalfStep | Sequence[HalfStep]:
        if isinstance(at, slice):
            return [self[i] for i in range(self.length)[at]]
        i = range(self.length)[at]
        self.made += islice(self.source, max(0, i + 1 - len(self.made)))
        return self.made[i]


@dataclass(frozen=True, eq=False)
class Strip(Generic[Trace, HalfStep]):
    """A recorded fit, half a step at a time.

    Args:
        trace: every step.
        length: how many half-steps it has.
        source: makes them anew; they take much more memory than time.
    """

    trace: Trace
    length: int
    source: Callable[[], Iterator[HalfStep]]

    @property
    def frames(self) -> Frames[HalfStep]:
        """Every half-step."""
        return Frames(self.length, self.source())


def groups(
    starts_here: Sequence[str],
    opening: str,
    *,
    data: str = "stretched",
    k: int = 4,
    shapes: bool = False,
    model: Sequence[Entry] = (),
    more: Sequence[Entry] = (),
) -> tuple[Group, ...]:
    """The settings of a page with a film.

    Args:
        starts_here: keys of the starts that make sense on the page.
        opening: the one that it opens with.
        data: the data set that it opens with.
        k: clusters or components, likewise.
        shapes: whether there are components, which have covariances.
        model: settings that this model alone has.
        more: settings of what is drawn.
    """
    begin = Choice(
        "begin",
        "Start",
        {name: NAMES[name] for name in starts_here},
        opening,
        "Where the film begins. The random ones, points far apart (k-means++) and k-means are "
        "scikit-learn's; the others are there to learn from.",
        forgets=frozenset({Frame().key}),
    )
    first: tuple[Entry, ...] = (replace(models.K, default=k),)
    shape = (models.COVARIANCE_TYPE,) if shapes else ()
    last = (REGULARISATION,) if shapes else ()
    return (
        Group("Data", points.data_settings(data, MOST_POINTS)),
        Group("Model", (*first, *model, *shape, begin, SEED, *last, hands.field)),
        Group("Picture", (Frame(), *more), on_picture=True),
    )


def plan_of(at: Values) -> Plan:
    """How the model is fitted; where places by hand make no sense, from the first points."""
    k = most_clusters(points.data_of(at).points, at["k"])
    places = hands.places_of(at, k)
    unclear = at["begin"] == hands.START and not places
    return Plan(
        k,
        at.get("cov", "full"),
        hands.INSTEAD if unclear else at["begin"],
        at["fit_seed"],
        reg_covar=REGULARISATIONS[at.get("reg", "1e-6")],
        places=places,
    )


def centres(x: Points, plan: Plan) -> Centres:
    """Where k centres begin; the start "kmeans" is where k-means has already ended."""
    if plan.places:
        return handmade.centres(plan.places)
    if plan.start in starts.STARTS:
        return starts.centres(x, plan.k, plan.start)
    if plan.start == "kmeans":
        return kmeans.fit(x, plan.k, seed=plan.seed).steps[-1].centres
    return kmeans.initial_centres(x, plan.k, start=plan.start, seed=plan.seed)


def mixture(x: Points, plan: Plan) -> gmm.Mixture | None:
    """Where EM begins; None where that is one of its own starts."""
    if plan.places:
        return handmade.mixture(x, plan.places, plan.covariance_type)
    if plan.start in starts.STARTS:
        return starts.mixture(x, starts.centres(x, plan.k, plan.start), plan.covariance_type)
    return None


def places(x: Points, plan: Plan, start: gmm.Mixture | Centres) -> Places:
    """Where a recorded fit began, to be taken over by hand."""
    if plan.places:
        return plan.places
    if isinstance(start, gmm.Mixture):
        return handmade.places_of(x, start)
    return tuple(handmade.Place(tuple(centre)) for centre in start.tolist())


def shown(n: int) -> slice:
    """Which of n points are drawn: all, or every second, every third ... where they are many."""
    return slice(None, None, -(-n // SHOWN))
