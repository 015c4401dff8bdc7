"""Figures that were published or printed elsewhere, from the engine alone."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris, make_blobs, make_moons

from core import gmm, kmeans, scores

SET_A = make_blobs(500, centers=5, cluster_std=0.9, random_state=17)[0]
PLAIN_B = make_blobs(400, centers=4, cluster_std=0.60, random_state=0)[0][:, ::-1]
SET_B = PLAIN_B @ np.random.RandomState(13).randn(2, 2)
FAITHFUL = np.loadtxt(
    Path(__file__).parents[2] / "core/data/faithful.csv", delimiter=",", skiprows=1, usecols=(0, 1)
)
GOLDEN = """
-3.253699 -2.564419 -2.427197 -2.402798 -2.388893 -2.368032 -2.339904 -2.312451 -2.297980 -2.292380
-2.288131 -2.283578 -2.277346 -2.266872 -2.246116 -2.201421 -2.148792 -2.142073 -2.141809 -2.141769
"""


def test_set_a_by_kmeans():
    trace = kmeans.fit(SET_A, 5, seed=420)
    last = trace.steps[-1]
    order = np.argsort(last.centres[:, 0])
    assert last.inertia == pytest.approx(796.5096, abs=5e-5)
    assert trace.n_iter == 3
    assert sorted(np.bincount(last.labels)) == [99, 100, 100, 100, 101]
    centres = [-9.2358, -2.7592, -6.1907, -8.7349, -3.9756, 0.5757, 2.7738, 1.3520, 5.8395, 3.2371]
    np.testing.assert_allclose(last.centres[order].ravel(), centres, atol=5e-5)
    radii = kmeans.radii(SET_A, last.labels, last.centres)[order]
    np.testing.assert_allclose(radii, [2.5056, 2.4733, 3.5476, 2.8302, 3.0189], atol=5e-5)


def test_set_a_by_gmm():
    trace = gmm.fit(SET_A, 5, seed=420)
    mixture = trace.steps[-1].mixture
    assert trace.n_iter == 2
    assert trace.steps[-1].log_likelihood / 500 == pytest.approx(-4.194037, abs=5e-7)
    assert scores.bic(SET_A, mixture) == pytest.approx(4374.261, abs=5e-4)
    assert scores.aic(SET_A, mixture) == pytest.approx(4252.037, abs=5e-4)
    weights = mixture.weights[np.argsort(mixture.means[:, 0])]
    np.testing.assert_allclose(weights, [0.2, 0.2, 0.2, 0.1978, 0.2022], atol=5e-5)


def test_set_b():
    assert kmeans.fit(PLAIN_B, 4).steps[-1].inertia == pytest.approx(280.0033, abs=5e-5)
    plain = gmm.fit(PLAIN_B, 4, seed=42).steps[-1].mixture
    assert scores.bic(PLAIN_B, plain) == pytest.approx(2667.535, abs=5e-4)
    assert scores.aic(PLAIN_B, plain) == pytest.approx(2575.731, abs=5e-4)


def test_set_b_stretched():
    assert kmeans.fit(SET_B, 4).steps[-1].inertia == pytest.approx(163.9485, abs=5e-5)
    best = kmeans.fit(SET_B, 4, n_starts=10).steps[-1]
    assert best.inertia == pytest.approx(163.8750, abs=5e-5)
    trace = gmm.fit(SET_B, 4, seed=42)
    assert trace.n_iter == 6
    assert trace.steps[-1].log_likelihood / 400 == pytest.approx(-1.918477, abs=5e-7)
    full = trace.steps[-1].mixture
    tied = gmm.fit(SET_B, 4, seed=42, covariance_type="tied").steps[-1].mixture
    assert scores.bic(SET_B, full) == pytest.approx(1672.585, abs=5e-4)
    assert scores.aic(SET_B, full) == pytest.approx(1580.781, abs=5e-4)
    assert scores.bic(SET_B, tied) == pytest.approx(1624.07, abs=5e-3)
    assert (gmm.n_parameters(full), gmm.n_parameters(tied)) == (23, 14)


def test_the_golden_run_frame_by_frame():
    covariance = np.cov(SET_B.T, bias=True)
    start = gmm.Mixture(np.full(4, 0.25), SET_B[:4], np.stack([covariance] * 4))
    trace = gmm.fit(SET_B, 4, mixture=start)
    assert trace.n_iter == 19
    got = [step.log_likelihood / 400 for step in trace.steps]
    np.testing.assert_allclose(got, np.array(GOLDEN.split(), float), rtol=0, atol=1e-6)


@pytest.mark.parametrize("seed", [0, 5, 6])
def test_random_responsibilities_on_set_a_stop_at_once(seed):
    trace = gmm.fit(SET_A, 5, start="random_responsibilities", seed=seed)
    assert trace.n_iter == 2
    assert trace.steps[-1].log_likelihood / 500 == pytest.approx(-5.69, abs=0.01)


def test_random_points_on_set_a_take_4_to_32_iterations():
    counts = [gmm.fit(SET_A, 5, start="random_points", seed=seed).n_iter for seed in range(8)]
    assert (min(counts), max(counts)) == (4, 32)


@pytest.mark.parametrize(
    ("covariance_type", "log_likelihood"),
    [
        ("full", -1130.26396),
        ("tied", -1140.18676),
        ("diag", -1147.80635),
        ("spherical", -1709.52928),
    ],
)
def test_old_faithful_from_the_rank_split(covariance_type, log_likelihood):
    late = np.argsort(np.argsort(FAITHFUL[:, 0], kind="stable")) >= 136
    start = gmm.m_step(FAITHFUL, np.eye(2)[late.astype(int)], covariance_type, reg_covar=0)
    given = {"covariance_type": covariance_type, "mixture": start, "reg_covar": 0}
    last = gmm.fit(FAITHFUL, 2, tol=1e-10, max_iter=1000, **given).steps[-1]
    assert last.log_likelihood == pytest.approx(log_likelihood, abs=5e-6)
    if covariance_type == "full":
        assert scores.bic(FAITHFUL, last.mixture) == pytest.approx(2322.1917, abs=5e-5)


def test_old_faithful_reaches_the_choice_of_mclust():
    trace = gmm.fit(FAITHFUL, 3, covariance_type="tied", n_starts=20, tol=1e-8, max_iter=1000)
    last = trace.steps[-1]
    assert gmm.n_parameters(last.mixture) == 11
    assert last.log_likelihood >= -1126.326 - 5e-4
    assert -scores.bic(FAITHFUL, last.mixture) >= -2314.316 - 1e-3


def test_old_faithful_by_kmeans():
    published = [50440.157025, 8901.768721, 5188.540468, 2941.720903, 2028.444478]
    got = [kmeans.fit(FAITHFUL, k, n_starts=20).steps[-1].inertia for k in range(1, 6)]
    np.testing.assert_allclose(got, published, rtol=0, atol=1e-6)


def test_iris_has_two_full_components_by_bic():
    x = load_iris().data
    bics = [scores.bic(x, gmm.fit(x, k).steps[-1].mixture) for k in range(1, 7)]
    assert int(np.argmin(bics)) + 1 == 2
    assert min(bics) == pytest.approx(574.0178, abs=5e-5)


def test_moons():
    x = make_moons(200, noise=0.05, random_state=0)[0]
    last = gmm.fit(x, 2).steps[-1]
    assert last.log_likelihood == pytest.approx(-341.7764, abs=5e-5)
    assert scores.bic(x, last.mixture) == pytest.approx(741.834, abs=5e-4)
    assert scores.aic(x, last.mixture) == pytest.approx(705.553, abs=5e-4)
    fits = [gmm.fit(x, k).steps[-1].mixture for k in range(1, 21)]
    assert np.argmin([scores.bic(x, mixture) for mixture in fits]) + 1 == 7
    assert np.argmin([scores.aic(x, mixture) for mixture in fits]) + 1 == 12
