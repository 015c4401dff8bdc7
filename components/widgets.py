"""Single widgets whose key is their name in the address, so a link holds all that is on screen.

Streamlit drops a value from the address that a widget can't take; `noted` tells the reader.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from components.stage import sliders as sliding
from components.stage import stage
from components.stage.sliders import Slider
from core.arrays import MAX_SEED
from core.datasets import Dial

Value = TypeVar("Value")
Number = TypeVar("Number", int, float)


def dial_of(dial: Dial) -> Any:
    """A dial of a data set: over several orders of magnitude a slider with round stops."""
    if dial.stops:
        return stops(dial.url, dial.label, dial.stops, int(dial.default), dial.help)
    number = int if dial.whole else float  # a slider's numbers are all of one type
    low, high, default, step = map(number, (dial.low, dial.high, dial.default, dial.step))
    return slider(dial.url, dial.label, low, high, default, step, dial.help)


def stops(key: str, label: str, options: Sequence[int], default: int, hint: str) -> int:
    """One of several rising numbers."""
    return noted(
        key,
        f"one of {options[0]:,} to {options[-1]:,} on the slider",
        lambda: st.select_slider(
            label, options=options, value=default, key=key, bind="query-params", help=hint
        ),
    )


def slider(
    key: str, label: str, low: Number, high: Number, default: Number, step: Number, hint: str
) -> Number:
    """A number between two bounds."""
    return noted(
        key,
        f"a number from {low:,} to {high:,}",
        lambda: st.slider(label, low, high, default, step, key=key, bind="query-params", help=hint),
    )


def number(
    key: str, label: str, low: float, high: float, default: float, step: float, hint: str
) -> float:
    """A number between two bounds, to be typed."""
    return noted(
        key,
        f"a number from {low:,} to {high:,}",
        lambda: st.number_input(
            label, low, high, default, step, "%.6g", key=key, bind="query-params", help=hint
        ),
    )


def seed(
    key: str,
    label: str,
    default: int,
    hint: str = "The same seed gives the same picture, here and in scikit-learn.",
) -> int:
    """The seed of a random stream."""
    # Of Streamlit's two kinds of number input only that for decimals survives ?seed=inf.
    return noted(
        key,
        f"a whole number from 0 to {MAX_SEED:,}",
        lambda: round(
            st.number_input(
                label,
                min_value=0.0,
                max_value=float(MAX_SEED),
                value=float(default),
                step=1.0,
                format="%.0f",
                key=key,
                bind="query-params",
                help=hint,
            )
        ),
    )


def choice(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    hint: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> str:
    """One of several options."""
    return noted(
        key,
        f"one of {', '.join(options)}",
        lambda: st.selectbox(
            label,
            options,
            options.index(default),
            key=key,
            bind="query-params",
            help=hint,
            on_change=on_change,
        ),
    )


def several(key: str, label: str, options: Sequence[str], hint: str) -> list[str]:
    """Any number of several options, none to begin with."""
    return noted(
        key,
        f"some of {', '.join(options)}",
        lambda: st.pills(
            label, options, selection_mode="multi", key=key, bind="query-params", help=hint
        ),
    )


def switch(key: str, label: str, default: bool, hint: str) -> bool:
    """On or off."""
    return noted(
        key,
        "true or false",
        lambda: st.toggle(label, default, key=key, bind="query-params", help=hint),
    )


def live(picture: str, slot: str, sliders: Sequence[Slider]) -> tuple[Slider, ...]:
    """Sliders of a picture, drawn here; plain ones in a browser that can't load the stage.

    Returns:
        the same, for `frame.live`, which tells where they stand.
    """
    if st.session_state.get(sliding.FAILED):
        for each in sliders:
            _plain(each)
        return tuple(sliders)
    refused = sliding.settle(picture, sliders)
    stage.slot(picture, slot)
    for each in sliders:
        if each.key in refused:
            number = "a whole number" if each.whole else "a number"
            required = f"{number} from {each.low:,} to {each.most:,}"
            _note(each.key, refused[each.key], required, each.value)
    return tuple(replace(each, slot=f"{picture} {slot}") for each in sliders)


def _plain(live: Slider) -> None:
    if live.stops:
        stops(live.key, live.label, list(map(int, live.stops)), int(live.value), live.help)
    elif live.most > live.high:
        seed(live.key, live.label, int(live.value))
    else:
        slider(live.key, live.label, live.low, live.high, live.value, live.step, live.help)


def noted(key: str, required: str, widget: Callable[[], Value]) -> Value:
    """Draw a widget; where the address asked for a value that it can't take, say so."""
    asked = st.query_params.get_all(key) if key not in st.session_state else []
    value = widget()
    if asked and not _same(asked, value):
        _note(key, asked, required, value)
    return value


def _note(key: str, asked: Sequence[str], required: str, value: object) -> None:
    got = asked[0] if len(asked) == 1 else f"{len(asked)} values"
    st.info(
        f"The address asked for {key} = `{_short(got)}`, but it must be {required}. "
        f"Here it is {_said(value)}.",
        icon=":material/info:",
    )


def _same(asked: Sequence[str], value: object) -> bool:
    if isinstance(value, list):
        return sorted(asked) == sorted(value)
    if len(asked) != 1:
        return False
    if isinstance(value, bool):
        return asked[0].lower() == str(value).lower()
    if isinstance(value, str):
        return asked[0] == value
    try:
        return float(asked[0]) == value
    except ValueError:
        return False


def _said(value: object) -> str:
    return (", ".join(value) or "none") if isinstance(value, list) else str(value)


def _short(text: str) -> str:
    """At most 40 characters, none of which could end the code span it is shown in."""
    printable = "".join(c if c.isprintable() and c != "`" else "?" for c in text)
    return printable if len(printable) <= 40 else printable[:39] + "…"
