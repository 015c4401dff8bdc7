"""Pictures of half-steps: as many as a film has frames, all with the same traces."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.figures import layers, theme
from components.figures.board import Board
from core import gmm, kmeans
from core.film import EMFrame, KMeansFrame, spheres
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
    xy = plane.project(points[shown])
    figures = []
    for frame, trail in zip(frames, _trails(frames), strict=True):
        board = Board(xy, plane.titles(columns), ["k-means"])
        if regions:
            _shade_regions(board, plane, frame.centres)
        _draw_kmeans(board, plane, frame, trail, shown, 1, lines=lines)
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
    xy = plane.project(points[shown])
    figures = []
    for frame, trail in zip(frames, _trails(frames), strict=True):
        board = Board(xy, plane.titles(columns), ["EM"])
        _draw_em(board, plane, frame, trail, shown, 1)
        figures.append(board.figure(HEIGHT))
    return figures


def race_figures(
    points: Floats,
    columns: tuple[str, ...],
    pairs: Sequence[tuple[KMeansFrame, EMFrame]],
    shown: slice,
) -> list[go.Figure]:
    """k-means and EM side by side, a picture for each pair of frames.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        pairs: in their order; a model that has ended repeats its last frame.
        shown: which of the points are drawn.
    """
    plane = plane_of(points)
    xy = plane.project(points[shown])
    left, right = zip(*pairs, strict=True)
    figures = []
    for ours, theirs, here, there in zip(left, right, _trails(left), _trails(right), strict=True):
        board = Board(xy, plane.titles(columns), ["k-means", "EM"])
        _draw_kmeans(board, plane, ours, here, shown, 1, lines=False)
        _draw_em(board, plane, theirs, there, shown, 2)
        ringed = xy[disagreements(ours, theirs)[shown]]
        board.traces += [layers.rings(ringed, panel) for panel in (1, 2)]
        figures.append(board.figure(HEIGHT))
    return figures


def soft_figures(
    points: Floats,
    columns: tuple[str, ...],
    means: Sequence[Floats],
    sigmas: Sequence[float],
) -> list[go.Figure]:
    """Equal round components, a picture for each standard deviation.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        means: of the components, (k, d), for each standard deviation.
        sigmas: standard deviations.
    """
    plane = plane_of(points)
    xy, numbers = plane.project(points), np.arange(len(means[0]))
    figures = []
    for about, sigma in zip(means, sigmas, strict=True):
        board = Board(xy, plane.titles(columns), ["equal, round components"])
        shares, _ = gmm.e_step(points, spheres(about, sigma))
        middles, radii = plane.project(about), np.full(len(about), sigma)
        board.shapes += layers.circles(middles, radii, numbers, 1)
        board.points(shares.argmax(axis=1), theme.blend(shares, numbers), 1)
        board.traces.append(layers.badges(middles, numbers, 1))
        figures.append(board.figure(HEIGHT))
    return figures


def disagreements(ours: KMeansFrame, theirs: EMFrame) -> NDArray[np.bool_]:
    """Which points have another cluster than their likeliest component, (n,); none at a start."""
    if ours.labels is None or theirs.responsibilities is None:
        return np.zeros(len(ours.changed), dtype=bool)
    return np.asarray(ours.labels != theirs.responsibilities.argmax(axis=1))


def _centres_of(frame: KMeansFrame | EMFrame) -> Floats:
    return frame.centres if isinstance(frame, KMeansFrame) else frame.mixture.means


def _trails(frames: Sequence[KMeansFrame | EMFrame]) -> list[list[Floats]]:
    """For every frame where the centres or means have been, each (k, d)."""
    path: list[Floats] = []
    trails = []
    for frame in frames:
        if len(path) <= frame.t:
            path.append(_centres_of(frame))
        trails.append(path[: frame.t + 1])
    return trails


def _draw_kmeans(
    board: Board,
    plane: Plane,
    frame: KMeansFrame,
    trail: Sequence[Floats],
    shown: slice,
    panel: int,
    *,
    lines: bool,
) -> None:
    numbers, n = np.arange(len(frame.centres)), len(board.xy)
    centres = plane.project(frame.centres)
    labels = np.full(n, -1) if frame.labels is None else frame.labels[shown]
    if lines:
        board.traces += layers.spokes(board.xy, centres, labels, panel)
    nobodys = theme.plain(n)
    board.points(
        np.maximum(labels, 0), nobodys if frame.labels is None else theme.solid(labels), panel
    )
    board.traces += layers.trails([plane.project(step) for step in trail], numbers, panel)
    board.traces.append(layers.badges(centres, numbers, panel))


def _draw_em(
    board: Board, plane: Plane, frame: EMFrame, trail: Sequence[Floats], shown: slice, panel: int
) -> None:
    numbers, n = np.arange(len(frame.mixture.weights)), len(board.xy)
    shadow = plane.project_mixture(frame.mixture)
    if frame.has_shape:
        board.shapes += layers.ellipses(
            shadow.means, shadow.covariances, shadow.weights, numbers, LEVELS, panel
        )
    if frame.responsibilities is None:
        board.points(np.zeros(n, dtype=int), theme.plain(n), panel)
    else:
        shares = frame.responsibilities[shown]
        board.points(shares.argmax(axis=1), theme.blend(shares, numbers), panel)
    board.traces += layers.trails([plane.project(step) for step in trail], numbers, panel)
    board.traces.append(layers.badges(shadow.means, numbers, panel))


def _shade_regions(board: Board, plane: Plane, centres: Floats) -> None:
    nearest = kmeans.assign(plane.lift(board.shaded.points), centres)
    rgb = theme.solid(nearest).reshape(*board.shaded.shape, 3)
    board.shade(layers.wash(rgb, 0.28), "regions", 1)
