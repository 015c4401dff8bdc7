import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_iris, make_blobs

from core import datasets, kmeans, monomials

SQUARE = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]])
ENDS = np.array([[0.0, 1], [10, 1]])
FAST = settings(max_examples=100, derandomize=True, deadline=None, database=None)


@st.composite
def lattices(draw):
    """Points on a small lattice: ties, duplicates and emptied clusters in plenty."""
    n, d = draw(st.integers(6, 60)), draw(st.integers(1, 3))
    rows = st.lists(st.integers(-3, 3), min_size=d, max_size=d)
    return np.array(draw(st.lists(rows, min_size=n, max_size=n)), dtype=float)


def test_half_steps_by_hand():
    labels = kmeans.assign(SQUARE, ENDS + np.array([3.0, 0]))
    assert labels.tolist() == [0, 0, 1, 1]
    assert kmeans.move(SQUARE, labels, ENDS).tolist() == ENDS.tolist()
    assert kmeans.inertia(SQUARE, labels, ENDS) == 4
    assert kmeans.radii(SQUARE, labels, ENDS).tolist() == [1, 1]
    assert kmeans.radii(SQUARE, labels * 0, ENDS)[1] == 0


def test_a_tie_goes_to_the_first_centre():
    assert kmeans.assign(np.array([[5.0, 1]]), ENDS).tolist() == [0]


def test_an_emptied_cluster_takes_the_farthest_point():
    x = np.array([[0.0], [1], [2], [9]])
    labels = np.zeros(4, dtype=int)
    assert kmeans.move(x, labels, np.array([[3.0], [50]])).tolist() == [[1], [9]]


def test_a_cluster_that_loses_its_only_point_joins_the_mean_of_the_largest():
    """Scikit-learn's code copies a sum there when the largest cluster comes later."""
    x = np.array([[0.0], [9], [20], [21], [22]])
    labels = np.array([0, 1, 2, 2, 2])
    moved = kmeans.move(x, labels, np.array([[3.0], [-5], [21], [99]]))
    assert moved.tolist() == [[0], [21], [21], [9]]


def test_a_relocation_is_an_event_of_the_step():
    x = np.array([[0.0, 0], [1, 0], [2, 0], [9, 0]])
    trace = kmeans.fit(x, 2, centres=[[3, 0], [50, 0]])
    assert trace.steps[1].relocated == ((1, 3),)
    assert [step.relocated for step in (trace.steps[0], *trace.steps[2:])] == [()] * (
        len(trace.steps) - 1
    )
    assert trace.steps[-1].centres.tolist() == [[1, 0], [9, 0]]


def test_a_settled_run_ends_with_two_equal_steps():
    trace = kmeans.fit(SQUARE, 2, centres=SQUARE[:2])
    last, before = trace.steps[-1], trace.steps[-2]
    assert trace.stop is kmeans.Stop.SETTLED
    assert (last.centres == before.centres).all()
    assert last.inertia == before.inertia
    assert trace.n_iter == len(trace.steps) - 1


def test_the_tolerance_and_the_iterations_stop_a_run_too():
    x = make_blobs(500, centers=5, cluster_std=3, random_state=0)[0]
    assert kmeans.fit(x, 5, tol=0.1).stop is kmeans.Stop.TOLERANCE
    cut = kmeans.fit(x, 5, max_iter=2)
    assert (cut.stop, cut.n_iter) == (kmeans.Stop.MAX_ITER, 2)


@FAST
@given(lattices(), st.integers(1, 6), st.integers(0, 99), st.sampled_from(list(kmeans.STARTS)))
def test_inertia_never_rises_and_labels_are_nearest(x, k, seed, start):
    k = min(k, len(np.unique(x, axis=0)))
    trace = kmeans.fit(x, k, seed=seed, start=start)
    inertias = np.array([step.inertia for step in trace.steps])
    assert (np.diff(inertias) <= 1e-9 * (1 + inertias[0])).all()
    for step in trace.steps:
        distances = ((x[:, None] - step.centres) ** 2).sum(axis=2)
        np.testing.assert_allclose(
            distances[np.arange(len(x)), step.labels], distances.min(axis=1), atol=1e-9
        )
        np.testing.assert_allclose(step.inertia, distances.min(axis=1).sum(), atol=1e-9)


@FAST
@given(lattices(), st.integers(1, 6), st.integers(0, 99), st.sampled_from([0.0, 1e5, 1e8]))
def test_labels_moves_and_inertia_come_from_one_assignment(x, k, seed, far):
    """On whole numbers, where distances tie all the time."""
    x, k = x + far, min(k, len(np.unique(x, axis=0)))
    trace = kmeans.fit(x, k, seed=seed, tol=0)
    rounding = 1e-12 + 4e-15 * far  # of a centre so far from zero
    for step, following in itertools.pairwise(trace.steps):
        assert (step.labels == kmeans.assign(x, step.centres)).all()
        within = kmeans.inertia(x, step.labels, step.centres)
        np.testing.assert_allclose(step.inertia, within, rtol=1e-12, atol=len(x) * rounding)
        assert following.inertia <= step.inertia + 1e-12 * trace.steps[0].inertia
        moved = kmeans.move(x, step.labels, step.centres)
        np.testing.assert_allclose(following.centres, moved, rtol=0, atol=rounding)
        labels, relocated = kmeans.relocate(x, step.labels, step.centres)
        assert relocated == following.relocated
        for j in np.unique(labels):
            mean = (x[labels == j] - far).mean(axis=0) + far
            np.testing.assert_allclose(following.centres[j], mean, rtol=0, atol=rounding)
    assert trace.stop is kmeans.Stop.SETTLED
    assert (trace.steps[-1].centres == trace.steps[-2].centres).all()
    assert trace.steps[-1].inertia == trace.steps[-2].inertia


@pytest.mark.parametrize("places", [[45, 89], [83, 71, 52]])
def test_minutes_of_waiting_tie_between_two_centres_and_settle(places):
    """Scores tied otherwise than residuals: a centre moved after nothing was to move again."""
    x = datasets.draw("waiting").points
    steps = kmeans.fit(x, len(places), centres=np.array(places, dtype=float)[:, None]).steps
    inertias = [step.inertia for step in steps]
    assert sorted(inertias, reverse=True) == inertias
    for step, following in itertools.pairwise(steps):
        means = [x[step.labels == j].mean() for j in range(len(places))]
        assert following.centres[:, 0] == pytest.approx(means, rel=1e-14)


@pytest.mark.parametrize("shift", [1e3, 1e6, 1e9])
@pytest.mark.parametrize("scale", [2.0**-40, 1.0, 2.0**400])
def test_shift_and_scale_change_nothing_else(shift, scale):
    x = (
        np.round(make_blobs(200, centers=4, random_state=5)[0] * 2**12) / 2**12
    )  # exact when shifted
    plain, moved = kmeans.fit(x, 4, seed=1), kmeans.fit((x + shift) * scale, 4, seed=1)
    assert plain.n_iter == moved.n_iter
    for a, b in zip(plain.steps, moved.steps, strict=True):
        assert (a.labels == b.labels).all()
        np.testing.assert_allclose(b.centres / scale - shift, a.centres, atol=4e-16 * shift + 1e-12)
        np.testing.assert_allclose(b.inertia / scale**2, a.inertia, rtol=1e-9)


def test_tight_clusters_far_apart_keep_the_digits_of_their_inertia():
    rng = np.random.default_rng(0)
    x = np.repeat([[0.0, 0], [1e6, 0], [0, 1e6]], 50, axis=0) + 1e-3 * rng.standard_normal((150, 2))
    last = kmeans.fit(x, 3).steps[-1]
    exact = sum(
        ((group - group.mean(axis=0)) ** 2).sum()
        for group in x.astype(np.longdouble).reshape(3, 50, 2)
    )
    np.testing.assert_allclose(last.inertia, float(exact), rtol=1e-6)


def test_a_seed_repeats_the_run():
    x = make_blobs(200, centers=4, random_state=5)[0]
    for a, b in zip(kmeans.fit(x, 4, seed=9).steps, kmeans.fit(x, 4, seed=9).steps, strict=True):
        assert (a.centres == b.centres).all()
    assert (
        kmeans.initial_centres(x, 4, seed=9).tolist()
        == kmeans.fit(x, 4, seed=9).steps[0].centres.tolist()
    )


def test_blocks_change_nothing(monkeypatch):
    x = make_blobs(5000, centers=4, random_state=5)[0]
    whole = kmeans.fit(x, 4)
    monkeypatch.setattr(monomials, "MEMORY_BYTES", 0)
    monkeypatch.setattr(monomials, "BLOCK_POINTS", 700)
    parts = kmeans.fit(x, 4)
    assert whole.n_iter == parts.n_iter
    np.testing.assert_allclose(parts.steps[-1].centres, whole.steps[-1].centres, atol=1e-10)


def test_iris():
    last = kmeans.fit(load_iris().data, 3, n_starts=10).steps[-1]
    assert last.inertia == pytest.approx(78.851441426146, abs=1e-9)
    assert sorted(np.bincount(last.labels)) == [38, 50, 62]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"k": 0}, "k must be a whole number from 1 to 256, got 0"),
        ({"k": 5}, "at most the number of distinct points, 4, got 5"),
        ({"k": 2.0}, "k must be a whole number"),
        ({"start": "best"}, "start must be one of k-means\\+\\+, random_points, got 'best'"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4,294,967,295, got -1"),
        ({"n_starts": 201}, "n_starts must be a whole number from 1 to 200, got 201"),
        ({"max_iter": 10_001}, "max_iter must be a whole number from 1 to 10,000, got 10001"),
        ({"tol": float("nan")}, "tol must be a number, 0 or greater, got nan"),
        ({"centres": [[0, 0]]}, "centres must be 2 by 2, got"),
    ],
)
def test_what_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        kmeans.fit(SQUARE, **({"k": 2} | wrong))


def test_more_clusters_than_distinct_points_are_refused():
    with pytest.raises(ValueError, match="number of distinct points, 2, got 3"):
        kmeans.fit(np.repeat([[0.0], [1.0]], 20, axis=0), 3)
