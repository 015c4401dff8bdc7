"""Errors of recovered parameters are what they are called, and fall as they must."""

import numpy as np
import pytest
from hypothesis import given

from core import generation, gmm, recovery
from tests.core.mixtures import mixtures


def test_errors_of_recovered_parameters_fall_with_the_root_of_n() -> None:
    means = np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]])
    truth = gmm.Mixture(np.array([0.5, 0.3, 0.2]), means, np.tile(np.eye(2), (3, 1, 1)))
    sizes = [200, 800, 3_200, 12_800]
    for errors in recovery.recoveries(truth, sizes, 20, seed=0).values():
        slope = np.polyfit(np.log(sizes), np.log(errors), 1)[0]
        assert slope == pytest.approx(-0.5, abs=0.1)


@given(mixtures())
def test_a_mixture_recovers_itself_in_any_order(mixture: gmm.Mixture) -> None:
    back = generation.chosen(mixture, np.arange(len(mixture.weights))[::-1])
    found = recovery.recovery(mixture, back)
    assert found.order.tolist() == list(range(len(mixture.weights)))[::-1]
    assert max(found.weights.max(), found.means.max(), found.covariances.max()) < 1e-12


def test_two_widths_about_one_mean_are_paired_by_their_widths() -> None:
    widths = np.array([1.0, 16.0])
    truth = gmm.Mixture(np.array([0.5, 0.5]), np.zeros((2, 2)), widths, "spherical")
    found = recovery.recovered(truth, 10_000, seed=0)
    assert found.errors.covariances.max() < 0.1
    assert recovery.recovery(truth, found.fitted).order.tolist() == [0, 1]


def test_a_recovery_is_a_sample_its_fit_and_their_errors() -> None:
    truth = gmm.Mixture(np.array([0.3, 0.7]), np.array([[0.0], [9.0]]), np.ones(2), "spherical")
    found = recovery.recovered(truth, 2_000, seed=1)
    assert found.made.points.shape == (2_000, 1)
    assert found.fitted.means == pytest.approx(truth.means, abs=0.2)
    assert found.errors.means == pytest.approx(np.abs(found.fitted.means - truth.means)[:, 0])
