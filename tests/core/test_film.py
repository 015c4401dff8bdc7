"""Frames are the recorded fit, half a step at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.mixture import GaussianMixture

from core import datasets, film, gmm, kmeans
from core.film import Half

# Two groups of five on a line, which one can follow by hand.
TEN = np.array([[x, 0.0] for x in (0, 1, 2, 3, 4, 10, 11, 12, 13, 14)], dtype=float)
STRETCHED = datasets.draw("stretched").points


def _golden() -> gmm.Trace:
    spread = np.cov(STRETCHED.T, bias=True)
    start = gmm.Mixture(np.full(4, 1 / 4), STRETCHED[:4], np.tile(spread, (4, 1, 1)))
    return gmm.fit(STRETCHED, 4, mixture=start)


def test_kmeans_frames_equal_those_worked_out_by_hand() -> None:
    trace = kmeans.fit(TEN, 2, centres=np.array([[0.0, 0.0], [1.0, 0.0]]))
    frames = list(film.kmeans_frames(TEN, trace))
    assert len(frames) == film.n_frames(trace) == 10
    assert [frame.half for frame in frames[:6]] == [
        Half.START, Half.SHARE, Half.REFIT, Half.SHARE, Half.REFIT, Half.SHARE,
    ]  # fmt: skip
    assert frames[0].labels is None
    assert frames[1].labels is not None
    assert frames[1].labels.tolist() == [0] + [1] * 9
    assert frames[1].inertia == 1 + 4 + 9 + 81 + 100 + 121 + 144 + 169
    assert frames[2].centres[:, 0] == pytest.approx([0, 70 / 9])
    assert frames[2].moved == pytest.approx([0, 61 / 9])
    assert frames[3].labels is not None
    assert frames[3].labels.tolist() == [0] * 4 + [1] * 6
    assert frames[3].changed.tolist() == [False] + [True] * 3 + [False] * 6
    assert frames[4].centres[:, 0] == pytest.approx([1.5, 64 / 6])
    assert frames[5].labels is not None
    assert frames[5].labels.tolist() == [0] * 5 + [1] * 5


def test_an_emptied_cluster_is_an_event_and_its_point_belongs_to_it() -> None:
    trace = kmeans.fit(TEN, 3, centres=np.array([[2.0, 0.0], [12.0, 0.0], [900.0, 0.0]]))
    frame = list(film.kmeans_frames(TEN, trace))[2]
    ((cluster, point),) = frame.relocated
    assert cluster == 2
    assert frame.labels is not None
    assert frame.labels[point] == 2
    assert frame.centres[2] == pytest.approx(TEN[point])


@given(st.integers(0, 100), st.integers(1, 8), st.sampled_from(["k-means++", "random_points"]))
def test_inertia_falls_at_every_half_step(seed: int, k: int, start: str) -> None:
    x = datasets.draw("blobs", n_samples=60, seed=seed).points
    trace = kmeans.fit(x, k, start=start, seed=seed)
    inertias = [frame.inertia or 0.0 for frame in film.kmeans_frames(x, trace)][1:]
    assert all(np.diff(inertias) <= 1e-9 * inertias[0])


@given(st.integers(0, 100), st.integers(1, 6), st.sampled_from(gmm.COVARIANCE_TYPES))
def test_the_bound_rises_and_touches_the_likelihood_after_e(seed: int, k: int, kind: str) -> None:
    x = datasets.draw("blobs", n_samples=80, seed=seed).points
    trace = gmm.fit(
        x, k, covariance_type=kind, start="random_responsibilities", seed=seed, reg_covar=0
    )
    frames = list(film.em_frames(x, trace))[1:]
    bounds = np.array([frame.bound for frame in frames])
    likelihoods = np.array([frame.log_likelihood for frame in frames])
    scale = 1e-9 * np.abs(likelihoods).max()
    assert bounds[::2] == pytest.approx(likelihoods[::2], rel=1e-9)
    assert (np.diff(bounds) >= -scale).all()
    assert (bounds <= likelihoods + scale).all()


def test_the_golden_run_has_a_frame_for_every_half_of_its_19_iterations() -> None:
    trace = _golden()
    assert film.n_frames(trace) == 2 * 19 + 2
    shown = list(film.em_frames(STRETCHED, trace))
    assert [frame.t for frame in shown] == [0] + [index // 2 for index in range(1, 40)]
    means = [frame.log_likelihood / 400 for frame in shown[1::2]]
    assert means[0] == pytest.approx(-3.253699, abs=1e-6)
    assert means[18] == pytest.approx(-2.141809, abs=1e-6)
    assert means[19] == pytest.approx(-2.141769, abs=1e-6)


def test_a_frame_has_the_shares_of_its_own_half_step() -> None:
    trace = _golden()
    shares = [gmm.e_step(STRETCHED, step.mixture)[0] for step in trace.steps]
    _, *frames = film.em_frames(STRETCHED, trace)
    for index, frame in enumerate(frames):
        assert frame.mixture is trace.steps[frame.t].mixture
        assert np.array_equal(frame.responsibilities, shares[index // 2])
        changed = 0.5 * np.abs(shares[frame.t] - shares[max(frame.t - 1, 0)]).sum(axis=1)
        assert frame.reshared == pytest.approx(changed if frame.half is Half.SHARE else 0)


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_a_followed_points_row_is_scikit_learns(kind: str) -> None:
    x = datasets.draw("blobs", n_samples=100, seed=3).points
    theirs = GaussianMixture(3, covariance_type=kind, random_state=0).fit(x)
    mixture = gmm.Mixture(theirs.weights_, theirs.means_, theirs.covariances_, kind)
    row = film.follow(x, 17, mixture)
    assert row.responsibilities == pytest.approx(theirs.predict_proba(x[17:18])[0], abs=1e-12)
    assert row.responsibilities.sum() == pytest.approx(1)
    assert row.weights * row.densities / row.evidence == pytest.approx(row.responsibilities)
    assert np.exp(row.log_joint - row.log_evidence) == pytest.approx(row.responsibilities)
    shares, _ = gmm.e_step(x, mixture)
    all_pulls = [film.follow(x, point, mixture).pulls for point in range(len(x))]
    assert np.array(all_pulls).T @ x == pytest.approx((shares.T @ x) / shares.sum(axis=0)[:, None])


@given(st.integers(0, 50), st.sampled_from(gmm.COVARIANCE_TYPES), st.integers(0, 59))
def test_a_points_history_has_the_row_of_every_frame(seed: int, kind: str, point: int) -> None:
    x = datasets.draw("blobs", n_samples=60, seed=seed).points
    trace = gmm.fit(x, 3, covariance_type=kind, start="random_points", seed=seed)
    history = film.history(x, trace, point)
    assert len(history) == film.n_frames(trace)
    for index, frame in enumerate(film.em_frames(x, trace)):
        row = film.follow(x, point, frame.mixture)
        assert history[index] == pytest.approx(row.responsibilities, abs=1e-9)
        if frame.half is Half.SHARE:
            assert frame.responsibilities is not None
            assert history[index] == pytest.approx(frame.responsibilities[point], abs=1e-9)


@pytest.mark.parametrize("name", datasets.RECIPES)
def test_thin_spheres_assign_as_kmeans_does(name: str) -> None:
    x = datasets.draw(name).points
    centres = kmeans.fit(x, 4, seed=1, tol=0).steps[-1].centres
    sigma = 1e-3 * float(np.sqrt(x.var(axis=0).mean()))
    means = film.soften(x, centres, sigma)
    assert film.agreement(x, centres, means, sigma) > 0.99
    assert means == pytest.approx(centres, abs=0.02 * float(x.std()))
    begun = kmeans.initial_centres(x, 4, seed=1)
    assert film.agreement(x, begun, begun, sigma) == 1.0


def test_wide_spheres_meet_in_the_middle() -> None:
    x = datasets.draw("blobs").points
    centres = kmeans.fit(x, 5).steps[-1].centres
    means = film.soften(x, centres, 5 * float(x.std()))
    assert means == pytest.approx(np.tile(x.mean(axis=0), (5, 1)), abs=1e-3)


def test_a_row_that_underflows_is_written_in_logs() -> None:
    """Two needles far from all points: every density is 0, and the shares aren't."""
    needles = gmm.Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [1e-4, 1e-4], "spherical")
    x = np.array([[9.0, 9.0], [9.0, 9.1], [-5.0, 2.0]])
    row = film.follow(x, 0, needles)
    assert row.evidence == 0
    assert row.log_joint[0] == pytest.approx(np.log(0.5 / (2 * np.pi * 1e-4)) - 81e4)
    assert row.log_evidence == pytest.approx(row.log_joint[1])
    assert row.responsibilities.tolist() == [0, 1]
    assert row.pulls == pytest.approx([0, 0.5])


def test_nobody_pulls_a_mean_that_stays() -> None:
    far = gmm.Mixture([0.5, 0.5], [[7.0, 0.0], [1e4, 0.0]], [9.0, 9.0], "spherical")
    row = film.follow(TEN, 3, far)
    assert row.pulls.tolist() == [pytest.approx(0.1), 0]
