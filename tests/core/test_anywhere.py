"""Nothing depends on where zero is: what was moved is found again, moved as far."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs

from core import comparison, film, gmm, kmeans, laboratory, other_starts, starts
from core.mixture import matrices

BLOBS = make_blobs(120, centers=3, cluster_std=1.5, random_state=4)[0]
X = np.round(BLOBS * 2**12) / 2**12  # exact wherever it is moved to
FAR = pytest.mark.parametrize("far", [(0.0, 1e5), (1e5, -1e5), (1e8, 0.0), (1e8, 1e8)])
TYPES = pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)


def near(found, expected, far):
    """Equal up to the rounding of places so far from zero."""
    rounding = 1e-9 + 64 * np.spacing(np.abs(far).max())
    np.testing.assert_allclose(found, expected, rtol=rounding, atol=rounding)


def same_mixture(found, expected, far):
    near(found.weights, expected.weights, far)
    near(found.means - far, expected.means, far)
    near(matrices(found), matrices(expected), far)


@FAR
@pytest.mark.parametrize("start", kmeans.STARTS)
def test_kmeans_and_its_frames(far, start):
    here, there = (kmeans.fit(x, 4, start=start, seed=3) for x in (X, X + far))
    assert (here.stop, here.n_iter) == (there.stop, there.n_iter)
    frames = zip(film.kmeans_frames(X, here), film.kmeans_frames(X + far, there), strict=True)
    for a, b in frames:
        near(b.centres - far, a.centres, far)
        near(b.moved, a.moved, far)
        assert (b.changed == a.changed).all()
        assert (b.tied, b.relocated) == (a.tied, a.relocated)
        if a.labels is not None:
            assert (b.labels == a.labels).all()
            near(b.inertia, a.inertia, np.array(far) * 100)
    last, final = here.steps[-1], there.steps[-1]
    near(
        kmeans.radii(X + far, final.labels, final.centres),
        kmeans.radii(X, last.labels, last.centres),
        far,
    )


@FAR
@TYPES
@pytest.mark.parametrize("start", gmm.STARTS)
def test_em_and_its_frames(far, kind, start):
    """Tied components from points begin as scikit-learn's do, about zero, unless it is far."""
    origin = np.full(2, 1e5) if kind == "tied" and start in gmm.FROM_POINTS else np.zeros(2)
    settings = {"covariance_type": kind, "start": start, "seed": 3}
    here, there = (gmm.fit(x, 3, **settings) for x in (X + origin, X + far))
    assert (here.stop, here.n_iter) == (there.stop, there.n_iter)
    frames = zip(film.em_frames(X + origin, here), film.em_frames(X + far, there), strict=True)
    far = far - origin
    for a, b in frames:
        near(b.moved, a.moved, far)
        same_mixture(b.mixture, a.mixture, far)
        near(b.log_likelihood / len(X), a.log_likelihood / len(X), far)
        if a.half is film.Half.START:
            continue
        near(b.bound / len(X), a.bound / len(X), far)
        near(b.responsibilities, a.responsibilities, far)
        near(b.reshared, a.reshared, far)


@FAR
@TYPES
def test_a_followed_point_and_its_history(far, kind):
    here, there = (gmm.fit(x, 3, covariance_type=kind, seed=1) for x in (X, X + far))
    near(film.history(X + far, there, 7), film.history(X, here, 7), far)
    a, b = (film.follow(x, 7, trace.steps[1].mixture) for x, trace in ((X, here), (X + far, there)))
    near(b.log_densities, a.log_densities, far)
    near(b.log_evidence, a.log_evidence, far)
    near(b.responsibilities, a.responsibilities, far)
    near(b.pulls, a.pulls, far)


@FAR
@pytest.mark.parametrize("sigma", [3.0, 0.3, 1e-3])
def test_soft_centres(far, sigma):
    """One column far away once counted as spread, and the means rested too early."""
    centres = X[:4]
    here, there = film.soften(X, centres, sigma), film.soften(X + far, centres + far, sigma)
    near(there - far, here, far)
    assert film.agreement(X + far, centres + far, there, sigma) == film.agreement(
        X, centres, here, sigma
    )


@FAR
@pytest.mark.parametrize("start", starts.STARTS)
def test_starts_made_by_hand(far, start):
    here, there = (starts.centres(x, 4, start) for x in (X, X + far))
    near(there - far, here, far)
    for kind in gmm.COVARIANCE_TYPES:
        same_mixture(starts.mixture(X + far, there, kind), starts.mixture(X, here, kind), far)


@FAR
@TYPES
def test_comparisons_widths_and_other_starts(far, kind):
    pair = []
    for x in (X, X + far):
        trace = gmm.fit(x, 3, covariance_type=kind, seed=1)
        step, mixture = kmeans.fit(x, 3, seed=1).steps[-1], trace.steps[-1].mixture
        other = other_starts.likelier(x, 3, -1e9, covariance_type=kind, n_starts=2)
        width = laboratory.narrowest(mixture, len(x))
        pair.append((comparison.compare(x, step, mixture), other, width))
    (a, found, width), (b, found_there, width_there) = pair
    assert (b.labels == a.labels).all()
    assert (b.components == a.components).all()
    assert gmm.at_floor(b.mixture, 1e-6) == gmm.at_floor(a.mixture, 1e-6)
    for name in ("inertia", "radii", "log_likelihood", "bic", "aic", "distances"):
        near(getattr(b, name), getattr(a, name), np.array(far) * 1e3)
    assert (found_there.start, found_there.seed) == (found.start, found.seed)
    near(found_there.log_likelihood, found.log_likelihood, far)
    assert width_there.component == width.component
    near(
        (width_there.least, width_there.peak, width_there.points),
        (width.least, width.peak, width.points),
        far,
    )
