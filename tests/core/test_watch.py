"""Whoever waits for a fit learns how far it is, and can give it up."""

import numpy as np
import pytest

from core import gmm, kmeans
from core.watch import GivenUpError, watched

X = np.random.RandomState(0).randn(200, 2)


@pytest.mark.parametrize("fit", [gmm.fit, kmeans.fit])
def test_starts_and_iterations_are_told_in_their_order(fit) -> None:
    heard: list[tuple[str, int]] = []
    with watched(lambda *said: heard.append(said)):
        fit(X, 3, n_starts=2, start="random_points")
    assert ("start", 2) in heard
    assert heard[0] == ("start", 1)
    first = heard[1 : heard.index(("start", 2))]
    assert first == [("iteration", i) for i in range(len(first))]


def test_a_fit_that_is_given_up_ends_at_once() -> None:
    heard: list[int] = []

    def give_up(what: str, number: int) -> None:
        heard.append(number)
        if what == "iteration" and number == 2:
            raise GivenUpError

    with pytest.raises(GivenUpError), watched(give_up):
        gmm.fit(X, 3, tol=0.0)
    assert heard[-1] == 2


def test_nobody_has_to_watch() -> None:
    assert gmm.fit(X, 2).n_iter > 0
