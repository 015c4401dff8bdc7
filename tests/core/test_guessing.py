"""Cards are half real, and a score's interval is Wilson's."""

import numpy as np
import pytest
from scipy import stats

from core import datasets, gmm, guessing


def _deal(n: int, seed: int) -> guessing.Cards:
    points = datasets.draw("moons").points
    return guessing.deal(points, gmm.fit(points, 4).steps[-1].mixture, n, seed=seed)


@pytest.mark.parametrize("n", [2, 10, 40])
def test_half_of_the_cards_are_real_and_no_real_one_comes_twice(n: int) -> None:
    cards, real = _deal(n, 0), datasets.draw("moons").points
    is_real = (cards.points[:, None] == real).all(axis=2).any(axis=1)
    assert (is_real == ~cards.generated).all()
    assert cards.generated.sum() == n // 2
    assert len(np.unique(cards.points, axis=0)) == n


def test_a_seed_repeats_the_deal_and_places_tell_nothing() -> None:
    one, again, other = _deal(20, 1), _deal(20, 1), _deal(20, 2)
    assert np.array_equal(one.points, again.points)
    assert not np.array_equal(one.points, other.points)
    shares = np.mean([_deal(10, seed).generated for seed in range(400)], axis=0)
    assert shares == pytest.approx(np.full(10, 0.5), abs=5 * 0.5 / 20)


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (7, 10), (14, 20), (40, 40)])
def test_the_interval_is_wilsons(hits: int, n: int) -> None:
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert guessing.interval(hits, n) == pytest.approx((expected.low, expected.high))
