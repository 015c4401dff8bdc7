"""From components to fewer clusters: join those two that are hardest to tell apart, repeatedly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import MAX_COMPONENTS, Array, Labels, Responsibilities, frozen, whole
from core.scores import entropy


@dataclass(frozen=True, eq=False)
class Merging:
    """K components joined into one class, pair by pair.

    Attributes:
        responsibilities: of the components, (n, K).
        merged: K - 1 pairs (a, b): class b joins class a, a < b; a class is called by its least
            component.
        entropy: (K,) of the classes' responsibilities, nats, when there are K, K - 1, .., 1.
    """

    responsibilities: Responsibilities
    merged: tuple[tuple[int, int], ...]
    entropy: Array

    def classes(self, n_classes: int) -> Labels:
        """The class of every component when there are so many, (K,)."""
        names = np.arange(len(self.entropy))
        whole("n_classes", n_classes, 1, len(names))
        for a, b in self.merged[: len(names) - n_classes]:
            names[names == b] = a
        return frozen(names, np.int64)

    def labels(self, n_classes: int) -> Labels:
        """The class with the greatest sum of responsibilities for every point, (n,)."""
        classes = self.classes(n_classes)
        names = np.unique(classes)
        sums = self.responsibilities @ (classes[:, None] == names)  # (n, n_classes)
        return frozen(names[sums.argmax(axis=1)], np.int64)


def merge(responsibilities: ArrayLike) -> Merging:
    """Join the two classes whose union loses most entropy, until there is one class.

    Args:
        responsibilities: of K components, (n, K).

    Raises:
        ValueError: not a table of finite numbers from 0 on.

    Source: Baudry, Raftery, Celeux, Lo and Gottardo (2010), JCGS 19, 332-353; mclust's clustCombi.
    """
    shares = frozen(responsibilities)
    if shares.ndim != 2 or shares.size == 0 or not (shares >= 0).all():
        raise ValueError(f"responsibilities must be a table of shares, got {shares.shape}")
    whole("the number of components", shares.shape[1], 1, MAX_COMPONENTS)
    classes = dict(enumerate(shares.T))  # responsibilities by class, (n,)
    alone = {name: entropy(column) for name, column in classes.items()}
    gains = {pair: _gain(classes, alone, pair) for pair in combinations(classes, 2)}
    merged, entropies = [], [sum(alone.values())]
    while gains:
        a, b = max(gains, key=gains.__getitem__)
        merged.append((a, b))
        classes[a] = classes[a] + classes.pop(b)
        alone[a] = entropy(classes[a])
        gains = {pair: gain for pair, gain in gains.items() if not {a, b} & set(pair)}
        pairs = [(min(a, other), max(a, other)) for other in classes if other != a]
        gains |= {pair: _gain(classes, alone, pair) for pair in pairs}
        entropies.append(sum(alone[name] for name in classes))
    return Merging(shares, tuple(merged), frozen(entropies))


def _gain(classes: dict[int, Array], alone: dict[int, float], pair: tuple[int, int]) -> float:
    """The entropy that two classes lose by their union."""
    a, b = pair
    return alone[a] + alone[b] - entropy(classes[a] + classes[b])
