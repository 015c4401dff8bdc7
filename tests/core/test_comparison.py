"""Both models under one set of numbers, which stay with their clusters as k moves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import gmm, kmeans
from core.comparison import compare, ladder, numbering
from core.datasets import draw
from core.generation import chosen

DATA = draw("blobs", seed=17)
STEP = kmeans.fit(DATA.points, 5, seed=420).steps[-1]
MIXTURE = gmm.fit(DATA.points, 5, seed=420).steps[-1].mixture


def references(data, ks):
    return {k: kmeans.fit(data.points, k, seed=0).steps[-1].labels for k in ks}


def shown(labels, numbers, k):
    return numbers[k][labels[k]]


def test_set_a_compares_as_the_article_says():
    found = compare(DATA.points, STEP, MIXTURE, truth=DATA.labels)
    assert found.inertia == pytest.approx(796.5096, abs=5e-5)
    assert (found.bic, found.aic) == pytest.approx((4374.261, 4252.037), abs=5e-4)
    assert found.log_likelihood / 500 == pytest.approx(-4.194037, abs=5e-7)
    assert sorted(found.radii) == pytest.approx([2.4733, 2.5056, 2.8302, 3.0189, 3.5476], abs=5e-5)
    assert found.rand_gmm == pytest.approx(0.96596, abs=5e-6)
    assert np.linalg.norm(found.centres - found.mixture.means, axis=1).max() < 0.1


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.permutations(range(5)), st.permutations(range(5)))
def test_the_order_within_a_model_changes_nothing_a_reader_sees(clusters, components):
    plain = compare(DATA.points, STEP, MIXTURE)
    other = compare(
        DATA.points,
        kmeans.Step(STEP.centres[clusters], STEP.inertia, points=DATA.points),
        chosen(MIXTURE, np.array(components)),
        numbers=np.array(clusters),
    )
    np.testing.assert_array_equal(other.numbers, plain.numbers)
    np.testing.assert_array_equal(other.centres, plain.centres)
    np.testing.assert_array_equal(other.labels, plain.labels)
    np.testing.assert_array_equal(other.components, plain.components)
    np.testing.assert_array_equal(other.mixture.means, plain.mixture.means)
    np.testing.assert_allclose(other.responsibilities, plain.responsibilities, atol=1e-12)


def test_disagreements_are_the_points_under_different_numbers():
    found = compare(DATA.points, STEP, MIXTURE)
    np.testing.assert_array_equal(found.components, found.responsibilities.argmax(axis=1))
    assert found.disagreements.sum() == 2
    assert found.certainty.min() >= 1 / 5
    assert found.rand_kmeans is None


def test_the_share_inside_an_ellipse_is_a_count():
    found = compare(DATA.points, STEP, MIXTURE)
    assert found.share_inside(1) == np.count_nonzero(found.distances <= 1) / 500
    assert found.share_inside(0) == 0
    assert found.share_inside(100) == 1


def test_numbers_may_have_gaps_and_pairs_come_in_their_order():
    found = compare(DATA.points, STEP, MIXTURE, numbers=np.array([7, 0, 4, 2, 3]))
    assert found.numbers.tolist() == [0, 2, 3, 4, 7]
    np.testing.assert_array_equal(found.centres, STEP.centres[[1, 3, 4, 2, 0]])


def test_models_that_cannot_be_paired_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="both models need the same k; got 5 and 4"):
        compare(DATA.points, STEP, gmm.fit(DATA.points, 4).steps[-1].mixture)
    with pytest.raises(ValueError, match="numbers must be 5 different ones"):
        compare(DATA.points, STEP, MIXTURE, numbers=np.array([0, 1, 1, 2, 3]))


def test_at_the_number_of_classes_the_numbers_are_the_classes():
    labels = references(DATA, [5])
    agree = shown(labels, numbering(labels, DATA.labels), 5) == DATA.labels
    assert agree.mean() > 0.98


@pytest.mark.parametrize("name", ["blobs", "stretched", "faithful", "noise", "iris"])
def test_colours_stay_with_their_cluster_as_k_moves_by_one(name):
    data = draw(name, seed=17)
    labels = references(data, range(1, 13))
    numbers = numbering(labels, data.labels)
    anchor = 1 if data.labels is None else data.labels.max() + 1
    for k in range(1, 12):
        assert len(set(numbers[k].tolist())) == k
        near, far = (k, k + 1) if k >= anchor else (k + 1, k)
        new = set(numbers[far].tolist()) - set(numbers[near].tolist())
        assert len(new) == max(far - near, 0)
        assert (shown(labels, numbers, k) == shown(labels, numbers, k + 1)).mean() >= 0.5


def test_five_six_five_on_blobs_keeps_four_clusters_whole():
    labels = references(DATA, [5, 6])
    numbers = numbering(labels, DATA.labels)
    five, six = shown(labels, numbers, 5), shown(labels, numbers, 6)
    changed = five != six
    assert set(six[changed].tolist()) == {5}  # only the new cluster has a new colour
    assert len(set(five[changed].tolist())) == 1


@pytest.mark.parametrize("truth", [DATA.labels, None])
@pytest.mark.parametrize("k", [1, 3, 5, 6, 9])
def test_numbers_depend_on_the_state_alone(truth, k):
    every = references(DATA, range(1, 10))
    needed = {rung: every[rung] for rung in ladder(k, truth)}
    np.testing.assert_array_equal(numbering(needed, truth)[k], numbering(every, truth)[k])


def test_a_ladder_reaches_from_the_anchor_to_k():
    assert list(ladder(3)) == [1, 2, 3]
    assert list(ladder(3, DATA.labels)) == [3, 4, 5]
    assert list(ladder(7, DATA.labels)) == [5, 6, 7]


def test_a_broken_ladder_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"unbroken range of k; got \[5, 7\]"):
        numbering(references(DATA, [5, 7]))
