"""The density that a sample suggests, without a model."""

import numpy as np

from core.arrays import Array, Points
from core.geometry import Grid


def smoothed(grid: Grid, x: Points) -> Array:
    """Density of a sample: a normal kernel on every point.

    Args:
        grid: (ny, nx) places.
        x: points, (n, 2).

    Returns:
        density at each place, (ny, nx); it sums to at most 1, less what lies off the grid.

    Source: Scott (1992), the rule n^(-1/6) for the kernel's width, per column.
    """
    from scipy.ndimage import gaussian_filter

    steps = np.array([_step(axis) for axis in (grid.ys, grid.xs)])
    rows_and_columns = (x[:, ::-1] - [grid.ys[0], grid.xs[0]]) / steps  # (n, 2)
    edges = [_edges(len(axis)) for axis in (grid.ys, grid.xs)]
    counts, _ = np.histogramdd(rows_and_columns, bins=edges)
    widths = np.maximum(rows_and_columns.std(axis=0) * len(x) ** (-1 / 6), 1e-3)
    return np.asarray(gaussian_filter(counts / len(x), widths, mode="constant"))


def smoothed_line(places: Array, values: Array) -> Array:
    """Density of a one-dimensional sample: a normal kernel on every point.

    Args:
        places: (m,) rising, evenly spaced.
        values: (n,).

    Returns:
        density at each place, (m,), per unit of the values.

    Source: Scott (1992), the rule n^(-1/5) for the kernel's width.
    """
    from scipy.ndimage import gaussian_filter1d

    step = _step(places)
    steps = (values - places[0]) / step
    counts, _ = np.histogram(steps, _edges(len(places)))
    width = max(float(steps.std()) * len(values) ** (-1 / 5), 1e-3)
    return np.asarray(gaussian_filter1d(counts / (len(values) * step), width, mode="constant"))


def _step(places: Array) -> float:
    """From one place to the next, as exactly as rounded places far from zero tell."""
    return float((places[-1] - places[0]) / (len(places) - 1))


def _edges(n: int) -> Array:
    """Around n places, in steps from the first one, (n + 1,)."""
    return np.asarray(np.arange(n + 1) - 0.5, dtype=np.float64)


def threshold(density: Array, mass: float) -> float:
    """The density above which a given share of the whole lies.

    Args:
        density: at evenly spaced places, any shape.
        mass: between 0 and 1.

    Source: Hyndman (1996), "Computing and graphing highest density regions".
    """
    falling = np.sort(density, axis=None)[::-1]
    shares = np.cumsum(falling) / falling.sum()
    return float(falling[min(int(np.searchsorted(shares, mass)), falling.size - 1)])
