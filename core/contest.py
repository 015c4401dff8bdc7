"""Which criterion finds the true number of components, on sample after sample from a mixture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import gmm, kmeans
from core.arrays import MAX_SEED, Points, most_clusters, whole
from core.criteria import CRITERIA, criteria
from core.mixture import Mixture
from core.selection import silhouettes

SILHOUETTE = "silhouette"
CONTESTANTS = (*CRITERIA, SILHOUETTE)
MAX_ROUNDS = 1_000


@dataclass(frozen=True, eq=False)
class Contest:
    """How often each criterion chose each k.

    Attributes:
        ks: that they could choose from.
        counts: (len(CONTESTANTS), len(ks)).
        rounds: samples so far; a criterion that chose nothing counts nowhere.
    """

    ks: tuple[int, ...]
    counts: NDArray[np.int64]
    rounds: int

    def found(self, k: int) -> NDArray[np.int64]:
        """How often each criterion chose this k, (len(CONTESTANTS),)."""
        zeros = np.zeros(len(CONTESTANTS), dtype=np.int64)
        return self.counts[:, self.ks.index(k)] if k in self.ks else zeros


def contests(
    truth: Mixture, n: int, ks: Sequence[int], *, rounds: int = 100, seed: int = 0
) -> Iterator[Contest]:
    """Draw a sample, let every criterion choose k, and count; after every sample.

    BIC, AIC and ICL weigh mixtures of the truth's own covariance type; silhouettes, k-means.

    Args:
        truth: what is drawn from.
        n: points of each sample.
        ks: rising.
        rounds: samples, the next with the next seed.
        seed: of the first.

    Raises:
        ValueError: an argument is out of its range.
    """
    whole("n", n, 2, 20_000), whole("rounds", rounds, 1, MAX_ROUNDS)
    whole("seed", seed, 0, MAX_SEED - rounds)
    counts = np.zeros((len(CONTESTANTS), len(ks)), dtype=np.int64)
    for number in range(rounds):
        x, _ = gmm.sample(truth, n, seed=seed + number)
        fits = criteria(x, ks, (truth.covariance_type,), seed=seed)
        for row, name in enumerate(CRITERIA):
            values = getattr(fits, name)[:, 0]
            if np.isfinite(values).any():
                counts[row, int(np.nanargmin(values))] += 1
        if (chosen := _by_silhouettes(x, ks, seed)) is not None:
            counts[-1, chosen] += 1
        yield Contest(tuple(ks), counts.copy(), number + 1)


def _by_silhouettes(x: Points, ks: Sequence[int], seed: int) -> int | None:
    """Which of several k has the greatest mean silhouette; None where there is no choice."""
    means = np.full(len(ks), -np.inf)
    for place, k in enumerate(ks):
        if 2 <= k <= most_clusters(x, k):
            labels = kmeans.fit(x, k, seed=seed).steps[-1].labels
            if len(np.unique(labels)) > 1:
                means[place] = silhouettes(x, labels).mean()
    return int(means.argmax()) if np.isfinite(means).any() else None
