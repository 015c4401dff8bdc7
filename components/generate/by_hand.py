"""A mixture of one's own: numbers typed, means and axes dragged, or parameters read from JSON."""

from collections.abc import Mapping

import streamlit as st

from components import widgets
from components.generate import hands
from components.stage.stage import Handle
from core import handmade, written
from core.arrays import Array
from core.handmade import Place

PICTURE = "by_hand"
MAX_PARTS = 12
REACH = 50.0  # of means, on every side
WIDEST = 100.0  # of variances
NARROWEST = 0.001
GRIP = 2.0  # standard deviations from the mean to where an axis is pulled: the outer ellipse
NAMES = ("weight", "x", "y", "xx", "yy", "xy")  # of a component's numbers, as in the address
OPENING = (
    (0.5, 0.0, 0.0, 1.0, 1.0, 0.6),
    (0.3, 5.0, 0.0, 1.0, 0.4, -0.3),
    (0.2, 1.0, 4.0, 0.4, 0.8, 0.0),
    (0.2, -4.0, 2.0, 0.5, 0.5, 0.0),
    (0.2, -3.0, -3.0, 1.0, 0.2, 0.0),
    (0.2, 4.0, -4.0, 0.6, 0.6, 0.3),
    (0.2, 6.0, 4.0, 0.4, 1.0, 0.3),
    (0.2, -4.0, 6.0, 1.0, 0.4, 0.3),
    (0.2, 1.0, 8.0, 0.8, 0.3, 0.0),
    (0.2, 0.0, -6.0, 0.8, 0.4, -0.2),
    (0.2, 9.0, 1.0, 0.3, 0.8, 0.0),
    (0.2, -8.0, 0.0, 0.3, 1.0, 0.2),
)
BOUNDS = {  # name: label, low, high, step, help
    "weight": ("Weight", 0.01, 100.0, 0.05, "Its share; weights are divided by their sum."),
    "x": ("Mean, x", -REACH, REACH, 0.5, "Or drag the number in the picture."),
    "y": ("Mean, y", -REACH, REACH, 0.5, "Or drag the number in the picture."),
    "xx": ("Variance of x", NARROWEST, WIDEST, 0.1, "Or pull an axis of the outer ellipse."),
    "yy": ("Variance of y", NARROWEST, WIDEST, 0.1, "Or pull an axis of the outer ellipse."),
    "xy": ("Covariance", -WIDEST, WIDEST, 0.1, "Its square must be below the variances' product."),
}
AXES = ("long", "short")
_SAID = "said of the JSON"


def places() -> handmade.Places:
    """The components as they are typed or were dragged."""
    k = widgets.slider(
        "k", "Components, k", 1, MAX_PARTS, 3, 1, "How many normal distributions you mix."
    )
    _take_drag(k)
    return tuple(_place_of(_typed(row)) for row in range(k))


def _place_of(numbers: Mapping[str, float]) -> Place:
    """A component by the numbers that it has in the address."""
    weight, x, y, xx, yy, xy = (numbers[name] for name in NAMES)
    return Place((x, y), weight, covariance=(xx, xy, yy))


def _numbers_of(place: Place) -> dict[str, float]:
    """The numbers that a component has in the address."""
    xx, xy, yy = place.covariance
    return dict(zip(NAMES, (place.weight, *place.mean, xx, yy, xy), strict=True))


def _typed(row: int) -> dict[str, float]:
    with st.expander(f"Component {row + 1}", expanded=row == 0):
        columns = st.columns(2)
        values = {}
        for place, (name, (label, low, high, step, hint)) in enumerate(BOUNDS.items()):
            default = OPENING[row][place]
            with columns[place % 2]:
                values[name] = widgets.number(
                    f"{name}{row + 1}", label, low, high, default, step, hint
                )
    return values


def handles(means: Array, covariances: Array) -> list[Handle]:
    """Something to drag each mean by, and each axis of the outer ellipse.

    Args:
        means: (k, 2).
        covariances: (k, 2, 2).
    """
    made = []
    for row, (mean, covariance) in enumerate(zip(means, covariances, strict=True)):
        made.append(Handle(f"mean {row}", f"Mean of component {row + 1}", *mean.tolist()))
        ends = handmade.ends(handmade.axes(covariance))
        for name, (right, up) in zip(AXES, ends, strict=True):
            label = f"The {name} axis of component {row + 1}"
            x, y = mean.tolist()
            made.append(Handle(f"{name} {row}", label, x + GRIP * right, y + GRIP * up))
    return made


def _take_drag(k: int) -> None:
    """Set the numbers as the last drag asked, before they are drawn."""
    names = {f"{name} {row}" for name in ("mean", *AXES) for row in range(k)}
    drag = hands.dragged(PICTURE, names)
    if drag is None:
        return
    name, text = drag.handle.split()
    row = int(text)
    if name == "mean":
        _set(row, {"x": drag.x, "y": drag.y})
    elif drag.done:  # on the way the long axis may become the short one
        before = _current(row)
        (mixture, _), (x, y) = handmade.mixed([before]), before.mean
        pull = (drag.x - x) / GRIP, (drag.y - y) / GRIP
        axes = handmade.axes(mixture.covariances[0])
        shape = handmade.pulled(axes, AXES.index(name), pull, NARROWEST**0.5, WIDEST**0.5)
        (xx, xy), (_, yy) = handmade.covariance_of(Place(before.mean, shape=shape)).tolist()
        _set(row, {"xx": xx, "xy": xy, "yy": yy})


def _current(row: int) -> Place:
    """A component as the last run left it."""
    keys = [(name, f"{name}{row + 1}") for name in NAMES]
    opening = dict(zip(NAMES, OPENING[row], strict=True))
    return _place_of({name: float(st.session_state.get(key, opening[name])) for name, key in keys})


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
        mixture = written.from_json(st.session_state["json"])
        k, d = mixture.means.shape
        if d != 2 or k > MAX_PARTS:
            raise ValueError(
                f"a mixture for the plane must have 2 dimensions and at most {MAX_PARTS} "
                f"components, got {d} and {k}"
            )
        read = [_numbers_of(place) for place in handmade.exactly(mixture)]
        for numbers in read:
            for name, (label, low, high, *_) in BOUNDS.items():
                if not low <= numbers[name] <= high:
                    raise ValueError(
                        f"{label} must be from {low:g} to {high:g}, got {numbers[name]:g}"
                    )
    except ValueError as error:
        st.session_state[_SAID] = f"Not taken over: {error}."
        return
    st.session_state["k"] = len(read)
    for row, numbers in enumerate(read):
        for name, value in numbers.items():
            st.session_state[f"{name}{row + 1}"] = value
