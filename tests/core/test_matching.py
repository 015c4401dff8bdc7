"""Matching keeps numbers where it can, gives each to one cluster, and always in the same way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import datasets, film, gmm, kmeans, matching, starts
from core.comparison import compare
from core.generation import chosen, marginal
from core.matching import disagreements, match, match_components
from tests.core.mixtures import mixtures

quick = settings(derandomize=True, deadline=None, max_examples=100)
counts = st.integers(1, 7)


@st.composite
def labellings(draw):
    n, n_labels, n_reference = draw(st.integers(1, 40)), draw(counts), draw(counts)
    labels = draw(st.lists(st.integers(0, n_labels - 1), min_size=n, max_size=n))
    reference = draw(st.lists(st.integers(0, n_reference - 1), min_size=n, max_size=n))
    return np.array(labels), np.array(reference), n_labels, n_reference


def kept(numbers, labels, reference):
    return int((numbers[labels] == reference).sum())


def test_a_case_by_hand():
    labels = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    reference = np.array([1, 1, 0, 0, 0, 0, 0, 0])  # 2 takes 0 with 3 points, 1 with 2 is left over
    assert match(labels, reference, 3, 2).tolist() == [1, 2, 0]


def test_the_best_sum_is_found_not_the_greediest_pair():
    labels = np.repeat([0, 1], [9, 5])
    reference = np.repeat(
        [0, 1, 0], [5, 4, 5]
    )  # 0 overlaps most with 0, but 1 overlaps only with 0
    assert match(labels, reference, 2, 2).tolist() == [1, 0]


@quick
@given(st.integers(1, 8).flatmap(lambda k: st.permutations(range(k))), st.integers(1, 5))
def test_a_renumbered_copy_gets_its_numbers_back(permutation, copies):
    reference = np.tile(np.arange(len(permutation)), copies)
    labels = np.array(permutation)[reference]
    numbers = match(labels, reference, len(permutation), len(permutation))
    np.testing.assert_array_equal(numbers[labels], reference)
    assert numbers.tolist() == np.argsort(permutation).tolist()


@quick
@given(labellings())
def test_every_label_has_a_number_of_its_own_and_no_gap_is_left_open(case):
    labels, reference, n_labels, n_reference = case
    numbers = match(*case)
    assert len(set(numbers.tolist())) == n_labels
    overlap = [bool((numbers[labels] == reference)[labels == j].any()) for j in range(n_labels)]
    left_over = numbers[~np.array(overlap)].tolist()
    unused = [number for number in range(n_labels) if number not in numbers[np.array(overlap)]]
    assert left_over == unused[: len(left_over)]
    assert numbers.max() < max(n_labels, n_reference)


@quick
@given(labellings(), st.randoms(use_true_random=False))
def test_no_other_numbering_keeps_more_points(case, random):
    labels, reference, n_labels, n_reference = case
    best = kept(match(*case), labels, reference)
    numbers = list(range(max(n_labels, n_reference)))
    for _ in range(20):
        random.shuffle(numbers)
        assert kept(np.array(numbers), labels, reference) <= best


@quick
@given(labellings(), st.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter(case, random):
    labels, reference, *counts = case
    order = list(range(len(labels)))
    random.shuffle(order)
    np.testing.assert_array_equal(match(*case), match(labels[order], reference[order], *counts))


def test_of_equally_good_matchings_the_one_that_changes_least_is_taken():
    labels, reference = np.array([0, 1, 1]), np.array([2, 0, 1])  # 1 could be 0 as well as 1
    assert match(labels, reference, 3, 3).tolist() == [2, 1, 0]


def test_an_empty_cluster_takes_the_lowest_number_not_in_use():
    labels, reference = np.array([0, 0, 2, 2]), np.array([2, 2, 1, 1])
    assert match(labels, reference, 3, 5).tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("labels", "reference", "said"),
    [
        ([0, 1], [0], "same points; got 2 and 1"),
        ([0, 2], [0, 1], "labels must be 0 to 1; got 0 to 2"),
        ([0, 1], [-1, 1], "reference labels must be 0 to 1; got -1 to 1"),
    ],
)
def test_labels_that_do_not_fit_are_refused_with_a_sentence(labels, reference, said):
    with pytest.raises(ValueError, match=said):
        match(np.array(labels), np.array(reference), 2, 2)


@quick
@given(labellings(), st.randoms(use_true_random=False))
def test_names_do_not_count_as_disagreements(case, random):
    labels, reference, n_labels, n_reference = case
    names = list(range(n_labels))
    random.shuffle(names)
    renamed = np.array(names)[labels]
    assert disagreements(renamed, labels, n_labels, n_labels).sum() == 0
    count = disagreements(*case).sum()
    assert count == disagreements(renamed, reference, n_labels, n_reference).sum()
    assert count == len(labels) - kept(match(*case), labels, reference)


def test_one_clock_and_compare_count_the_same_disagreements():
    x = datasets.draw("stretched").points
    centres = starts.centres(x, 4, "in_a_corner")
    clusters = kmeans.fit(x, 4, centres=centres, max_iter=60)
    begin = starts.mixture(x, clusters.steps[0].centres)
    components = gmm.fit(x, 4, mixture=begin, max_iter=60)
    *_, ours = film.kmeans_frames(x, clusters)
    *_, theirs = film.em_frames(x, components)
    found = disagreements(theirs.responsibilities.argmax(axis=1), ours.labels, 4, 4)
    assert found.sum() == 29  # 187, were two groups that swapped names not matched
    both = compare(x, clusters.steps[-1], components.steps[-1].mixture)
    np.testing.assert_array_equal(both.disagreements, found)


@quick
@given(mixtures(), st.randoms(use_true_random=False))
def test_components_in_another_order_get_their_numbers_back(mixture, random):
    order = list(range(len(mixture.weights)))
    random.shuffle(order)
    assert match_components(chosen(mixture, np.array(order)), mixture).tolist() == order


@quick
@given(mixtures(), mixtures(), st.floats(0.1, 10), st.floats(-100, 100))
def test_units_and_origin_do_not_decide_who_belongs_together(mixture, other, unit, origin):
    k = min(len(mixture.weights), len(other.weights))
    d = min(mixture.means.shape[1], other.means.shape[1])
    pair = [_cut(m, k, d) for m in (mixture, other)]
    plain = match_components(*pair)
    moved = [gmm.Mixture(m.weights, m.means * unit + origin, m.covariances * unit**2) for m in pair]
    np.testing.assert_array_equal(match_components(*moved), plain)


def _cut(mixture, k, d):
    return marginal(chosen(mixture, np.arange(k)), np.arange(d))


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_components_with_one_mean_are_told_apart_by_width_and_twins_by_weight(order):
    means, weights = np.zeros((2, 2)), np.array([0.3, 0.7])
    widths = gmm.Mixture(weights, means, np.array([1.0, 4.0]), "spherical")
    twins = gmm.Mixture(weights, means, np.ones(2), "spherical")
    for mixture in (widths, twins):
        assert match_components(chosen(mixture, np.array(order)), mixture).tolist() == order


def test_a_component_without_width_does_not_decide_about_the_others():
    means = np.array([[0.0], [3.0], [30.0]])
    truth = gmm.Mixture(np.full(3, 1 / 3), means, np.ones(3), "spherical")
    fitted = gmm.Mixture(
        np.array([0.01, 0.49, 0.5]), np.array([[3.0], [0.1], [2.9]]), np.array([1e-9, 1, 1]),
        "spherical",
    )  # fmt: skip
    assert match_components(fitted, truth).tolist() == [2, 0, 1]


def test_where_nothing_overlaps_the_nearer_are_paired():
    truth = gmm.Mixture(np.full(2, 0.5), np.array([[0.0], [1e4]]), np.ones(2), "spherical")
    fitted = gmm.Mixture(np.full(2, 0.5), np.array([[9e3], [1e3]]), np.ones(2), "spherical")
    assert match_components(fitted, truth).tolist() == [1, 0]


def test_the_overlap_is_the_integral_of_the_root_of_both_densities():
    places = np.linspace(-40, 40, 20_001)[:, None]
    one, other = (
        gmm.Mixture(np.ones(1), np.array([[mean]]), np.array([variance]), "spherical")
        for mean, variance in ((0.5, 2.0), (-1.0, 0.3))
    )
    roots = [np.exp(gmm.log_density(places, mixture)[:, 0] / 2) for mixture in (one, other)]
    integral = np.trapezoid(roots[0] * roots[1], places[:, 0])
    assert np.exp(-matching._distances(one, other)) == pytest.approx(integral, rel=1e-9)


def test_mixtures_that_cannot_be_paired_are_refused_with_a_sentence():
    one, two = (
        gmm.Mixture(np.full(k, 1 / k), np.zeros((k, 1)), np.ones(k), "spherical") for k in (1, 2)
    )
    with pytest.raises(
        ValueError, match=r"need the same shape of means, got \(1, 1\) and \(2, 1\)"
    ):
        match_components(one, two)
