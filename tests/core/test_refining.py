"""Refined maps: never worse, and what the cigars' fits were missing is found."""

import numpy as np
import pytest

from core.criteria import criteria
from core.datasets import draw
from core.refining import refined


@pytest.mark.parametrize("name", ["cigars", "stretched", "crossing"])
def test_no_fit_gets_worse_and_every_mark_goes(name: str) -> None:
    x = draw(name, n_samples=200).points
    found = criteria(x, range(1, 8), seed=0)
    *_, last = refined(x, found)
    assert (last.log_likelihood >= found.log_likelihood).all()
    unmarked = last.log_likelihood == found.log_likelihood
    assert unmarked[~found.below & ~last.below].any()
    assert not last.below.any()


def test_three_cigars_are_three_once_the_fits_are_refined() -> None:
    x = draw("cigars").points
    found = criteria(x, range(1, 7), ("tied",), seed=0)
    *_, last = refined(x, found)
    assert last.best("bic") == (3, "tied")
    assert np.nanmin(last.bic) < np.nanmin(found.bic)


def test_what_has_no_smaller_neighbour_stays() -> None:
    x = draw("cigars", n_samples=200).points
    found = criteria(x, (1, 4, 7), ("full",), seed=0)
    *_, last = refined(x, found)
    assert last.cells == found.cells
