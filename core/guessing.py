"""Real or generated? Cards to guess from, and what a score says."""

from dataclasses import dataclass

import numpy as np

from core import gmm
from core.arrays import Mask, Points, stream, whole

MAX_CARDS = 40


@dataclass(frozen=True, eq=False)
class Cards:
    """Points of which half are real.

    Args:
        points: (n, d) in random order.
        generated: (n,) whether each is.
    """

    points: Points
    generated: Mask


def deal(real: Points, mixture: gmm.Mixture, n: int, *, seed: int) -> Cards:
    """Mix n / 2 real points with as many generated ones.

    Args:
        real: (m, d), m >= n / 2.
        mixture: that the others are drawn from.
        n: even, at most MAX_CARDS.
        seed: of the random stream.
    """
    half = whole("n", n, 2, MAX_CARDS) // 2
    rng = stream(seed)
    chosen = real[rng.choice(len(real), half, replace=False)]
    drawn, _ = gmm.sample(mixture, half, seed=seed)
    order = rng.permutation(2 * half)
    return Cards(np.concatenate([chosen, drawn])[order], np.repeat([False, True], half)[order])


def interval(hits: int, n: int) -> tuple[float, float]:
    """Where the share of right guesses may lie in the long run, with 95 % confidence.

    Args:
        hits: right guesses.
        n: all guesses, 1 or more.

    Source: Wilson (1927), as recommended by Brown, Cai and DasGupta (2001).
    """
    from scipy.stats import binomtest

    bounds = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    return float(bounds.low), float(bounds.high)
