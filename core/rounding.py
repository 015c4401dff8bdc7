"""Rounding that keeps a sum."""

import numpy as np

from core.arrays import Array


def rounded_shares(shares: Array, digits: int = 4) -> Array:
    """Round shares so that what is printed sums to one, too.

    Rounded one by one, three thirds sum to 0.9999. Here all are rounded down, and the units of
    the last digit that are left over go to those that lost most, one each; so every share is
    less than one unit away from what it was.

    Args:
        shares: (k,), summing to one.
        digits: after the point.

    Source: the method of largest remainders (Hamilton's); Balinski and Young (2001), chapter 3.
    """
    units = 10**digits
    down = np.floor(shares * units)
    lost = shares * units - down
    left = round(units - down.sum())
    down[np.argsort(-lost, kind="stable")[:left]] += 1
    return np.asarray(down / units)
