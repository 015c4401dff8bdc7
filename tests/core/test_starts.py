"""Starts made by hand do what their names say."""

import numpy as np
import pytest

from core import datasets, gmm, starts
from core.mixture import matrices

BLOBS = datasets.draw("blobs", n_clusters=3, seed=1).points
STRETCHED = datasets.draw("stretched").points


@pytest.mark.parametrize("start", starts.STARTS)
@pytest.mark.parametrize("name", datasets.RECIPES)
@pytest.mark.parametrize("k", [1, 4])
def test_every_start_gives_k_centres_near_the_points(start: str, name: str, k: int) -> None:
    x = datasets.draw(name).points
    centres = starts.centres(x, k, start)
    assert centres.shape == (k, x.shape[1])
    reach = np.ptp(x, axis=0)
    assert (np.abs(centres - x.mean(axis=0)) <= reach).all()


def test_the_first_points_start_the_golden_run() -> None:
    start = starts.mixture(STRETCHED, starts.centres(STRETCHED, 4, "first_points"))
    assert np.array_equal(start.means, STRETCHED[:4])
    assert gmm.fit(STRETCHED, 4, mixture=start).n_iter == 19


def test_identical_means_never_part() -> None:
    start = starts.mixture(BLOBS, starts.centres(BLOBS, 3, "identical"))
    last = gmm.fit(BLOBS, 3, mixture=start).steps[-1].mixture
    assert last.means == pytest.approx(np.tile(BLOBS.mean(axis=0), (3, 1)))


def test_two_means_in_one_blob_end_in_a_worse_optimum() -> None:
    x = datasets.draw("blobs", n_clusters=3, cluster_std=0.4, seed=3).points
    trace = gmm.fit(x, 3, mixture=starts.mixture(x, starts.centres(x, 3, "two_in_one")))
    best = gmm.fit(x, 3, n_starts=5)
    assert trace.steps[-1].log_likelihood <= best.steps[-1].log_likelihood + 1e-6


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_every_covariance_type_begins_with_the_spread_of_all_points(kind: str) -> None:
    start = starts.mixture(BLOBS, BLOBS[:2], kind)
    variances = np.trace(matrices(start)[0])
    assert variances == pytest.approx(BLOBS.var(axis=0).sum())
