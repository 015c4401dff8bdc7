"""The test of k against k + 1 is honest: p-values are uniform where k is the truth."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import chisquare

from core import bootstrap, gmm
from core.datasets import draw
from core.selection import bootstrap_lrt

FAITHFUL = draw("faithful").points
TWO = gmm.Mixture([0.4, 0.6], [[-2.5, 0.0], [2.5, 0.0]], [1.0, 1.5], "spherical")
SAME = """
from core import bootstrap, datasets, lottery
x = datasets.draw("faithful").points
print(bootstrap.bootstrap_lrt(x, 2, n_replicates=19).replicates.tobytes().hex())
print(lottery.draw(x, 3, n_starts=8).values.tobytes().hex())
"""


def test_old_faithful_has_more_than_one_component():
    result = bootstrap_lrt(FAITHFUL, 1, n_replicates=49)
    assert result.statistic == pytest.approx(319.0656, abs=5e-3)
    assert result.p_value == 1 / 50


def test_old_faithful_has_more_than_two_tied_components():
    result = bootstrap_lrt(FAITHFUL, 2, "tied", n_replicates=199)
    assert result.statistic == pytest.approx(27.74, abs=1e-2)
    assert result.p_value == 1 / 200
    quartiles = np.quantile(result.replicates, [0.25, 0.5, 0.75])
    np.testing.assert_allclose(quartiles, [2.9, 4.1, 6.6], atol=1.0)


def test_old_faithful_with_full_components_is_a_close_call():
    result = bootstrap_lrt(FAITHFUL, 2, n_replicates=99)
    assert result.statistic == pytest.approx(31.65, abs=2e-2)
    assert 0.01 <= result.p_value <= 0.06
    p = result.p_value
    assert result.standard_error == pytest.approx(np.sqrt(p * (1 - p) / 100))


def test_p_values_are_uniform_where_k_is_the_truth():
    """200 sets, ranks among 9 replicates: all ten are equally likely."""
    ranks = []
    for seed in range(200):
        if seed % 2:
            x = np.random.default_rng(seed).normal(size=(60, 2))
            p = bootstrap_lrt(x, 1, "diag", n_replicates=9, seed=seed).p_value
        else:
            x, _ = gmm.sample(TWO, 60, seed=seed)
            p = bootstrap_lrt(x, 2, "spherical", n_replicates=9, seed=seed).p_value
        ranks.append(round(10 * p) - 1)
    counts = np.bincount(ranks, minlength=10)
    assert chisquare(counts).pvalue > 0.01
    assert np.mean(ranks) == pytest.approx(4.5, abs=3 * 2.87 / np.sqrt(200))


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_one_component_more_never_loses(kind):
    x = np.random.default_rng(1).normal(size=(40, 3)) * [1e-6, 1.0, 1e5]
    result = bootstrap_lrt(x / x.std(axis=0), 2, kind, n_replicates=20)
    assert result.statistic >= 0
    assert (result.replicates >= 0).all()


def test_the_unit_of_the_data_does_not_matter():
    ours = bootstrap_lrt(FAITHFUL, 2, "tied", n_replicates=5).statistic
    other = bootstrap_lrt(1e3 * FAITHFUL + 1e5, 2, "tied", n_replicates=5).statistic
    assert other == pytest.approx(ours, abs=1e-2)


def test_replicates_come_in_order_and_more_of_them_begin_with_the_same(monkeypatch):
    monkeypatch.setattr(bootstrap, "BATCH_POINTS", 4 * len(FAITHFUL))
    steps = list(bootstrap.bootstrap_lrts(FAITHFUL, 1, n_replicates=10))
    assert [len(step.replicates) for step in steps] == [0, 4, 8, 10]
    fewer = bootstrap_lrt(FAITHFUL, 1, n_replicates=8).replicates
    np.testing.assert_array_equal(steps[-1].replicates[:8], fewer)


def test_the_number_of_threads_does_not_matter():
    runs = [
        subprocess.run(
            [sys.executable, "-c", SAME],
            env=os.environ | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    ]
    assert runs[0] == runs[1]


def test_more_components_than_different_points_are_refused():
    with pytest.raises(ValueError, match="distinct points"):
        bootstrap_lrt(np.arange(5.0)[:, None], 5)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"n_replicates": 0}, "n_replicates"),
        ({"n_replicates": 10_000}, "n_replicates"),
        ({"k": 0}, "k must"),
        ({"covariance_type": "round"}, "covariance_type"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_is_out_of_range_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        bootstrap_lrt(FAITHFUL, **{"k": 1, **wrong})
