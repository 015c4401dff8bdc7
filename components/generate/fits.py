"""What the Generate pages draw from their mixtures, and the tests of that, remembered."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from components.figures import cards as pictures
from components.figures import making as making_of
from components.fits import KEPT, digest_of
from components.generate.controls import HANDBOOK, MOST_MOONS, Cut, Deal, Draw, Vote
from components.generate.words import steps
from components.stage.scene import Scene
from components.stage.stage import Film
from core import datasets, digits, generation, gmm, guessing, recovery, scores, two_samples, written
from core.arrays import Array, Labels, Points
from core.comparison import Comparison, permuted
from core.datasets import Dataset
from core.gmm import Mixture
from core.projection import plane_of


@dataclass(frozen=True, eq=False)
class Made:
    """New points.

    Args:
        mixture: that they are drawn from, m components.
        numbers: (m,) by which the reader knows them.
        points: (n, d).
        components: (n,) the row of the mixture that each was drawn from.
    """

    mixture: Mixture
    numbers: Labels
    points: Points
    components: Labels


def drawn(c: Comparison, draw: Draw) -> Made:
    """Draw from the mixture of a comparison, or from some of its components."""
    wanted = np.isin(c.numbers + 1, draw.only) if draw.only else np.ones(len(c.numbers), bool)
    rows = np.flatnonzero(wanted)
    mixture = generation.tempered(generation.chosen(c.mixture, rows), draw.temperature)
    points, components = gmm.sample(mixture, draw.n, seed=draw.seed)
    return Made(mixture, c.numbers[rows], points, components)


def shown(made: Made, draw: Draw) -> Made:
    """What isn't hidden of a draw; all of it, where that would be nothing."""
    rows = np.isin(made.numbers[made.components] + 1, draw.hidden, invert=True)
    if not rows.any():
        return made
    return replace(made, points=made.points[rows], components=made.components[rows])


def verdict(data: Dataset, made: Made, mixture: Mixture) -> two_samples.Verdict:
    """How well new points pass for those that the mixture was fitted to."""
    digests = digest_of(data), digest_of(Dataset(made.points, None))
    return _verdict(digests, data.points, made.points, mixture)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _verdict(
    digests: tuple[str, ...],  # noqa: ARG001 - the points' part of the key
    _points: Points,
    _new: Points,
    _mixture: Mixture,
) -> two_samples.Verdict:
    return two_samples.judge(_points, _new, _mixture, seed=0)


@dataclass(frozen=True, eq=False)
class Sweep:
    """Mixtures of the same points with 1, 2, ... components.

    Args:
        mixtures: in this order.
        bic, aic: of each, nats.
    """

    mixtures: tuple[Mixture, ...]
    bic: Array
    aic: Array

    @property
    def counts(self) -> Labels:
        """How many components each has."""
        return np.arange(1, len(self.mixtures) + 1)


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
    fits = [gmm.fit(_points, k, n_starts=n_starts) for k in range(1, up_to + 1)]
    mixtures = tuple(fit.steps[-1].mixture for fit in fits)
    return Sweep(
        mixtures,
        np.array([scores.bic(_points, mixture) for mixture in mixtures]),
        np.array([scores.aic(_points, mixture) for mixture in mixtures]),
    )


def plain_draw(mixture: Mixture, n: int, seed: int) -> Made:
    """Draw from a whole mixture whose components are numbered as they come."""
    points, components = gmm.sample(mixture, n, seed=seed)
    return Made(mixture, np.arange(len(mixture.weights)), points, components)


@dataclass(frozen=True, eq=False)
class Making:
    """One point in the making, on the plane, or the line, of the picture.

    Args:
        mixture: k components in two dimensions, or one.
        numbers: (k,) by which the reader knows them.
        made: the point, step by step.
    """

    mixture: Mixture
    numbers: Labels
    made: generation.Anatomy


def making(data: Dataset, c: Comparison, seed: int) -> Making:
    """Make one point step by step."""
    plane = plane_of(data.points)
    mixture = plane.project_mixture(c.mixture)
    return Making(mixture, c.numbers, generation.anatomy(mixture, seed=seed))


def film(data: Dataset, point: Making) -> Film:
    """A frame for each step."""
    figures = [making_of.making(data, point, step) for step in range(making_of.FRAMES)]
    number = int(point.numbers[point.made.component]) + 1
    weight = float(point.mixture.weights[point.made.component])
    return Film(figures, steps.captions(point.made, number, weight), "step")


@dataclass(frozen=True, eq=False)
class NewDigits:
    """Digits that nobody wrote.

    Args:
        mixture: that they are drawn from.
        points: (n, 41).
        components: (n,) that each comes from.
        nearest: (n,) row of the real digit nearest to each.
        distances: (n,) to it.
    """

    mixture: Mixture
    points: Points
    components: Labels
    nearest: Labels
    distances: Array


def new_digits(k: int, n: int, seed: int) -> NewDigits:
    """Draw digits from the mixture with k components."""
    mixture = _digits(k)
    points, components = gmm.sample(mixture, n, seed=seed)
    return NewDigits(mixture, points, components, *digits.load().nearest(points))


# A mixture of 200 components takes 3 MB, so fewer are kept than of other fits.
@st.cache_resource(max_entries=16, show_spinner="Fitting the mixture to 1,797 digits …")
def _digits(k: int) -> Mixture:
    return digits.fit(k).steps[-1].mixture


@st.cache_resource(max_entries=1, show_spinner=False)
def spacing_of_digits() -> float:
    """The median distance from a real digit to the nearest other one."""
    return digits.load().spacing()


@dataclass(frozen=True, eq=False)
class CutThrough:
    """What a mixture says about all columns but one, given that one.

    Args:
        column: the fixed one, 0 to d - 1.
        value: of it.
        against: another one, that it is shown against.
        pair: the mixture of the fixed column and the one it is shown against.
        given: k components of all other columns.
        along: the same of the column that is shown alone.
        points: (n, d) new ones; all have the value in the fixed column.
        components: (n,) that each comes from.
    """

    column: int
    value: float
    against: int
    pair: Mixture
    given: Mixture
    along: Mixture
    points: Points
    components: Labels


def cut(mixture: Mixture, asked: Cut) -> CutThrough:
    """Draw from a mixture with one column fixed."""
    given = generation.conditional(mixture, asked.column, asked.value)
    rest, components = gmm.sample(given, asked.n, seed=asked.draw)
    place = asked.against - (asked.against > asked.column)  # among the other columns
    return CutThrough(
        asked.column,
        asked.value,
        asked.against,
        generation.marginal(mixture, np.array([asked.column, asked.against])),
        given,
        generation.marginal(given, np.array([place])),
        np.insert(rest, asked.column, asked.value, axis=1),
        components,
    )


@dataclass(frozen=True, eq=False)
class Recovered:
    """A sample of a mixture, and what a fit makes of it.

    Args:
        made: the sample.
        fitted: the mixture found in it, its components in the order of the true ones.
        errors: of its parameters.
    """

    made: Made
    fitted: Mixture
    errors: recovery.Recovery


def recovered(truth: Mixture, n: int, seed: int) -> Recovered:
    """Draw from a mixture and fit one to the draw, from k-means as scikit-learn does."""
    made = plain_draw(truth, n, seed)
    fitted = gmm.fit(made.points, len(truth.weights)).steps[-1].mixture
    errors = recovery.recovery(truth, fitted)
    return Recovered(made, permuted(fitted, errors.order), errors)


SIZES = (100, 300, 1_000, 3_000, 10_000)


def recoveries(truth: Mixture, seed: int) -> dict[str, Array]:
    """How the errors of recovered parameters fall with the number of points in SIZES."""
    return _recoveries(written.to_json(truth), truth, seed)


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


def board(asked: Deal, cards: guessing.Cards, vote: Vote) -> Scene:
    """The picture of cards to guess from."""
    answers = cards.generated if vote.reveal else None
    if asked.what == "digits":
        return pictures.digits(digits.load().pictures(cards.points), vote.marked, answers)
    return pictures.points(cards.points, vote.marked, answers)
