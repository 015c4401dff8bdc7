"""Mixtures whose likelihood runs away when nothing is added to the variances, and their cures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core import datasets, gmm, handmade, kmeans, starts
from core.arrays import Points
from core.handmade import Place
from core.mixture import Mixture, least_variances, log_peaks, whiteners_of

FLOOR = 0.01  # added to every variance by the cure of that name, in the square of the data's unit
FEWER = 3  # components left by the cure of that name
MAX_ITER = 60


@dataclass(frozen=True, eq=False)
class Case:
    """Points and a start from which EM collapses when nothing is added to the variances.

    Args:
        title: for the reader.
        about: what is wrong with it, in a sentence or two.
        points: (n, d).
        begin: the mixture that EM starts from.
    """

    title: str
    about: str
    points: Points
    begin: Mixture


_cases: dict[str, Callable[[], Case]] = {}
CASES: Mapping[str, Callable[[], Case]] = MappingProxyType(_cases)


def case(
    title: str,
) -> Callable[[Callable[[], tuple[Points, Mixture]]], Callable[[], tuple[Points, Mixture]]]:
    """Register a function that gives points and a start; its docstring says what is wrong."""

    def register(
        function: Callable[[], tuple[Points, Mixture]],
    ) -> Callable[[], tuple[Points, Mixture]]:
        about = " ".join((function.__doc__ or "").split())
        _cases[title] = lambda: Case(title, about, *function())
        return function

    return register


@case("A component on one point")
def _one_point() -> tuple[Points, Mixture]:
    """Component 4 begins on a point far from the rest. The closer it gathers around that point,
    the less it has of all others.
    """  # noqa: D205 - two sentences for the reader
    x = _three_groups()
    far = starts.centres(x, 4, "on_an_outlier")[-1]
    return x, _beside_groups(x, Place(tuple(far.tolist()), 0.2, (0.8,)), "spherical")


@case("Duplicated points")
def _duplicates() -> tuple[Points, Mixture]:
    """One of the points is there 15 times, as when a sensor gets stuck or a table is joined
    wrongly. The component that finds it can have all of these without any width.
    """  # noqa: D205 - two sentences for the reader
    groups = _three_groups()
    x = np.concatenate([groups, np.tile(groups[14], (14, 1))])
    return x, _beside_groups(x, Place(tuple(groups[14].tolist()), 1.0, (0.9,)), "spherical")


@case("Too many components")
def _too_many() -> tuple[Points, Mixture]:
    """Six ellipses for 30 points, each free to take any shape: sooner or later one is left with
    points on a line.
    """  # noqa: D205 - a sentence of two lines for the reader
    x = datasets.draw("blobs", n_samples=30, n_clusters=4, seed=1).points
    return x, starts.mixture(x, starts.centres(x, 6, "in_a_corner"))


def _three_groups() -> Points:
    return datasets.draw("blobs", n_samples=150, n_clusters=3, seed=3).points


def _beside_groups(x: Points, place: Place, covariance_type: str) -> Mixture:
    """A component on each of three groups, and one more."""
    groups = kmeans.fit(_three_groups(), 3, n_starts=5).steps[-1].centres.tolist()
    places = [*(Place(tuple(centre), 1.0, (0.9,)) for centre in groups), place]
    return handmade.mixture(x, places, covariance_type)


def _as_it_is(case: Case) -> tuple[Mixture, float]:
    return case.begin, 0.0


def _floor(case: Case) -> tuple[Mixture, float]:
    return case.begin, FLOOR


def _fewer(case: Case) -> tuple[Mixture, float]:
    collapse = run(case).collapse
    lost = collapse.component if collapse else -1
    means = np.delete(case.begin.means, lost, axis=0)[:FEWER]
    return starts.mixture(case.points, means, case.begin.covariance_type), 0.0


def _kmeans(case: Case) -> tuple[Mixture, float]:
    begin = case.begin
    k, kind = len(begin.weights), begin.covariance_type
    return gmm.initial_mixture(case.points, k, covariance_type=kind, reg_covar=0.0), 0.0


CURES: Mapping[str, Callable[[Case], tuple[Mixture, float]]] = MappingProxyType(
    {"none": _as_it_is, "floor": _floor, "fewer": _fewer, "kmeans": _kmeans}
)


def run(case: Case, cure: str = "none", *, tol: float = 1e-3) -> gmm.Trace:
    """EM on a case, as it is or cured.

    Args:
        case: one that CASES makes.
        cure: "none"; "floor" adds FLOOR to every variance; "fewer" leaves FEWER components, without
            the one that collapses; "kmeans" starts where k-means ends.
        tol: nats per point.

    Source: Bishop (2006), section 9.2.1, on these singularities.
    """
    begin, reg_covar = CURES[cure](case)
    return gmm.fit(
        case.points,
        len(begin.weights),
        covariance_type=begin.covariance_type,
        mixture=begin,
        tol=tol,
        reg_covar=reg_covar,
        max_iter=MAX_ITER,
    )


@dataclass(frozen=True)
class Width:
    """How narrow a component is.

    Args:
        component: counted from 0.
        least: the least of its variances in any direction, in the square of the data's unit.
        peak: its density at its mean.
        points: how many points it has, shares added up.
    """

    component: int
    least: float
    peak: float
    points: float


def narrowest(mixture: Mixture, n: int) -> Width:
    """The component of n points with the least variance in any direction.

    Source: Bishop (2006), equation 2.43: the peak is (2 pi)^(-d/2) det^(-1/2).
    """
    leasts = least_variances(mixture)
    row = int(leasts.argmin())
    peak = float(np.exp(log_peaks(whiteners_of(mixture))[row]))
    return Width(row, float(leasts[row]), peak, float(n * mixture.weights[row]))
