"""Pictures of cards to guess from: which are real, which generated?"""

import numpy as np
from numpy.typing import NDArray

from components.figures import layers, sheets, theme
from components.figures.board import Board, bare
from components.stage.scene import Scene

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

UNDER = 0.45  # of a picture's side, for what is written under it
TITLE = ["real or generated?"]
REAL, GENERATED = "<br>real", "<br>generated"


def middles(n: int) -> Floats:
    """The middle of each of n pictures of digits, (n, 2)."""
    rows, columns = np.divmod(np.arange(n), 5 if n <= 20 else 8)
    return np.column_stack([columns + 0.5, -rows * (1 + UNDER) - 0.5])


def digits(images: Floats, marked: Mask, generated: Mask | None) -> Scene:
    """Numbered digits, a frame around those that are marked.

    Args:
        images: (n, 64) ink in 0..16.
        marked: (n,) whether the reader takes each for generated.
        generated: (n,) whether it is; None while that is a secret.
    """
    n = len(images)
    places = middles(n)
    left, top = (places + np.array([-0.5, 0.5])).T
    low, high = np.array([0.0, top.min() - 1 - UNDER]), np.array([left.max() + 1, 0.0])
    board = Board(np.array([low, high]), ("", ""), TITLE)
    board.images += sheets.tiles(images, left, top)
    board.traces.append(sheets.touchable(places, _names(n), 1))
    board.shapes += [
        _frame(f"mark {index + 1}", float(left[index]), float(top[index]))
        for index in np.flatnonzero(marked)
    ]
    scene = bare(board.scene(), low.tolist(), high.tolist())
    answers = [""] * n if generated is None else np.where(generated, GENERATED, REAL).tolist()
    captions = [
        layers.refs(1)
        | {
            "name": f"caption {index + 1}",
            "text": f"{index + 1}{answer}",
            "x": x + 0.5,
            "y": y - 1 - UNDER / 2,
            "showarrow": False,
            "font": {"size": 13},
        }
        for index, (x, y, answer) in enumerate(
            zip(left.tolist(), top.tolist(), answers, strict=True)
        )
    ]
    return Scene(scene.data, scene.layout | {"annotations": scene.layout["annotations"] + captions})


def _frame(name: str, left: float, top: float) -> layers.Piece:
    return layers.refs(1) | {
        "type": "rect",
        "name": name,
        "x0": left + 0.04,
        "x1": left + 0.96,
        "y0": top - 0.96,
        "y1": top - 0.04,
        "line": {"color": theme.HERE, "width": 4},
    }


def _names(n: int) -> list[str]:
    return [f"card {number + 1}" for number in range(n)]


def points(xy: Floats, marked: Mask, generated: Mask | None) -> Scene:
    """Numbered points, a ring around those that are marked; the answer makes generated ones square.

    Args:
        xy: (n, 2).
        marked: (n,) whether the reader takes each for generated.
        generated: (n,) whether it is; None while that is a secret.
    """
    board = Board(xy, ("x", "y"), TITLE)
    secret = np.zeros(len(xy), bool) if generated is None else generated
    badges = layers.badges(xy, range(len(xy)), 1)
    look = {
        "symbol": np.where(secret, theme.SQUARE, theme.CIRCLE),
        "line": {"color": theme.UNASSIGNED, "width": 3},
    }
    board.traces.append(badges | {"marker": badges["marker"] | look})
    board.traces.append(sheets.touchable(xy, _names(len(xy)), 1))
    board.traces.append(layers.rings(xy[marked], "marks", theme.HERE, 1, size=32))
    return board.scene()
