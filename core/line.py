"""Points of one dimension: bars, bells, and heights at which points under them don't hide."""

import math
from dataclasses import dataclass

import numpy as np

from core import generation
from core.arrays import Array, frozen
from core.gmm import Mixture
from core.mixture import matrices

FEWEST, MOST = 8, 40  # bars between the least and the greatest value, before widths are rounded
REACH = 8.0  # standard deviations on both sides, beyond which the highest bell can't be seen
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many points lie where, as a density: the areas of all bars sum to one.

    Args:
        edges: (m + 1,) rising, evenly spaced.
        counts: (m,) points in each bar.
        width: of a bar; far from zero a difference of edges would be another number.
    """

    edges: Array
    counts: Array
    width: float

    @property
    def heights(self) -> Array:
        """The density of each bar, (m,): points per unit, as a share of all."""
        return np.asarray(self.counts / (self.counts.sum() * self.width))


def histogram(values: Array, width: float | None = None) -> Histogram:
    """Count points in bars whose edges are multiples of one width.

    Args:
        values: (n,), n >= 1.
        width: of a bar; None for the largest round one with about as many bars as the square
            root of n, or more. As it is round, values that were measured in whole units fall
            evenly into the bars.
    """
    low, high = float(values.min()), float(values.max())
    if width is None:
        width = round_below((high - low) / min(max(math.sqrt(len(values)), FEWEST), MOST))
    edges = width * np.arange(math.floor(low / width), math.floor(high / width) + 2)
    # a quotient may be rounded up, so that the least value lies a trace below the first edge
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    return Histogram(frozen(edges), frozen(counts), width)


def round_below(number: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that isn't above a number; 1 for 0."""
    if number <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(number))
    return next(round_ * power for round_ in (5, 2, 1, 0.5) if round_ * power <= number)


def bell(mean: float, variance: float, weight: float, n_std: float, n_points: int = 64) -> Array:
    """The area under a weighted normal density, within so many standard deviations of its mean.

    Args:
        mean: of the component.
        variance: of the component, positive.
        weight: of the component.
        n_std: how far the area reaches on both sides.
        n_points: of the curve, 2 or more.

    Returns:
        vertices: (n_points + 3, 2) of place and density; the first and the last but one lie on
            the axis, and the last is the first, so that the line is closed.

    Source: Bishop (2006), equation 1.46.
    """
    if not variance > 0 or not n_std > 0:
        raise ValueError(f"a bell needs positive widths; got {variance} and {n_std}")
    z = np.linspace(-n_std, n_std, n_points)
    places = mean + math.sqrt(variance) * z
    heights = weight * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi * variance)
    curve = np.column_stack([places, heights])
    ends = places[[0, -1, 0]]
    return np.concatenate([[[ends[0], 0]], curve, [[ends[1], 0], [ends[2], 0]]])


def density(mixture: Mixture, low: float, high: float) -> Array:
    """The density of a mixture as a line, dense enough for its narrowest component.

    Args:
        mixture: k components in one dimension.
        low: the line begins here or before.
        high: it ends here or beyond.

    Returns:
        vertices: (m, 2) of place and density; m depends on k alone.
    """
    spread = np.sqrt(matrices(mixture)[:, 0, 0])[:, None]  # (k, 1)
    near = mixture.means + spread * np.linspace(-REACH, REACH, 65)  # (k, 65)
    places = np.sort(np.concatenate([np.linspace(low, high, 240), near.ravel()]))
    return np.column_stack([places, generation.densities(places[:, None], mixture).sum(axis=1)])


def swarm(values: Array) -> Array:
    """A height in 0..1 for every point, so that neighbours on the line don't hide each other.

    Args:
        values: (n,).

    Source: multiples of the golden ratio, in the order of the points: any few that follow each
    other lie far apart. Knuth (1998), The Art of Computer Programming 3, section 6.4.
    """
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return np.asarray((0.5 + GOLDEN * ranks) % 1)
