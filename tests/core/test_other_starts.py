"""A film that rests in a poor optimum can say what another start reaches."""

import numpy as np
import pytest

from core import datasets, gmm, other_starts, starts

STRETCHED = datasets.draw("stretched").points


def test_the_golden_run_rests_in_a_poor_optimum() -> None:
    begin = starts.mixture(STRETCHED, starts.centres(STRETCHED, 4, "first_points"))
    reached = gmm.fit(STRETCHED, 4, mixture=begin).steps[-1].log_likelihood
    other = other_starts.likelier(STRETCHED, 4, reached)
    assert other is not None
    assert (reached, other.log_likelihood) == pytest.approx((-856.7, -767.4), abs=0.05)
    again = gmm.fit(STRETCHED, 4, start=other.start, seed=other.seed)
    assert again.steps[-1].log_likelihood == other.log_likelihood
    assert other_starts.likelier(STRETCHED, 4, other.log_likelihood) is None


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_a_fit_at_the_floor_is_no_better_one(kind: str) -> None:
    x = np.random.default_rng(0).standard_normal((10, 2))
    assert other_starts.likelier(x, 10, -np.inf, covariance_type=kind) is None
    wide = other_starts.likelier(x, 1, -1e9, covariance_type=kind)
    assert wide is not None
    assert wide.tried == 10
