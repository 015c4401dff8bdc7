"""Scores come out as published, and no number depends on how clusters are numbered."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture

from core import gmm, kmeans, scores
from core.datasets import draw
from core.generation import chosen


def fitted(data, k, **settings):
    return gmm.fit(data.points, k, **settings).steps[-1].mixture


def test_set_a():
    data = draw("blobs", seed=17)
    mixture = fitted(data, 5, seed=420)
    components = gmm.e_step(data.points, mixture)[0].argmax(axis=1)
    assert scores.bic(data.points, mixture) == pytest.approx(4374.261, abs=5e-4)
    assert scores.aic(data.points, mixture) == pytest.approx(4252.037, abs=5e-4)
    assert scores.adjusted_rand(components, data.labels) == pytest.approx(0.96596, abs=5e-6)


def test_set_b():
    data = draw("stretched")
    full = fitted(data, 4, seed=42)
    tied = fitted(data, 4, seed=42, covariance_type="tied")
    components = gmm.e_step(data.points, full)[0].argmax(axis=1)
    clusters = kmeans.fit(data.points, 4).steps[-1].labels
    assert scores.bic(data.points, full) == pytest.approx(1672.585, abs=5e-4)
    assert scores.aic(data.points, full) == pytest.approx(1580.781, abs=5e-4)
    assert scores.bic(data.points, tied) == pytest.approx(1624.07, abs=5e-3)
    assert scores.adjusted_rand(components, data.labels) == pytest.approx(0.98660, abs=5e-6)
    assert scores.adjusted_rand(clusters, data.labels) == pytest.approx(0.829, abs=5e-4)


def test_silhouettes_are_those_of_scikit_learns_example():
    data = draw("blobs", n_samples=500, n_clusters=4, cluster_std=1.0, seed=1)
    found = [
        scores.silhouette(data.points, kmeans.fit(data.points, k, seed=10).steps[-1].labels)
        for k in range(2, 7)
    ]
    expected = [0.704979, 0.588200, 0.650519, 0.561464, 0.485760]
    assert found == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize("covariance_type", gmm.COVARIANCE_TYPES)
def test_criteria_are_scikit_learns_and_blind_to_the_order_of_components(covariance_type):
    x = draw("iris").points
    mixture = fitted(draw("iris"), 3, covariance_type=covariance_type)
    theirs = GaussianMixture(3, covariance_type=covariance_type, random_state=0).fit(x)
    assert scores.bic(x, mixture) == pytest.approx(theirs.bic(x))
    assert scores.aic(x, mixture) == pytest.approx(theirs.aic(x))
    other = chosen(mixture, np.array([2, 0, 1]))
    for score in (scores.bic, scores.aic, scores.icl):
        assert score(x, other) == pytest.approx(score(x, mixture))


def test_icl_adds_twice_the_entropy_to_bic():
    x = np.array([[-1.0], [1.0]])
    twins = gmm.Mixture(np.array([0.5, 0.5]), np.zeros((2, 1)), np.ones(2), "spherical")
    assert scores.icl(x, twins) - scores.bic(x, twins) == pytest.approx(2 * 2 * np.log(2))
    apart = gmm.Mixture(np.array([0.5, 0.5]), np.array([[-90.0], [90.0]]), np.ones(2), "spherical")
    assert scores.icl(x * 90, apart) == pytest.approx(scores.bic(x * 90, apart))


def test_the_rand_index_ignores_numbers():
    labels = np.array([0, 0, 1, 1, 2, 2])
    assert scores.adjusted_rand((labels + 1) % 3, labels) == 1
    assert scores.adjusted_rand(np.zeros(6, dtype=int), labels) == 0


def test_the_silhouette_of_many_points_is_that_of_a_fixed_sample():
    data = draw("blobs", n_samples=6_000, n_clusters=3, seed=3)
    sampled = scores.silhouette(data.points, data.labels)
    assert sampled == scores.silhouette(data.points, data.labels)
    assert sampled == pytest.approx(silhouette_score(data.points, data.labels), abs=0.01)
    lone = np.arange(6_000) == 4_321  # a cluster of one point is never lost
    assert np.isfinite(scores.silhouette(data.points, lone.astype(np.int64)))


@pytest.mark.parametrize("labels", [[0, 0, 0], [0, 1, 2]])
def test_a_silhouette_needs_two_clusters_and_fewer_than_points(labels):
    with pytest.raises(ValueError, match="a silhouette needs 2 to 2 clusters; got"):
        scores.silhouette(np.arange(3.0)[:, np.newaxis], np.array(labels))
