"""Fits from any start, and their films, remembered."""

from dataclasses import dataclass

import streamlit as st

from components.fits import digest_of
from components.stage.stage import Film
from components.step import pictures, words
from core import film, gmm, kmeans, starts
from core.datasets import Dataset

KEPT = 32  # films of each kind
SHOWN = 1_500  # points; of more every so manieth is drawn, and all are fitted
TOL = 1e-3  # nats per point
ITERATIONS = 60  # longer films can't be followed


@dataclass(frozen=True)
class Plan:
    """What is fitted, from where.

    Args:
        k: clusters or components.
        start: one of starts.STARTS, or of the algorithm's own.
        seed: of the algorithm's own start.
        covariance_type: of the components.
        reg_covar: added to every variance.
    """

    k: int
    start: str
    seed: int
    covariance_type: str = "full"
    reg_covar: float = 1e-6


@dataclass(frozen=True, eq=False)
class KMeansFilm:
    """A recorded fit and its frames.

    Args:
        trace: every step.
        frames: every half-step.
        film: their pictures and sentences.
    """

    trace: kmeans.Trace
    frames: tuple[film.KMeansFrame, ...]
    film: Film


@dataclass(frozen=True, eq=False)
class EMFilm:
    """A recorded fit and its frames.

    Args:
        trace: every step.
        frames: every half-step.
        film: their pictures and sentences.
    """

    trace: gmm.Trace
    frames: tuple[film.EMFrame, ...]
    film: Film


def kmeans_film(data: Dataset, plan: Plan, *, lines: bool, regions: bool) -> KMeansFilm:
    """k-means, half a step at a time."""
    return _kmeans_film(digest_of(data), data, plan, lines, regions)


def em_film(data: Dataset, plan: Plan) -> EMFilm:
    """EM, half a step at a time."""
    return _em_film(digest_of(data), data, plan)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _kmeans_film(
    digest: str,  # noqa: ARG001 - the data's part of the key
    _data: Dataset,
    plan: Plan,
    lines: bool,
    regions: bool,
) -> KMeansFilm:
    x = _data.points
    if plan.start in starts.STARTS:
        centres = starts.centres(x, plan.k, plan.start)
    else:
        centres = kmeans.initial_centres(x, plan.k, start=plan.start, seed=plan.seed)
    trace = kmeans.fit(x, plan.k, centres=centres, max_iter=ITERATIONS)
    frames = tuple(film.kmeans_frame(x, trace, i) for i in range(film.n_frames(trace)))
    figures = pictures.kmeans_figures(x, _data.columns, frames, drawn(_data), lines, regions)
    befores = (None, *frames[:-1])
    captions = [
        words.kmeans_sentence(before, frame) for before, frame in zip(befores, frames, strict=True)
    ]
    inertias = [frame.inertia for frame in frames]
    return KMeansFilm(trace, frames, Film(figures, captions, "step", inertias, "inertia"))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _em_film(
    digest: str,  # noqa: ARG001 - the data's part of the key
    _data: Dataset,
    plan: Plan,
) -> EMFilm:
    x = _data.points
    if plan.start in starts.STARTS:
        centres = starts.centres(x, plan.k, plan.start)
        begin = starts.mixture(x, centres, plan.covariance_type)
    else:
        begin = gmm.initial_mixture(
            x,
            plan.k,
            covariance_type=plan.covariance_type,
            start=plan.start,
            seed=plan.seed,
            reg_covar=plan.reg_covar,
        )
    trace = gmm.fit(
        x,
        plan.k,
        covariance_type=plan.covariance_type,
        mixture=begin,
        tol=TOL,
        reg_covar=plan.reg_covar,
        max_iter=ITERATIONS,
    )
    frames = tuple(film.em_frame(x, trace, i) for i in range(film.n_frames(trace)))
    figures = pictures.em_figures(x, _data.columns, frames, drawn(_data))
    befores = (None, *frames[:-1])
    captions = [
        words.em_sentence(before, frame, len(x))
        for before, frame in zip(befores, frames, strict=True)
    ]
    curve = [frame.log_likelihood if frame.has_shape else None for frame in frames]
    return EMFilm(trace, frames, Film(figures, captions, "step", curve, "log-likelihood, nats"))


def drawn(data: Dataset) -> slice:
    """Which of the points are drawn: all, or every so manieth where they are many."""
    return slice(None, None, -(-len(data.points) // SHOWN))
