"""The tree over k: clusters as discs, row by row, and the points that go from one to the next."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.stage.scene import Piece, Scene
from core.tree import Edge, Node, Tree, order

LARGEST, LEAST = 46.0, 12.0  # pixels across a disc of all points, and of hardly any
WIDEST = 18.0  # pixels of an edge of all points
HALF = 0.5
Labels = NDArray[np.int64]


def tree(
    found: Tree, labels: Mapping[int, Labels], k: int, unstable: Sequence[Node], ks: Sequence[int]
) -> Scene:
    """The tree, with one row marked; pointing at a disc or an edge lights up its points elsewhere.

    Args:
        found: its clusters are called by their numbers.
        labels: for every k the number of every point, (n,).
        k: the row at hand.
        unstable: nodes to be ringed.
        ks: the rows that there will be.
    """
    at = {
        (row, cluster): ((rank + HALF) / len(clusters), float(row))
        for row, clusters in order(found).items()
        for rank, cluster in enumerate(clusters)
    }
    n = max(node.size for node in found.nodes)
    row = {row: index for index, row in enumerate(labels)}
    every = [column.astype(np.uint8) for column in labels.values()]
    ends = [(at[edge.k - 1, edge.source], at[edge.k, edge.target]) for edge in found.edges]
    edges = _marks(
        "edges",
        np.array([np.mean(each, axis=0) for each in ends]).reshape(-1, 2),
        np.array([edge.target for edge in found.edges], dtype=int),
        _table([(row[e.k - 1], e.source, row[e.k], e.target) for e in found.edges]),
        [_edge_hover(edge) for edge in found.edges],
        every,
    )
    edges["marker"] |= {"size": 7}
    nodes = _marks(
        "nodes",
        np.array([at[node.k, node.cluster] for node in found.nodes]),
        np.array([node.cluster for node in found.nodes]),
        _table([(row[each.k], each.cluster) * 2 for each in found.nodes]),
        [_node_hover(node, found, node in unstable) for node in found.nodes],
        every,
    )
    nodes["marker"] |= {
        "size": np.array([LEAST + (LARGEST - LEAST) * (x.size / n) ** 0.5 for x in found.nodes])
    }
    ringed = np.array([at[node.k, node.cluster] for node in unstable]).reshape(-1, 2)
    rings = layers.rings(ringed, "unstable", theme.DISAGREEMENT, 1, int(LARGEST))
    band = {"type": "rect", "name": "row", "x0": 0, "x1": 1, "y0": k - HALF, "y1": k + HALF}
    shapes = [
        layers.refs(1) | band | {"fillcolor": theme.BAND, "line": {"width": 0}, "layer": "below"},
        *(_edge(edge, *each, n) for edge, each in zip(found.edges, ends, strict=True)),
    ]
    return Scene([edges, nodes, rings], _layout(ks) | {"shapes": shapes})


def _marks(
    name: str,
    xy: NDArray[np.float64],
    numbers: NDArray[np.int_],
    stands_for: NDArray[np.float64],
    hover: list[str],
    labels: list[NDArray[np.uint8]],
) -> Piece:
    """Marks that stand for points: those that have a label in one row, and one in another."""
    piece = layers.points(xy, numbers, theme.solid(numbers), 1, details=stands_for, hover="")
    return piece | {
        "name": name,
        "text": hover,
        "hovertemplate": "%{text}<extra></extra>",
        "meta": {"labels": labels},
    }


def _table(rows: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _node_hover(node: Node, found: Tree, is_unstable: bool) -> str:
    said = f"k = {node.k}, cluster {node.cluster + 1}: {node.size:,} points"
    from_ = [f"{edge.source + 1} ({100 * edge.share:.0f} %)" for edge in found.parents(node)]
    if from_:
        said += f"<br>from {', '.join(from_)}"
    return f"{said}<br>unstable here" if is_unstable else said


def _edge_hover(edge: Edge) -> str:
    return (
        f"{edge.count:,} points go from {edge.source + 1} to {edge.target + 1}<br>"
        f"{100 * edge.share:.0f} % of cluster {edge.target + 1} at k = {edge.k}"
    )


def _edge(edge: Edge, start: tuple[float, float], end: tuple[float, float], n: int) -> Piece:
    return layers.refs(1) | {
        "type": "line",
        "name": f"edge {edge.k - 1} {edge.source + 1} to {edge.target + 1}",
        "x0": start[0],
        "y0": start[1],
        "x1": end[0],
        "y1": end[1],
        "line": {
            "color": theme.line(edge.target),
            "width": max(1.0, WIDEST * (edge.count / n) ** 0.5),
        },
        "opacity": 0.25 + 0.5 * edge.share,
        "layer": "below",
    }


def _layout(ks: Sequence[int]) -> Piece:
    x = theme.AXIS | {
        "range": [-0.02, 1.02],
        "showgrid": False,
        "showticklabels": False,
        "fixedrange": True,
    }
    y = theme.AXIS | {
        "range": [max(ks) + HALF + 0.1, min(ks) - HALF - 0.1],
        "tickvals": list(ks),
        "showgrid": False,
        "title": {"text": "clusters, k", "standoff": 4},
        "fixedrange": True,
    }
    title = theme.TITLE | {"text": "<b>The tree over k</b>", "x": 0, "name": "title 1"}
    return theme.LAYOUT | {"xaxis": x, "yaxis": y, "annotations": [title], "images": []}
