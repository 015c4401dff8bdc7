"""The tree over k: rows of fits whose clusters hang together, and the points of each."""

import numpy as np
import pytest

from components import growing, models, points
from components.choose import tree
from components.stage.events import Click, Drag
from components.stage.scene import Scene
from core.settings import Values
from tests.pages.driver import TREE, at, numbers, state


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tree is complete."""
    monkeypatch.setattr(growing, "WAIT", 60)


def rows(values: Values) -> tree.Rows:
    found, is_complete = tree.rows_of(values)
    assert found is not None
    assert is_complete
    return found


@pytest.mark.parametrize("query", ["", "model=GMM&cov=diag", "data=waiting", "data=wine&most_k=5"])
def test_every_row_has_all_points_in_the_colours_of_the_other_pages(query: str) -> None:
    values = at(TREE, query)
    found, n = rows(values), len(points.data_of(values).points)
    assert list(found.fits) == list(range(1, values["most_k"] + 1))
    for k, labels in found.labels.items():
        assert sum(node.size for node in found.tree.nodes if node.k == k) == n
        fits = models.compare(points.origin_of(values), models.plan_of({**values, "k": k}))
        c = fits.comparison
        own = c.labels if values["model"] == "k-means" else c.components
        np.testing.assert_array_equal(labels, c.numbers[own])


def test_the_picture_shows_the_row_at_hand_and_says_what_stands_for_which_points() -> None:
    shown = state(TREE, "k=4&most_k=6")
    assert isinstance(shown.picture, Scene)
    assert not shown.growing
    pieces = {piece["name"]: piece for piece in shown.picture.data}
    nodes, labels = pieces["nodes"], pieces["nodes"]["meta"]["labels"]
    for k, cluster, *_ in nodes["customdata"].astype(int):
        size = int((labels[k] == cluster).sum())
        assert f"k = {k + 1}, cluster {cluster + 1}: {size:,} points" in " ".join(nodes["text"])
    assert pieces["points"]["meta"]["rows"]
    assert "points at k = 4" in shown.alt


def test_the_inertia_falls_row_by_row_to_that_of_compare() -> None:
    values = [float(numbers(state(TREE, f"k={k}"))["Inertia"].replace(",", "")) for k in (1, 3, 5)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 796.5096


def test_separate_groups_only_split_and_noise_tangles() -> None:
    apart = rows(at(TREE, "std=0.1&most_k=5"))
    assert apart.unstable() == []
    assert rows(at(TREE, "data=noise")).unstable()
    assert [tree.moved(apart, k) for k in range(2, 6)] == [
        500 - max_stay(apart, k) for k in range(2, 6)
    ]


def max_stay(found: tree.Rows, k: int) -> int:
    """Points in the largest part of each cluster of the row above, counted from the labels."""
    pairs = np.unique(np.stack([found.labels[k - 1], found.labels[k]]), axis=1, return_counts=True)
    (sources, _), counts = pairs
    return int(sum(counts[sources == source].max() for source in np.unique(sources)))


def test_a_press_or_a_pull_chooses_the_row() -> None:
    values = at(TREE, "most_k=8")
    assert tree.heed(Click(0.5, 6.2, 1, "nodes", 3), values) == {"k": 6}
    assert tree.heed(Drag(tree.ROW, 0.0, 99.0), values) == {"k": 8}
    assert tree.heed(Click(0.5, 6.2, 2), values) is None


def test_a_tree_grows_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "WAIT", 0)
    shown = tree.state(at(TREE, "data=sizes&seed=5&n=4000&most_k=12"))
    assert shown.growing
    assert "a tree of" in shown.alt
