"""Same seed, same model, same iterations as scikit-learn's estimators."""

import warnings

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from core import gmm, kmeans

KMEANS_STARTS = {"k-means++": "k-means++", "random_points": "random"}
GMM_STARTS = {
    "kmeans": "kmeans",
    "k-means++": "k-means++",
    "random_points": "random_from_data",
    "random_responsibilities": "random",
}
COUNTED = 1e-6  # a component with less of a point is drawn to the origin by scikit-learn


@st.composite
def points(draw):
    n, d = draw(st.integers(30, 400)), draw(st.integers(1, 16))
    centers, std = draw(st.integers(1, 6)), draw(st.floats(0.3, 4))
    seed = draw(st.integers(0, 2**32 - 1))
    return make_blobs(n, n_features=d, centers=centers, cluster_std=std, random_state=seed)[0]


SEEDS = st.integers(0, 2**32 - 1)
EXAMPLES = settings(max_examples=150, derandomize=True, deadline=None, database=None)


def check_centres(trace, model, x):
    last = trace.steps[-1]
    assert trace.n_iter == model.n_iter_
    np.testing.assert_allclose(last.centres, model.cluster_centers_, rtol=0, atol=1e-8 * x.std())
    np.testing.assert_array_equal(last.labels, model.labels_)
    np.testing.assert_allclose(last.inertia, model.inertia_, rtol=1e-9)


@EXAMPLES
@given(points(), st.integers(1, 8), SEEDS, st.sampled_from(list(KMEANS_STARTS)), st.integers(1, 4))
def test_kmeans(x, k, seed, start, n_starts):
    model = KMeans(k, init=KMEANS_STARTS[start], random_state=seed, n_init=n_starts).fit(x)
    check_centres(kmeans.fit(x, k, start=start, seed=seed, n_starts=n_starts), model, x)


@EXAMPLES
@given(
    points(),
    st.integers(1, 6),
    SEEDS,
    st.sampled_from(gmm.COVARIANCE_TYPES),
    st.sampled_from(gmm.STARTS),
    st.integers(1, 3),
)
def test_gmm(x, k, seed, covariance_type, start, n_starts):
    given_ = {"covariance_type": covariance_type, "start": start, "seed": seed}
    trace = gmm.fit(x, k, n_starts=n_starts, **given_)
    bounds = np.array([step.log_likelihood for step in trace.steps[:-1]]) / len(x)
    weights = np.array([step.mixture.weights for step in trace.steps])
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    if start in gmm.FROM_POINTS:
        bounds[0] += np.log(k / len(x))  # their weights sum to k/n there
    assume((weights * len(x) > COUNTED).all())
    theirs = {"covariance_type": covariance_type, "init_params": GMM_STARTS[start]}
    model = their_best(x, k, seed, n_starts, bounds[0], **theirs)
    assert trace.n_iter == model.n_iter_
    check_components(trace.steps[-1].mixture, model, x, ordered=n_starts == 1)
    # one point's variance is rounding error in scikit-learn's diag and spherical starts
    np.testing.assert_allclose(bounds[:1], model.lower_bounds_[:1], rtol=1e-5)
    np.testing.assert_allclose(bounds[1:], model.lower_bounds_[1:], rtol=1e-8, atol=1e-8)
    if n_starts == 1:
        begin = gmm.initial_mixture(x, k, **given_)
        np.testing.assert_array_equal(begin.covariances, trace.steps[0].mixture.covariances)


def their_best(x, k, seed, n_starts, first_bound, **settings):
    """scikit-learn's best of several starts; of those that tie, which it tells apart by rounding
    error, the one that begins as ours does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        stream = np.random.RandomState(seed)
        starts = [
            GaussianMixture(k, random_state=stream, **settings).fit(x) for _ in range(n_starts)
        ]
        best = max(model.lower_bound_ for model in starts)
        tied = [m for m in starts if best - m.lower_bound_ <= 1e-9 * abs(best)]
        if len(tied) > 1:
            return min(tied, key=lambda model: abs(model.lower_bounds_[0] - first_bound))
        return GaussianMixture(k, n_init=n_starts, random_state=seed, **settings).fit(x)


def check_components(mixture, model, x, *, ordered):
    """Starts that end in the same optimum differ in the order of components, and tie."""
    a, b = np.arange(len(model.means_)), np.arange(len(model.means_))
    if not ordered:
        a, b = np.argsort(mixture.means[:, 0]), np.argsort(model.means_[:, 0])
    largest = np.abs(model.covariances_).max()
    covariances = mixture.covariances, model.covariances_
    if mixture.covariance_type != "tied":
        covariances = mixture.covariances[a], model.covariances_[b]
    np.testing.assert_allclose(mixture.weights[a], model.weights_[b], rtol=0, atol=1e-8)
    np.testing.assert_allclose(mixture.means[a], model.means_[b], rtol=0, atol=1e-8 * x.std())
    np.testing.assert_allclose(*covariances, rtol=0, atol=1e-8 * largest)


def test_given_centres_and_given_mixtures_are_where_scikit_learn_starts_too():
    x = make_blobs(300, centers=4, random_state=2)[0]
    model = KMeans(4, init=x[:4], n_init=1).fit(x)
    check_centres(kmeans.fit(x, 4, centres=x[:4]), model, x)
    start = gmm.initial_mixture(x, 4, start="random_responsibilities")
    model = GaussianMixture(
        4,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=np.linalg.inv(start.covariances),
    ).fit(x)
    trace = gmm.fit(x, 4, mixture=start)
    assert trace.n_iter == model.n_iter_
    np.testing.assert_allclose(trace.steps[-1].mixture.means, model.means_, atol=1e-8)
