"""The settings of a page as widgets and live sliders, and what can be done with all of them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import settings
from components.settings import BESIDE
from components.stage import stage
from core.settings import (
    Choice,
    Fold,
    Group,
    Held,
    Number,
    Setting,
    Settled,
    Several,
    Switch,
    Text,
)
from core.wording import literal

MANY = 50  # options that are worth a list of their own


def draw(now: Settled, on_picture: DeltaGenerator) -> None:
    """Every group with its settings: sliders that are live, and widgets that run the page.

    Args:
        now: the settings.
        on_picture: where those go that say what is drawn.
    """
    slots: dict[str, str] = {}
    rare: list[Setting] = []
    for group, listed in now.groups:
        drawn = [each for each in listed if not isinstance(each, BESIDE | Held)]
        shown = [each for each in drawn if not each.rare]
        rare += [each for each in drawn if each.rare]
        if group.on_picture and shown:
            with on_picture, st.popover(group.title, icon=":material/visibility:"):
                _draw(group.title, shown, now, slots)
        elif shown:
            with _section(group, listed, slots):
                _draw(group.title, shown, now, slots)
    if rare:
        with st.expander("More"):
            _draw("More", rare, now, slots)
    settings.drawn(now, slots)


def _section(
    group: Group, listed: Sequence[Setting], slots: dict[str, str]
) -> AbstractContextManager[Any]:
    """A group's heading with its dice, and what is under it."""
    if group.folded:
        return st.expander(group.title)
    section = st.container(key=f"group {group.title}")
    with section, st.container(horizontal=True, vertical_alignment="center"):
        st.header(group.title, anchor=False)
        thrown = [each for each in listed if isinstance(each, Number) and each.dice]
        if thrown and not stage.failed():
            stage.slot(f"{group.title} dice")
            slots.update((f"{each.key} dice", f"{group.title} dice") for each in thrown)
    return section


def _draw(title: str, listed: Sequence[Setting], now: Settled, slots: dict[str, str]) -> None:
    slot = ""  # of the live sliders just before, where there are any
    for setting in listed:
        if not isinstance(setting, Number) or stage.failed():
            WIDGETS[type(setting)](setting, now.values[setting.key])
            slot = ""
            continue
        if not slot:
            slot = f"{title} {setting.key}"
            stage.slot(slot)
        slots[setting.key] = slot


def refusals() -> None:
    """What the address asked for and can't be had, until something is changed."""
    now = settings.current()
    for refusal in settings.standing().refusals:
        setting = now.settings.get(refusal.key)
        shown = "" if setting is None else f" Shown is {_said(setting, now.values[refusal.key])}."
        st.info(f"{refusal.sentence.removesuffix('.')}.{shown}", icon=":material/info:")


def undo_and_reset() -> None:
    """Buttons that undo, redo, and bring back what the page opened with."""
    s = settings.standing()
    with st.container(horizontal=True):
        _button("Undo", "undo", settings.undo, not s.past)
        _button("Redo", "redo", settings.redo, not s.future)
        _button("Reset", "restart_alt", lambda: settings.open_link({}), not s.settled().address())


def _button(label: str, icon: str, act: Callable[[], None], disabled: bool) -> None:
    st.button(label, key=label.lower(), icon=f":material/{icon}:", on_click=act, disabled=disabled)


def folded(fold: Fold) -> DeltaGenerator | None:
    """A section that is worked out only when it is open; None while it is closed."""
    key = _key(fold)
    if key not in st.session_state:
        st.session_state[key] = settings.standing().settled().values[fold.key]
    section = st.expander(fold.label, key=key, on_change=_tell, args=(fold, key))
    return section if section.open else None


def _said(setting: Setting, value: Any) -> str:
    match setting:
        case Choice():
            return literal(f"“{setting.options[value]}”")
        case Several():
            return ", ".join(setting.options[each] for each in value) or "none"
        case Switch():
            return "on" if value else "off"
        case Text():
            return f"“{value}”" if value else "nothing"
    return f"{value:,}"


def _key(setting: Setting) -> str:
    # A new key where something else has changed the setting: what the browser still tells of the
    # old widget is then about a widget that is gone, and can't undo the change.
    version = settings.standing().versions.get(setting.key, 0)
    return f"{setting.key} {version}" if version else setting.key


def _tell(setting: Setting, key: str) -> None:
    if key != _key(setting):
        return  # Streamlit calls back for a widget that is gone while its browser still tells of it
    value = st.session_state[key]
    settings.change({setting.key: () if value is None else value}, told=True)


def _widget(setting: Setting, value: Any, draw: Callable[..., Any], **more: Any) -> None:
    key = _key(setting)
    if key not in st.session_state:
        st.session_state[key] = value  # only here: from then on the widget knows better
    draw(
        setting.label,
        key=key,
        help=setting.help or None,
        on_change=_tell,
        args=(setting, key),
        **more,
    )


def _choice(setting: Choice, value: str) -> None:
    label = setting.options.__getitem__
    if setting.pictures and not stage.failed():
        stage.pictures(setting, value)
        return
    _widget(setting, value, st.selectbox, options=list(setting.options), format_func=label)
    if about := setting.about.get(value):
        st.caption(about)


def _several(setting: Several, value: tuple[str, ...]) -> None:
    label = setting.options.__getitem__
    options = list(setting.options)
    if len(options) > MANY:
        _widget(setting, list(value), st.multiselect, options=options, format_func=label)
        return
    _widget(
        setting,
        list(value),
        st.pills,
        options=options,
        format_func=lambda option: literal(label(option)),
        selection_mode="multi",
    )


def _switch(setting: Switch, value: bool) -> None:
    _widget(setting, value, st.toggle)


def _text(setting: Text, value: str) -> None:
    _widget(setting, value, st.text_input, max_chars=setting.longest, disabled=not setting.used)


def _number(setting: Number, value: float) -> None:
    """A plain slider, for a browser that can't load the stage."""
    if setting.stops:
        options = sorted({*setting.stops, int(value)})
        _widget(setting, value, st.select_slider, options=options)
        return
    kind = int if setting.whole else float  # a slider's numbers are all of one type
    low, high, step = kind(setting.low), kind(max(setting.high, value)), kind(setting.step)
    _widget(setting, kind(value), st.slider, min_value=low, max_value=high, step=step)


WIDGETS: Mapping[type, Callable[[Any, Any], None]] = {
    Choice: _choice,
    Several: _several,
    Switch: _switch,
    Text: _text,
    Number: _number,
}
