"""Sliders that belong to a picture: live while they are dragged, and in the address."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st

NEIGHBOURS = 10  # on either side are computed ahead
BUDGET = 0.6  # seconds that computing ahead may take

Facts = Mapping[str, Sequence[tuple[str, str, str]]]  # by group: name, value, meaning


@dataclass(frozen=True)
class Slider:
    """A slider of a picture.

    Args:
        key: its name in the address.
        label: what it changes.
        low, high, step: its range.
        value: where it stands unless the address or the reader says otherwise.
    """

    key: str
    label: str
    low: float
    high: float
    step: float
    value: float

    def nearest(self, value: float) -> float:
        """The value of the slider that is nearest to another; whole if all its values are."""
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        nearest = round(self.low + steps * self.step, 10)
        whole = float(self.low).is_integer() and float(self.step).is_integer()
        return int(nearest) if whole else nearest


@dataclass(frozen=True)
class State:
    """What a picture shows at some values of its sliders: figure, description and numbers."""

    figure: go.Figure
    alt: str
    facts: Facts


def values(key: str, sliders: Sequence[Slider]) -> dict[str, float]:
    """Where the sliders of a picture stand; the address follows them."""
    told = st.session_state.get(key, {}).get("values") or {}
    result = {}
    for slider in sliders:
        asked = told.get(slider.key, st.query_params.get(slider.key, slider.value))
        try:
            value = slider.nearest(float(asked))
        except (TypeError, ValueError, OverflowError):
            value = slider.value
        result[slider.key] = value
        _remember(slider, value)
    return result


def _remember(slider: Slider, value: float) -> None:
    text = None if value == slider.value else f"{value:g}" if value < 1e5 else str(value)
    if st.query_params.get(slider.key) == text:
        return
    if text is None:
        st.query_params.pop(slider.key, None)
    else:
        st.query_params[slider.key] = text


def ladder(
    slider: Slider, value: float, state_at: Callable[[float], State]
) -> dict[str, Any] | None:
    """States at the neighbouring values of a slider, the nearest first, as many as time allows."""
    stop = time.monotonic() + BUDGET
    around = [value + sign * i * slider.step for i in range(1, NEIGHBOURS + 1) for sign in (1, -1)]
    rungs: dict[float, State] = {}
    for candidate in (value, *around):
        if slider.low <= candidate <= slider.high and time.monotonic() < stop:
            rung = slider.nearest(candidate)
            rungs[rung] = state_at(rung)
    return {
        "slider": slider.key,
        "values": list(rungs),
        "figures": [state.figure for state in rungs.values()],
        "alts": [state.alt for state in rungs.values()],
        "facts": [state.facts for state in rungs.values()],
    }
