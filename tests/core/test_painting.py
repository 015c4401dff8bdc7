"""Strokes: what they add is where the brush was, and what they take away was there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.painting import ADDS, Tool, distances, painted, stations

NONE = np.empty((0, 2)), np.empty(0, dtype=int)
places = st.lists(st.tuples(*[st.floats(-10, 10)] * 2), min_size=1, max_size=8).map(np.array)
kinds = st.sampled_from(list(ADDS))


def stroke(tool: Tool, path: list[tuple[float, float]], most: int = 400) -> np.ndarray:
    return painted(*NONE, tool, np.array(path, dtype=float), most=most)[0]


@given(places, st.floats(0.1, 3))
def test_a_brush_adds_points_within_its_width(path: np.ndarray, radius: float) -> None:
    added = painted(*NONE, Tool("brush", radius, 5), path, most=10_000)[0]
    assert len(added) >= 5
    assert (distances(added, path) <= radius * (1 + 1e-9)).all()


@given(kinds.filter(lambda kind: kind != "line"), places, places)
def test_a_longer_stroke_keeps_what_its_beginning_gave(
    kind: str, path: np.ndarray, more: np.ndarray
) -> None:
    tool = Tool(kind, 0.5, 3)
    first = painted(*NONE, tool, path, most=10_000)[0]
    longer = painted(*NONE, tool, np.concatenate([path, more]), most=10_000)[0]
    np.testing.assert_allclose(longer[: len(first)], first, atol=1e-9)


@given(kinds, places, st.integers(0, 20))
def test_there_are_never_more_points_than_allowed(kind: str, path: np.ndarray, most: int) -> None:
    points, labels = painted(*NONE, Tool(kind, 0.1, 50, label=3), path, most=most)
    assert len(points) == len(labels) <= most
    assert (labels == 3).all()


def test_a_gaussian_brush_has_its_mean_and_covariance() -> None:
    turn = np.radians(30)
    added = stroke(Tool("gaussian", 1, 20_000, (2.0, 0.5, turn)), [(3, -1)], most=20_000)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    np.testing.assert_allclose(added.mean(axis=0), [3, -1], atol=0.05)
    np.testing.assert_allclose(
        np.cov(added.T), axes.T @ np.diag([4, 0.25]) @ axes, rtol=0.05, atol=0.02
    )


def test_a_press_adds_one_point_and_a_line_goes_straight_to_its_end() -> None:
    assert stroke(Tool("point", 1), [(1, 2), (3, 4)]).tolist() == [[1, 2]]
    line = stroke(Tool("line", 1e-6, 1), [(0, 0), (5, 5), (0, 4e-6)])
    assert len(line) == 5
    np.testing.assert_allclose(line[:, 1], [0, 1e-6, 2e-6, 3e-6, 4e-6], atol=2e-6)


@given(places, places, st.floats(0.1, 3))
def test_an_eraser_takes_exactly_what_it_touches(
    points: np.ndarray, path: np.ndarray, radius: float
) -> None:
    labels = np.arange(len(points))
    left, names = painted(points, labels, Tool("erase", radius), path, most=400)
    touched = distances(points, path) <= radius
    np.testing.assert_array_equal(names, labels[~touched])
    np.testing.assert_array_equal(left, points[~touched])


def test_what_is_under_the_press_moves_along_and_the_rest_stays() -> None:
    points = np.array([[0.0, 0], [0.5, 0], [2, 0]])
    moved, _ = painted(
        points, np.zeros(3), Tool("move", 1), np.array([[0.0, 0], [9, 9], [1, 1]]), most=400
    )
    assert moved.tolist() == [[1, 1], [1.5, 1], [2, 0]]


def test_distances_and_stations_by_hand() -> None:
    path = np.array([[0.0, 0], [4, 0], [4, 3]])
    assert distances(np.array([[2.0, 1], [-3, 4], [5, 2], [4, 5]]), path) == pytest.approx(
        [1, 5, 1, 2]
    )
    assert stations(path, 2.0).tolist() == [[0, 0], [2, 0], [4, 0], [4, 2]]
    assert stations(path[:1], 2.0).tolist() == [[0, 0]]
