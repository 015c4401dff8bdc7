"""Bars hold all points, bells have the areas of their weights, and a swarm keeps points apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from core import datasets, geometry, gmm, line, smoothing

values = arrays(float, st.integers(1, 80), elements=st.floats(-1e6, 1e6, width=32))


@given(values)
def test_every_point_is_in_a_bar_and_the_areas_sum_to_one(x: np.ndarray) -> None:
    bars = line.histogram(x)
    assert bars.counts.sum() == len(x)
    assert (bars.heights * bars.width).sum() == pytest.approx(1)
    assert np.ptp(x) <= bars.edges[-1] - bars.edges[0]


def test_bars_worked_out_by_hand() -> None:
    bars = line.histogram(np.array([0.0, 1.0, 2.0, 4.0, 10.0]), width=2.0)
    assert bars.edges.tolist() == [0, 2, 4, 6, 8, 10, 12]
    assert bars.counts.tolist() == [2, 1, 1, 0, 0, 1]
    assert bars.heights.tolist() == pytest.approx([0.2, 0.1, 0.1, 0, 0, 0.1])


def test_whole_minutes_fall_evenly_into_bars() -> None:
    assert line.histogram(datasets.draw("waiting").points[:, 0]).width == 2


@pytest.mark.parametrize(
    ("number", "below"), [(1, 1), (1.99, 1), (4.9, 2), (5, 5), (0.07, 0.05), (320, 200), (0, 1)]
)
def test_round_widths(number: float, below: float) -> None:
    assert line.round_below(number) == pytest.approx(below)


@given(st.floats(-9, 9), st.floats(1e-6, 1e3), st.floats(0.01, 1), st.floats(0.5, 4))
def test_a_bell_ends_at_its_level_and_its_area_is_weight_times_mass(
    mean: float, variance: float, weight: float, level: float
) -> None:
    bell = line.bell(mean, variance, weight, level, n_points=400)
    spread = level * np.sqrt(variance)
    assert bell[[0, -2], 0] == pytest.approx([mean - spread, mean + spread])
    assert (bell[0] == bell[-1]).all()
    assert bell[[0, -2], 1].tolist() == [0, 0]
    area = np.trapezoid(bell[1:-2, 1], bell[1:-2, 0])
    assert area == pytest.approx(weight * geometry.mass(level, 1), rel=1e-3)


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_the_sum_is_the_mixtures_density(kind: str) -> None:
    x = datasets.draw("line").points
    mixture = gmm.fit(x, 3, covariance_type=kind).steps[-1].mixture
    places, heights = line.density(mixture, -30, 30).T
    spreads = np.sqrt(np.resize(mixture.covariances.ravel(), 3))
    expected = norm.pdf(places[:, None], mixture.means[:, 0], spreads) @ mixture.weights
    assert heights == pytest.approx(expected, rel=1e-9, abs=1e-300)
    assert np.trapezoid(heights, places) == pytest.approx(1, abs=1e-3)


def test_the_sum_finds_a_component_thinner_than_the_places_are_apart() -> None:
    thin = gmm.Mixture(
        np.array([0.5, 0.5]), np.array([[0.0], [0.3]]), np.array([1.0, 1e-12]), "spherical"
    )
    places, heights = line.density(thin, -5, 5).T
    assert heights.max() == pytest.approx(0.5e6 / np.sqrt(2 * np.pi), rel=1e-3)
    assert np.trapezoid(heights, places) == pytest.approx(1, abs=1e-3)


@given(st.integers(2, 300))
def test_neighbours_in_a_swarm_lie_apart(n: int) -> None:
    order = np.random.default_rng(n).permutation(n)
    heights = line.swarm(order.astype(float))[np.argsort(order)]
    assert ((heights >= 0) & (heights < 1)).all()
    assert np.abs(np.diff(heights)).min() > 0.38


def test_a_smoothed_line_is_a_density_with_the_spread_of_its_points() -> None:
    x = datasets.draw("line").points[:, 0]
    places = np.linspace(-30, 30, 2_001)
    density = smoothing.smoothed_line(places, x)
    assert np.trapezoid(density, places) == pytest.approx(1)
    spread = np.sqrt(np.trapezoid(density * (places - x.mean()) ** 2, places))
    assert spread == pytest.approx(x.std() * np.sqrt(1 + len(x) ** -0.4), rel=1e-2)
