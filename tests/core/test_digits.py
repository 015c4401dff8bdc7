"""The digits' fits are what scikit-learn finds, and pictures and points are the same things."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.mixture import GaussianMixture

from core import digits, gmm, scores


def test_41_dimensions_keep_99_percent() -> None:
    data = digits.load()
    assert data.points.shape == (1797, 41)
    assert data.share == pytest.approx(0.99, abs=1e-3)
    assert np.cov(data.points.T) == pytest.approx(np.eye(41), abs=1e-9)


def test_points_look_like_the_pictures_they_were_made_from() -> None:
    data = digits.load()
    images = load_digits().data
    error = ((data.pictures(data.points) - images) ** 2).sum() / ((images - data.mean) ** 2).sum()
    assert error < 0.01


def test_110_components_are_scikit_learns() -> None:
    data, sweep = digits.load(), digits.sweep()
    theirs = GaussianMixture(110, random_state=0).fit(data.points)
    row = sweep.counts.tolist().index(110)
    assert theirs.converged_
    assert sweep.iterations[row] == theirs.n_iter_
    assert sweep.aic[row] == pytest.approx(theirs.aic(data.points), rel=1e-6)
    assert sweep.bic[row] == pytest.approx(theirs.bic(data.points), rel=1e-6)


@pytest.mark.parametrize("k", [1, 7, 50, 111, 140])
def test_a_fit_converges_to_the_scores_that_are_shipped(k: int) -> None:
    points, sweep, trace = digits.load().points, digits.sweep(), digits.fit(k)
    mixture = trace.steps[-1].mixture
    row = sweep.counts.tolist().index(k)
    assert trace.stop is gmm.Stop.CONVERGED
    assert trace.n_iter == sweep.iterations[row]
    assert scores.aic(points, mixture) == pytest.approx(sweep.aic[row], rel=1e-8)
    assert scores.bic(points, mixture) == pytest.approx(sweep.bic[row], rel=1e-8)


def test_every_count_has_its_scores() -> None:
    assert digits.sweep().counts.tolist() == list(range(1, digits.MOST + 1))


@pytest.mark.parametrize("k", [0, digits.MOST + 1, 1.5])
def test_a_count_out_of_range_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="k must be a whole number"):
        digits.fit(k)


def test_every_real_digit_is_nearest_to_itself() -> None:
    data = digits.load()
    rows, distances = data.nearest(data.points[:50])
    assert rows.tolist() == list(range(50))
    assert distances == pytest.approx(0, abs=1e-6)


def test_a_walk_goes_from_mean_to_mean_in_equal_steps() -> None:
    mixture = digits.fit(10).steps[-1].mixture
    steps = digits.walk(mixture, 3, 7)
    assert (steps[0] == mixture.means[3]).all()
    assert (steps[-1] == mixture.means[7]).all()
    lengths = np.linalg.norm(np.diff(steps, axis=0), axis=1)
    assert lengths == pytest.approx(lengths[0])
