"""Sliders that belong to a picture: live while they are dragged, and in the address.

The browser keeps a round number with the values that it tells. Whenever the address says something
else than the sliders do (a link was followed, the reader has reset the page), the address goes
first and a new round begins, in which values told in an earlier one count for nothing.
"""

import math
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from components.stage.scene import Scene

NEIGHBOURS = 10  # on either side are computed ahead
BUDGET = 0.06  # seconds, after which a part of computing ahead ends
QUICK = 0.2  # seconds that a state may take; of slower ones none is computed ahead
FAILED = "stage_failed"  # in the session state: this browser can't load the stage

Facts = Mapping[str, Sequence[tuple[str, str, str]]]  # by group: name, value, meaning
Values = dict[str, float]  # by the sliders' keys

_looking_ahead = threading.Lock()  # one session at a time: the others have something to show


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

    def around(self, value: float) -> list[float]:
        """The values at which the slider stops near a value, the nearest first."""
        if self.stops:
            places = sorted(self.stops, key=lambda stop: abs(math.log(stop / value)))
            return [stop for stop in places if stop != value][: 2 * NEIGHBOURS]
        steps = (sign * i * self.step for i in range(1, NEIGHBOURS + 1) for sign in (1, -1))
        places = [round(value + step, 10) for step in steps]
        return [place for place in places if self.low <= place <= self.high]


@dataclass(frozen=True)
class State:
    """What a picture shows at some values of its sliders.

    Args:
        figure: the picture.
        alt: the same in words.
        facts: the numbers under it.
        notes: sentences under these.
    """

    figure: Scene
    alt: str
    facts: Facts
    notes: Sequence[str] = ()


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


def ladder(
    slider: Slider, at: Values, state_at: Callable[[Values], State], have: Collection[float]
) -> dict[str, Any]:
    """Some of the states at the neighbouring values of a slider, the nearest first.

    They come in small parts, so that whatever the reader asks meanwhile waits for one part at most,
    and one session at a time works on them, with pauses in which the others have their turn.

    Args:
        slider: whose neighbours are wanted.
        at: where all sliders stand.
        state_at: what the picture shows at some values.
        have: the values at which they are there already.
    """
    wanted = [value for value in slider.around(at[slider.key]) if value not in have]
    rungs: dict[float, State] = {}
    if _looking_ahead.acquire(timeout=BUDGET):
        try:
            stop = time.monotonic() + BUDGET
            for value in wanted:
                start = time.monotonic()
                rungs[value] = state_at(at | {slider.key: value})
                time.sleep(min(0.25 * (time.monotonic() - start), 0.02))
                if time.monotonic() > stop:
                    break
        finally:
            _looking_ahead.release()
    return {
        "slider": slider.key,
        "values": list(rungs),
        "more": len(rungs) < len(wanted),
        "figures": [state.figure for state in rungs.values()],
        "alts": [state.alt for state in rungs.values()],
        "facts": [state.facts for state in rungs.values()],
        "notes": [list(state.notes) for state in rungs.values()],
    }
