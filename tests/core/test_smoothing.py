"""A sample suggests the density it was drawn from."""

from dataclasses import replace

import numpy as np
import pytest

from core import geometry, gmm, smoothing


def test_many_points_suggest_their_density_spread_by_the_kernel() -> None:
    means, variances = np.array([[0.0, 0.0], [3.0, 1.0]]), np.array([[1.0, 1.0], [0.5, 0.5]])
    mixture = gmm.Mixture(np.array([0.4, 0.6]), means, variances, "diag")
    points, _ = gmm.sample(mixture, 100_000, seed=0)
    grid = geometry.grid((-6, -6), (9, 7), 120)
    cell = (grid.xs[1] - grid.xs[0]) * (grid.ys[1] - grid.ys[0])
    found = smoothing.smoothed(grid, points) / cell
    kernel = points.var(axis=0) * len(points) ** (-1 / 3)
    expected = geometry.density(grid, replace(mixture, covariances=variances + kernel))
    assert found.sum() * cell == pytest.approx(1, abs=1e-3)
    assert np.abs(found - expected).max() < 0.03 * expected.max()


def test_a_threshold_encloses_its_mass() -> None:
    grid = geometry.grid((-6, -6), (6, 6), 400)
    normal = gmm.Mixture(np.ones(1), np.zeros((1, 2)), np.ones(1), "spherical")
    density = geometry.density(grid, normal)
    for mass in (0.5, 0.9):
        expected = np.exp(-(geometry.level(mass) ** 2) / 2) / (2 * np.pi)
        assert smoothing.threshold(density, mass) == pytest.approx(expected, rel=0.01)
