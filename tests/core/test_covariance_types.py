"""Types that allow the same mixtures win together, and a floor never wins in silence."""

import math

import numpy as np
import pytest

from core import datasets, gmm, scores
from core.covariance_types import Winners, same_models, winners


@pytest.mark.parametrize(
    ("d", "k", "models"),
    [
        (1, 1, [("full", "tied", "diag", "spherical")]),
        (1, 3, [("full", "diag", "spherical"), ("tied",)]),
        (2, 1, [("full", "tied"), ("diag",), ("spherical",)]),
        (2, 3, [("full",), ("tied",), ("diag",), ("spherical",)]),
    ],
)
def test_models_that_are_one_are_named_together(d: int, k: int, models: list[object]) -> None:
    assert list(same_models(d, k)) == models


@pytest.mark.parametrize(("d", "k"), [(1, 1), (1, 2), (3, 1), (3, 2)])
def test_one_model_has_one_number_of_parameters_and_reaches_one_value(d: int, k: int) -> None:
    x = datasets.draw("iris").points[:, :d]
    fits = {
        kind: gmm.fit(x, k, covariance_type=kind, tol=1e-9, max_iter=2_000).steps[-1].mixture
        for kind in gmm.COVARIANCE_TYPES
    }
    for group in same_models(d, k):
        assert len({gmm.n_parameters(fits[kind]) for kind in group}) == 1
        values = [scores.bic(x, fits[kind]) for kind in group]
        assert values == pytest.approx([values[0]] * len(group), rel=1e-6)


def test_one_model_wins_under_all_its_names_whatever_rounding_says() -> None:
    values = {"full": 10.0, "tied": 12.0, "diag": 9.9999999, "spherical": 10.0}
    won = winners(values, 1, 3, at_floor={})
    assert won == Winners(("full", "diag", "spherical"), 9.9999999, ())
    assert winners(values, 2, 3, at_floor={}).types == ("diag",)


def test_a_fit_at_the_floor_does_not_win_and_is_named() -> None:
    values = {"full": -57.6, "tied": 3.0, "diag": 2.0, "spherical": math.nan}
    won = winners(values, 2, 10, at_floor={"full": {0, 4}, "tied": set(), "diag": ()})
    assert won == Winners(("diag",), 2.0, ("full",))
    assert winners(values, 2, 10, at_floor={"tied": {1}}).at_floor == ()


def test_where_all_are_at_the_floor_nobody_wins() -> None:
    won = winners({"full": 1.0, "tied": 2.0}, 2, 9, at_floor={"full": {0}, "tied": {1}})
    assert (won.types, won.at_floor) == ((), ("full", "tied"))
    assert np.isnan(won.value)
    nothing = winners({"full": math.nan}, 2, 9, at_floor={})
    assert (nothing.types, nothing.at_floor) == ((), ())
