"""Sliders that belong to a picture: live while they are dragged, and in the address.

The browser keeps a round number with the values that it tells. Whenever the address says something
else than the sliders do (a link was followed, the reader has reset the page), the address goes
first and a new round begins, in which values told in an earlier one count for nothing.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

FAILED = "stage_failed"  # in the session state: this browser can't load the stage

Values = dict[str, float]  # by the sliders' keys


@dataclass(frozen=True)
class Slider:
    """A slider of a picture.

    Args:
        key: its name in the address.
        label: what it changes.
        low, high, step: its range; whole numbers make it one of whole numbers.
        value: where it stands unless the address or the reader says otherwise.
        stops: the values that it stops at, instead of steps; others can be typed.
        reach: the greatest value that can be typed, if that is beyond `high`.
        help: one sentence.
        slot: the place on the page where it is drawn; "" is under the picture.
    """

    key: str
    label: str
    low: float
    high: float
    step: float
    value: float
    stops: tuple[float, ...] = ()
    reach: float = 0
    help: str = ""
    slot: str = ""

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are allowed."""
        return isinstance(self.value, int)

    @property
    def most(self) -> float:
        """The greatest value allowed."""
        return max(self.high, self.reach)

    def read(self, value: Any) -> float | None:
        """A value as a number of this slider, or None if it can't be one."""
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            return None
        if not self.low <= number <= self.most or (self.whole and number % 1):
            return None
        return int(number) if self.whole else number

    def text(self, value: float) -> str | None:
        """A value as it is written in the address; None for the one that needn't be."""
        return None if value == self.value else f"{value:.10g}"


@dataclass
class _Standing:
    """Where the sliders of a picture stand, and in which round."""

    values: Values
    round: int = 0
    written: int = 0  # the round in which the browser last got the address


def settle(picture: str, sliders: Sequence[Slider]) -> dict[str, list[str]]:
    """Let the address set those sliders of a picture of which it says something new.

    Returns:
        refused: what it asked of sliders that can't take it, by their keys.
    """
    standing = _standing(picture)
    refused = {}
    for slider in sliders:
        asked = st.query_params.get_all(slider.key)
        before = standing.values.get(slider.key)
        if before is not None and asked == _texts(slider, before):
            continue
        value = slider.read(asked[0]) if len(asked) == 1 else None
        if asked and value is None:
            refused[slider.key] = asked
        standing.values[slider.key] = slider.value if value is None else value
        standing.round += before is not None
    return refused


def values(picture: str, sliders: Sequence[Slider]) -> Values:
    """Where the sliders of a picture stand; the address follows them."""
    if st.session_state.get(FAILED):
        return {slider.key: st.session_state.get(slider.key, slider.value) for slider in sliders}
    standing = _standing(picture)
    told = st.session_state.get(picture, {}).get("values")
    told = told if isinstance(told, dict) else {}
    for slider in sliders:
        value = slider.read(told.get(slider.key)) if told.get("round") == standing.round else None
        value = standing.values.get(slider.key, slider.value) if value is None else value
        standing.values[slider.key] = value
        texts = _texts(slider, value)
        # A link to the page itself reaches Python, but not the browser's address bar.
        if st.query_params.get_all(slider.key) != texts or standing.written != standing.round:
            st.query_params[slider.key] = texts  # none takes it out
            standing.written = standing.round
    return {slider.key: standing.values[slider.key] for slider in sliders}


def _standing(picture: str) -> _Standing:
    # The address alone can't tell a link from what is under way between it and the browser.
    standing: _Standing = st.session_state.setdefault(f"{picture} sliders", _Standing({}))
    return standing


def _texts(slider: Slider, value: float) -> list[str]:
    text = slider.text(value)
    return [] if text is None else [text]


def about(picture: str, sliders: Sequence[Slider], at: Values) -> dict[str, Any]:
    """What the browser is to know of the sliders of a picture."""
    return {
        "sliders": [asdict(slider) | {"reach": slider.most} for slider in sliders],
        "values": at,
        "round": _standing(picture).round,
    }
