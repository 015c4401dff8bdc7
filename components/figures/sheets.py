"""Digits as pictures: many small images on one board."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board, bare
from components.stage.scene import Raster, Scene
from core.digits import INK, SIDE

Floats = NDArray[np.float64]

CELL = SIDE + 2  # pixels of a picture with the gap around it
SCALE = 6  # by which pixels are enlarged, so that the browser doesn't blur them


def sheet(
    panels: dict[str, Floats], n_columns: int, hover: Sequence[Sequence[str]], height: int
) -> Scene:
    """Pictures in rows, from the upper left corner.

    Pointing at one shows it enlarged, beside those of the same place in the other panels.

    Args:
        panels: for each, by its title, the pictures, (m, 64) ink in 0..16.
        n_columns: of pictures.
        hover: for each panel and picture, what it is.
        height: in pixels.
    """
    m = max(len(pictures) for pictures in panels.values())
    n_rows = -(-m // n_columns)
    places = np.column_stack(
        [np.arange(m) % n_columns + 0.5, n_rows - np.arange(m) // n_columns - 0.5]
    )
    box = np.array([[0.0, 0.0], [n_columns, n_rows]])
    board = Board(box, ("", ""), list(panels))
    for panel, (pictures, texts) in enumerate(zip(panels.values(), hover, strict=True), start=1):
        board.images.append(
            layers.picture(_raster(pictures, n_columns, n_rows), box[0], box[1], panel)
            | {"name": f"pictures {panel}"}
        )
        board.traces.append(
            touchable(places[: len(pictures)], texts, panel) | {"meta": {"lens": ", ".join(panels)}}
        )
    scene = bare(board.scene(height), box[0].tolist(), box[1].tolist())
    return Scene(scene.data, scene.layout | {"hoverdistance": -1})


def tiles(images: Floats, left: Floats, top: Floats) -> list[layers.Piece]:
    """Single pictures, each one unit wide.

    Args:
        images: (m, 64) ink in 0..16.
        left: (m,) of each.
        top: (m,) of each.
    """
    return [
        layers.picture(_raster(image[None], 1, 1), np.array([x, y - 1]), np.array([x + 1, y]), 1)
        | {"name": f"picture {index + 1}"}
        for index, (image, x, y) in enumerate(zip(images, left, top, strict=True))
    ]


def _raster(pictures: Floats, n_columns: int, n_rows: int) -> Raster:
    paper = np.zeros((n_rows * CELL, n_columns * CELL))
    shown = np.zeros_like(paper)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, n_columns)
        place = (
            slice(row * CELL + 1, (row + 1) * CELL - 1),
            slice(column * CELL + 1, (column + 1) * CELL - 1),
        )
        paper[place] = picture.reshape(SIDE, SIDE)
        shown[place] = 1
    grey = (255 * (1 - paper / INK)).astype(np.uint8)
    grey, alpha = (
        plane.repeat(SCALE, axis=0).repeat(SCALE, axis=1)
        for plane in (grey, (255 * shown).astype(np.uint8))
    )
    return Raster((grey, grey, grey, alpha))


def touchable(places: Floats, texts: Sequence[str], panel: int) -> layers.Piece:
    """Points, (n, 2), that can't be seen, but say what is under the pointer."""
    return layers.axes(panel) | {
        "type": "scatter",
        "name": "pictures",
        "mode": "markers",
        "x": places[:, 0],
        "y": places[:, 1],
        "text": list(texts),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 1, "color": theme.NOTHING, "line": {"width": 0}},
    }
