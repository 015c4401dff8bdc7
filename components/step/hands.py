"""A start of one's own: places that are dragged, pulled, weighed, added and removed, or typed.

They are the text of one setting, and so in the address; `core.handmade` says how they are written.
"""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from components import models, points, settings
from components.figures import theme
from components.stage.events import Add, Drag, Gesture, Remove
from components.stage.state import Handle
from core import handmade
from core.datasets import Dataset
from core.handmade import MAX_PLACES, Places
from core.projection import plane_of
from core.settings import Number, Setting, Text, Values

START = "by_hand"
INSTEAD = "first_points"  # where the places make no sense
HELP = (
    "A place for each centre or mean: its numbers with commas between them, and semicolons between "
    "places. `*2` after a place is its weight; `~1.5` makes it round, with that standard "
    "deviation; `~2,0.5,30` gives both standard deviations and a turn in degrees. Or drag them in "
    "the first frame."
)


def field(at: Values) -> Sequence[Setting]:
    """The places as a line of text."""
    return [
        Text(
            "means",
            "Places by hand",
            help=HELP,
            used=at["begin"] == START,
            then=_counted,
            rare=True,
        )
    ]


def _counted(text: str) -> Values:
    """As many components as places were typed."""
    return {"k": min(text.count(";") + 1, MAX_PLACES)}


def places_of(at: Values, k: int) -> Places:
    """The places by hand, k of them; none where the start is another one, or they are unclear."""
    if at["begin"] != START:
        return ()
    try:
        return handmade.read_as(at["means"], points.data_of(at).points, k)
    except ValueError:
        return ()


def notes(at: Values, k: int) -> list[str]:
    """What is wrong with the places by hand, if anything."""
    if at["begin"] != START:
        return []
    try:
        places = handmade.read(at["means"], points.data_of(at).points)
    except ValueError as error:
        said = str(error)
        return [f"{said[0].upper()}{said[1:]}. Until then, the film starts from the first points."]
    if len(places) == k:
        return []
    rest = (
        "the last ones are left out"
        if len(places) > k
        else "the others are put where points are farthest from all places"
    )
    return [f"There are {models.counted(len(places), 'place')} by hand, and k is {k}: {rest}."]


def said(data: Dataset, places: Places) -> Values:
    """The settings that make a start of places."""
    text = handmade.write(handmade.rounded(data.points, places))
    return {"means": text, "begin": START, "k": len(places)}


def handles(
    data: Dataset, places: Places, covariance_type: str | None, panels: Sequence[int] = (1,)
) -> list[Handle]:
    """Something to drag each place by, and each axis of its ellipse at 1 standard deviation.

    Args:
        data: whose plane it is.
        places: of the start.
        covariance_type: of the components; None for centres, which have no shape.
        panels: where the places are shown; shapes are on the last one.
    """
    shadows = plane_of(data.points, data.pair).project(handmade.centres(places)).tolist()
    removable = len(places) > 1
    made = [
        Handle(
            f"place {j} {panel}",
            f"Place {j + 1} of the start" + (" on the right" if panel > 1 else ""),
            *(x, y, panel),
            removable=removable,
        )
        for panel in panels
        for j, (x, y) in enumerate(shadows)
    ]
    if covariance_type is None:
        return made
    for j, shape in enumerate(handmade.shapes(data.points, places, covariance_type)):
        x, y = shadows[j]
        made += [
            Handle(
                f"axis {j} {axis}",
                f"{_AXES[len(shape)][axis]} of place {j + 1}",
                *(x + right, y + up, panels[-1]),
                colour=theme.colour(j),
            )
            for axis, (right, up) in enumerate(handmade.ends(shape))
        ]
    return made


_AXES = {  # of a shape of so many numbers
    1: ("Standard deviation",),
    2: ("Width", "Height"),
    3: ("One axis", "The other axis"),
}


def heed(
    gesture: Gesture, data: Dataset, places: Places, covariance_type: str | None
) -> Values | None:
    """What a gesture makes of the places of a start."""
    if isinstance(gesture, Drag | Remove):
        known = {handle.name for handle in handles(data, places, covariance_type, (1, 2))}
        if gesture.handle not in known:
            return None
    changed = None
    match gesture:
        case Drag():
            changed = _dragged(gesture, data, places, covariance_type)
        case Remove(handle) if handle.startswith("place ") and len(places) > 1:
            changed = handmade.removed(places, int(handle.split()[1]))
        case Add(x, y) if len(places) < min(MAX_PLACES, len(data.points)):
            (mean,) = plane_of(data.points, data.pair).lift(np.array([[x, y]])).tolist()
            changed = handmade.added(places, mean)
    return said(data, changed) if changed and _makes_sense(changed, data) else None


def _makes_sense(places: Places, data: Dataset) -> bool:
    """Whether places can be read again: they aren't too far out."""
    try:
        handmade.read(handmade.write(places), data.points)
    except ValueError:
        return False
    return True


def _dragged(drag: Drag, data: Dataset, places: Places, covariance_type: str | None) -> Places:
    """A place moved in the plane, or an axis pulled."""
    what, row, axis = drag.handle.split()
    j, plane = int(row), plane_of(data.points, data.pair)
    way = np.array([drag.x, drag.y]) - plane.project(handmade.centres(places))[j]
    if data.points.shape[1] == 1:
        way[1] = 0.0  # up is density there, not a place
    if what == "place":
        mean = np.array(places[j].mean) + way @ plane.axes
        return handmade.moved(places, j, mean.tolist())
    assert covariance_type is not None  # centres have no axes
    shape = handmade.shapes(data.points, places, covariance_type)[j]
    reach = handmade.reach_of(data.points)
    limits = 1e-3 * reach, handmade.FAR * reach  # less can't be seen, nor pulled again
    pulled = handmade.pulled(shape, int(axis), (float(way[0]), float(way[1])), *limits)
    return handmade.with_shape(places, j, pulled, covariance_type)


def hints(data: Dataset, covariance_type: str | None) -> list[str]:
    """What can be done on the first frame, in sentences."""
    what = "centre" if covariance_type is None else "mean"
    d = data.points.shape[1]
    shaped = covariance_type is not None and (covariance_type == "spherical" or d <= 2)
    shape = "set its width" if d == 1 else "shape its ellipse"
    pull = f", pull a small circle to {shape}" if shaped else ""
    said = [
        f"Your own start: in the first frame drag a {what}{pull}, double-click to add one, point "
        "at one and press its cross to remove it. By keyboard: Tab to it, then the arrow keys or "
        "Delete; A adds one, Ctrl+Z undoes."
    ]
    if d > 2:
        said.append(
            "The picture is the plane of the first two principal components: a drag moves a "
            f"{what} in it, and keeps its place in all other directions."
        )
    if not pull and covariance_type is not None:
        said.append("Beyond two dimensions only spherical components can be pulled.")
    return said


def weights(data: Dataset, places: Places) -> None:
    """Numbers for the weights; changing one makes the start one's own."""
    total = sum(place.weight for place in places)
    for row, place in enumerate(places):
        weight = float(f"{place.weight:.6g}")
        key = f"weight {row + 1} {weight}"  # the places hold the weights, these only show them
        st.number_input(
            f"Weight of component {row + 1}",
            min_value=1 / handmade.HEAVIEST,
            max_value=handmade.HEAVIEST,
            value=weight,
            step=0.1,
            format="%.6g",
            key=key,
            on_change=_weigh,
            args=(data, places, row, key),
        )
    shares = ", ".join(f"{100 * place.weight / total:.1f} %" for place in places)
    st.caption(f"Divided by their sum: {shares}.")


def _weigh(data: Dataset, places: Places, row: int, key: str) -> None:
    weight = float(st.session_state[key])
    settings.change(said(data, handmade.weighed(places, row, weight)))


def point_setting(at: Values) -> Sequence[Setting]:
    """Which point is followed, where one is."""
    if not at["follow"]:
        return []
    n = len(points.data_of(at).points)
    return [Number("point", "Number of the point", 1, n, 1, step=1, help="Or click a point.")]
