"""New data from a mixture, or from what is made of one: some components, some columns, a slice."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Labels, Points, frozen, shares, stream, whole
from core.covariances import firm
from core.mixture import Mixture, log_density, matrices, roots_of, sample


@dataclass(frozen=True, eq=False)
class Sample:
    """Points, and the mixture that they are a sample of.

    Args:
        mixture: m components.
        numbers: (m,) by which the reader knows them.
        points: (n, d).
        components: (n,) the row of the mixture that each was drawn from.
    """

    mixture: Mixture
    numbers: Labels
    points: Points
    components: Labels


def sampled(mixture: Mixture, n: int, *, seed: int, numbers: Labels | None = None) -> Sample:
    """Draw points from a mixture.

    Args:
        mixture: m components.
        n: points.
        seed: of the random stream.
        numbers: (m,) by which the reader knows the components; 0 to m - 1 if None.
    """
    points, components = sample(mixture, n, seed=seed)
    if numbers is None:
        numbers = np.arange(len(mixture.weights))
    return Sample(mixture, frozen(numbers, np.int64), frozen(points), frozen(components, np.int64))


def altered(
    mixture: Mixture, *, components: Labels | None = None, temperature: float = 1.0
) -> Mixture:
    """The mixture that points really come from where some components or a temperature are asked.

    Args:
        mixture: k components.
        components: row numbers, (m,), m >= 1; all if None.
        temperature: by which covariances are multiplied, positive.
    """
    whole_or_part = mixture if components is None else chosen(mixture, components)
    return whole_or_part if temperature == 1 else tempered(whole_or_part, temperature)


def without(made: Sample, hidden: Labels) -> Sample:
    """What is left of a sample without some components: a sample of the others alone.

    Args:
        made: the sample.
        hidden: numbers of the components that are left out; those that aren't there don't count.

    Returns:
        the sample as it is, where no point would be left.
    """
    rows = np.flatnonzero(~np.isin(made.numbers, hidden))
    kept = np.isin(made.components, rows)
    if not kept.any():
        return made
    return Sample(
        chosen(made.mixture, rows),
        made.numbers[rows],
        made.points[kept],
        np.searchsorted(rows, made.components[kept]),
    )


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


def anatomy(mixture: Mixture, *, seed: int) -> Anatomy:
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
    factor = roots_of(mixture)[component]
    stretched = factor @ z
    return Anatomy(spin, component, z, factor, stretched, mixture.means[component] + stretched)


def densities(x: Points, mixture: Mixture) -> Array:
    """What every component adds to the density at every point.

    Args:
        x: points, (n, d).
        mixture: k components.

    Returns:
        weight times density, (n, k); a row sums to the density of the mixture.

    Source: Bishop (2006), equation 9.7.
    """
    return np.asarray(mixture.weights * np.exp(log_density(x, mixture)))


def moments(mixture: Mixture) -> tuple[float, float]:
    """Mean and standard deviation of a one-dimensional mixture.

    Source: Bishop (2006), equations 9.49 and 9.50 for continuous data.
    """
    weights, origin = shares(mixture.weights), mixture.means[0, 0]
    means = mixture.means[:, 0] - origin  # far from zero the weights' rounding would count
    mean = float(weights @ means)
    variance = weights @ (matrices(mixture)[:, 0, 0] + (means - mean) ** 2)
    return float(origin + mean), float(np.sqrt(variance))


def tempered(mixture: Mixture, temperature: float) -> Mixture:
    """The same mixture with its covariances multiplied by a positive temperature."""
    if not 0 < temperature < np.inf:
        raise ValueError(f"a temperature must be a positive number, got {temperature}")
    return replace(mixture, covariances=mixture.covariances * temperature)


def chosen(mixture: Mixture, components: Labels) -> Mixture:
    """The mixture of some components alone, in this order, their weights in the same proportions.

    Args:
        mixture: k components.
        components: row numbers, (m,), m >= 1.

    Raises:
        ValueError: none is chosen, or all that are have a weight of 0.
    """
    rows = np.asarray(components, dtype=np.int64)
    if len(rows) == 0:
        raise ValueError("choose at least one component, got none")
    shared = mixture.covariance_type == "tied"
    return replace(
        mixture,
        weights=shares(mixture.weights[rows]),
        means=mixture.means[rows],
        covariances=mixture.covariances if shared else mixture.covariances[rows],
    )


def marginal(mixture: Mixture, columns: Labels) -> Mixture:
    """The mixture of some columns, whatever the others are.

    Args:
        mixture: k components in d dimensions.
        columns: (m,) of 0 to d - 1.

    Source: Bishop (2006), equation 2.98, for every component.
    """
    rows = np.asarray(columns, dtype=np.int64)
    covariances = matrices(mixture)[:, rows[:, None], rows]
    covariances = firm(covariances, np.einsum("kii->ki", covariances))
    return Mixture(mixture.weights, mixture.means[:, rows], covariances)


def conditional(mixture: Mixture, column: int, value: float) -> Mixture:
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
    roots_of(mixture)  # refuses what would be divided by below
    covariances = matrices(mixture)
    variances = covariances[:, column, column]  # (k,)
    slopes = covariances[:, others, column] / variances[:, None]  # (k, d - 1)
    distances = value - mixture.means[:, column]  # (k,)
    with np.errstate(divide="ignore"):
        log_weights = np.log(mixture.weights) - 0.5 * (np.log(variances) + distances**2 / variances)
    weights = np.exp(log_weights - log_weights.max())
    before = covariances[:, others[:, None], others]
    after = before - slopes[:, :, None] * covariances[:, None, column, others]
    return Mixture(
        weights / weights.sum(),
        mixture.means[:, others] + slopes * distances[:, None],
        firm(after, np.einsum("kii->ki", before)),
    )


@dataclass(frozen=True, eq=False)
class Cut:
    """What a mixture says about all columns but one, given that one.

    Args:
        column: the fixed one, 0 to d - 1.
        value: of it.
        against: another one, that it is shown against.
        pair: the mixture of these two.
        given: k components of all columns but the fixed one.
        along: the same of the other column alone.
        points: (n, d) drawn; all have the value in the fixed column.
        components: (n,) that each comes from.
    """

    column: int
    value: float
    against: int
    pair: Mixture
    given: Mixture
    along: Mixture
    points: Points
    components: Labels


def cut(mixture: Mixture, column: int, value: float, against: int, *, n: int, seed: int) -> Cut:
    """Draw from a mixture with one column fixed.

    Args:
        mixture: k components in d >= 2 dimensions.
        column: the fixed one, 0 to d - 1.
        value: of it.
        against: another column, that it is shown against.
        n: points.
        seed: of the random stream.
    """
    given = conditional(mixture, column, value)
    rest, components = sample(given, n, seed=seed)
    place = against - (against > column)  # among the other columns
    return Cut(
        column,
        value,
        against,
        marginal(mixture, np.array([column, against])),
        given,
        marginal(given, np.array([place])),
        frozen(np.insert(rest, column, value, axis=1)),
        frozen(components, np.int64),
    )
