"""What is on the stage at some values of the settings: plain records, made outside any page."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from components.stage.scene import Scene


@dataclass(frozen=True)
class Fact:
    """A number on the screen.

    Args:
        name: the field's term.
        value: with all digits that are known, and its unit, where it has one.
        meaning: one sentence.
        brief: the same at a glance, in two or three digits: of the few numbers that a page is
            about, which stand beside its picture.
    """

    name: str
    value: str
    meaning: str
    brief: str = ""


def brief(number: float) -> str:
    """A number in three digits, or as many as it has before the point: 1,234, 12.3, -0.0123."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g}"
    power = math.floor(math.log10(abs(number)))
    return f"{number:.1e}" if power < -4 else f"{number:,.{max(0, 2 - power)}f}"


Facts = Mapping[str, Sequence[Fact]]  # by group


@dataclass(frozen=True)
class Handle:
    """Something on a picture that can be dragged, or moved with the arrow keys.

    Args:
        name: comes back with the gesture; unique in the picture.
        label: what it is, in words.
        x, y: where it is, in data coordinates.
        panel: 1 for the left picture, 2 for the right one.
        colour: of a small disc, where nothing else marks the place.
        removable: whether it can be taken away: by the Delete key, or by a cross beside it.
    """

    name: str
    label: str
    x: float
    y: float
    panel: int = 1
    colour: str = ""
    removable: bool = False


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a film.

    Args:
        scene: with the same traces in every frame.
        caption: one sentence.
        facts: the numbers of this frame.
    """

    scene: Scene
    caption: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Film:
    """Pictures that the browser plays by itself.

    Args:
        length: how many frames.
        frame: makes one, from 0.
        curve: a number for each frame, drawn above the scrubber; None where there is none.
        curve_name: what that number is, with its unit.
        scrubber: what one moves through, where it isn't time.
        plays: whether it plays by itself, again and again, for whoever doesn't mind motion.
    """

    length: int
    frame: Callable[[int], Frame]
    curve: Sequence[float | None] = ()
    curve_name: str = ""
    scrubber: str = ""
    plays: bool = False


@dataclass(frozen=True, eq=False)
class State:
    """All that is shown at some values.

    Args:
        picture: still, or a film.
        alt: the same in words.
        facts: the numbers under it, for all frames of a film.
        notes: sentences under these.
        handles: what can be dragged; of a film, while its first frame rests.
        clicks: whether clicks on points, and places that are added, mean anything.
        previews: whether pointing at a point shows what a click on it would.
        brush: whether boxes, drawn with the shift key held, do.
        paint: how far a brush reaches, in the data's unit, where the picture is painted on.
        refused: why these values can't be shown: then a picture that is there stays, with this
            sentence, and `picture` is for where there is none yet.
        growing: whether it isn't complete: the browser asks for it again, until it is.
    """

    picture: Scene | Film
    alt: str
    facts: Facts = field(default_factory=dict)
    notes: Sequence[str] = ()
    handles: Sequence[Handle] = ()
    clicks: bool = False
    previews: bool = False
    brush: bool = False
    paint: float | None = None
    refused: str = ""
    growing: bool = False
