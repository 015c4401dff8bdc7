"""Points in a link: what goes in comes out, and no text does harm."""

import base64
import json
import zlib

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core import datasets, small_sets
from core.arrays import Points
from core.small_sets import LONGEST, MOST, decode, encode

coordinates = st.floats(-1e150, 1e150)
points = st.tuples(st.integers(1, 40), st.integers(1, 2)).flatmap(
    lambda shape: arrays.arrays(np.float64, shape, elements=coordinates)
)


def packed(content: object) -> str:
    text = zlib.compress(json.dumps(content).encode())
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


@given(points)
@example(np.array([[1e9, 0.0], [1e9 + 1e-3, 5e-300]]))
@example(np.full((3, 2), 1 / 3))
def test_points_come_back_within_half_a_step_and_then_stay(x: Points) -> None:
    once = decode(encode(x)).points
    spread = np.where(np.ptp(x, axis=0) > 0, np.ptp(x, axis=0), np.abs(x).max(axis=0))
    digits = 4 * np.finfo(float).eps * np.abs(x).max(axis=0)
    assert (np.abs(once - x) <= 0.51 * spread / small_sets.FEW_STEPS + digits + 1e-290).all()
    np.testing.assert_array_equal(decode(encode(once)).points, once)


@given(st.lists(st.tuples(*[st.integers(-9_999, 9_999)] * 2), min_size=1, max_size=MOST))
def test_decimals_come_back_exactly(numbers: list[tuple[int, int]]) -> None:
    x = np.array(numbers) / 100
    np.testing.assert_array_equal(decode(encode(x)).points, x)


def test_measured_data_come_back_exactly_with_classes_and_names() -> None:
    data = datasets.draw("faithful")
    labels = (data.points[:, 0] > 3).astype(int)
    told = decode(encode(data.points, labels, data.columns))
    np.testing.assert_array_equal(told.points, data.points)
    np.testing.assert_array_equal(told.labels, labels)
    assert told.columns == data.columns


def test_two_hundred_points_are_under_two_kilobytes_and_the_most_fit_a_link() -> None:
    x = np.random.RandomState(0).randn(MOST, 2)
    labels = np.random.RandomState(0).randint(0, 6, MOST)
    assert len(encode(x[:200], labels[:200])) < 2_000
    assert len(encode(x, labels)) < LONGEST
    assert encode(x[:0]) == ""


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 400 points of 2 columns"):
        encode(np.zeros((MOST + 1, 2)))
    with pytest.raises(ValueError, match="at most 400 points of 2 columns"):
        encode(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="from 0 to 255"):
        encode(np.zeros((1, 2)), np.array([256]))


@given(st.text() | st.text("abcXYZ019-_", min_size=1))
@example("A" * (LONGEST + 1))
@example(packed([1, [[0, "x", [1]]], None])[:-2])
@example(packed([1, [[0, "x", []]], None]))
@example(packed([1, [[0, "x", [1]], [0, "y", [1, 2]]], None]))
@example(packed([1, [[0, "x", [10**30]]], None]))
@example(packed([1, [[10**9, "x", [1]]], None]))
@example(packed([1, [[0.5, "x", [1]]], None]))
@example(packed([1, [[0, "x", [1.5e308]]], None]))
@example(packed([1, [[0, "x", [1]]], [0, 1]]))
@example(packed([1, [[0, "x", [1]]], [-1]]))
@example(packed([2, [[0, "x", [1]]], None]))
@example(packed([1, [[0, "x", [1]]] * 3, None]))
@example(packed([1, [[0, "x", list(range(401))]], None]))
@example(packed("[" * 10_000))
@example(packed([0] * 100_000))
def test_other_texts_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"was cut or changed"):
        decode(text)
