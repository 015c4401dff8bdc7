"""Pictures of half-steps: as many as a film has frames, all with the same traces."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board
from core import kmeans
from core.film import EMFrame, Half, KMeansFrame
from core.projection import Plane, plane_of

Floats = NDArray[np.float64]
LEVELS = (1.0, 2.0)  # standard deviations
HEIGHT = 470  # pixels, which leaves room for the transport


def kmeans_figures(
    points: Floats,
    columns: tuple[str, ...],
    frames: Sequence[KMeansFrame],
    shown: slice,
    lines: bool,
    regions: bool,
) -> list[go.Figure]:
    """k-means, a picture for each frame.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        frames: in their order.
        shown: which of the points are drawn.
        lines: whether every point is tied to its centre.
        regions: whether the plane is coloured by the nearest centre.
    """
    plane = plane_of(points)
    xy, trail, figures = plane.project(points[shown]), [], []
    numbers = np.arange(len(frames[0].centres))
    for frame in frames:
        board = Board(xy, plane.titles(columns), ["k-means"])
        centres = plane.project(frame.centres)
        if frame.half is not Half.SHARE:
            trail.append(centres)
        if regions:
            _shade_regions(board, plane, frame.centres)
        labels = None if frame.labels is None else frame.labels[shown]
        if lines:
            nobody = np.full(len(xy), -1)
            board.traces += layers.spokes(xy, centres, nobody if labels is None else labels, 1)
        if labels is None:
            board.points(np.zeros(len(xy), dtype=int), theme.plain(len(xy)), 1)
        else:
            board.points(labels, theme.solid(labels), 1)
        board.traces += layers.trails(trail, numbers, 1)
        board.traces.append(layers.badges(centres, numbers, 1))
        figures.append(board.figure(HEIGHT))
    return figures


def em_figures(
    points: Floats, columns: tuple[str, ...], frames: Sequence[EMFrame], shown: slice
) -> list[go.Figure]:
    """EM, a picture for each frame.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        frames: in their order.
        shown: which of the points are drawn.
    """
    plane = plane_of(points)
    xy, trail, figures = plane.project(points[shown]), [], []
    numbers = np.arange(len(frames[0].mixture.weights))
    for frame in frames:
        board = Board(xy, plane.titles(columns), ["EM"])
        shadow = plane.project_mixture(frame.mixture)
        if frame.half is not Half.SHARE:
            trail.append(shadow.means)
        if frame.has_shape:
            board.shapes += layers.ellipses(
                shadow.means, shadow.covariances, shadow.weights, numbers, LEVELS, 1
            )
        if frame.responsibilities is None:
            board.points(np.zeros(len(xy), dtype=int), theme.plain(len(xy)), 1)
        else:
            shares = frame.responsibilities[shown]
            board.points(shares.argmax(axis=1), theme.blend(shares, numbers), 1)
        board.traces += layers.trails(trail, numbers, 1)
        board.traces.append(layers.badges(shadow.means, numbers, 1))
        figures.append(board.figure(HEIGHT))
    return figures


def _shade_regions(board: Board, plane: Plane, centres: Floats) -> None:
    nearest = kmeans.assign(plane.lift(board.shaded.points), centres)
    rgb = theme.solid(nearest).reshape(*board.shaded.shape, 3)
    board.shade(layers.wash(rgb, 0.28), "regions", 1)
