import numpy as np
import pytest

from core import arrays
from core.arrays import check_points, frozen, whole


@pytest.mark.parametrize(
    ("x", "words"),
    [
        ([1.0, 2.0], "n >= 1 rows and d >= 1 columns, got \\(2,\\)"),
        (np.empty((0, 2)), "got \\(0, 2\\)"),
        ([[1.0, np.nan], [np.inf, np.nan]], "got 2 NaN and 1 infinite"),
        ([[1.0, -2e150]], "at most 1e\\+150 in size, got 2e\\+150"),
        (np.zeros((1, 129)), "at most 2,000,000 rows by 128 columns, got 1 by 129"),
    ],
)
def test_points_that_are_refused(x, words):
    with pytest.raises(ValueError, match=words):
        check_points(x)


def test_points_become_contiguous_float64_and_are_not_copied_when_they_are():
    x = np.arange(6.0).reshape(3, 2)
    assert check_points(x) is x
    assert check_points(np.asfortranarray(x)).flags.c_contiguous
    assert check_points([[1, 2]]).dtype == np.float64


def test_too_many_points_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(arrays, "MAX_POINTS", 2)
    with pytest.raises(ValueError, match="at most 2 rows"):
        check_points(np.full((3, 1), np.nan))


def test_frozen_is_read_only_and_apart_from_its_source():
    source = np.zeros(2)
    copy = frozen(source)
    source[0] = 1
    assert copy.tolist() == [0, 0]
    assert frozen(copy) is copy
    with pytest.raises(ValueError, match="read-only"):
        copy[0] = 1


@pytest.mark.parametrize("value", [True, 1.0, "1", None, 0, 11])
def test_only_whole_numbers_in_range_pass(value):
    with pytest.raises(ValueError, match="size must be a whole number from 1 to 10, got"):
        whole("size", value, 1, 10)
    assert whole("size", np.int64(10), 1, 10) == 10
