"""What is drawn from a mixture follows the mixture, and tests of that tell the truth."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import cdist

from core import datasets, generation, gmm
from core.arrays import Array


@st.composite
def mixtures(draw: st.DrawFn, dimensions: tuple[int, int] = (1, 4)) -> gmm.Mixture:
    k, d = draw(st.integers(1, 5)), draw(st.integers(*dimensions))
    kind = draw(st.sampled_from(gmm.COVARIANCE_TYPES))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    roots = rng.normal(size=(k, d, d))
    full = roots @ np.swapaxes(roots, 1, 2) + 0.2 * np.eye(d)
    covariances = {
        "full": full,
        "tied": full[0],
        "diag": np.einsum("kii->ki", full),
        "spherical": full[:, 0, 0],
    }[kind]
    return gmm.Mixture(
        rng.dirichlet(np.full(k, 3.0)), 4 * rng.normal(size=(k, d)), covariances, kind
    )


def _moments(mixture: gmm.Mixture) -> tuple[Array, Array]:
    weights, means = mixture.weights, mixture.means
    mean = weights @ means
    spread = generation.matrices(mixture) + (means - mean)[:, :, None] * (means - mean)[:, None]
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
    factors = np.linalg.cholesky(generation.matrices(mixture))
    residuals = points - mixture.means[components]
    z = np.linalg.solve(factors[components], residuals[:, :, None])
    assert stats.kstest(z.ravel(), "norm").pvalue > 1e-5


def test_the_same_seed_gives_the_same_points_and_another_seed_others() -> None:
    mixture = gmm.initial_mixture(datasets.draw("blobs").points, 3)
    one, again, other = (gmm.sample(mixture, 50, seed=seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.isin(one, other).any()


@given(mixtures(), st.integers(0, 1000))
def test_a_point_is_made_as_its_anatomy_says(mixture: gmm.Mixture, seed: int) -> None:
    made = generation.anatomy(mixture, seed=seed)
    covariance = generation.matrices(mixture)[made.component]
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
    expected = temperature * generation.matrices(mixture)
    assert generation.matrices(hot) == pytest.approx(expected)


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
    covariances = generation.matrices(mixture)
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


def test_energy_distance_equals_the_mean_over_all_pairs() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 3)), rng.normal(size=(40, 3)) + 1
    expected = 2 * cdist(x, y).mean() - cdist(x, x).mean() - cdist(y, y).mean()
    assert generation.energy_distance(x, y) == pytest.approx(expected)
    assert generation.energy_distance(x, x) == pytest.approx(0, abs=1e-12)
    one = np.sort(rng.normal(size=50))
    other = rng.normal(size=60) + 0.5
    independent = stats.energy_distance(one, other) ** 2  # SciPy gives the root
    assert generation.energy_distance(one[:, None], other[:, None]) == pytest.approx(
        2 * independent / 2
    )


def test_p_values_are_uniform_when_both_samples_are_alike() -> None:
    rng = np.random.default_rng(0)
    pairs = [rng.normal(size=(2, 25, 2)) for _ in range(300)]
    p = [
        generation.permutation_test(x, y, seed=i, n_permutations=99)[1]
        for i, (x, y) in enumerate(pairs)
    ]
    assert stats.kstest(np.array(p) - 0.005, "uniform").pvalue > 1e-3


def test_two_components_are_found_out_on_the_moons_and_sixteen_are_not() -> None:
    x = datasets.draw("moons", n_samples=1_000).points
    p, found = {}, {}
    for k in (2, 16):
        mixture = gmm.fit(x, k).steps[-1].mixture
        drawn, _ = gmm.sample(mixture, 1_000, seed=1)
        p[k] = generation.permutation_test(x, drawn, seed=0)[1]
        found[k] = generation.recognition(x, drawn, seed=0)
    assert p[2] <= 0.05 < p[16]
    assert found[2] > 0.75 > 0.65 > found[16]


def test_alike_samples_cannot_be_told_apart() -> None:
    x, y = np.random.default_rng(0).normal(size=(2, 1_000, 2))
    assert generation.recognition(x, y, seed=0) == pytest.approx(0.5, abs=0.06)


def test_errors_of_recovered_parameters_fall_with_the_root_of_n() -> None:
    means = np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]])
    truth = gmm.Mixture(np.array([0.5, 0.3, 0.2]), means, np.tile(np.eye(2), (3, 1, 1)))
    sizes = [200, 800, 3_200, 12_800]
    for errors in generation.recoveries(truth, sizes, 20, seed=0).values():
        slope = np.polyfit(np.log(sizes), np.log(errors), 1)[0]
        assert slope == pytest.approx(-0.5, abs=0.1)


@given(mixtures())
def test_a_mixture_recovers_itself_in_any_order(mixture: gmm.Mixture) -> None:
    back = generation.chosen(mixture, np.arange(len(mixture.weights))[::-1])
    found = generation.recovery(mixture, back)
    assert found.order.tolist() == list(range(len(mixture.weights)))[::-1]
    assert max(found.weights.max(), found.means.max(), found.covariances.max()) < 1e-12


@given(mixtures())
def test_json_keeps_every_digit(mixture: gmm.Mixture) -> None:
    read = generation.from_json(generation.to_json(mixture))
    assert read.covariance_type == mixture.covariance_type
    for name in ("weights", "means", "covariances"):
        assert np.array_equal(getattr(read, name), getattr(mixture, name))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "other"}, "must be a JSON object"),
        ({"weights": [0.5, 0.4]}, "sum to 1"),
        ({"weights": None}, "weights and covariances must have shapes"),
        ({"means": [[0, 0], [1, float("nan")]]}, "finite"),
        ({"means": "abc"}, "means|numbers|convert"),
        ({"covariances": [[[1, 2], [2, 1]]] * 2}, "component 1 must be symmetric"),
        ({"covariances": [[[1, 0.5], [0, 1]]] * 2}, "component 1 must be symmetric"),
        ({"covariance_type": "round"}, "covariance_type must be one of"),
    ],
)
def test_a_damaged_mixture_is_refused_with_a_sentence(
    change: dict[str, object], sentence: str
) -> None:
    mixture = gmm.Mixture(np.array([0.5, 0.5]), np.eye(2), np.tile(np.eye(2), (2, 1, 1)))
    fields = json.loads(generation.to_json(mixture)) | change
    with pytest.raises(ValueError, match=sentence):
        generation.from_json(json.dumps(fields))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a mixture must"):
        generation.from_json(text)


def test_an_impossible_covariance_is_refused_with_its_bounds_and_drawn_without() -> None:
    sound, wrong = (generation.Part(1, 0, 0, 1, 4, xy) for xy in (1.9, -2.0))
    mixture, refused = generation.mixed([sound, wrong])
    assert mixture.weights.tolist() == [0.5, 0.5]
    assert mixture.covariances[0].tolist() == [[1, 1.9], [1.9, 4]]
    assert mixture.covariances[1].tolist() == [[1, 0], [0, 4]]
    assert len(refused) == 1
    assert "Component 2" in refused[0]
    assert "within ±2" in refused[0]


@given(mixtures(dimensions=(2, 2)))
def test_parts_and_mixtures_are_the_same_thing(mixture: gmm.Mixture) -> None:
    again, refused = generation.mixed(generation.parts_of(mixture, 5))
    assert refused == []
    assert again.weights == pytest.approx(mixture.weights)
    assert np.array_equal(again.means, mixture.means)
    assert np.array_equal(again.covariances, generation.matrices(mixture))


@given(mixtures(dimensions=(2, 2)))
def test_axes_end_on_the_ellipse_and_pulling_nothing_changes_nothing(mixture: gmm.Mixture) -> None:
    covariance = generation.matrices(mixture)[0]
    ends = generation.half_axes(covariance)
    assert ends[0] @ ends[1] == pytest.approx(0, abs=1e-9)
    assert np.einsum("ai,ai->a", ends, np.linalg.solve(covariance, ends.T).T) == pytest.approx(1)
    for axis in (0, 1):
        assert generation.pulled(covariance, axis, ends[axis]) == pytest.approx(covariance)
        longer = generation.pulled(covariance, axis, 3 * ends[axis])
        assert np.linalg.det(longer) == pytest.approx(9 * np.linalg.det(covariance))


def test_an_axis_pulled_onto_the_mean_leaves_a_covariance() -> None:
    np.linalg.cholesky(generation.pulled(np.eye(2), 0, np.zeros(2)))


@given(mixtures())
def test_densities_sum_to_the_likelihood(mixture: gmm.Mixture) -> None:
    points, _ = gmm.sample(mixture, 20, seed=0)
    logs = np.log(generation.densities(points, mixture).sum(axis=1))
    assert logs.sum() == pytest.approx(gmm.e_step(points, mixture)[1])


@given(mixtures(dimensions=(1, 1)))
def test_moments_of_one_dimension_are_those_of_any(mixture: gmm.Mixture) -> None:
    mean, covariance = _moments(mixture)
    assert generation.moments(mixture) == pytest.approx((mean[0], covariance[0, 0] ** 0.5))
