"""Settings: whatever a reader can set, each said once.

From a setting follow its widget or live slider, its name and text in the address, the sentence on a
value that it can't take, Reset, undo, and later its line in a script or a task.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Values: TypeAlias = Mapping[str, Any]  # by the settings' keys
Texts: TypeAlias = Mapping[str, str]  # the same, as an address has them


@dataclass(frozen=True)
class Refusal:
    """Why a text can't be a value.

    Args:
        key: of the setting.
        sentence: what is required, and what was got.
    """

    key: str
    sentence: str


@dataclass(frozen=True)
class Number:
    """A number on a slider.

    Args:
        name: of the parameter that it is for.
        label: for the reader.
        low, high: the least and the greatest value on the slider, both allowed.
        default: an int makes it a whole number.
        url: the name in the address; "" means `name`.
        step: of the slider; values between the steps are allowed.
        help: one sentence for a student.
        reach: the greatest value that can be typed, where that is beyond `high`.
        dice: what a button says that raises the number by one: of seeds.
        forgets: settings that go back to their defaults when the number changes.
        rare: whether few need it, so that it is under More.
    """

    name: str
    label: str
    low: float
    high: float
    default: float
    url: str = ""
    step: float = 0.01
    help: str = ""
    reach: float = 0
    dice: str = ""
    forgets: frozenset[str] = frozenset()
    rare: bool = False

    @property
    def key(self) -> str:
        """The name in the address."""
        return self.url or self.name

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are allowed."""
        return isinstance(self.default, int)

    @property
    def most(self) -> float:
        """The greatest value allowed."""
        return max(self.high, self.reach)

    @property
    def stops(self) -> tuple[int, ...]:
        """Over several orders of magnitude: round values, denser where they are small."""
        if not self.whole or self.low < 1 or self.high < 1_000 * self.low:
            return ()
        fine = {
            stop
            for power in range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)))
            for stop in range(10**power, 10 ** (power + 1) + 1, max(1, 10**power // 4))
        }
        return tuple(sorted(s for s in {*fine, int(self.default)} if self.low <= s <= self.high))

    def take(self, value: Any) -> int | float:
        """The value as an int or a float.

        Raises:
            ValueError: it can't be one of this setting.
        """
        kind = "a whole number" if self.whole else "a number"
        required = f"{self.name} must be {kind} from {self.low:,} to {self.most:,}; got {value!r}"
        if isinstance(value, (bool, str, bytes)):
            raise ValueError(required)
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(required) from None
        if not self.low <= number <= self.most or (self.whole and number % 1):
            raise ValueError(required)
        return int(value) if self.whole else number

    def read(self, text: str) -> int | float | Refusal:
        """The number that a text is."""
        try:
            return self.take(float(text))
        except (ValueError, OverflowError):
            kind = "a whole number" if self.whole else "a number"
            return _refusal(self, text, f"{kind} from {self.low:,} to {self.most:,}")

    def write(self, value: float) -> str:
        """A number as text: ten digits, or as many more as it has."""
        text = f"{value:.10g}"
        return text if float(text) == value else repr(float(value))


@dataclass(frozen=True)
class Choice:
    """One of several options.

    Args:
        name: in the address.
        label: for the reader.
        options: by their keys in the address, what the reader sees.
        default: the key of one.
        help: one sentence.
        forgets: settings that go back to their defaults when another option is chosen.
        about: a sentence on each option, by its key, to be shown where it is chosen.
        rare: whether few need it, so that it is under More.
        pictures: of the options, by their keys, as addresses; they are chosen by these, if any.
        absent: of options that can't be had now, by their keys, a sentence on why.
    """

    name: str
    label: str
    options: Mapping[str, str] = field(hash=False)
    default: str
    help: str = ""
    forgets: frozenset[str] = frozenset()
    about: Mapping[str, str] = field(default_factory=dict, hash=False)
    rare: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)
    absent: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    @property
    def key(self) -> str:
        """The name in the address."""
        return self.name

    def read(self, text: str) -> str | Refusal:
        """The option that a text is the key of."""
        if text in self.options:
            return text
        if text in self.absent:
            return Refusal(self.key, self.absent[text])
        return _refusal(self, text, f"one of {', '.join(self.options)}")

    def write(self, value: str) -> str:
        """An option as text."""
        return value


@dataclass(frozen=True)
class Switch:
    """On or off.

    Args:
        name: in the address.
        label: for the reader.
        default: whether it is on.
        help: one sentence.
        rare: whether few need it, so that it is under More.
    """

    name: str
    label: str
    default: bool = False
    help: str = ""
    rare: bool = False

    @property
    def key(self) -> str:
        """The name in the address."""
        return self.name

    def read(self, text: str) -> bool | Refusal:
        """What a text says: true or false."""
        known = {"true": True, "false": False}.get(text.lower())
        return _refusal(self, text, "true or false") if known is None else known

    def write(self, value: bool) -> str:
        """On or off as text."""
        return str(value).lower()


@dataclass(frozen=True)
class Fold(Switch):
    """A section of a page that is open or closed: its heading is its control."""


@dataclass(frozen=True)
class Card(Choice):
    """Which of several cards is on top: they are their own control."""


@dataclass(frozen=True)
class Text:
    """A line of text.

    Args:
        name: in the address.
        label: for the reader.
        default: what it is to begin with.
        help: how it is written.
        longest: characters allowed.
        used: whether it has an effect; if not, it can't be edited.
        then: what else a new text sets, by the settings' keys.
        forgets: settings that go back to their defaults when the text changes.
        rare: whether few need it, so that it is under More.
    """

    name: str
    label: str
    default: str = ""
    help: str = ""
    longest: int = 4_000
    used: bool = True
    then: Callable[[str], Values] | None = field(default=None, compare=False)
    forgets: frozenset[str] = frozenset()
    rare: bool = False

    @property
    def key(self) -> str:
        """The name in the address."""
        return self.name

    def read(self, text: str) -> str | Refusal:
        """The text itself, where it isn't too long."""
        if len(text) <= self.longest:
            return text
        return _refusal(self, text, f"at most {self.longest:,} characters long")

    def write(self, value: str) -> str:
        """The text itself."""
        return value


@dataclass(frozen=True)
class Held(Text):
    """A text that no control shows: it was made somewhere else, and goes along."""


@dataclass(frozen=True)
class Several:
    """Any number of several options, none to begin with.

    Args:
        name: in the address.
        label: for the reader.
        options: by their keys in the address, what the reader sees.
        help: one sentence.
        rare: whether few need it, so that it is under More.
    """

    name: str
    label: str
    options: Mapping[str, str] = field(hash=False)
    help: str = ""
    default: tuple[str, ...] = ()
    rare: bool = False

    @property
    def key(self) -> str:
        """The name in the address."""
        return self.name

    def read(self, text: str) -> tuple[str, ...] | Refusal:
        """The options whose keys a text has, with commas between them, in their own order."""
        asked = {part for part in text.split(",") if part}
        if asked <= set(self.options):
            return tuple(option for option in self.options if option in asked)
        return _refusal(self, text, f"some of {', '.join(self.options)}")

    def write(self, value: Iterable[str]) -> str:
        """Options as text."""
        return ",".join(value)


@dataclass(frozen=True)
class Frame:
    """Where a film stands, from 0; the film itself is its control.

    Args:
        name: in the address.
    """

    name: str = "step"
    label: str = "Frame"
    default: int = 0
    help: str = ""

    @property
    def key(self) -> str:
        """The name in the address."""
        return self.name

    def read(self, text: str) -> int | Refusal:
        """The frame that a text names; a film that is shorter stands at its end."""
        if text.isdecimal() and len(text) < 7:
            return int(text)
        return _refusal(self, text, "a whole number, 0 or greater")

    def write(self, value: int) -> str:
        """A frame as text."""
        return str(value)


Setting: TypeAlias = Number | Choice | Switch | Text | Several | Frame
# What depends on the settings before it, in the order of the table, is a function of their values.
Entry: TypeAlias = Setting | Callable[[Values], Sequence[Setting]]


@dataclass(frozen=True)
class Group:
    """Settings that are shown together.

    Args:
        title: for the reader.
        entries: settings, and functions that give more of them.
        folded: whether they are hidden until asked for.
        on_picture: whether they say what is drawn, and are reached from the picture.
    """

    title: str
    entries: Sequence[Entry]
    folded: bool = False
    on_picture: bool = False


Table: TypeAlias = Sequence[Group]


@dataclass(frozen=True)
class Settled:
    """A table at some values.

    Args:
        groups: each with the settings that it has at these values.
        values: of all settings.
        refusals: of texts that aren't values; there the default stands.
    """

    groups: tuple[tuple[Group, tuple[Setting, ...]], ...]
    values: Values
    refusals: tuple[Refusal, ...]

    @property
    def settings(self) -> dict[str, Setting]:
        """All settings by their keys, in the order of the address."""
        return {setting.key: setting for _, listed in self.groups for setting in listed}

    def texts(self) -> dict[str, str]:
        """The values of all settings as texts."""
        return {key: each.write(self.values[key]) for key, each in self.settings.items()}

    def address(self) -> dict[str, str]:
        """The texts of what isn't at its default."""
        return {
            key: each.write(self.values[key])
            for key, each in self.settings.items()
            if self.values[key] != each.default
        }


def settle(table: Table, texts: Texts) -> Settled:
    """Read the values of a table's settings from texts: the default where there is none.

    Args:
        table: groups of settings.
        texts: by the settings' keys; others are passed over.
    """
    values: dict[str, Any] = {}
    refusals = []
    groups = []
    for group in table:
        listed: list[Setting] = []
        for entry in group.entries:
            for setting in entry(values) if callable(entry) else (entry,):
                text = texts.get(setting.key)
                value = setting.default if text is None else setting.read(text)
                if isinstance(value, Refusal):
                    refusals.append(value)
                    value = setting.default
                values[setting.key] = value
                listed.append(setting)
        groups.append((group, tuple(listed)))
    return Settled(tuple(groups), values, tuple(refusals))


def _refusal(setting: Setting, text: str, required: str) -> Refusal:
    return Refusal(
        setting.key, f"{setting.label}: this has to be {required}, and the link says {_short(text)}"
    )


def _short(text: str) -> str:
    """At most 40 characters, none of which could end the code span that they are shown in."""
    printable = "".join(c if c.isprintable() and c != "`" else "?" for c in text)
    return f"`{printable if len(printable) <= 40 else printable[:39] + '…'}`"
