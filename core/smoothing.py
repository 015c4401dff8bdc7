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

    steps = np.array([axis[1] - axis[0] for axis in (grid.ys, grid.xs)])
    edges = [
        np.append(axis - step / 2, axis[-1] + step / 2)
        for axis, step in zip((grid.ys, grid.xs), steps, strict=True)
    ]
    counts, *_ = np.histogram2d(x[:, 1], x[:, 0], bins=edges)
    widths = np.maximum(x.std(axis=0)[::-1] * len(x) ** (-1 / 6) / steps, 1e-3)
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

    step = places[1] - places[0]
    edges = np.append(places - step / 2, places[-1] + step / 2)
    counts, _ = np.histogram(values, edges)
    width = max(float(values.std()) * len(values) ** (-1 / 5) / step, 1e-3)
    return np.asarray(gaussian_filter1d(counts / (len(values) * step), width, mode="constant"))


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
