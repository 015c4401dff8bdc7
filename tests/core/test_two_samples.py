"""Tests of two samples tell the truth."""

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist

from core import datasets, gmm, two_samples


def energy_distance(x: np.ndarray, y: np.ndarray) -> float:
    return two_samples.permutation_test(x, y, seed=0, n_permutations=1)[0]


def test_energy_distance_equals_the_mean_over_all_pairs() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 3)), rng.normal(size=(40, 3)) + 1
    expected = 2 * cdist(x, y).mean() - cdist(x, x).mean() - cdist(y, y).mean()
    assert energy_distance(x, y) == pytest.approx(expected)
    assert energy_distance(x, x) == pytest.approx(0, abs=1e-12)
    one = np.sort(rng.normal(size=50))
    other = rng.normal(size=60) + 0.5
    independent = stats.energy_distance(one, other) ** 2  # SciPy gives the root
    assert energy_distance(one[:, None], other[:, None]) == pytest.approx(independent)


def test_p_values_are_uniform_when_both_samples_are_alike() -> None:
    rng = np.random.default_rng(0)
    pairs = [rng.normal(size=(2, 25, 2)) for _ in range(300)]
    p = [
        two_samples.permutation_test(x, y, seed=i, n_permutations=99)[1]
        for i, (x, y) in enumerate(pairs)
    ]
    assert stats.kstest(np.array(p) - 0.005, "uniform").pvalue > 1e-3


def test_two_components_are_found_out_on_the_moons_and_sixteen_are_not() -> None:
    x = datasets.draw("moons", n_samples=1_000).points
    p, found = {}, {}
    for k in (2, 16):
        mixture = gmm.fit(x, k).steps[-1].mixture
        drawn, _ = gmm.sample(mixture, 1_000, seed=1)
        p[k] = two_samples.permutation_test(x, drawn, seed=0)[1]
        found[k] = two_samples.recognition(x, drawn, seed=0)
    assert p[2] <= 0.05 < p[16]
    assert found[2] > 0.75 > 0.65 > found[16]


def test_alike_samples_cannot_be_told_apart() -> None:
    x, y = np.random.default_rng(0).normal(size=(2, 1_000, 2))
    assert two_samples.recognition(x, y, seed=0) == pytest.approx(0.5, abs=0.06)
