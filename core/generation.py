"""New data from a fitted mixture."""

from dataclasses import dataclass, replace

import numpy as np

from core import gmm
from core.arrays import Array, Labels, Points, stream, whole
from core.mixture import matrices


@dataclass(frozen=True, eq=False)
class Anatomy:
    """One point in the making.

    Args:
        spin: uniform in 0..1; the component is the one in whose share of the weights it falls.
        component: chosen by the weights.
        z: (d,) from a standard normal.
        factor: (d, d) lower triangular, the Cholesky factor of the component's covariance.
        stretched: (d,) factor @ z.
        point: (d,) stretched + mean.
    """

    spin: float
    component: int
    z: Array
    factor: Array
    stretched: Array
    point: Array


def anatomy(mixture: gmm.Mixture, *, seed: int) -> Anatomy:
    """Make one point step by step: choose a component, draw z, stretch it, add the mean.

    Args:
        mixture: k components.
        seed: of the random stream.

    Source: Bishop (2006), section 11.1.1: z standard normal gives L z + mean with covariance L L^T.
    """
    rng = stream(seed)
    shares = np.cumsum(mixture.weights)
    spin = float(rng.random_sample())
    component = int(np.searchsorted(shares / shares[-1], spin, side="right"))
    z = rng.standard_normal(mixture.means.shape[1:])
    factor = np.linalg.cholesky(matrices(mixture)[component])
    stretched = factor @ z
    return Anatomy(spin, component, z, factor, stretched, mixture.means[component] + stretched)


def densities(x: Points, mixture: gmm.Mixture) -> Array:
    """What every component adds to the density at every point.

    Args:
        x: points, (n, d).
        mixture: k components.

    Returns:
        weight times density, (n, k); a row sums to the density of the mixture.

    Source: Bishop (2006), equation 9.7.
    """
    return np.asarray(mixture.weights * np.exp(gmm.log_density(x, mixture)))


def moments(mixture: gmm.Mixture) -> tuple[float, float]:
    """Mean and standard deviation of a one-dimensional mixture.

    Source: Bishop (2006), equations 9.49 and 9.50 for continuous data.
    """
    weights, means = mixture.weights, mixture.means[:, 0]
    mean = float(weights @ means)
    variance = weights @ (matrices(mixture)[:, 0, 0] + (means - mean) ** 2)
    return mean, float(np.sqrt(variance))


def tempered(mixture: gmm.Mixture, temperature: float) -> gmm.Mixture:
    """The same mixture with its covariances multiplied by a positive temperature."""
    if not 0 < temperature < np.inf:
        raise ValueError(f"a temperature must be a positive number, got {temperature}")
    return replace(mixture, covariances=mixture.covariances * temperature)


def chosen(mixture: gmm.Mixture, components: Labels) -> gmm.Mixture:
    """The mixture of some components alone, their weights in the same proportions.

    Args:
        mixture: k components.
        components: row numbers, (m,), m >= 1.
    """
    rows = np.asarray(components, dtype=np.int64)
    if len(rows) == 0:
        raise ValueError("choose at least one component, got none")
    shared = mixture.covariance_type == "tied"
    return replace(
        mixture,
        weights=mixture.weights[rows] / mixture.weights[rows].sum(),
        means=mixture.means[rows],
        covariances=mixture.covariances if shared else mixture.covariances[rows],
    )


def marginal(mixture: gmm.Mixture, columns: Labels) -> gmm.Mixture:
    """The mixture of some columns, whatever the others are.

    Args:
        mixture: k components in d dimensions.
        columns: (m,) of 0 to d - 1.

    Source: Bishop (2006), equation 2.98, for every component.
    """
    rows = np.asarray(columns, dtype=np.int64)
    covariances = matrices(mixture)[:, rows[:, None], rows]
    return gmm.Mixture(mixture.weights, mixture.means[:, rows], covariances)


def conditional(mixture: gmm.Mixture, column: int, value: float) -> gmm.Mixture:
    """The mixture of all other columns, given the value of one.

    Args:
        mixture: k components in d >= 2 dimensions.
        column: 0 to d - 1.
        value: of that column.

    Returns:
        k full components in d - 1 dimensions; weights by how well each explains the value.

    Source: Bishop (2006), equations 2.81 and 2.82, for every component.
    """
    d = mixture.means.shape[1]
    column = whole("column", column, 0, d - 1)
    if d < 2 or not np.isfinite(value):
        raise ValueError(f"conditioning needs 2 or more columns and a number, got {d} and {value}")
    others = np.delete(np.arange(d), column)
    covariances = matrices(mixture)
    variances = covariances[:, column, column]  # (k,)
    slopes = covariances[:, others, column] / variances[:, None]  # (k, d - 1)
    distances = value - mixture.means[:, column]  # (k,)
    with np.errstate(divide="ignore"):
        log_weights = np.log(mixture.weights) - 0.5 * (np.log(variances) + distances**2 / variances)
    weights = np.exp(log_weights - log_weights.max())
    return gmm.Mixture(
        weights / weights.sum(),
        mixture.means[:, others] + slopes * distances[:, None],
        covariances[:, others[:, None], others]
        - slopes[:, :, None] * covariances[:, None, column, others],
    )
