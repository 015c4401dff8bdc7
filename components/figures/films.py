"""Pictures of half-steps: as many as a film has frames, all with the same traces."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import theme
from components.figures.flat import Flat
from components.figures.views import view_of
from components.stage.scene import Scene
from core import gmm
from core.film import EMFrame, KMeansFrame, spheres

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
) -> list[Scene]:
    """k-means, a picture for each frame.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        frames: in their order.
        shown: which of the points are drawn.
        lines: whether every point is tied to its centre.
        regions: whether the plane is coloured by the nearest centre.
    """
    view = view_of(points, columns, ["k-means"], shown=shown)
    figures = []
    for frame, trail in zip(frames, _trails(frames), strict=True):
        board = view.fresh()
        if regions:
            board.shade_regions(frame.centres, np.arange(len(frame.centres)), 1)
        _draw_kmeans(board, frame, trail, shown, 1, lines=lines)
        figures.append(board.scene(HEIGHT))
    return figures


def em_figures(
    points: Floats, columns: tuple[str, ...], frames: Sequence[EMFrame], shown: slice
) -> list[Scene]:
    """EM, a picture for each frame.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        frames: in their order.
        shown: which of the points are drawn.
    """
    view = view_of(points, columns, ["EM"], shown=shown)
    figures = []
    for frame, trail in zip(frames, _trails(frames), strict=True):
        board = view.fresh()
        _draw_em(board, frame, trail, shown, 1)
        figures.append(board.scene(HEIGHT))
    return figures


def race_figures(
    points: Floats,
    columns: tuple[str, ...],
    pairs: Sequence[tuple[KMeansFrame, EMFrame]],
    shown: slice,
) -> list[Scene]:
    """k-means and EM side by side, a picture for each pair of frames.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        pairs: in their order; a model that has ended repeats its last frame.
        shown: which of the points are drawn.
    """
    view = view_of(points, columns, ["k-means", "EM"], shown=shown)
    left, right = zip(*pairs, strict=True)
    figures = []
    for ours, theirs, here, there in zip(left, right, _trails(left), _trails(right), strict=True):
        board = view.fresh()
        _draw_kmeans(board, ours, here, shown, 1, lines=False)
        _draw_em(board, theirs, there, shown, 2)
        for panel in (1, 2):
            board.rings(disagreements(ours, theirs)[shown], panel)
        figures.append(board.scene(HEIGHT))
    return figures


def soft_figures(
    points: Floats,
    columns: tuple[str, ...],
    means: Sequence[Floats],
    sigmas: Sequence[float],
) -> list[Scene]:
    """Equal round components, a picture for each standard deviation.

    Args:
        points: (n, d).
        columns: names of the d dimensions.
        means: of the components, (k, d), for each standard deviation.
        sigmas: standard deviations.
    """
    view = view_of(points, columns, ["equal, round components"])
    numbers = np.arange(len(means[0]))
    figures = []
    for about, sigma in zip(means, sigmas, strict=True):
        board, mixture = view.fresh(), spheres(about, sigma)
        shares, _ = gmm.e_step(points, mixture)
        board.spheres(mixture, numbers, 1)
        board.points(shares.argmax(axis=1), theme.blend(shares, numbers), 1)
        board.badges(about, numbers, 1)
        figures.append(board.scene(HEIGHT))
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
    board: Flat,
    frame: KMeansFrame,
    trail: Sequence[Floats],
    shown: slice,
    panel: int,
    *,
    lines: bool,
) -> None:
    numbers, n = np.arange(len(frame.centres)), len(board.xy)
    labels = np.full(n, -1) if frame.labels is None else frame.labels[shown]
    if lines:
        board.spokes(frame.centres, labels, panel)
    nobodys = theme.plain(n)
    board.points(
        np.maximum(labels, 0), nobodys if frame.labels is None else theme.solid(labels), panel
    )
    board.trails(trail, numbers, panel)
    board.badges(frame.centres, numbers, panel)


def _draw_em(
    board: Flat, frame: EMFrame, trail: Sequence[Floats], shown: slice, panel: int
) -> None:
    numbers, n = np.arange(len(frame.mixture.weights)), len(board.xy)
    if frame.has_shape:
        board.ellipses(frame.mixture, numbers, LEVELS, panel)
    if frame.responsibilities is None:
        board.points(np.zeros(n, dtype=int), theme.plain(n), panel)
    else:
        shares = frame.responsibilities[shown]
        board.points(shares.argmax(axis=1), theme.blend(shares, numbers), panel)
    board.trails(trail, numbers, panel)
    board.badges(frame.mixture.means, numbers, panel)
