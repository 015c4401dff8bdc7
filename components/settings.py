"""What a reader has set, in this session: one home for the values of all settings.

Widgets, live sliders, gestures and buttons say what they change; the address, undo and redo follow.
Values go along from page to page. The address is read on arrival at a page, and when the browser
says that its reader went back or forward; at other times it may be older than what is on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from core.settings import (
    Card,
    Choice,
    Fold,
    Frame,
    Held,
    Number,
    Refusal,
    Settled,
    Table,
    Text,
    Texts,
    Values,
    settle,
)

PRESENT = Card(
    "present", "Presentation", {"0": "Off", "1": "On", "2": "On, with the controls"}, "0"
)
KEPT = 100  # states that can be undone
BESIDE = Frame | Fold | Card  # what is read beside the settings: turning a page isn't undone


@dataclass
class Standing:
    """What is set, and how it came to be.

    Args:
        page: whose settings these are.
        table: that page's.
        texts: of all that was ever set, by the settings' keys.
        refusals: of what the address asked for, until something is changed.
        past, future: earlier and undone texts, the nearest last.
        round: how often Python has moved what the browser owns.
        drawn: the settings that the page was drawn with.
        versions: by key, how often something else than its widget has changed a setting.
        slots: by the keys of live sliders, where on the page they are.
        looks: how often a button away from the picture has set what is on it.
    """

    page: str = ""
    table: Table = ()
    texts: dict[str, str] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    past: list[dict[str, str]] = field(default_factory=list)
    future: list[dict[str, str]] = field(default_factory=list)
    round: int = 0
    drawn: object = None
    versions: dict[str, int] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    looks: int = 0

    def settled(self) -> Settled:
        """The page's settings at what is set."""
        return settle(self.table, self.texts)

    def replace(self, texts: Mapping[str, str], *, history: bool = True) -> None:
        """Take other texts over; what they don't name is at its default."""
        before, earlier = self.texts, self.settled().texts()
        self.texts = dict(texts)
        later = self.settled().texts()
        if earlier == later:
            return
        self.refusals = ()
        for key in later:
            if earlier.get(key) != later[key]:
                self.versions[key] = self.versions.get(key, 0) + 1
        if history:
            self.past.append(before)
            self.future.clear()
        del self.past[:-KEPT]


def standing() -> Standing:
    """What is set in this session."""
    # the address holds the state of one page; the way to it, and what goes along, are kept here
    made: Standing = st.session_state.setdefault("settings", Standing())
    return made


def enter(page: str, table: Table) -> Settled:
    """Come to a page, or stay on it: its settings, and the address that belongs to them.

    Args:
        page: any name, the same at every run.
        table: its settings.
    """
    s = standing()
    s.table = table
    if s.page != page:
        s.page = page
        s.past.clear()
        s.future.clear()
        _arrive({key: ",".join(st.query_params.get_all(key)) for key in st.query_params})
    return current()


def current() -> Settled:
    """The page's settings as they are now; the address follows."""
    now = standing().settled()
    if st.query_params.to_dict() != now.address():
        st.query_params.from_dict(now.address())
    return now


def outgrown(now: Settled) -> bool:
    """Whether the page was drawn with other settings than it has now."""
    return standing().drawn != _shape(now)


def drawn(now: Settled, slots: Mapping[str, str]) -> None:
    """Remember that the page was drawn with these settings, and where its live sliders are."""
    s = standing()
    s.drawn, s.slots = _shape(now), dict(slots)


def slot_of(key: str) -> str:
    """Where on the page a live slider is."""
    return standing().slots.get(key, "")


def _shape(now: Settled) -> object:
    """What there is to be drawn: live sliders follow by themselves, all others need the page."""
    s = standing()
    buttons = bool(s.past), bool(s.future), bool(now.address())  # whether they can be pressed
    return buttons, [
        each.key
        if isinstance(each, Number)
        else (each, now.values[each.key], s.versions.get(each.key))
        for each in now.settings.values()
        if not isinstance(each, BESIDE | Held)
    ]


def _arrive(asked: Texts) -> None:
    """A link sets every setting of its page; what was set for other pages alone stays."""
    s = standing()
    linked = settle(s.table, asked)
    if asked.keys() & linked.settings.keys():
        others = {key: text for key, text in s.texts.items() if key not in linked.settings}
        s.texts = others | dict(asked)
        s.refusals = linked.refusals
        s.round += 1
    else:
        frames = {key for key, each in linked.settings.items() if isinstance(each, Frame)}
        s.texts = {key: text for key, text in s.texts.items() if key not in frames}
        s.refusals = ()


def change(changes: Values, *, told: bool = False) -> None:
    """Set some settings, by their keys, to values; those that depend on them may follow.

    Args:
        changes: values, or their texts.
        told: whether the reader's own control says so, and knows it already.
    """
    s = standing()
    now = s.settled()
    refused = {refusal.key for refusal in now.refusals}  # another page may allow them
    stand = {key: text for key, text in now.texts().items() if key not in refused}
    texts = {**s.texts, **stand}
    written = {}
    for key, value in _followed(changes, now).items():
        setting = now.settings.get(key)
        written[key] = (
            setting.write(value) if setting and not isinstance(value, str) else str(value)
        )
        if isinstance(setting, Choice | Number | Text) and written[key] != stand.get(key):
            for name in setting.forgets:
                texts.pop(name, None)
    versions = dict(s.versions)
    moved = any(not isinstance(now.settings.get(key), BESIDE) for key in changes)
    s.replace(texts | written, history=moved)
    if told:
        s.versions.update({key: versions.get(key, 0) for key in changes})
    else:
        s.round += 1


def _followed(changes: Values, now: Settled) -> Values:
    """The changes, and what else a new text sets."""
    more: dict[str, Any] = {}
    for key, value in changes.items():
        setting = now.settings.get(key)
        if isinstance(setting, Text) and setting.then:
            more |= setting.then(value)
    return {**more, **changes}


def take(told: Any) -> None:
    """Take over where the browser says that live sliders and a film rest."""
    s = standing()
    if not isinstance(told, Mapping) or told.get("round") != s.round:
        return
    now = s.settled()
    read = {key: each.read(str(told[key])) for key, each in now.settings.items() if key in told}
    changed = {
        key: value
        for key, value in read.items()
        if not isinstance(value, Refusal) and value != now.values[key]
    }
    change(changed, told=True)


def open_link(texts: Texts) -> None:
    """Set all settings: those of a link to its texts, the others to their defaults."""
    s = standing()
    names = s.settled().settings.keys()
    s.replace({key: text for key, text in s.texts.items() if key not in names} | dict(texts))
    s.round += 1


def open_address(query: str) -> None:
    """Set all settings as a query says: the reader went back or forward."""
    asked = parse_qs(query.removeprefix("?"), keep_blank_values=True)
    open_link({key: ",".join(texts) for key, texts in asked.items()})


def undo() -> None:
    """Set everything as it was before the latest change."""
    s = standing()
    if s.past:
        s.future.append(s.texts)
        s.replace(s.past.pop(), history=False)
        s.round += 1


def redo() -> None:
    """Set everything as it was before it was undone."""
    s = standing()
    if s.future:
        s.past.append(s.texts)
        s.replace(s.future.pop(), history=False)
        s.round += 1


def look(act: Callable[[Values], None], asked: Values) -> None:
    """Set something from a button that may be far from the picture, which comes into view."""
    act(asked)
    standing().looks += 1
