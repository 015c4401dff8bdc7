"""What the Generate pages draw from their mixtures, and the tests of that, remembered."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components.figures import anatomy, anatomy_line
from components.figures import cards as pictures
from components.fits import KEPT, digest_of
from components.generate.controls import HANDBOOK, MOST_MOONS, Cut, Deal, Draw, Vote
from components.generate.words import steps
from components.stage.stage import Film
from core import datasets, digits, generation, guessing, recovery, two_samples
from core.arrays import Array, Labels, Points
from core.comparison import Comparison
from core.datasets import Dataset
from core.digits import NewDigits
from core.generation import Sample
from core.gmm import Mixture
from core.projection import plane_of
from core.sweep import Sweep
from core.sweep import sweep as sweep_of
from core.written import to_json


def drawn(c: Comparison, draw: Draw) -> Sample:
    """Draw from the mixture of a comparison, or some of its components, less what is hidden."""
    wanted = np.isin(c.numbers + 1, draw.only) if draw.only else np.ones(len(c.numbers), bool)
    rows = np.flatnonzero(wanted)
    mixture = generation.altered(c.mixture, components=rows, temperature=draw.temperature)
    made = generation.sampled(mixture, draw.n, seed=draw.seed, numbers=c.numbers[rows])
    return generation.without(made, np.array(draw.hidden, dtype=int) - 1)


def verdict(data: Dataset, made: Sample) -> two_samples.Verdict:
    """How well new points pass for measured ones."""
    digests = digest_of(data), digest_of(Dataset(made.points, None)), to_json(made.mixture)
    return _verdict(digests, data.points, made.points, made.mixture)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _verdict(
    digests: tuple[str, ...],  # noqa: ARG001 - the key
    _points: Points,
    _new: Points,
    _mixture: Mixture,
) -> two_samples.Verdict:
    return two_samples.judge(_points, _new, _mixture, seed=0)


def sweep(data: Dataset, up_to: int, n_starts: int) -> Sweep:
    """Fit mixtures with 1 component, 2 and so on."""
    return _sweep(digest_of(data), data.points, up_to, n_starts)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _sweep(
    digest: str,  # noqa: ARG001 - the points' part of the key
    _points: Points,
    up_to: int,
    n_starts: int,
) -> Sweep:
    return sweep_of(_points, up_to, n_starts=n_starts)


@dataclass(frozen=True, eq=False)
class Making:
    """One point in the making, on the plane, or the line, of the picture.

    Args:
        mixture: k components in two dimensions, or one.
        numbers: (k,) by which the reader knows them.
        made: the point, step by step.
        film: a frame for each step.
    """

    mixture: Mixture
    numbers: Labels
    made: generation.Anatomy
    film: Film


def making(data: Dataset, c: Comparison, seed: int) -> Making:
    """Make one point step by step."""
    plane = plane_of(data.points)
    mixture = plane.project_mixture(c.mixture)
    made = generation.anatomy(mixture, seed=seed)
    xy, titles = plane.project(data.points), plane.titles(data.columns)
    draw = anatomy_line.making if len(made.z) == 1 else anatomy.making
    figures = draw(xy, titles, mixture, c.numbers, made)
    number = int(c.numbers[made.component]) + 1
    weight = float(mixture.weights[made.component])
    captions = steps.captions(made, number, weight)
    return Making(mixture, c.numbers, made, Film(figures, captions, "step"))


def new_digits(k: int, n: int, seed: int) -> NewDigits:
    """Draw digits from the mixture with k components."""
    return digits.drawn(_digits(k), n, seed=seed)


# A mixture of 200 components takes 3 MB, so fewer are kept than of other fits.
@st.cache_resource(max_entries=16, show_spinner="Fitting the mixture to 1,797 digits …")
def _digits(k: int) -> Mixture:
    return digits.fit(k).steps[-1].mixture


@st.cache_resource(max_entries=1, show_spinner=False)
def spacing_of_digits() -> float:
    """The median distance from a real digit to the nearest other one."""
    return digits.load().spacing()


def cut(mixture: Mixture, asked: Cut) -> generation.Cut:
    """Draw from a mixture with one column fixed."""
    return generation.cut(
        mixture, asked.column, asked.value, asked.against, n=asked.n, seed=asked.draw
    )


SIZES = (100, 300, 1_000, 3_000, 10_000)


def recovered(truth: Mixture, n: int, seed: int) -> recovery.Recovered:
    """Draw from a mixture and fit one to the draw."""
    return recovery.recovered(truth, n, seed=seed)


def recoveries(truth: Mixture, seed: int) -> dict[str, Array]:
    """How the errors of recovered parameters fall with the number of points in SIZES."""
    return _recoveries(to_json(truth), truth, seed)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _recoveries(
    parameters: str,  # noqa: ARG001 - the mixture's part of the key
    _truth: Mixture,
    seed: int,
) -> dict[str, Array]:
    return recovery.recoveries(_truth, SIZES, 5, seed=seed)


def deal(asked: Deal) -> guessing.Cards:
    """Cards to guess from."""
    if asked.what == "digits":
        real, mixture = digits.load().points, _digits(HANDBOOK[0])
    else:
        moons = datasets.draw("moons")
        k = int(asked.what.split()[1])
        real, mixture = moons.points, sweep(moons, MOST_MOONS, 1).mixtures[k - 1]
    return guessing.deal(real, mixture, asked.n, seed=asked.draw)


def places(asked: Deal, cards: guessing.Cards) -> tuple[Points, float]:
    """Where the cards are in their picture, (n, 2), and how far from there they still are meant."""
    if asked.what == "digits":
        return pictures.middles(asked.n), 0.75
    return cards.points, 0.04 * float(np.ptp(cards.points, axis=0).max())


def board(asked: Deal, cards: guessing.Cards, vote: Vote) -> go.Figure:
    """The picture of cards to guess from."""
    answers = cards.generated if vote.reveal else None
    if asked.what == "digits":
        return pictures.digits(digits.load().pictures(cards.points), vote.marked, answers)
    return pictures.points(cards.points, vote.marked, answers)
