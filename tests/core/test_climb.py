"""The bound lies below the log-likelihood, touches it after E, and is highest after M."""

import numpy as np
import pytest

from core import datasets, gmm
from core.climb import climb

X = datasets.draw("stretched").points


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
@pytest.mark.parametrize("t", [0, 3])
def test_a_climb_from_step_to_step(kind: str, t: int) -> None:
    steps = gmm.fit(X, 4, covariance_type=kind, start="random_points", tol=0, max_iter=5).steps
    way = climb(X, steps[t].mixture, steps[t + 1].mixture)
    assert way.bounds[0] == pytest.approx(steps[t].log_likelihood)
    assert way.log_likelihoods[[0, -1]] == pytest.approx(
        [steps[t].log_likelihood, steps[t + 1].log_likelihood]
    )
    assert (way.bounds <= way.log_likelihoods + 1e-9).all()
    assert way.bounds.argmax() == len(way.places) - 1
    assert (np.diff(way.places) > 0).all()
