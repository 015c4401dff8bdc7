"""Mixtures of the same points with more and more components."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import gmm, scores
from core.arrays import Array, Labels, Points, frozen
from core.mixture import Mixture
from core.plans import Plan


@dataclass(frozen=True, eq=False)
class Sweep:
    """Mixtures of the same points with 1, 2, ... components.

    Args:
        mixtures: in this order.
        bic, aic: of each, nats.
    """

    mixtures: tuple[Mixture, ...]
    bic: Array
    aic: Array

    @property
    def counts(self) -> Labels:
        """How many components each has."""
        return np.arange(1, len(self.mixtures) + 1)

    @property
    def sound(self) -> npt.NDArray[np.bool_]:
        """Which of them have no component at the floor of the variances; if none, all count."""
        sound = np.array([not gmm.at_floor(each, Plan(1).reg_covar) for each in self.mixtures])
        return sound if sound.any() else ~sound

    def preferred(self, criterion: Array) -> int:
        """How many components a criterion prefers, of the mixtures that are sound."""
        return int(self.counts[np.where(self.sound, criterion, np.inf).argmin()])


def sweep(x: Points, up_to: int, *, n_starts: int = 1) -> Sweep:
    """Fit mixtures with 1 component, 2 and so on, from k-means with seed 0.

    Args:
        x: points, (n, d).
        up_to: components of the last one.
        n_starts: of every fit.
    """
    fits = [gmm.fit(x, k, n_starts=n_starts) for k in range(1, up_to + 1)]
    mixtures = tuple(fit.steps[-1].mixture for fit in fits)
    bic, aic = (
        frozen([score(x, mixture) for mixture in mixtures]) for score in (scores.bic, scores.aic)
    )
    return Sweep(mixtures, bic, aic)
