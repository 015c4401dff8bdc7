"""Rounded shares sum to one, and none moves by a whole unit."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rounding import rounded_shares


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=12), st.integers(1, 6))
def test_what_is_printed_sums_to_one(parts: list[float], digits: int) -> None:
    shares = np.array(parts) / np.sum(parts)
    rounded = rounded_shares(shares, digits)
    assert sum(Decimal(f"{share:.{digits}f}") for share in rounded) == 1
    assert (np.abs(rounded - shares) < 10.0**-digits).all()


@pytest.mark.parametrize(
    ("shares", "rounded"),
    [
        ([1 / 3, 1 / 3, 1 / 3], [0.34, 0.33, 0.33]),
        ([0.006, 0.497, 0.497], [0.0, 0.5, 0.5]),
        ([0.125, 0.375, 0.5], [0.13, 0.37, 0.5]),
        ([1.0], [1.0]),
    ],
)
def test_largest_remainders_by_hand(shares: list[float], rounded: list[float]) -> None:
    assert rounded_shares(np.array(shares), 2).tolist() == pytest.approx(rounded)
