"""Points flow down the tree, and none is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tree import Edge, Node, order, tree


def test_by_hand():
    result = tree({2: np.array([0, 0, 0, 1, 1]), 3: np.array([0, 0, 2, 2, 1])})
    sizes = [Node(2, 0, 3), Node(2, 1, 2), Node(3, 0, 2), Node(3, 1, 1), Node(3, 2, 2)]
    assert list(result.nodes) == sizes
    assert set(result.edges) == {
        Edge(3, 0, 0, 2, 1.0),
        Edge(3, 0, 2, 1, 0.5),
        Edge(3, 1, 2, 1, 0.5),
        Edge(3, 1, 1, 1, 1.0),
    }
    assert [edge.source for edge in result.parents(Node(3, 2, 2))] == [0, 1]
    assert result.parents(Node(2, 0, 3)) == ()


@given(st.integers(1, 30), st.integers(0, 2**31), st.lists(st.integers(1, 9), unique=True))
def test_every_point_has_one_place_at_every_k(n, seed, ks):
    rng = np.random.default_rng(seed)
    result = tree({k: rng.integers(k, size=n) for k in ks})
    for k in ks:
        nodes = {node.cluster: node.size for node in result.nodes if node.k == k}
        assert sum(nodes.values()) == n
        edges = [edge for edge in result.edges if edge.k == k]
        if k == min(ks):
            assert not edges
            continue
        for cluster, size in nodes.items():
            into = [edge for edge in edges if edge.target == cluster]
            assert sum(edge.count for edge in into) == size
            assert sum(edge.share for edge in into) == pytest.approx(1)


def test_ks_go_by_their_size_not_by_their_order():
    a, b = np.array([0, 0]), np.array([0, 1])
    assert tree({2: b, 1: a}) == tree({1: a, 2: b})


@pytest.mark.parametrize("labels", [{1: [0, 0], 2: [0]}, {1: [-1, 0]}, {1: []}])
def test_labels_that_do_not_fit_are_refused(labels):
    with pytest.raises(ValueError, match="label"):
        tree({k: np.array(values) for k, values in labels.items()})


def test_children_lie_below_their_parents_so_that_nothing_crosses() -> None:
    labels = {1: np.zeros(6, int), 2: np.array([1, 1, 1, 0, 0, 0]), 3: np.array([2, 1, 1, 0, 0, 0])}
    rows = order(tree(labels))
    assert rows[2] == (0, 1)
    assert rows[3] == (0, 1, 2)
    swapped = {2: labels[2], 3: np.array([0, 0, 0, 2, 1, 1])}
    assert order(tree(swapped))[3] == (1, 2, 0)
