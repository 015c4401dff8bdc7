"""Nothing depends on where zero is: data are moved by a distance that float64 moves exactly."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    comparison,
    covariances,
    datasets,
    generation,
    geometry,
    gmm,
    guessing,
    handmade,
    kmeans,
    line,
    matching,
    projection,
    recovery,
    scores,
    smoothing,
    two_samples,
    written,
)
from core.arrays import Labels
from core.mixture import Mixture, matrices, shifted

FAR = 1e8
LAST_BIT = 2.0**-24  # data are multiples of this, so that they are that also about 1e8
ROUNDED = {0.0: 1e-12, 1e5: 1e-9, FAR: 1e-6}  # what means and ends may lose, in units of the data


class Case:
    """Points, clusters and a mixture, all moved by a distance."""

    def __init__(self, seed: int, n: int, d: int, k: int, by: float) -> None:
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(n, d)) + 4 * rng.normal(size=(k, d))[rng.integers(k, size=n)]
        x = (x / LAST_BIT).round() * LAST_BIT
        self.labels: Labels = kmeans.fit(x, k).steps[-1].labels
        at_home = gmm.m_step(x, 0.9 * np.eye(k)[self.labels] + 0.1 / k)
        means = (at_home.means / LAST_BIT).round() * LAST_BIT
        centres = np.array([x[self.labels == j][0] for j in range(k)])
        self.by, self.d, self.k = by, d, k
        self.x, self.centres = x + by, centres + by
        self.mixture = Mixture(at_home.weights, means + by, at_home.covariances)
        other, _ = gmm.sample(at_home, n, seed=seed % 1000)
        self.other = (other / LAST_BIT).round() * LAST_BIT + by
        self.shares = gmm.e_step(self.x, self.mixture)[0]


def _places(case: Case) -> handmade.Places:
    return handmade.exactly(case.mixture)


def _comparison(case: Case) -> list[Any]:
    step = kmeans.Step(case.centres, 1.0, points=case.x)
    c = comparison.compare(case.x, step, case.mixture, truth=case.labels)
    return [
        c.radii, c.distances, c.components, c.certainty, c.disagreements, c.share_inside(1.0),
        c.log_likelihood, c.bic, c.aic, c.rand_kmeans, c.rand_gmm,
    ]  # fmt: skip


def _plane(case: Case) -> list[Any]:
    plane = projection.plane_of(case.x)
    shadow = plane.project_mixture(case.mixture)
    return [plane.share, plane.axes, matrices(shadow), plane.lift(plane.project(case.x)) - case.by]


def _grid(case: Case) -> geometry.Grid:
    return geometry.grid(case.x[:, :2].min(axis=0) - 1, case.x[:, :2].max(axis=0) + 1, 40)


def _in_the_plane(case: Case) -> list[Any]:
    grid, flat = _grid(case), generation.marginal(case.mixture, np.array([0, 1]))
    shape, mean = flat.covariances[0], flat.means[0]
    return [
        geometry.ellipse(mean, shape, 2.0) - case.by,
        geometry.circle(mean, 1.5) - case.by,
        smoothing.smoothed(grid, case.x[:, :2]),
        handmade.axes(shape),
    ]


def _on_a_line(case: Case) -> list[Any]:
    alone, values = generation.marginal(case.mixture, np.array([0])), case.x[:, 0]
    low, high = float(values.min()) - 1, float(values.max()) + 1
    curve = line.density(alone, low, high)
    bars = line.histogram(values, 0.5)
    mean, variance = float(alone.means[0, 0]), float(alone.covariances[0, 0, 0])
    bell = line.bell(mean, variance, 0.5, 2.0)
    smooth = smoothing.smoothed_line(np.linspace(low, high, 200), values)
    return [
        curve[:, 1], bars.counts, bars.heights, bars.edges - case.by, line.swarm(values),
        bell - [case.by, 0], smooth, smoothing.threshold(smooth, 0.5),
    ]  # fmt: skip


def _sampled(case: Case) -> list[Any]:
    made = generation.sampled(generation.altered(case.mixture, temperature=2.0), 30, seed=1)
    left = generation.without(made, np.array([0]))
    point = generation.anatomy(case.mixture, seed=3)
    return [
        made.points - case.by, made.components, left.points - case.by, left.mixture.weights,
        point.point - case.by, point.z, point.stretched,
    ]  # fmt: skip


def _cut(case: Case) -> list[Any]:
    if case.d == 1:
        return []
    cut = generation.cut(case.mixture, 0, float(case.x[0, 0]), 1, n=20, seed=0)
    mean, width = generation.moments(cut.along)
    return [
        cut.given.weights, matrices(cut.given), cut.given.means - case.by, cut.points - case.by,
        mean - case.by, width,
    ]  # fmt: skip


def _by_hand(case: Case) -> list[Any]:
    places = handmade.places_of(case.x, case.mixture)
    line = handmade.write(handmade.rounded(case.x, places))
    read = handmade.read_as(line, case.x, case.k + 1)
    tied = handmade.mixture(case.x, read, "tied")
    pulled = handmade.shapes(case.x, read, "diag")
    mixed, refused = handmade.mixed(_places(case))
    return [
        handmade.reach_of(case.x), handmade.centres(read) - case.by, tied.covariances,
        tied.weights, np.concatenate([np.array(shape) for shape in pulled]), len(refused),
        mixed.means - case.by, written.from_json(written.to_json(mixed)).means - case.by,
    ]  # fmt: skip


def _cards(case: Case) -> list[Any]:
    cards = guessing.deal(case.x, case.mixture, 6, seed=2)
    return [cards.points - case.by, cards.generated]


def _pairs(case: Case) -> list[Any]:
    wider = generation.tempered(case.mixture, 1.7)
    other = shifted(wider, np.full(case.d, 0.25))
    errors = recovery.recovery(case.mixture, other)
    return [
        matching.match_components(other, case.mixture), errors.order, errors.weights,
        errors.means, errors.covariances,
    ]  # fmt: skip


NUMBERS: Mapping[str, Callable[[Case], list[Any]]] = {
    "scores": lambda c: [
        score(c.x, c.mixture) for score in (scores.bic, scores.aic, scores.icl)
    ] + [scores.silhouette(c.x, c.labels)],
    "two samples": lambda c: [
        *two_samples.permutation_test(c.x, c.other, seed=0, n_permutations=19),
        two_samples.recognition(c.x, c.other, seed=0),
        *vars(two_samples.judge(c.x, c.other, c.mixture, seed=0)).values(),
    ],
    "densities": lambda c: [
        gmm.log_density(c.x, c.mixture), c.shares, generation.densities(c.x, c.mixture),
        geometry.uncertainty(c.shares), covariances.roots(c.mixture.covariances),
    ],
    "comparison": _comparison,
    "plane": _plane,
    "line": _on_a_line,
    "in the plane": lambda c: _in_the_plane(c) if c.d > 1 else [],
    "sampled": _sampled,
    "moments": lambda c: [
        generation.moments(generation.marginal(c.mixture, np.array([0])))[0] - c.by,
        generation.moments(generation.marginal(c.mixture, np.array([0])))[1],
    ],
    "cut": _cut,
    "by hand": _by_hand,
    "cards": _cards,
    "pairs": _pairs,
    "standardised": lambda c: [
        datasets.scaled(datasets.Dataset(c.x, None, columns=("x",) * c.d), "standardised").points
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", NUMBERS)
@pytest.mark.parametrize("by", [1e5, FAR])
@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(30, 80), st.integers(1, 4), st.integers(2, 4))
def test_no_number_depends_on_where_zero_is(
    what: str, by: float, seed: int, n: int, d: int, k: int
) -> None:
    here, there = (NUMBERS[what](Case(seed, n, d, k, far)) for far in (0.0, by))
    for one, other in zip(here, there, strict=True):
        np.testing.assert_allclose(
            np.asarray(other, float), np.asarray(one, float), rtol=1e-6, atol=ROUNDED[by]
        )


@pytest.mark.parametrize("by", [1e5, FAR])
@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(30, 80), st.integers(2, 4))
def test_no_shading_depends_on_where_zero_is(by: float, seed: int, n: int, k: int) -> None:
    """Shades are of float32, and where two centres are as near, a rounded place may be either's."""
    cases = [Case(seed, n, 2, k, far) for far in (0.0, by)]
    here, there = (geometry.density(_grid(case), case.mixture) for case in cases)
    np.testing.assert_allclose(there, here, atol=1e-5 * here.max())
    here, there = (geometry.responsibilities(_grid(case), case.mixture) for case in cases)
    np.testing.assert_allclose(there, here, atol=1e-3)
    here, there = (geometry.regions(_grid(case), case.centres) for case in cases)
    assert (here == there).mean() > 0.99


def test_the_silhouette_far_from_zero_is_the_one_that_was_published() -> None:
    data = datasets.draw("blobs", n_samples=500, n_clusters=4, cluster_std=1.0, seed=1)
    labels = kmeans.fit(data.points, 4, seed=10).steps[-1].labels
    for by in ROUNDED:
        assert scores.silhouette(data.points + by, labels) == pytest.approx(0.650519, abs=1e-6)


def test_weights_that_miss_a_sum_of_one_do_not_widen_a_mixture_far_from_zero() -> None:
    mixture = Mixture(np.array([0.5, 0.5 - 1e-9]), np.full((2, 1), FAR), np.ones(2), "spherical")
    assert generation.moments(mixture) == pytest.approx((FAR, 1.0))
