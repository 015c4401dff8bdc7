"""A start of one's own: places that are dragged, pulled, weighed, added and removed, or typed.

They are the text of one field, and so in the address; `core.handmade` says how they are written.
"""

import contextlib
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from components.figures import theme
from components.stage.events import Click, Drag, Events
from components.stage.stage import Handle
from components.step import history
from core import handmade
from core.datasets import Dataset
from core.handmade import MAX_PLACES, Places
from core.projection import plane_of

START = "by_hand"
FIELD = "means"
LONGEST = 4_000  # characters


def field(data: Dataset, k: int, *, used: bool) -> Places:
    """The places as they were dragged or typed, k of them; none, with a note, if unclear.

    It is drawn even where it isn't used: Streamlit takes over into the address what is set from
    code only for a widget that it has seen before.
    """
    if used:
        _follow_slider(data, k)
    text = st.text_input(
        "Places by hand",
        key=FIELD,
        bind="query-params",
        max_chars=LONGEST,
        disabled=not used,
        on_change=_count,
        help="A place for each centre or mean: its numbers with commas between them, and "
        "semicolons between places. `*2` after a place is its weight; `~1.5` makes it round, "
        "with that standard deviation; `~2,0.5,30` gives both standard deviations and a turn in "
        "degrees. Or drag them on the first frame.",
    )
    if not used:
        return ()
    try:
        places = handmade.read(text or "", data.points)
    except ValueError as error:
        st.info(f"{str(error)[0].upper()}{str(error)[1:]}. Instead, it starts from first_points.")
        return ()
    if len(places) != k:
        st.info(
            f"The address asked for {len(places)} by hand, and for k = {k}: "
            + (
                "the last places are left out."
                if len(places) > k
                else "the others are put where points are farthest from all places."
            )
        )
    return handmade.resized(data.points, places, k)


def _follow_slider(data: Dataset, k: int) -> None:
    """Take away the last places, or add some, as the slider of k was moved.

    At the first run nobody has moved it; what the address says is then noted, not changed.
    """
    with contextlib.suppress(ValueError, KeyError):
        text = str(st.session_state[FIELD])
        if text.count(";") + 1 != k:
            _put(data, handmade.read_as(text, data.points, k))


def _count() -> None:
    """As many components as places were typed."""
    st.session_state["k"] = min(str(st.session_state[FIELD]).count(";") + 1, MAX_PLACES)


def _put(data: Dataset, places: Places) -> None:
    """Have the field say that the start is these places."""
    # a callback is the only way to set a bound widget
    st.session_state[FIELD] = handmade.write(handmade.rounded(data.points, places))


def _say(data: Dataset, places: Places) -> None:
    """Have the widgets say that the start is these places."""
    _put(data, places)
    st.session_state["begin"] = START
    st.session_state["k"] = len(places)


def weights(data: Dataset, places: Places) -> None:
    """Numbers for the weights; changing one makes the start one's own."""
    total = sum(place.weight for place in places)
    for row, place in enumerate(places):
        key = f"weight {row + 1}"
        # the places hold the weights, and these widgets only show and change them
        st.session_state[key] = float(f"{place.weight:.6g}")
        st.number_input(
            f"Weight of component {row + 1}",
            min_value=1 / handmade.HEAVIEST,
            max_value=handmade.HEAVIEST,
            step=0.1,
            format="%.6g",
            key=key,
            on_change=_weigh,
            args=(data, places, row),
        )
    shares = ", ".join(f"{100 * place.weight / total:.1f} %" for place in places)
    st.caption(f"Divided by their sum: {shares}.")


def _weigh(data: Dataset, places: Places, row: int) -> None:
    weight = float(st.session_state[f"weight {row + 1}"])
    _say(data, handmade.weighed(places, row, weight))


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
    shadows = plane_of(data.points).project(handmade.centres(places)).tolist()
    removable = len(places) > 1
    made = [
        Handle(
            f"place {j} {panel}",
            f"Place {j + 1} of the start" + (" on the right" if panel > 1 else ""),
            *(x, y, panel),
            removable=removable,
            live=False,
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
                live=False,
            )
            for axis, (right, up) in enumerate(handmade.ends(shape))
        ]
    return made


_AXES = {  # of a shape of so many numbers
    1: ("Standard deviation",),
    2: ("Width", "Height"),
    3: ("One axis", "The other axis"),
}


def hints(data: Dataset, covariance_type: str | None) -> list[str]:
    """What can be done on the first frame, in sentences."""
    what = "centre" if covariance_type is None else "mean"
    spherical, flat = covariance_type == "spherical", data.points.shape[1] <= 2
    shaped = covariance_type is not None and (spherical or flat)
    shape = "set its width" if data.points.shape[1] == 1 else "shape its ellipse"
    pull = f", pull a small circle to {shape}" if shaped else ""
    said = [
        f"**Your own start.** On the first frame drag a {what}{pull}, click on empty space to add "
        f"one, point at one and press its cross to remove it. By keyboard: Tab to it, then arrow "
        "keys or Delete; on the picture, A adds one and Ctrl+Z undoes."
    ]
    if not flat:
        said.append(
            "The picture is the plane of the first two principal components: a drag moves a "
            f"{what} in it, and keeps its place in all other directions."
        )
    if not pull and covariance_type is not None:
        said.append("Beyond two dimensions only spherical components can be pulled.")
    return said


def editing(
    data: Dataset, places: Places, covariance_type: str | None, page: str
) -> Callable[[Events], None]:
    """What is to be done with the places as asked for on the picture."""

    def heed(events: Events) -> None:
        changed = None
        if events.drag is not None and events.drag.done:
            changed = _dragged(events.drag, data, places, covariance_type)
        elif events.edit is not None and events.edit.handle is not None:
            changed = handmade.removed(places, int(events.edit.handle.split()[1]))
        elif events.edit is not None:
            history.turn(page, events.edit.name)
        elif events.frame == 0 and events.click is not None:
            changed = _clicked(events.click, data, places)
        if changed:
            _say(data, changed)

    return heed


def _dragged(drag: Drag, data: Dataset, places: Places, covariance_type: str | None) -> Places:
    """A place moved in the plane, or an axis pulled."""
    what, row, axis = drag.handle.split()
    j, plane = int(row), plane_of(data.points)
    shadow = plane.project(handmade.centres(places))[j]
    way = np.array([drag.x, drag.y]) - shadow
    if data.points.shape[1] == 1:
        way[1] = 0.0  # up is density there, not a place
    if what == "place":
        mean = np.array(places[j].mean) + way @ plane.axes
        return handmade.moved(places, j, mean.tolist())
    assert covariance_type is not None
    shape = handmade.shapes(data.points, places, covariance_type)[j]
    reach = handmade.reach_of(data.points)
    limits = 1e-3 * reach, handmade.FAR * reach  # less can't be seen, nor pulled again
    pulled = handmade.pulled(shape, int(axis), (float(way[0]), float(way[1])), *limits)
    return handmade.with_shape(places, j, pulled, covariance_type)


def _clicked(click: Click, data: Dataset, places: Places) -> Places | None:
    """One place more where empty space was clicked."""
    if click.point is not None or len(places) >= min(MAX_PLACES, len(data.points)):
        return None
    (mean,) = plane_of(data.points).lift(np.array([[click.x, click.y]])).tolist()
    return handmade.added(places, mean)
