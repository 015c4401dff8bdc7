"""Shapes lie exactly where they say, and shading agrees with the model."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from core import geometry, gmm, kmeans
from core.datasets import draw

quick = settings(derandomize=True, deadline=None, max_examples=60)
THIN = np.array([[2.0, 1.0], [1.0, 0.5 + 1e-12]])


def turned(greater, ratio, angle):
    """A covariance by its greater variance, the ratio of the lesser to it, and its direction."""
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    matrix = greater * (np.outer(along, along) + ratio * np.outer(across, across))
    return (matrix + matrix.T) / 2


def mahalanobis(offset, covariance):
    """In exact arithmetic: the floats are what they are."""
    (a, b), (_, c) = [[Fraction(v) for v in row] for row in covariance.tolist()]
    x, y = (Fraction(v) for v in offset)
    return math.sqrt((c * x * x - 2 * b * x * y + a * y * y) / (a * c - b * b))


@quick
@given(
    st.floats(1e-6, 1e6), st.floats(-11, 0), st.floats(0, math.pi), st.sampled_from([0.5, 1, 2, 3])
)
def test_every_vertex_is_at_its_mahalanobis_distance(greater, exponent, angle, n_std):
    covariance = turned(greater, 10**exponent, angle)
    for vertex in geometry.ellipse((0, 0), covariance, n_std).tolist():
        assert mahalanobis(vertex, covariance) == pytest.approx(n_std, rel=1e-9)


@pytest.mark.parametrize("covariance", [THIN, np.diag([1.0, 1e-12]), np.diag([1e-12, 1.0])])
def test_a_thin_ellipse_is_as_exact(covariance):
    for vertex in geometry.ellipse((0, 0), covariance, 2).tolist():
        assert mahalanobis(vertex, covariance) == pytest.approx(2, rel=1e-9)


@pytest.mark.parametrize("n_points", [4, 5, 64, 101])
def test_the_ellipse_is_closed_and_has_the_ends_of_its_axes(n_points):
    mean, covariance = np.array([3.0, -1.0]), turned(4.0, 0.1, 0.6)
    vertices = geometry.ellipse(mean, covariance, 2, n_points)
    assert len(vertices) > n_points
    np.testing.assert_array_equal(vertices[0], vertices[-1])
    variances, directions = np.linalg.eigh(covariance)
    for axis in (2 * np.sqrt(variances) * directions).T:
        for end in (mean + axis, mean - axis):
            assert np.linalg.norm(vertices - end, axis=1).min() < 1e-12


def test_an_ellipse_of_equal_variances_is_a_circle():
    round_ = geometry.ellipse((1, 2), 4 * np.eye(2), 1.5)
    np.testing.assert_allclose(np.linalg.norm(round_ - [1, 2], axis=1), 3)
    np.testing.assert_allclose(geometry.circle((1, 2), 3), round_, atol=1e-15)
    assert not geometry.circle((0, 0), 0).any()


@pytest.mark.parametrize(
    ("covariance", "n_std"),
    [
        ([[1, 1], [1, 1]], 1),
        ([[1, 2], [2, 1]], 1),
        ([[0, 0], [0, 1]], 1),
        ([[1, 0.5], [0.4, 1]], 1),
        ([[math.nan, 0], [0, 1]], 1),
        (np.eye(3), 1),
        (np.eye(2), 0),
        (np.eye(2), math.nan),
    ],
)
def test_what_is_no_ellipse_is_refused_with_a_sentence(covariance, n_std):
    with pytest.raises(ValueError, match=r"must be .*[;,] got"):
        geometry.ellipse((0, 0), covariance, n_std)


def test_circles_and_grids_refuse_what_they_cannot_draw():
    for refused in (
        lambda: geometry.circle((0, 0), -1),
        lambda: geometry.circle((0, math.inf), 1),
        lambda: geometry.grid((0, 0), (1, 0)),
        lambda: geometry.grid((0, 0), (1, 1), n=1),
        lambda: geometry.mass(-1),
        lambda: geometry.level(1),
    ):
        with pytest.raises(ValueError, match="got"):
            refused()


def test_masses_are_the_known_ones():
    masses = [geometry.mass(n_std) for n_std in (1, 2, 3)]
    assert masses == pytest.approx([0.393469, 0.864665, 0.988891], abs=5e-7)
    assert geometry.level(0.9) == pytest.approx(2.146, abs=5e-4)
    assert geometry.mass(1, d=1) == pytest.approx(math.erf(math.sqrt(0.5)))


@quick
@given(st.floats(0.01, 5), st.integers(1, 64))
def test_mass_is_chi_squared_and_level_its_inverse(n_std, d):
    share = geometry.mass(n_std, d)
    assert share == pytest.approx(chi2.cdf(n_std**2, d), rel=1e-10)
    if 1e-12 < share < 1 - 1e-6:
        assert geometry.level(share, d) == pytest.approx(n_std, rel=1e-6)


def test_distances_are_counted_from_each_points_own_component():
    mixture = gmm.Mixture(np.array([0.5, 0.5]), np.array([[0.0, 0], [10, 0]]), np.array([1.0, 4]),
                          "spherical")  # fmt: skip
    x = np.array([[0.5, 0], [1.5, 0], [10, 1.5], [10, 2.5]])
    labels = np.array([0, 0, 1, 1])
    np.testing.assert_allclose(geometry.distances(x, labels, mixture), [0.5, 1.5, 0.75, 1.25])


def test_a_grid_covers_its_box_row_by_row_from_the_bottom():
    grid = geometry.grid((0, -1), (2, 1), n=3)
    assert grid.shape == (3, 3)
    assert grid.points.tolist()[:4] == [[0, -1], [1, -1], [2, -1], [0, 0]]
    assert grid.points.tolist()[-1] == [2, 1]


@pytest.mark.parametrize("covariance_type", gmm.COVARIANCE_TYPES)
def test_fields_are_the_models_at_every_place(covariance_type):
    x = draw("stretched").points
    mixture = gmm.fit(x, 4, covariance_type=covariance_type).steps[-1].mixture
    grid = geometry.grid(x.min(axis=0) - 3, x.max(axis=0) + 3, n=50)
    exact, _ = gmm.e_step(grid.points, mixture)
    joint = np.log(mixture.weights) + gmm.log_density(grid.points, mixture)
    density = np.exp(joint).sum(axis=1).reshape(grid.shape)
    shares = geometry.responsibilities(grid, mixture)
    np.testing.assert_allclose(geometry.density(grid, mixture), density, atol=1e-6 * density.max())
    np.testing.assert_allclose(shares, exact.reshape(*grid.shape, 4), atol=1e-4)
    undecided = geometry.uncertainty(exact).reshape(grid.shape)
    np.testing.assert_allclose(geometry.uncertainty(shares), undecided, atol=1e-4)


def test_fields_stay_finite_far_away_and_for_components_too_thin_to_see():
    mixture = gmm.Mixture(np.full(3, 1 / 3), np.array([[0.0, 0], [1, 0], [0, 1]]),
                          np.array([np.eye(2), THIN, 1e-30 * np.eye(2)]))  # fmt: skip
    for reach in (1e-3, 1.0, 1e6, 1e20):
        grid = geometry.grid((-reach, -reach), (reach, reach), n=20)
        assert np.isfinite(geometry.density(grid, mixture)).all()
        shares = geometry.responsibilities(grid, mixture)
        np.testing.assert_allclose(shares.sum(axis=-1), 1, atol=1e-6)


def test_uncertainty_goes_from_certain_to_undecided():
    shares = np.array([[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25]])
    np.testing.assert_allclose(geometry.uncertainty(shares), [0, 0.5, 1])
    assert not geometry.uncertainty(np.ones((3, 1))).any()


@quick
@given(st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_regions_are_those_of_the_nearest_centre(k, seed):
    centres = np.random.default_rng(seed).normal(size=(k, 2))
    grid = geometry.grid((-2, -2), (2, 2), n=20)
    np.testing.assert_array_equal(
        geometry.regions(grid, centres).ravel(), kmeans.assign(grid.points, centres)
    )
