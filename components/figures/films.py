"""Pictures of half-steps, one frame at a time: all frames of a film have the same traces.

A frame is drawn on a view (`views.view_of`), which is made once for the whole film, and takes what
it shows from a record of `core.film`. Nothing but the view is shared between frames.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.figures import theme
from components.figures.flat import Flat
from components.stage.scene import Scene
from core import gmm
from core import kmeans as k_means
from core.film import EMFrame, KMeansFrame
from core.gmm import Mixture

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]
Trail = Sequence[Floats]  # where centres or means, each (k, d), have been until now

LEVELS = (1.0, 2.0)  # standard deviations


def trail(trace: k_means.Trace | gmm.Trace, t: int) -> Trail:
    """Where the centres or means of a recorded fit have been up to step t."""
    return [
        step.centres if isinstance(step, k_means.Step) else step.mixture.means
        for step in trace.steps[: t + 1]
    ]


def kmeans(
    view: Flat, frame: KMeansFrame, trail: Trail, *, lines: bool = False, regions: bool = False
) -> Scene:
    """k-means after a half-step.

    Args:
        view: one panel over the points of the fit.
        frame: of k centres.
        trail: of the centres.
        lines: whether every point is tied to its centre.
        regions: whether the plane is coloured by the nearest centre.
    """
    view = view.fresh()
    if regions:
        view.shade_regions(frame.centres, np.arange(len(frame.centres)), 1)
    _draw_kmeans(view, frame, trail, 1, lines=lines)
    return view.scene(theme.FILM_HEIGHT)


def em(view: Flat, frame: EMFrame, trail: Trail, *, followed: int | None = None) -> Scene:
    """EM after a half-step.

    Args:
        view: one panel over the points of the fit.
        frame: of k components.
        trail: of the means.
        followed: the row of the point that the reader follows.
    """
    view = view.fresh()
    _draw_em(view, frame, trail, np.arange(len(frame.mixture.weights)), 1)
    view.follow(followed, 1)
    return view.scene(theme.FILM_HEIGHT)


def race(
    view: Flat,
    pair: tuple[KMeansFrame, EMFrame],
    trails: tuple[Trail, Trail],
    apart: NDArray[np.bool_],
    *,
    numbers: Integers | None = None,
) -> Scene:
    """k-means and EM side by side.

    Args:
        view: two panels over the points of both fits.
        pair: a half-step of each.
        trails: of centres and means.
        apart: (n,) the points on which the two disagree.
        numbers: (k,) of the components, where these aren't those of the centres.
    """
    view = view.fresh()
    ours, theirs = pair
    _draw_kmeans(view, ours, trails[0], 1, lines=False)
    own = np.arange(len(theirs.mixture.weights)) if numbers is None else numbers
    _draw_em(view, theirs, trails[1], own, 2)
    for panel in (1, 2):
        view.rings(apart[view.shown], panel)
    return view.scene(theme.FILM_HEIGHT)


def soft(view: Flat, mixture: Mixture, shares: Floats) -> Scene:
    """Equal round components, and how they share the points.

    Args:
        view: one panel over the points.
        mixture: k spherical components.
        shares: of all points, (n, k).
    """
    view, numbers, seen = view.fresh(), np.arange(len(mixture.weights)), shares[view.shown]
    view.spheres(mixture, numbers, 1)
    view.points(seen.argmax(axis=1), theme.blend(seen, numbers), 1)
    view.badges(mixture.means, numbers, 1)
    return view.scene(theme.FILM_HEIGHT)


def _draw_kmeans(view: Flat, frame: KMeansFrame, trail: Trail, panel: int, *, lines: bool) -> None:
    numbers = np.arange(len(frame.centres))
    labels = theme.nobodys(len(view.xy)) if frame.labels is None else frame.labels[view.shown]
    if lines:
        view.spokes(frame.centres, labels, panel)
    view.points(labels, theme.solid(labels), panel)
    view.trails(trail, numbers, panel)
    view.badges(frame.centres, numbers, panel)


def _draw_em(view: Flat, frame: EMFrame, trail: Trail, numbers: Integers, panel: int) -> None:
    if frame.has_shape:
        view.ellipses(frame.mixture, numbers, LEVELS, panel)
    if frame.responsibilities is None:
        view.plain(panel)
    else:
        shares = frame.responsibilities[view.shown]
        view.points(numbers[shares.argmax(axis=1)], theme.blend(shares, numbers), panel)
    view.trails(trail, numbers, panel)
    view.badges(frame.mixture.means, numbers, panel)
