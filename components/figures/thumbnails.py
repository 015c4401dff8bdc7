"""Data sets as very small pictures, to choose by."""

import base64
import io
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from components.figures import theme
from core import datasets
from core.datasets import Dataset
from core.projection import plane_of

WIDTH, HEIGHT, SHARP = 48, 36, 2  # pixels, and how many of them make one on a plain screen
INNER = 0.9  # of the width and height
MOST = 300  # points; of larger sets evenly spread ones


BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@cache
def opening(name: str) -> str:
    """What a data set of `datasets.RECIPES` looks like as it opens, as an address."""
    recipe = datasets.RECIPES[name]
    data = datasets.draw(name, seed=recipe.seed)
    return thumbnail(datasets.scaled(data, "standardised") if recipe.mixed_units else data)


def thumbnail(data: Dataset) -> str:
    """What a data set looks like, as an address."""
    points = data.points
    few = np.linspace(0, len(points) - 1, min(MOST, len(points))).astype(int)
    xy = plane_of(points).project(points)[few]
    if points.shape[1] == 1:  # beside each other in their order, or all would lie on a line
        xy = np.column_stack([xy[:, 0], np.linspace(0, 0.3 * np.ptp(xy[:, 0]), len(xy))])
    numbers = theme.nobodys(len(xy)) if data.labels is None else data.labels[few]
    return _address(xy, theme.solid(numbers))


def _address(xy: NDArray[np.float64], rgb: NDArray[np.uint8]) -> str:
    size = SHARP * np.array([WIDTH, HEIGHT])
    span = np.ptp(xy, axis=0)
    scale = INNER * (size / np.maximum(span, 1e-9 * span.max() or 1.0)).min()
    middle = (xy.min(axis=0) + xy.max(axis=0)) / 2
    at = size / 2 + scale * (xy - middle) * (1, -1)
    image = Image.new("RGBA", tuple(size))
    pen = ImageDraw.Draw(image)
    for (x, y), colour in zip(at.tolist(), rgb.tolist(), strict=True):
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=tuple(colour))
    content = io.BytesIO()
    image.quantize(16).save(content, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()
