"""Matching keeps numbers where it can, gives each to one cluster, and always in the same way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.matching import match

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
