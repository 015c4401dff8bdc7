"""Many starts as small pictures, and the values that they lead to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, sheets, theme
from components.figures.board import Board, bare
from components.stage.scene import Raster, Scene, joined

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]

WIDTH, HEIGHT = 64, 48  # pixels of a small picture
EDGE = 3  # pixels around it
DOT = 2  # pixels of a point
ROWS = 0.72  # of the height are small pictures
TINT = 45  # of 255, behind a small picture
FEW = 150  # points in each


def tickets(
    xy: Floats, numbers: Integers, optimum: Integers, hover: Sequence[str], picked: int
) -> Scene:
    """Small pictures of the same points in rows, each in its own colours; one is framed.

    Args:
        xy: points, (n, 2).
        numbers: of the cluster of every point, for every picture, (m, n).
        optimum: (m,) which optimum each led to: the tint behind it, and the colour of its dot.
        hover: what each picture is.
        picked: which of them is framed.
    """
    m = len(numbers)
    n_columns = max(1, round((1.1 * m) ** 0.5))
    n_rows = -(-m // n_columns)
    box = np.array([[0.0, 0.0], [n_columns, n_rows * HEIGHT / WIDTH]])
    rank = np.arange(m)
    tall = HEIGHT / WIDTH
    middles = np.column_stack([rank % n_columns + 0.5, (n_rows - rank // n_columns - 0.5) * tall])
    board = Board(box, ("", ""), ["Every start"])
    raster = _raster(xy, numbers, optimum, n_columns, n_rows)
    board.images.append(layers.picture(raster, box[0], box[1], 1) | {"name": "starts"})
    board.traces.append(sheets.touchable(middles, hover, 1) | {"name": "starts"})
    x, y = middles[picked]
    frame = {"type": "rect", "name": "picked", "line": {"color": theme.HERE, "width": 3}}
    board.shapes.append(
        layers.refs(1)
        | frame
        | {"x0": x - 0.5, "x1": x + 0.5, "y0": y - tall / 2, "y1": y + tall / 2}
    )
    scene = bare(board.scene(), box[0].tolist(), box[1].tolist())
    return Scene(scene.data, scene.layout | {"hoverdistance": -1})


def _raster(
    xy: Floats, numbers: Integers, optimum: Integers, n_columns: int, n_rows: int
) -> Raster:
    few = np.linspace(0, len(xy) - 1, min(FEW, len(xy))).astype(int)
    low, span = xy.min(axis=0), float(np.ptp(xy, axis=0).max()) or 1.0
    inner = np.array([WIDTH, HEIGHT]) - 2 * EDGE - DOT
    scale = (inner / np.maximum(np.ptp(xy, axis=0), 1e-9 * span)).min()
    extent = scale * np.ptp(xy, axis=0)
    place = scale * (xy[few] - low) + (inner - extent) / 2 + EDGE
    column, row = place[:, 0].astype(int), HEIGHT - DOT - place[:, 1].astype(int)
    paper = np.zeros((4, n_rows * n_columns, HEIGHT, WIDTH), dtype=np.uint8)
    paper[:3, : len(numbers), 1:-1, 1:-1] = theme.solid(optimum).T[:, :, None, None]
    paper[3, : len(numbers), 1:-1, 1:-1] = TINT
    for index, labels in enumerate(numbers):
        rgb = theme.solid(labels[few]).T
        for dx in range(DOT):
            for dy in range(DOT):
                paper[:3, index, row + dy, column + dx] = rgb
                paper[3, index, row + dy, column + dx] = 255
    grid = paper.reshape(4, n_rows, n_columns, HEIGHT, WIDTH).swapaxes(2, 3)
    return Raster(tuple(grid.reshape(4, n_rows * HEIGHT, n_columns * WIDTH)))


def strip(values: Floats, optimum: Integers, picked: int, name: str) -> Scene:
    """Where every start ended: dots above their values, those of one optimum in one colour.

    Args:
        values: (m,), finite.
        optimum: (m,) which optimum each led to, from the best, 0.
        picked: which of them is marked.
        name: of the value.
    """
    low, high = float(values.min()), float(values.max())
    span = (high - low) or 1.0
    bins = np.round(40 * (values - low) / span).astype(int)
    order = np.argsort(optimum, kind="stable")
    level = np.empty(len(values))
    for each in np.unique(bins):
        members = order[bins[order] == each]
        level[members] = np.arange(len(members)) + 1
    xy = np.column_stack([values, level])
    dots = layers.points(xy, optimum, theme.solid(optimum), 1, hover="%{text}<extra></extra>")
    said = [
        f"{name} {value:,.5g}, optimum {best + 1}"
        for value, best in zip(values.tolist(), optimum.tolist(), strict=True)
    ]
    ring = layers.rings(xy[[picked]], "picked", theme.HERE, 1, theme.POINT_SIZE + 8)
    room = 0.05 * span
    layout = theme.LAYOUT | {
        "xaxis": theme.AXIS
        | {"range": [low - room, high + room], "title": {"text": name, "standoff": 4}},
        "yaxis": theme.AXIS
        | {
            "range": [0, max(8.0, float(level.max()) + 1)],
            "title": {"text": "starts", "standoff": 4},
            "fixedrange": True,
        },
        "annotations": [],
    }
    return Scene([dots | {"name": "ends", "text": said}, ring], layout)


def lottery(upper: Scene, lower: Scene, beside: Scene) -> Scene:
    """Small pictures above their values, and one of them large beside both."""
    left = joined(upper, lower, share=ROWS, below=True, height=theme.HEIGHT)
    return joined(left, beside, share=0.52, height=theme.HEIGHT)
