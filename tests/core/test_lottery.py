"""Every ticket is a fit that can be opened, and equal prizes are counted as one."""

import numpy as np
import pytest

from core import gmm, kmeans, lottery
from core.datasets import draw
from core.lottery import optima

SETS = {
    "old faithful": (draw("faithful").points, 3, 7, -1114.440),
    "set A": (draw("blobs", seed=17).points, 5, 15, -2097.017),
    "set B": (draw("stretched").points, 4, 27, -767.388),
}


@pytest.mark.parametrize("name", SETS)
def test_how_often_the_best_is_found(name):
    x, k, count, best = SETS[name]
    result = lottery.draw(x, k)
    assert result.values.max() == pytest.approx(best, abs=5e-4)
    assert result.counts[0] == count
    assert result.counts.sum() == 50
    if name == "old faithful":
        assert len(result.counts) == 7


@pytest.mark.parametrize(
    ("kind", "start"), [("full", "random_points"), ("diag", "kmeans"), ("spherical", "k-means++")]
)
def test_start_i_is_the_fit_with_seed_plus_i(kind, start):
    x, k, *_ = SETS["old faithful"]
    result = lottery.draw(x, k, covariance_type=kind, start=start, seed=7, n_starts=5)
    for i in range(5):
        how = {"covariance_type": kind, "start": start, "tol": 1e-6, "max_iter": 1000}
        step = gmm.fit(x, k, seed=7 + i, **how).steps[-1]
        assert result.values[i] == pytest.approx(step.log_likelihood, rel=1e-10)
        shares = gmm.e_step(x, step.mixture)[0]
        np.testing.assert_array_equal(result.labels[i], shares.argmax(axis=1))


def test_k_means_until_it_settles():
    x, k, *_ = SETS["set A"]
    result = lottery.draw(x, k, model="kmeans")
    assert result.counts[0] == 24
    assert result.values[result.optimum == 0].min() == pytest.approx(796.5096, abs=5e-5)
    trace = kmeans.fit(x, k, start="random_points", seed=3, tol=0, max_iter=1000)
    assert trace.stop is kmeans.Stop.SETTLED
    assert result.values[3] == trace.steps[-1].inertia
    np.testing.assert_array_equal(result.labels[3], trace.steps[-1].labels)


def test_stopped_early_one_optimum_looks_like_dozens():
    x, k, *_ = SETS["old faithful"]
    early = lottery.draw(x, k, tol=1e-3, max_iter=100)
    labellings = optima(early.values, early.labels, tolerance=1e9, share=0.0)
    assert labellings.max() + 1 == 43
    assert len(early.counts) > 20


def test_tied_from_random_points_rests_at_one_gaussian():
    x, k, *_ = SETS["set A"]
    result = lottery.draw(x, k, covariance_type="tied", n_starts=10)
    np.testing.assert_allclose(result.values, -2848.27, atol=5e-3)


def test_it_grows_by_batches_and_ends_as_the_whole(monkeypatch):
    x, k, *_ = SETS["set B"]
    monkeypatch.setattr(lottery, "BATCH", 4)
    steps = list(lottery.draws(x, k, n_starts=10))
    assert [len(step.values) for step in steps] == [4, 8, 10]
    np.testing.assert_allclose(steps[0].values, steps[-1].values[:4], rtol=0)
    monkeypatch.undo()
    np.testing.assert_allclose(lottery.draw(x, k, n_starts=10).values, steps[-1].values, rtol=1e-12)


def test_optima_by_hand():
    labels = np.array([[0, 0, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 0, 1]])
    values = np.array([-5.0, -5.01, -7.0, -5.0, np.nan])
    assert optima(values, labels, tolerance=0.1).tolist() == [0, 0, 2, 1, -1]
    assert optima(values, labels, tolerance=3.0).tolist() == [0, 0, 0, 1, -1]
    assert optima(values, labels, tolerance=0.1, share=0.5).tolist() == [0, 0, 1, 0, -1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"n_starts": 501}, "n_starts"),
        ({"model": "em"}, "model"),
        ({"start": "k"}, "start"),
        ({"model": "kmeans", "start": "kmeans"}, "start"),
        ({"k": 301}, "k must"),
        ({"tol": -1.0}, "tol"),
        ({"seed": 2**32 - 1}, "seed"),
    ],
)
def test_what_is_out_of_range_is_refused(wrong, said):
    x, *_ = SETS["old faithful"]
    with pytest.raises(ValueError, match=said):
        lottery.draw(x, **{"k": 2, **wrong})
