"""Many fits at once are what gmm.fit gives one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import make_blobs

from core import batch, gmm

rng = np.random.default_rng(0)
NORMAL = rng.standard_normal((200, 2))


def starts_of(x, k, kind, start, seeds):
    how = {"covariance_type": kind, "start": start}
    return [gmm.initial_mixture(x, k, seed=seed, **how) for seed in seeds]


def check_equal(fits, place, trace, x):
    last = trace.steps[-1]
    mixture = fits.mixtures.one(place)
    assert fits.n_iter[place] == trace.n_iter
    assert fits.log_likelihood[place] == pytest.approx(last.log_likelihood, rel=1e-8, abs=1e-7)
    np.testing.assert_allclose(mixture.means, last.mixture.means, rtol=0, atol=1e-7 * x.std())
    largest = np.abs(last.mixture.covariances).max()
    covariances = mixture.covariances, last.mixture.covariances
    np.testing.assert_allclose(*covariances, rtol=0, atol=1e-7 * largest)


@settings(max_examples=60)
@given(
    st.integers(80, 300),
    st.integers(1, 6),
    st.integers(1, 5),
    st.integers(0, 2**31),
    st.sampled_from(gmm.COVARIANCE_TYPES),
    st.sampled_from(gmm.STARTS),
)
def test_every_fit_of_a_grid_is_gmm_fits(n, d, k, seed, kind, start):
    sets = [make_blobs(n, n_features=d, random_state=seed + i)[0] for i in range(2)]
    seeds = range(seed, seed + 3)
    grid = batch.grid([starts_of(x, k, kind, start, seeds) for x in sets])
    fits = batch.fit(batch.Sets(np.stack(sets), kind), grid, tol=1e-4, max_iter=50)
    labels = batch.labels(batch.Sets(np.stack(sets), kind), fits.mixtures)
    for i, x in enumerate(sets):
        for j, one in enumerate(seeds):
            how = {"covariance_type": kind, "start": start, "tol": 1e-4, "max_iter": 50}
            trace = gmm.fit(x, k, seed=one, **how)
            check_equal(fits, (i, j), trace, x)
            shares = gmm.e_step(x, trace.steps[-1].mixture)[0]
            clear = np.ptp(np.sort(shares, axis=1)[:, -2:], axis=1) > 1e-6 if k > 1 else slice(None)
            np.testing.assert_array_equal(labels[i, j][clear], shares.argmax(axis=1)[clear])


@pytest.mark.parametrize(
    "x",
    [
        NORMAL + 1e7,
        np.vstack([NORMAL, 1e-4 * NORMAL + 3]),
        np.vstack([NORMAL, np.full((30, 2), 9.0)]),
        np.column_stack([NORMAL, np.full(200, 7.0)]),
        NORMAL * [1e-3, 1e4],
    ],
)
@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_thin_components_take_the_plain_way(x, kind):
    starts = starts_of(x, 3, kind, "random_points", range(4))
    fits = batch.fit(batch.Sets(x[None], kind), batch.grid([starts]), tol=1e-3, max_iter=100)
    for j, start in enumerate(starts):
        trace = gmm.fit(x, 3, covariance_type=kind, mixture=start)
        assert fits.n_iter[0, j] == trace.n_iter
        assert fits.log_likelihood[0, j] == pytest.approx(trace.steps[-1].log_likelihood, rel=1e-7)


def test_a_start_without_shape_is_nan_and_the_others_go_on():
    good, flat = (
        gmm.initial_mixture(NORMAL, 2),
        gmm.Mixture([0.5, 0.5], NORMAL[:2], np.zeros((2, 2, 2))),
    )
    grid = batch.grid([[flat, good, flat]])
    fits = batch.fit(batch.Sets(NORMAL[None], "full"), grid, tol=1e-3, max_iter=100)
    assert np.isnan(fits.log_likelihood).tolist() == [[True, False, True]]
    assert fits.best(1).log_likelihood[0, 0] == fits.log_likelihood[0, 1]
    none = batch.fit(batch.Sets(NORMAL[None], "full"), grid[:, :1], tol=1e-3, max_iter=100)
    assert np.isnan(none.log_likelihood).all()


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_a_component_without_points_stays_where_it_was(kind):
    whole = gmm.m_step(NORMAL, np.eye(3)[np.arange(200) % 3], kind)
    start = gmm.Mixture(whole.weights, [[0, 0], [1, 1], [1e3, 1e3]], whole.covariances, kind)
    fits = batch.fit(batch.Sets(NORMAL[None], kind), batch.grid([[start]]), tol=1e-3, max_iter=5)
    np.testing.assert_allclose(fits.mixtures.means[0, 0, 2], [1e3, 1e3], rtol=1e-12)


def test_single_precision_finds_the_same_optimum():
    x = make_blobs(500, centers=3, cluster_std=1.5, random_state=1)[0]
    grid = batch.grid([starts_of(x, 3, "full", "kmeans", range(3))])
    how = {"tol": 1e-5, "max_iter": 500}
    double = batch.fit(batch.Sets(x[None], "full"), grid, **how)
    single = batch.fit(batch.Sets(x[None], "full", np.float32), grid, **how)
    np.testing.assert_allclose(single.log_likelihood, double.log_likelihood, rtol=0, atol=1e-2)
