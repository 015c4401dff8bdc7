"""How clusters split, join and trade points as k grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import MAX_COMPONENTS, Labels, whole


@dataclass(frozen=True)
class Node:
    """A cluster that has points: which one of k, and how many points."""

    k: int
    cluster: int
    size: int


@dataclass(frozen=True)
class Edge:
    """Points that two clusters of neighbouring k have in common.

    Attributes:
        k: of the target; the source is a cluster of the k before.
        source: cluster.
        target: cluster.
        count: points in both.
        share: of the target's points.
    """

    k: int
    source: int
    target: int
    count: int
    share: float


@dataclass(frozen=True)
class Tree:
    """Nodes by rising k and cluster, edges by rising k, source and target."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def parents(self, node: Node) -> tuple[Edge, ...]:
        """Where the points of a cluster come from, most points first."""
        into = [edge for edge in self.edges if (edge.k, edge.target) == (node.k, node.cluster)]
        return tuple(sorted(into, key=lambda edge: -edge.count))


def tree(labels_by_k: Mapping[int, Labels]) -> Tree:
    """Tell which points stay together from each k to the next.

    Args:
        labels_by_k: for every k the labels of the same points, (n,), whole numbers from 0 on.

    Raises:
        ValueError: labels of different points, or negative ones.

    Source: Zappia and Oshlack (2018), "Clustering trees"; the share is their in-proportion.
    """
    ks = sorted(labels_by_k)
    labels = {k: _checked(labels_by_k[k]) for k in ks}
    if len({len(one) for one in labels.values()}) > 1:
        raise ValueError(f"every k must label the same points, got {[len(labels[k]) for k in ks]}")
    sizes = {k: np.bincount(labels[k]) for k in ks}
    nodes = [
        Node(k, int(cluster), int(sizes[k][cluster]))
        for k in ks
        for cluster in np.flatnonzero(sizes[k])
    ]
    edges = []
    for before, k in pairwise(ks):
        width = len(sizes[k])
        table = np.bincount(labels[before] * width + labels[k]).tolist()
        for pair, count in enumerate(table):
            if count:
                source, target = divmod(pair, width)
                edges.append(Edge(k, source, target, count, count / int(sizes[k][target])))
    return Tree(tuple(nodes), tuple(edges))


def order(tree: Tree) -> Mapping[int, tuple[int, ...]]:
    """The clusters of every k from left to right, such that few edges cross.

    Each lies where its parents are on the average; the first row is in the order of the clusters.
    """
    places: dict[tuple[int, int], float] = {}
    rows: dict[int, tuple[int, ...]] = {}
    for k in sorted({node.k for node in tree.nodes}):
        nodes = [node for node in tree.nodes if node.k == k]
        middles = {}
        for node in nodes:
            parents = tree.parents(node)
            found = [(edge.count, places[k - 1, edge.source]) for edge in parents]
            total = sum(count for count, _ in found)
            middles[node.cluster] = (
                sum(count * place for count, place in found) / total if total else node.cluster
            )
        rows[k] = tuple(sorted(middles, key=lambda cluster: (middles[cluster], cluster)))
        for rank, cluster in enumerate(rows[k]):
            places[k, cluster] = (rank + 0.5) / len(nodes)
    return rows


def _checked(labels: Labels) -> Labels:
    """Labels as whole numbers from 0 on."""
    labels = np.asarray(labels, dtype=np.int64)
    if labels.ndim != 1 or len(labels) == 0:
        raise ValueError(f"labels must be one number a point, got {labels.shape}")
    whole("the largest label", int(labels.max()), 0, MAX_COMPONENTS * 2)
    whole("the least label", int(labels.min()), 0, MAX_COMPONENTS * 2)
    return labels
