"""Data on which float64 gets tight, against EM in extended precision."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs

from core import gmm
from tests.core import reference

rng = np.random.default_rng(0)
BLOBS = make_blobs(300, centers=3, cluster_std=1.5, random_state=3)[0]
NORMAL = rng.standard_normal((300, 2))
LINE = np.outer(rng.standard_normal(200), [1.0, 2.0]) + 1e-5 * rng.standard_normal((200, 2))
PAIRED = np.repeat(rng.standard_normal((40, 2)), 5, axis=0)
HAZARDS = {
    "offset 1e7": BLOBS + 1e7,
    "offset 1e9": BLOBS + 1e9,
    "offset in one column": BLOBS + np.array([1e9, 0.0]),
    "small at an offset": 1e-4 * BLOBS + 1e3,
    "a needle beside a broad one": np.vstack([NORMAL, 1e-4 * NORMAL + 3]),
    "a needle within a broad one": np.vstack([NORMAL, 1e-4 * NORMAL]),
    "a pair nearly collinear": np.vstack([LINE, NORMAL]),
    "constant column": np.column_stack([BLOBS, np.full(300, 7.0)]),
    "duplicates": PAIRED,
    "fewer points than dimensions": rng.standard_normal((12, 20)),
    "one distinct point": np.full((50, 3), 2.5),
    "an outlier": np.vstack([BLOBS, [[1e6, -1e6]]]),
    "columns of different scale": BLOBS * np.array([1e-6, 1e6]),
    "values near 1e150": BLOBS * 1e148,
}


@pytest.mark.parametrize("covariance_type", gmm.COVARIANCE_TYPES)
@pytest.mark.parametrize("name", HAZARDS)
def test_as_in_extended_precision(name, covariance_type):
    x = HAZARDS[name]
    k = min(3, len(np.unique(x, axis=0)))
    reg_covar = min(1e-6, 1e-6 * float(x.var(axis=0).max() or 1.0))
    trace = gmm.fit(x, k, covariance_type=covariance_type, reg_covar=reg_covar)
    means, matrices, log_likelihoods = reference.em(x, trace.steps[0].mixture, reg_covar=reg_covar)
    assert trace.n_iter == len(log_likelihoods)
    got = [step.log_likelihood for step in trace.steps[:-1]]
    np.testing.assert_allclose(got, log_likelihoods.astype(float), rtol=1e-9, atol=1e-6)
    last = trace.steps[-1].mixture
    size = np.sqrt(np.einsum("kii->ki", matrices)).astype(float)
    origin = x.astype(np.longdouble).mean(axis=0)
    errors = np.abs((last.means - origin - means).astype(float))
    assert (errors <= 1e-6 * size + 2 * np.spacing(np.abs(last.means))).all()
    errors = np.abs((reference.matrices_of(last) - matrices).astype(float))
    assert (errors <= 1e-6 * size[:, :, None] * size[:, None, :]).all()


@pytest.mark.parametrize("covariance_type", gmm.COVARIANCE_TYPES)
def test_a_starved_component_stays_where_it_was_and_is_flagged(covariance_type):
    far = gmm.m_step(BLOBS, np.eye(3)[np.arange(300) % 3], covariance_type)
    means = np.vstack([BLOBS[:2], [[1e4, 1e4]]])
    start = gmm.Mixture(far.weights, means, far.covariances, covariance_type)
    trace = gmm.fit(BLOBS, 3, covariance_type=covariance_type, mixture=start)
    for step in trace.steps[1:]:
        assert step.starved == (2,)
        np.testing.assert_allclose(step.mixture.means[2], [1e4, 1e4], rtol=1e-12)
        assert 0 < step.mixture.weights[2] < 1e-15
    assert np.isfinite(trace.steps[-1].log_likelihood)


def test_a_collapse_keeps_its_frames_and_names_component_step_and_cures():
    start = gmm.initial_mixture(PAIRED, 15, start="random_responsibilities", seed=1, reg_covar=0)
    trace = gmm.fit(PAIRED, 15, mixture=start, reg_covar=0, tol=0, max_iter=1000)
    assert trace.stop is gmm.Stop.COLLAPSED
    assert trace.collapse.step == len(trace.steps) > 3
    assert np.isfinite([step.log_likelihood for step in trace.steps]).all()
    sentence = str(trace.collapse)
    assert f"Component {trace.collapse.component + 1} collapsed at step" in sentence
    assert sentence.count(";") == 2


@pytest.mark.parametrize(
    ("x", "limit"), [(PAIRED, -np.inf), (NORMAL[:4], np.inf), (PAIRED[:20], np.inf)]
)
def test_a_start_without_shape_tends_to_no_likelihood_unless_it_has_every_point(x, limit):
    trace = gmm.fit(x, 4, start="k-means++", reg_covar=0)
    assert (trace.stop, trace.collapse.step, trace.n_iter) == (gmm.Stop.COLLAPSED, 0, 0)
    assert trace.steps[0].log_likelihood == limit


@pytest.mark.parametrize("covariance_type", gmm.COVARIANCE_TYPES)
@pytest.mark.parametrize("n", [1, 10, 200])
def test_components_with_one_point_are_at_the_floor_however_many_points_there_are(
    covariance_type, n
):
    x = np.repeat(NORMAL[:10], n, axis=0)
    last = gmm.fit(x, 10, covariance_type=covariance_type).steps[-1]
    assert last.at_floor == gmm.at_floor(last.mixture, 1e-6) == tuple(range(10))
    wide = gmm.fit(NORMAL, 3, covariance_type=covariance_type).steps[-1]
    assert wide.at_floor == ()


@pytest.mark.parametrize(
    ("covariance_type", "flat"), [("full", (1,)), ("diag", (1,)), ("tied", ()), ("spherical", ())]
)
def test_a_component_without_width_in_one_direction_is_at_the_floor(covariance_type, flat):
    level = NORMAL * [1, 0] + [0, 9]
    start = np.repeat([0, 1], 300)
    x = np.vstack([NORMAL, level])
    last = gmm.fit(x, 2, covariance_type=covariance_type, labels=start).steps[-1]
    assert last.at_floor == flat


def test_a_component_that_turns_thin_in_one_step_is_refitted_by_residuals():
    """Sums from before the step would leave it a variance of rounding errors."""
    x = np.vstack([NORMAL, 1e-7 * NORMAL[:50] + 40.0])
    start = gmm.Mixture([0.5, 0.5], [[0.0, 0.0], [40.0, 40.0]], np.stack([np.eye(2)] * 2))
    trace = gmm.fit(x, 2, mixture=start, reg_covar=0, tol=1e-9)
    _, matrices, log_likelihoods = reference.em(x, start, reg_covar=0, tol=1e-9)
    got = trace.steps[-1].mixture.covariances
    assert trace.n_iter == len(log_likelihoods)
    np.testing.assert_allclose(got, matrices.astype(float), rtol=1e-6, atol=1e-20)
