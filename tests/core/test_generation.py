"""What is drawn from a mixture follows the mixture."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from core import datasets, generation, gmm
from core.arrays import Array
from core.mixture import matrices
from tests.core.mixtures import mixtures


def _moments(mixture: gmm.Mixture) -> tuple[Array, Array]:
    weights, means = mixture.weights, mixture.means
    mean = weights @ means
    spread = matrices(mixture) + (means - mean)[:, :, None] * (means - mean)[:, None]
    return mean, np.einsum("k,kij->ij", weights, spread)


@settings(max_examples=40)
@given(mixtures(), st.integers(0, 1000))
def test_mean_and_covariance_of_samples_are_the_mixtures(mixture: gmm.Mixture, seed: int) -> None:
    n = 20_000
    points, _ = gmm.sample(mixture, n, seed=seed)
    mean, covariance = _moments(mixture)
    scale = np.sqrt(np.diag(covariance))
    assert np.abs((points.mean(axis=0) - mean) / scale).max() < 5 / np.sqrt(n)
    outer = scale[:, None] * scale
    found = np.cov(points.T, bias=True).reshape(covariance.shape)
    assert np.abs((found - covariance) / outer).max() < 12 / np.sqrt(n)


@settings(max_examples=40)
@given(mixtures(), st.integers(0, 1000))
def test_counts_are_multinomial_and_residuals_standard_normal(
    mixture: gmm.Mixture, seed: int
) -> None:
    points, components = gmm.sample(mixture, 5_000, seed=seed)
    counts = np.bincount(components, minlength=len(mixture.weights))
    if len(counts) > 1:
        assert stats.chisquare(counts, 5_000 * mixture.weights).pvalue > 1e-5
    factors = np.linalg.cholesky(matrices(mixture))
    residuals = points - mixture.means[components]
    z = np.linalg.solve(factors[components], residuals[:, :, None])
    assert stats.kstest(z.ravel(), "norm").pvalue > 1e-5


def test_the_same_seed_gives_the_same_points_and_another_seed_others() -> None:
    mixture = gmm.initial_mixture(datasets.draw("blobs").points, 3)
    one, again, other = (gmm.sample(mixture, 50, seed=seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.isin(one, other).any()


@settings(max_examples=40)
@given(mixtures(), st.floats(0.1, 9), st.data())
def test_points_that_are_asked_for_come_from_the_mixture_that_is_handed_out(
    mixture: gmm.Mixture, temperature: float, data: st.DataObject
) -> None:
    k, n = len(mixture.weights), 20_000
    some = st.lists(st.integers(0, k - 1), min_size=1, unique=True)
    rows, hidden = np.array(data.draw(some)), np.array(data.draw(some))
    altered = generation.altered(mixture, components=rows, temperature=temperature)
    everything = generation.sampled(altered, n, seed=data.draw(st.integers(0, 99)), numbers=rows)
    made = generation.without(everything, hidden)
    if set(rows) <= set(hidden):
        assert made is everything
    else:
        assert not set(made.numbers[made.components]) & set(hidden)
    mean, covariance = _moments(made.mixture)
    n, scale = len(made.points), np.sqrt(np.diag(covariance))
    assert np.abs((made.points.mean(axis=0) - mean) / scale).max() < 5 / np.sqrt(n)
    found = np.cov(made.points.T, bias=True).reshape(covariance.shape)
    assert np.abs((found - covariance) / np.outer(scale, scale)).max() < 15 / np.sqrt(n)
    for number, row in zip(made.numbers, range(len(made.numbers)), strict=True):
        assert np.array_equal(made.mixture.means[row], mixture.means[number])
        assert matrices(made.mixture)[row] == pytest.approx(temperature * matrices(mixture)[number])


def test_a_mixture_of_which_nothing_is_asked_is_that_mixture() -> None:
    mixture = gmm.initial_mixture(datasets.draw("blobs").points, 3)
    assert generation.altered(mixture) is mixture
    everyone = generation.altered(mixture, components=np.arange(3))
    assert np.array_equal(everyone.weights, mixture.weights)


def test_a_cut_is_the_conditional_mixture_and_its_points_lie_on_the_line() -> None:
    x = datasets.draw("iris").points
    mixture = gmm.fit(x, 3).steps[-1].mixture
    cut = generation.cut(mixture, 2, 4.5, 1, n=4_000, seed=0)
    assert (cut.points[:, 2] == 4.5).all()
    assert cut.pair.means.tolist() == mixture.means[:, [2, 1]].tolist()
    mean, width = generation.moments(cut.along)
    assert cut.points[:, 1].mean() == pytest.approx(mean, abs=5 * width / 4_000**0.5)
    given = generation.conditional(mixture, 2, 4.5)
    assert np.array_equal(cut.given.weights, given.weights)
    assert cut.along.means[:, 0].tolist() == given.means[:, 1].tolist()


@given(mixtures(), st.integers(0, 1000))
def test_a_point_is_made_as_its_anatomy_says(mixture: gmm.Mixture, seed: int) -> None:
    made = generation.anatomy(mixture, seed=seed)
    covariance = matrices(mixture)[made.component]
    assert made.factor @ made.factor.T == pytest.approx(covariance)
    assert made.point == pytest.approx(mixture.means[made.component] + made.factor @ made.z)


def test_anatomies_over_many_seeds_are_a_sample() -> None:
    mixture = gmm.Mixture(np.array([0.3, 0.7]), np.array([[0.0], [9.0]]), np.ones((2, 1, 1)))
    made = [generation.anatomy(mixture, seed=seed) for seed in range(2_000)]
    share = np.mean([one.component for one in made])
    assert share == pytest.approx(0.7, abs=5 * np.sqrt(0.21 / 2_000))
    assert stats.kstest([one.z[0] for one in made], "norm").pvalue > 1e-5


@given(mixtures(), st.floats(0.1, 10))
def test_a_temperature_scales_every_variance(mixture: gmm.Mixture, temperature: float) -> None:
    hot = generation.tempered(mixture, temperature)
    expected = temperature * matrices(mixture)
    assert matrices(hot) == pytest.approx(expected)


@settings(max_examples=60)
@given(mixtures(dimensions=(2, 4)), st.integers(0, 3), st.floats(-3, 3))
def test_joint_density_is_marginal_times_conditional(
    mixture: gmm.Mixture, column: int, value: float
) -> None:
    d = mixture.means.shape[1]
    column %= d
    others = np.delete(np.arange(d), column)
    points = np.random.default_rng(0).normal(size=(5, d))
    points[:, column] = value
    covariances = matrices(mixture)
    marginal = gmm.Mixture(
        mixture.weights, mixture.means[:, [column]], covariances[:, [column]][:, :, [column]]
    )
    given_value = generation.conditional(mixture, column, value)
    joint, alone, rest = (
        gmm.e_step(x, m)[1]
        for x, m in (
            (points, mixture),
            (points[:, [column]], marginal),
            (points[:, others], given_value),
        )
    )
    assert joint == pytest.approx(alone + rest, rel=1e-8)


def test_conditional_sampling_agrees_with_rejection() -> None:
    covariances = np.array([[[1.0, 0.8], [0.8, 1.0]], [[2.0, -0.5], [-0.5, 0.5]]])
    mixture = gmm.Mixture(np.array([0.4, 0.6]), np.array([[0.0, 0.0], [1.0, 3.0]]), covariances)
    points, _ = gmm.sample(mixture, 400_000, seed=0)
    near = points[np.abs(points[:, 0] - 0.7) < 0.01, 1]
    drawn, _ = gmm.sample(generation.conditional(mixture, 0, 0.7), len(near), seed=1)
    assert stats.ks_2samp(near, drawn[:, 0]).pvalue > 1e-3


@given(mixtures())
def test_densities_sum_to_the_likelihood(mixture: gmm.Mixture) -> None:
    points, _ = gmm.sample(mixture, 20, seed=0)
    logs = np.log(generation.densities(points, mixture).sum(axis=1))
    assert logs.sum() == pytest.approx(gmm.e_step(points, mixture)[1])


@given(mixtures(dimensions=(1, 1)))
def test_moments_of_one_dimension_are_those_of_any(mixture: gmm.Mixture) -> None:
    mean, covariance = _moments(mixture)
    assert generation.moments(mixture) == pytest.approx((mean[0], covariance[0, 0] ** 0.5))
