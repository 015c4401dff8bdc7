"""In every guided case the likelihood runs away, and every cure stops it."""

import numpy as np
import pytest

from core import gmm, laboratory
from core.mixture import matrices

CASES = {title: make() for title, make in laboratory.CASES.items()}


def least_variances(trace: gmm.Trace, component: int) -> list[float]:
    """The least eigenvalue of a component's covariance, step by step."""
    return [float(np.linalg.eigvalsh(matrices(s.mixture)[component])[0]) for s in trace.steps]


@pytest.mark.parametrize("title", CASES)
def test_the_likelihood_runs_away_over_many_steps_while_a_width_vanishes(title: str) -> None:
    trace = laboratory.run(CASES[title])
    assert trace.stop is gmm.Stop.COLLAPSED
    assert trace.collapse is not None
    assert 5 <= trace.collapse.step <= 30
    likelihoods = [step.log_likelihood for step in trace.steps]
    assert (np.diff(likelihoods) > 0).all()
    assert np.diff(likelihoods)[-1] > 2 * np.median(np.diff(likelihoods))
    widths = least_variances(trace, trace.collapse.component)
    assert (np.diff(widths[-4:]) < 0).all()
    assert widths[-1] < 1e-4 * widths[0]


@pytest.mark.parametrize("title", CASES)
@pytest.mark.parametrize("cure", [name for name in laboratory.CURES if name != "none"])
def test_every_cure_lets_em_converge_with_every_width_kept(title: str, cure: str) -> None:
    trace = laboratory.run(CASES[title], cure)
    assert trace.stop is gmm.Stop.CONVERGED
    last = trace.steps[-1].mixture
    assert np.linalg.eigvalsh(matrices(last)).min() > 1e-3


def test_the_doomed_component_has_the_duplicates() -> None:
    case = CASES["Duplicated points"]
    copies = (case.points == case.points[14]).all(axis=1)
    assert copies.sum() == 15
    trace = laboratory.run(case)
    assert trace.collapse is not None
    mean = trace.steps[-1].mixture.means[trace.collapse.component]
    assert mean == pytest.approx(case.points[14], abs=1e-5)


def test_the_component_on_one_point_has_no_other() -> None:
    case = CASES["A component on one point"]
    last = laboratory.run(case).steps[-1].mixture
    assert laboratory.narrowest(last, len(case.points)).points == pytest.approx(1, abs=0.03)


def test_a_width_is_that_of_the_narrowest_component() -> None:
    covariances = np.array([np.eye(2), [[2.0, 0], [0, 0.25]]])
    width = laboratory.narrowest(
        gmm.Mixture(np.array([0.7, 0.3]), np.zeros((2, 2)), covariances), 50
    )
    assert (width.component, width.least, width.points) == (1, 0.25, 15)
    assert width.peak == pytest.approx(1 / (2 * np.pi * np.sqrt(2 * 0.25)))
