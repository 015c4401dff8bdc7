"""A mixture of one's own: numbers typed, means and axes dragged, or parameters read from JSON."""

import numpy as np
import streamlit as st

from components import widgets
from components.generate import hands
from components.stage.stage import Handle
from core import written
from core.arrays import Array
from core.written import Part

PICTURE = "by_hand"
MAX_PARTS = 12
REACH = 50.0  # of means, on every side
WIDEST = 100.0  # of variances
NARROWEST = 0.001
GRIP = 2.0  # standard deviations from the mean to where an axis is pulled: the outer ellipse
OPENING = (
    Part(0.5, 0.0, 0.0, 1.0, 1.0, 0.6),
    Part(0.3, 5.0, 0.0, 1.0, 0.4, -0.3),
    Part(0.2, 1.0, 4.0, 0.4, 0.8, 0.0),
    Part(0.2, -4.0, 2.0, 0.5, 0.5, 0.0),
    Part(0.2, -3.0, -3.0, 1.0, 0.2, 0.0),
    Part(0.2, 4.0, -4.0, 0.6, 0.6, 0.3),
    Part(0.2, 6.0, 4.0, 0.4, 1.0, 0.3),
    Part(0.2, -4.0, 6.0, 1.0, 0.4, 0.3),
    Part(0.2, 1.0, 8.0, 0.8, 0.3, 0.0),
    Part(0.2, 0.0, -6.0, 0.8, 0.4, -0.2),
    Part(0.2, 9.0, 1.0, 0.3, 0.8, 0.0),
    Part(0.2, -8.0, 0.0, 0.3, 1.0, 0.2),
)
BOUNDS = {  # name: label, low, high, step, help
    "weight": ("Weight", 0.01, 100.0, 0.05, "Its share; weights are divided by their sum."),
    "x": ("Mean, x", -REACH, REACH, 0.5, "Or drag the number in the picture."),
    "y": ("Mean, y", -REACH, REACH, 0.5, "Or drag the number in the picture."),
    "xx": ("Variance of x", NARROWEST, WIDEST, 0.1, "Or pull an axis of the outer ellipse."),
    "yy": ("Variance of y", NARROWEST, WIDEST, 0.1, "Or pull an axis of the outer ellipse."),
    "xy": ("Covariance", -WIDEST, WIDEST, 0.1, "Its square must be below the variances' product."),
}
_SAID = "said of the JSON"


def parts() -> list[Part]:
    """The components as they are typed or were dragged."""
    k = widgets.slider(
        "k", "Components, k", 1, MAX_PARTS, 3, 1, "How many normal distributions you mix."
    )
    _take_drag(k)
    return [_part(row) for row in range(k)]


def _part(row: int) -> Part:
    with st.expander(f"Component {row + 1}", expanded=row == 0):
        columns = st.columns(2)
        values = {}
        for place, (name, (label, low, high, step, hint)) in enumerate(BOUNDS.items()):
            default = float(getattr(OPENING[row], name))
            with columns[place % 2]:
                values[name] = widgets.number(
                    f"{name}{row + 1}", label, low, high, default, step, hint
                )
    return Part(**values)


def handles(means: Array, covariances: Array) -> list[Handle]:
    """Something to drag each mean by, and each axis of the outer ellipse.

    Args:
        means: (k, 2).
        covariances: (k, 2, 2).
    """
    made = []
    for row, (mean, covariance) in enumerate(zip(means, covariances, strict=True)):
        made.append(Handle(f"mean {row}", f"Mean of component {row + 1}", *mean.tolist()))
        for name, end in zip(("short", "long"), written.half_axes(covariance), strict=True):
            label = f"The {name} axis of component {row + 1}"
            made.append(Handle(f"{name} {row}", label, *(mean + GRIP * end).tolist()))
    return made


def _take_drag(k: int) -> None:
    """Set the numbers as the last drag asked, before they are drawn."""
    names = {f"{name} {row}" for name in ("mean", "short", "long") for row in range(k)}
    drag = hands.dragged(PICTURE, names)
    if drag is None:
        return
    name, row = drag.handle.split()
    before = _current(int(row))
    if name == "mean":
        _set(int(row), {"x": drag.x, "y": drag.y})
    elif drag.done:  # on the way the long axis may become the short one
        pull = np.array([drag.x - before.x, drag.y - before.y]) / GRIP
        (xx, xy), (_, yy) = written.pulled(before.covariance(), int(name == "long"), pull)
        _set(int(row), {"xx": xx, "xy": xy, "yy": yy})


def _current(row: int) -> Part:
    """The numbers of a component as the last run left them."""
    return Part(
        **{
            name: float(st.session_state.get(f"{name}{row + 1}", getattr(OPENING[row], name)))
            for name in BOUNDS
        }
    )


def _set(row: int, values: dict[str, float]) -> None:
    for name, value in values.items():
        _, low, high, *_ = BOUNDS[name]
        # five places are more than a hand can tell apart
        st.session_state[f"{name}{row + 1}"] = min(max(round(value, 5), low), high)


def paste() -> None:
    """A field for a mixture's parameters as JSON, as they are downloaded here."""
    with st.expander("Read a mixture from JSON"):
        st.text_area("Parameters as JSON", key="json", height=120, max_chars=20_000)
        st.button("Use these parameters", on_click=_read)
        if said := st.session_state.pop(_SAID, ""):
            st.info(said)


def _read() -> None:
    """Take the pasted parameters over, or say why not."""
    try:
        read = written.parts_of(written.from_json(st.session_state["json"]), MAX_PARTS)
        for part in read:
            for name, (label, low, high, *_) in BOUNDS.items():
                value = getattr(part, name)
                if not low <= value <= high:
                    raise ValueError(f"{label} must be from {low:g} to {high:g}, got {value:g}")
    except ValueError as error:
        st.session_state[_SAID] = f"Not taken over: {error}."
        return
    st.session_state["k"] = len(read)
    for row, part in enumerate(read):
        for name in BOUNDS:
            st.session_state[f"{name}{row + 1}"] = float(getattr(part, name))
