"""Fits from any start, and their films, remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from components.figures import films
from components.figures.views import view_of
from components.fits import digest_of, remembered
from components.frame import told
from components.stage.stage import Film
from components.step import words
from core import film, gmm, handmade, kmeans, starts
from core.arrays import Centres, Points
from core.datasets import Dataset
from core.handmade import Places

FIGURE_BYTES = 150_000  # of a picture with SHOWN points, about
MOST_POINTS = 10_000  # every frame keeps the shares of all
SHOWN = 1_500  # points; of more every so manieth is drawn, and all are fitted
TOL = 1e-3  # nats per point
ITERATIONS = 60  # longer films can't be followed
# Widths of components, in standard deviations of the data: most frames are where shares harden.
# At the last width no share is mixed but that of points which k-means, too, finds tied.
SIGMAS = np.concatenate([np.geomspace(2, 0.05, 46), np.geomspace(0.05, 1e-4, 16)[1:]])


@dataclass(frozen=True)
class Plan:
    """What is fitted, from where.

    Args:
        k: clusters or components.
        start: one of starts.STARTS, or of the algorithm's own.
        seed: of the algorithm's own start.
        covariance_type: of the components.
        reg_covar: added to every variance.
        places: k of them, by hand, instead of a start.
    """

    k: int
    start: str
    seed: int
    covariance_type: str = "full"
    reg_covar: float = 1e-6
    places: Places = ()


Trace = TypeVar("Trace")
Frame = TypeVar("Frame")


@dataclass(frozen=True, eq=False)
class Strip(Generic[Trace, Frame]):
    """A recorded fit and its frames.

    Args:
        trace: every step.
        frames: every half-step.
        film: their pictures and sentences.
    """

    trace: Trace
    frames: tuple[Frame, ...]
    film: Film


KMeansFilm = Strip[kmeans.Trace, film.KMeansFrame]
EMFilm = Strip[gmm.Trace, film.EMFrame]


@dataclass(frozen=True, eq=False)
class Race:
    """k-means and EM from the same start, on one clock.

    Args:
        kmeans, gmm: every step of both.
        pairs: a half-step of each; the one that ends first rests on its last frame.
        film: their pictures and sentences.
    """

    kmeans: kmeans.Trace
    gmm: gmm.Trace
    pairs: tuple[tuple[film.KMeansFrame, film.EMFrame], ...]
    film: Film


@dataclass(frozen=True, eq=False)
class Softening:
    """Equal round components about the centres of k-means, from wide to narrow.

    Args:
        sigmas: their standard deviations, falling.
        agreements: the share of points that have k-means' cluster, for each of these.
        film: their pictures and sentences.
    """

    sigmas: tuple[float, ...]
    agreements: tuple[float, ...]
    film: Film


def race(data: Dataset, plan: Plan) -> Race:
    """k-means and EM from the same start."""
    return _race(digest_of(data), data, plan)


def softening(data: Dataset, plan: Plan) -> Softening:
    """From a mixture to k-means by one standard deviation."""
    return _softening(digest_of(data), data, plan)


def kmeans_film(data: Dataset, plan: Plan, *, lines: bool, regions: bool) -> KMeansFilm:
    """k-means, half a step at a time."""
    return _kmeans_film(digest_of(data), data, plan, lines, regions)


def em_film(data: Dataset, plan: Plan) -> EMFilm:
    """EM, half a step at a time."""
    return _em_film(digest_of(data), data, plan)


def places(data: Dataset, plan: Plan, start: gmm.Trace | kmeans.Trace) -> Places:
    """Where a recorded fit began, to be taken over by hand."""
    if plan.places:
        return plan.places
    if isinstance(start, gmm.Trace):
        return handmade.places_of(data.points, start.steps[0].mixture)
    return tuple(handmade.Place(tuple(centre)) for centre in start.steps[0].centres.tolist())


def _size_of(strip: KMeansFilm | EMFilm | Race | Softening) -> int:
    """About how many bytes a film takes."""
    frames: Sequence[Any] = getattr(strip, "frames", None) or sum(getattr(strip, "pairs", ()), ())
    arrays = (array for frame in frames for array in vars(frame).values())
    kept = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
    return kept + FIGURE_BYTES * len(strip.film.figures)


@remembered(_size_of)
def _kmeans_film(
    digest: str,  # noqa: ARG001 - the data's part of the key
    data: Dataset,
    plan: Plan,
    lines: bool,
    regions: bool,
) -> KMeansFilm:
    trace, frames = _kmeans_frames(data, plan)
    view = view_of(data.points, data.columns, ["k-means"], shown=drawn(data))
    figures = [
        films.kmeans(view, frame, films.trail(trace, frame.t), lines=lines, regions=regions)
        for frame in frames
    ]
    captions = [
        words.kmeans_sentence(before, frame)
        for before, frame in zip((None, *frames[:-1]), frames, strict=True)
    ]
    inertias = [frame.inertia for frame in frames]
    return KMeansFilm(trace, frames, Film(figures, captions, "step", inertias, "inertia"))


@remembered(_size_of)
def _em_film(
    digest: str,  # noqa: ARG001 - the data's part of the key
    data: Dataset,
    plan: Plan,
) -> EMFilm:
    trace, frames = _em_frames(data, plan, _mixture(data.points, plan))
    view = view_of(data.points, data.columns, ["EM"], shown=drawn(data))
    figures = [films.em(view, frame, films.trail(trace, frame.t)) for frame in frames]
    captions = [
        words.em_sentence(before, frame, len(data.points))
        for before, frame in zip((None, *frames[:-1]), frames, strict=True)
    ]
    curve = [frame.log_likelihood if frame.has_shape else None for frame in frames]
    return EMFilm(trace, frames, Film(figures, captions, "step", curve, "log-likelihood, nats"))


@remembered(_size_of)
def _race(
    digest: str,  # noqa: ARG001 - the data's part of the key
    data: Dataset,
    plan: Plan,
) -> Race:
    ours, left = _kmeans_frames(data, plan)
    begin = (
        _mixture(data.points, plan)
        if plan.places
        else starts.mixture(data.points, ours.steps[0].centres, plan.covariance_type)
    )
    theirs, right = _em_frames(data, plan, begin)
    length = max(len(left), len(right))
    pairs = tuple(
        (left[min(i, len(left) - 1)], right[min(i, len(right) - 1)]) for i in range(length)
    )
    view = view_of(data.points, data.columns, ["k-means", "EM"], shown=drawn(data))
    apart = [disagreements(*pair) for pair in pairs]
    figures = []
    for pair, differ in zip(pairs, apart, strict=True):
        trails = films.trail(ours, pair[0].t), films.trail(theirs, pair[1].t)
        figures.append(films.race(view, pair, trails, differ))
    differing = [float(differ.sum()) for differ in apart]
    captions = [words.race_sentence(pair, int(n)) for pair, n in zip(pairs, differing, strict=True)]
    return Race(ours, theirs, pairs, Film(figures, captions, "step", differing, "disagreements"))


@remembered(_size_of)
def _softening(
    digest: str,  # noqa: ARG001 - the data's part of the key
    data: Dataset,
    plan: Plan,
) -> Softening:
    x = data.points[drawn(data)]
    centres = kmeans.fit(x, plan.k, centres=_centres(x, plan), tol=0).steps[-1].centres
    spread = float(np.sqrt(x.var(axis=0).mean()))
    sigmas = tuple(float(sigma) for sigma in spread * SIGMAS)
    means = [film.soften(x, centres, sigma) for sigma in sigmas]
    pairs = list(zip(means, sigmas, strict=True))
    agreements = tuple(film.agreement(x, centres, *pair) for pair in pairs)
    mixtures = [film.spheres(*pair) for pair in pairs]
    shares = [gmm.e_step(x, mixture)[0] for mixture in mixtures]
    certainties = [float(each.max(axis=1).mean()) for each in shares]
    view = view_of(x, data.columns, ["equal, round components"])
    figures = [films.soft(view, *both) for both in zip(mixtures, shares, strict=True)]
    numbers = list(zip(sigmas, agreements, certainties, strict=True))
    captions = [words.soft_sentence(*three) for three in numbers]
    facts = [told(words.soft_facts(*three, len(x))) for three in numbers]
    made = Film(figures, captions, "step", agreements, "agreement with k-means", words.SIGMA, facts)
    return Softening(sigmas, agreements, made)


def disagreements(ours: film.KMeansFrame, theirs: film.EMFrame) -> NDArray[np.bool_]:
    """Which points have another cluster than their likeliest component, (n,); none at a start."""
    if ours.labels is None or theirs.responsibilities is None:
        return np.zeros(len(ours.changed), dtype=bool)
    return np.asarray(ours.labels != theirs.responsibilities.argmax(axis=1))


def _kmeans_frames(data: Dataset, plan: Plan) -> tuple[kmeans.Trace, tuple[film.KMeansFrame, ...]]:
    x = data.points
    trace = kmeans.fit(x, plan.k, centres=_centres(x, plan), max_iter=ITERATIONS)
    return trace, tuple(film.kmeans_frame(x, trace, i) for i in range(film.n_frames(trace)))


def _em_frames(
    data: Dataset, plan: Plan, begin: gmm.Mixture
) -> tuple[gmm.Trace, tuple[film.EMFrame, ...]]:
    x = data.points
    trace = gmm.fit(
        x,
        plan.k,
        covariance_type=plan.covariance_type,
        mixture=begin,
        tol=TOL,
        reg_covar=plan.reg_covar,
        max_iter=ITERATIONS,
    )
    return trace, tuple(film.em_frame(x, trace, i) for i in range(film.n_frames(trace)))


def _centres(x: Points, plan: Plan) -> Centres:
    """Where k centres begin; the start "kmeans" is where k-means has already ended."""
    if plan.places:
        return handmade.centres(plan.places)
    if plan.start in starts.STARTS:
        return starts.centres(x, plan.k, plan.start)
    if plan.start == "kmeans":
        return kmeans.fit(x, plan.k, seed=plan.seed).steps[-1].centres
    return kmeans.initial_centres(x, plan.k, start=plan.start, seed=plan.seed)


def _mixture(x: Points, plan: Plan) -> gmm.Mixture:
    """Where EM begins."""
    if plan.places:
        return handmade.mixture(x, plan.places, plan.covariance_type)
    if plan.start in starts.STARTS:
        return starts.mixture(x, starts.centres(x, plan.k, plan.start), plan.covariance_type)
    return gmm.initial_mixture(
        x,
        plan.k,
        covariance_type=plan.covariance_type,
        start=plan.start,
        seed=plan.seed,
        reg_covar=plan.reg_covar,
    )


def drawn(data: Dataset) -> slice:
    """Which of the points are drawn: all, or every so manieth where they are many."""
    return slice(None, None, -(-len(data.points) // SHOWN))
