import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal
from sklearn.datasets import make_blobs
from threadpoolctl import threadpool_limits

from core import gmm, kmeans, monomials
from core.mixture import matrices

BLOBS = make_blobs(300, centers=4, cluster_std=2, random_state=5)[0]
EXAMPLES = settings(max_examples=100, derandomize=True, deadline=None, database=None)
TYPES = pytest.mark.parametrize("covariance_type", gmm.COVARIANCE_TYPES)


@st.composite
def fits(draw):
    """A fit of anything: continuous, integer or repeated points."""
    n, d = draw(st.integers(8, 120)), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    x = rng.standard_normal((n, d)) * draw(st.sampled_from([1e-2, 1.0, 1e3]))
    x = draw(st.sampled_from([x, np.round(x), np.repeat(x, 3, axis=0)]))
    return x, gmm.fit(
        x,
        min(draw(st.integers(1, 5)), len(np.unique(x, axis=0))),
        covariance_type=draw(st.sampled_from(gmm.COVARIANCE_TYPES)),
        start=draw(st.sampled_from(["kmeans", "random_responsibilities"])),
        seed=draw(st.integers(0, 99)),
        reg_covar=0,  # what is added to variances may cost likelihood
    )


def test_e_step_by_hand():
    """Two equal components a unit either side: at 0.5 the odds are e to the 1."""
    mixture = gmm.Mixture([0.5, 0.5], [[-1.0], [1.0]], [1.0, 1.0], "spherical")
    shares, log_likelihood = gmm.e_step(np.array([[0.0], [0.5]]), mixture)
    np.testing.assert_allclose(shares[:, 1], [0.5, 1 / (1 + np.exp(-1))])
    densities = [np.exp(-0.5), (np.exp(-0.125) + np.exp(-1.125)) / 2]
    np.testing.assert_allclose(log_likelihood, np.log(densities / np.sqrt(2 * np.pi)).sum())


def test_m_step_by_hand():
    x = np.array([[0.0, 0], [2, 0], [0, 4], [2, 4]])
    shares = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    full = gmm.m_step(x, shares, reg_covar=0)
    assert full.weights.tolist() == [0.5, 0.5]
    assert full.means.tolist() == [[1, 0], [1, 4]]
    assert full.covariances.tolist() == [[[1, 0], [0, 0]]] * 2
    assert gmm.m_step(x, shares, "tied", reg_covar=1).covariances.tolist() == [[2, 0], [0, 1]]
    assert gmm.m_step(x, shares, "diag", reg_covar=1).covariances.tolist() == [[2, 1]] * 2
    assert gmm.m_step(x, shares, "spherical", reg_covar=1).covariances.tolist() == [1.5, 1.5]


@TYPES
def test_log_density_is_the_normal_one(covariance_type):
    mixture = gmm.fit(BLOBS, 4, covariance_type=covariance_type).steps[-1].mixture
    expected = [
        multivariate_normal(mean, covariance).logpdf(BLOBS)
        for mean, covariance in zip(mixture.means, matrices(mixture), strict=True)
    ]
    np.testing.assert_allclose(gmm.log_density(BLOBS, mixture), np.transpose(expected))


@TYPES
def test_a_recorded_step_is_an_e_and_an_m_step(covariance_type):
    """The fast sums agree with the public half-steps."""
    trace = gmm.fit(BLOBS, 4, covariance_type=covariance_type, start="random_responsibilities")
    for step, following in zip(trace.steps, trace.steps[1:], strict=False):
        shares, log_likelihood = gmm.e_step(BLOBS, step.mixture)
        refitted = gmm.m_step(BLOBS, shares, covariance_type)
        np.testing.assert_allclose(step.log_likelihood, log_likelihood, rtol=1e-10)
        np.testing.assert_allclose(following.mixture.means, refitted.means, atol=1e-9)
        np.testing.assert_allclose(following.mixture.covariances, refitted.covariances, atol=1e-9)


@EXAMPLES
@given(fits())
def test_likelihood_never_falls_and_shares_sum_to_one(fit):
    x, trace = fit
    log_likelihoods = np.array([step.log_likelihood for step in trace.steps])
    assert (np.diff(log_likelihoods) >= -1e-9 * np.abs(log_likelihoods[:-1]) - 1e-9).all()
    if np.isfinite(log_likelihoods[-1]):
        last = trace.steps[-1]
        shares, log_likelihood = gmm.e_step(x, last.mixture)
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        np.testing.assert_allclose(log_likelihood, last.log_likelihood, rtol=1e-7, atol=1e-6)
    assert (trace.collapse is not None) == (trace.stop is gmm.Stop.COLLAPSED)


@TYPES
@pytest.mark.parametrize(("shift", "scale"), [(1e6, 1.0), (1e9, 1.0), (0.0, 1e-120), (-1e3, 1e120)])
def test_shift_and_scale_change_nothing_else(covariance_type, shift, scale):
    x = np.round(BLOBS * 2**12) / 2**12  # exact when shifted
    plain = gmm.fit(x, 4, covariance_type=covariance_type, seed=3)
    moved = gmm.fit(
        (x + shift) * scale, 4, covariance_type=covariance_type, seed=3, reg_covar=1e-6 * scale**2
    )
    assert plain.n_iter == moved.n_iter
    a, b = plain.steps[-1], moved.steps[-1]
    rounding = 1e-9 + 4e-16 * abs(shift)  # of the means far from zero, from which EM starts
    means, covariances = b.mixture.means / scale - shift, b.mixture.covariances / scale**2
    np.testing.assert_allclose(b.mixture.weights, a.mixture.weights, atol=rounding)
    np.testing.assert_allclose(means, a.mixture.means, atol=rounding)
    np.testing.assert_allclose(covariances, a.mixture.covariances, rtol=rounding, atol=rounding)
    log_likelihood = b.log_likelihood + len(x) * 2 * np.log(scale)
    np.testing.assert_allclose(log_likelihood, a.log_likelihood, rtol=1e-9)


@TYPES
def test_a_seed_repeats_the_run(covariance_type):
    runs = [gmm.fit(BLOBS, 4, covariance_type=covariance_type, seed=8).steps for _ in range(2)]
    for a, b in zip(*runs, strict=True):
        assert a.log_likelihood == b.log_likelihood
        assert (a.mixture.covariances == b.mixture.covariances).all()


@TYPES
def test_points_in_a_file_larger_than_the_budget_give_the_same(
    covariance_type, monkeypatch, tmp_path
):
    x = make_blobs(20_000, centers=4, cluster_std=2, random_state=5)[0]
    mapped = np.memmap(tmp_path / "points", dtype=np.float64, mode="w+", shape=x.shape)
    mapped[:] = x
    whole = gmm.fit(x, 4, covariance_type=covariance_type).steps[-1].mixture
    monkeypatch.setattr(monomials, "MEMORY_BYTES", 10_000)
    monkeypatch.setattr(monomials, "BLOCK_POINTS", 1_000)
    parts = gmm.fit(mapped, 4, covariance_type=covariance_type).steps[-1].mixture
    np.testing.assert_allclose(parts.means, whole.means, atol=1e-10)
    np.testing.assert_allclose(parts.covariances, whole.covariances, atol=1e-10)


@TYPES
def test_samples_have_the_moments_of_their_components(covariance_type):
    mixture = gmm.fit(BLOBS, 3, covariance_type=covariance_type).steps[-1].mixture
    x, components = gmm.sample(mixture, 200_000, seed=1)
    again = gmm.m_step(x, np.eye(3)[components], covariance_type)
    np.testing.assert_allclose(again.weights, mixture.weights, atol=0.005)
    np.testing.assert_allclose(again.means, mixture.means, atol=0.05)
    np.testing.assert_allclose(again.covariances, mixture.covariances, atol=0.1)
    assert (gmm.sample(mixture, 5, seed=1)[0] != gmm.sample(mixture, 5, seed=2)[0]).all()


def test_parameters_are_counted():
    for covariance_type, number in {"full": 29, "tied": 17, "diag": 24, "spherical": 19}.items():
        mixture = gmm.initial_mixture(BLOBS, 5, covariance_type=covariance_type)
        assert gmm.n_parameters(mixture) == number


@TYPES
@pytest.mark.parametrize("start", gmm.STARTS)
def test_a_start_is_a_density_with_its_log_likelihood(covariance_type, start):
    """scikit-learn's weights sum to k/n where it starts from points."""
    first = gmm.fit(BLOBS, 4, covariance_type=covariance_type, start=start).steps[0]
    assert first.mixture.weights.sum() == pytest.approx(1, abs=1e-12)
    assert first.log_likelihood == pytest.approx(gmm.e_step(BLOBS, first.mixture)[1])
    begin = gmm.initial_mixture(BLOBS, 4, covariance_type=covariance_type, start=start)
    assert (begin.weights == first.mixture.weights).all()


def test_a_weight_may_be_zero():
    start = gmm.initial_mixture(BLOBS, 2)
    start = gmm.Mixture([1.0, 0.0], start.means, start.covariances)
    trace = gmm.fit(BLOBS, 2, mixture=start)
    alone = gmm.Mixture([1.0], start.means[:1], start.covariances[:1])
    assert trace.steps[0].log_likelihood == pytest.approx(gmm.e_step(BLOBS, alone)[1])
    assert trace.steps[1].starved == (1,)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"k": 257}, "k must be a whole number from 1 to 256, got 257"),
        ({"covariance_type": "round"}, "one of full, tied, diag, spherical, got 'round'"),
        ({"start": "k-means"}, "one of kmeans, k-means\\+\\+, random_points, random_resp"),
        ({"reg_covar": -1}, "reg_covar must be a number, 0 or greater, got -1"),
        ({"n_starts": 0}, "n_starts must be a whole number from 1 to 200, got 0"),
        ({"max_iter": 1e9}, "max_iter must be a whole number from 0 to 10,000"),
        ({"mixture": gmm.initial_mixture(BLOBS, 3)}, "must have type and means \\('full', \\(2, 2"),
    ],
)
def test_what_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        gmm.fit(BLOBS, **({"k": 2} | wrong))


def test_a_mixture_whose_shapes_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="shapes \\(\\(2,\\), \\(2, 3\\)\\), got"):
        gmm.Mixture([0.5, 0.5], np.zeros((2, 3)), np.ones(2), "diag")
    with pytest.raises(ValueError, match="variances must be positive, got 0"):
        gmm.log_density(np.zeros((1, 1)), gmm.Mixture([1.0], [[0.0]], [0.0], "spherical"))
    with pytest.raises(ValueError, match="positive definite"):
        gmm.log_density(np.zeros((1, 1)), gmm.Mixture([1.0], [[0.0]], [[[-1.0]]]))


@TYPES
def test_labels_of_one_kmeans_fit_start_every_type(covariance_type):
    labels = kmeans.fit(BLOBS, 4, seed=2).steps[-1].labels
    shared = gmm.fit(BLOBS, 4, covariance_type=covariance_type, labels=labels).steps[-1]
    alone = gmm.fit(BLOBS, 4, covariance_type=covariance_type, seed=2).steps[-1]
    assert shared.log_likelihood == alone.log_likelihood
    with pytest.raises(ValueError, match="labels must be 300 numbers, each of 0 to 4 among them"):
        gmm.fit(BLOBS, 5, labels=labels)


@TYPES
def test_two_threads_give_what_one_gives(covariance_type):
    x = make_blobs(20_000, n_features=8, centers=4, cluster_std=2, random_state=5)[0]
    runs = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            runs.append(gmm.fit(x, 4, covariance_type=covariance_type).steps[-1].mixture)
    np.testing.assert_allclose(runs[0].means, runs[1].means, rtol=1e-12)
    np.testing.assert_allclose(runs[0].covariances, runs[1].covariances, rtol=1e-12, atol=1e-12)


def test_a_recorded_fit_keeps_little_above_its_data():
    """A million points may take 250 MB; memory is proportional, so a tenth are measured."""
    x = make_blobs(100_000, centers=5, random_state=1)[0]
    tracemalloc.start()
    gmm.fit(x, 5, max_iter=5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25e6


def test_the_engine_is_imported_without_estimators():
    """And so in well under 0.3 s of CPU."""
    code = "import core.gmm, sys; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    root = Path(__file__).parents[2]
    said = subprocess.check_output([sys.executable, "-c", code], cwd=root, text=True)
    assert said.split() == ["False", "False"]
