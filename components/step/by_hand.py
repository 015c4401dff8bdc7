"""A start of one's own: centres or means that are dragged, added, or typed.

Their places are the text of a field, and so in the address.
"""

import numpy as np
import streamlit as st

from components.controls import MAX_K
from components.stage.events import Events
from components.stage.stage import Handle
from core.arrays import MAX_VALUE, Centres
from core.datasets import Dataset
from core.projection import plane_of

START = "by_hand"
FIELD = "means"
_NEWS = "news of the hand"  # a drag is heard after the widgets are drawn; the next run sets them

Places = tuple[tuple[float, ...], ...]


def take_news() -> None:
    """Set the widgets as the last drag or click asked; before they are drawn."""
    for key, value in st.session_state.pop(_NEWS, {}).items():
        st.session_state[key] = value


def field(data: Dataset, *, used: bool) -> Places:
    """The places as they were dragged or typed, k of d numbers; none, with a note, if unclear.

    It is drawn even where it isn't used: Streamlit takes over into the address what is set from
    code only for a widget that it has seen before.
    """
    text = st.text_input(
        "Places by hand",
        key=FIELD,
        bind="query-params",
        max_chars=4_000,
        disabled=not used,
        help="A place for each centre or mean: its numbers with commas between them, and "
        "semicolons between places. Or drag them on the first frame; a click on empty space "
        "adds one.",
    )
    if not used:
        return ()
    d = data.points.shape[1]
    try:
        places = tuple(tuple(map(float, place.split(","))) for place in (text or "").split(";"))
    except ValueError:
        places = ()
    sound = all(len(place) == d and all(abs(x) <= MAX_VALUE for x in place) for place in places)
    if sound and 1 <= len(places) <= min(MAX_K, len(data.points)):
        return places
    example = ";".join(",".join(["0"] * (d - 1) + [str(row)]) for row in (0, 1))
    st.info(f"Places must be 1 to {MAX_K} groups of {d} numbers, as in `{example}`.")
    return ()


def handles(data: Dataset, places: Centres) -> list[Handle]:
    """Something to drag each of the places by, (k, d)."""
    shadows = plane_of(data.points).project(places).tolist()
    return [Handle(str(j), f"Place {j + 1} of the start", x, y) for j, (x, y) in enumerate(shadows)]


def heed(events: Events, data: Dataset, places: Centres) -> None:
    """Move a place, (k, d), that was dragged, or add one where empty space was clicked."""
    plane = plane_of(data.points)
    if events.drag is not None and events.drag.done:
        row = int(events.drag.handle)
        shadow = plane.project(places)[row]
        changed = places.copy()
        changed[row] += (np.array([events.drag.x, events.drag.y]) - shadow) @ plane.axes
    elif events.frame == 0 and events.click and events.click.point is None and len(places) < MAX_K:
        added = plane.lift(np.array([[events.click.x, events.click.y]]))
        changed = np.concatenate([places, added])
    else:
        return
    # six digits are more than a hand can tell apart
    text = ";".join(",".join(f"{x:.6g}" for x in place) for place in changed.tolist())
    st.session_state[_NEWS] = {FIELD: text, "begin": START, "k": len(changed)}
    st.rerun()
