"""Fuzzy c-means: both half-steps are best answers to the other, and m near 1 is k-means."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import film, fuzzy, kmeans
from core.datasets import draw

X = draw("blobs", n_samples=200, seed=17).points
START = kmeans.initial_centres(X, 4, seed=1)

cases = given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 4), st.floats(1.05, 4))


@settings(max_examples=60, deadline=None)
@cases
def test_neither_half_step_raises_the_objective(seed: int, k: int, d: int, m: float) -> None:
    x = np.random.RandomState(seed).randn(40, d)
    trace = fuzzy.fit(x, k, m, x[:k], max_iter=20)
    values = [frame.objective for frame in fuzzy.frames(x, trace, m)][1:]
    assert (np.diff(values) <= 1e-12 * values[0]).all()


@settings(max_examples=60, deadline=None)
@cases
def test_memberships_are_what_the_ratios_of_distances_say(
    seed: int, k: int, d: int, m: float
) -> None:
    rng = np.random.RandomState(seed)
    x, centres = rng.randn(30, d), rng.randn(k, d)
    distances = np.linalg.norm(x[:, None] - centres, axis=2)
    ratios = (distances[:, :, None] / distances[:, None, :]) ** (2 / (m - 1))
    assert fuzzy.share(x, centres, m) == pytest.approx(1 / ratios.sum(axis=2), rel=1e-9)


def test_by_hand() -> None:
    x, centres = np.array([[0.0], [1.0], [4.0]]), np.array([[0.0], [4.0]])
    shares = fuzzy.share(x, centres, 2.0)
    assert shares == pytest.approx(np.array([[1, 0], [0.9, 0.1], [0, 1]]))
    assert fuzzy.objective(x, shares, centres, 2.0) == pytest.approx(0.81 * 1 + 0.01 * 9)
    assert fuzzy.move(x, shares, centres, 2.0) == pytest.approx(
        np.array([[0.81 / 1.81], [4.01 / 1.01]])
    )


def test_near_one_it_is_kmeans() -> None:
    sharp = fuzzy.fit(X, 4, 1.001, START, tol=0)
    hard = kmeans.fit(X, 4, centres=START, tol=0)
    assert sharp.steps[-1].centres == pytest.approx(hard.steps[-1].centres, abs=1e-6)
    assert sharp.steps[-1].objective == pytest.approx(hard.steps[-1].inertia, rel=1e-4)


def test_a_large_fuzzifier_shares_evenly() -> None:
    assert fuzzy.share(X, START, 1e6) == pytest.approx(np.full((200, 4), 0.25), abs=1e-3)


@pytest.mark.parametrize("far", [1e5, 1e8])
def test_nothing_depends_on_where_zero_is(far: float) -> None:
    here, there = (fuzzy.fit(X + by, 4, 2.0, START + by) for by in (0.0, far))
    assert there.n_iter == here.n_iter
    assert there.steps[-1].centres - far == pytest.approx(here.steps[-1].centres, abs=1e-14 * far)
    assert there.steps[-1].objective == pytest.approx(here.steps[-1].objective, rel=1e-6)


def test_a_point_on_two_centres_belongs_to_both_alike() -> None:
    shares = fuzzy.share(np.zeros((1, 2)), np.array([[0.0, 0], [0, 0], [1, 1]]), 2.0)
    assert shares == pytest.approx(np.array([[0.5, 0.5, 0.0]]))


def test_frames_are_start_share_move_share() -> None:
    trace = fuzzy.fit(X, 4, 2.0, START)
    halves = [frame.half for frame in fuzzy.frames(X, trace, 2.0)]
    assert halves[:4] == [film.Half.START, film.Half.SHARE, film.Half.REFIT, film.Half.SHARE]
    assert len(halves) == 2 * len(trace.steps)


@pytest.mark.parametrize("m", [1.0, 0.5, np.inf, np.nan])
def test_the_fuzzifier_is_above_one(m: float) -> None:
    with pytest.raises(ValueError, match="the fuzzifier m must be above 1"):
        fuzzy.fit(X, 4, m, START)
