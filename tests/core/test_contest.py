"""The contest of criteria: every sample is counted once, and clear groups are found."""

import numpy as np
import pytest

from core import gmm
from core.contest import CONTESTANTS, contests
from core.criteria import criteria
from core.mixture import Mixture

APART = Mixture(
    np.array([0.3, 0.3, 0.4]),
    np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]]),
    np.array([1.0, 1.0, 1.0]),
    "spherical",
)


def test_clear_groups_are_found_by_all_and_every_sample_counts_once() -> None:
    results = list(contests(APART, 150, range(1, 6), rounds=4))
    assert [result.rounds for result in results] == [1, 2, 3, 4]
    assert (results[-1].counts.sum(axis=1) == 4).all()
    assert results[-1].found(3)[0] == results[-1].found(3)[-1] == 4
    assert results[-1].found(9).tolist() == [0] * len(CONTESTANTS)


def test_every_choice_is_that_of_the_criteria_on_the_same_sample() -> None:
    (result,) = contests(APART, 60, range(1, 5), rounds=1, seed=7)
    x, _ = gmm.sample(APART, 60, seed=7)
    fits = criteria(x, range(1, 5), ("spherical",), seed=7)
    for row, name in enumerate(CONTESTANTS[:-1]):
        k, _ = fits.best(name)
        assert result.counts[row, k - 1] == 1


def test_one_gaussian_gives_bic_one_component() -> None:
    one = Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None], "full")
    *_, result = contests(one, 200, range(1, 4), rounds=5)
    assert result.found(1)[0] == 5
    assert result.found(1)[-1] == 0  # silhouettes need two clusters


@pytest.mark.parametrize("wrong", [{"n": 1}, {"rounds": 0}, {"seed": -1}])
def test_what_is_out_of_range_is_refused(wrong: dict[str, int]) -> None:
    asked = {"n": 50, "rounds": 1, "seed": 0} | wrong
    with pytest.raises(ValueError, match="must be a whole number"):
        next(contests(APART, asked.pop("n"), range(1, 3), **asked))
