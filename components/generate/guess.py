"""Real or generated? What is asked, what is made, and its words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from components import models, points
from components.figures import cards
from components.generate import digits as of_digits
from components.generate import draws, moons
from components.memory import remembered
from components.stage.events import Click, Gesture
from components.stage.scene import Scene
from components.stage.state import Fact, Facts, State
from core import digits, guessing
from core.arrays import Mask, Points
from core.guessing import Cards
from core.plans import Origin
from core.settings import Choice, Group, Number, Setting, Several, Switch, Values

MARKS = frozenset({"marks"})
DIGITS = "digits"


def marks(at: Values) -> Sequence[Setting]:
    """Which cards the reader takes for generated."""
    numbers = {str(number): str(number) for number in range(1, at["cards"] + 1)}
    return [
        Several(
            "marks",
            "I think these are generated",
            numbers,
            "Click on a card in the picture, or press its number here. By keyboard: full stop, "
            "comma and Enter on the picture; Tab and Space here.",
        )
    ]


SETTINGS = (
    Group(
        "Your vote",
        (
            Choice(
                "what",
                "Guess among",
                {
                    DIGITS: "digits",
                    "moons, 2 components": "moons, 2 components",
                    "moons, 16 components": "moons, 16 components",
                },
                DIGITS,
                "Half of the cards are real, half come from a mixture.",
                forgets=MARKS,
            ),
            Number(
                "cards",
                "How many",
                10,
                guessing.MAX_CARDS,
                20,
                step=10,
                help="With more cards your score is less a matter of luck.",
                forgets=MARKS,
            ),
            replace(draws.DRAW, label="Seed of the deal", dice="Deal again", forgets=MARKS),
            marks,
            Switch("reveal", "Show the answers", False, "And your score."),
        ),
    ),
)


@remembered
def deal(what: str, n: int, seed: int) -> Cards:
    """Cards to guess from."""
    if what == DIGITS:
        real, mixture = digits.load().points, of_digits.mixture(of_digits.CHOSEN[0])
    else:
        origin = Origin("moons")
        real = points.made(origin).points
        mixture = moons.sweep(origin, 1).mixtures[int(what.split()[1]) - 1]
    return guessing.deal(real, mixture, n - n % 2, seed=seed)


def state(at: Values) -> State:
    """The cards, those that are marked, and the answers when they are asked for."""
    dealt, marked = deal_of(at), marked_of(at)
    asked = at["reveal"] and marked.any()
    return State(
        board(at["what"], dealt, marked, dealt.generated if asked else None),
        alt(at, marked),
        facts(dealt, marked) if asked else {},
        notes(at, dealt, marked),
        clicks=True,
    )


def deal_of(at: Values) -> Cards:
    """The cards at some values of the settings."""
    return deal(at["what"], at["cards"], at["draw"])


def marked_of(at: Values) -> Mask:
    """Which cards are marked, (n,)."""
    return np.isin(np.arange(1, len(deal_of(at).points) + 1), [int(mark) for mark in at["marks"]])


def board(what: str, dealt: Cards, marked: Mask, answers: Mask | None) -> Scene:
    """The picture of the cards."""
    if what == DIGITS:
        return cards.digits(digits.load().pictures(dealt.points), marked, answers)
    return cards.points(dealt.points, marked, answers)


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A card is clicked on: marked, or not any more."""
    if not isinstance(gesture, Click):
        return None
    middles, reach = places(at["what"], deal_of(at))
    distances = np.hypot(*(middles - (gesture.x, gesture.y)).T)  # (n,)
    if distances.min() > reach:
        return None
    number = str(1 + distances.argmin())
    chosen = [mark for mark in at["marks"] if mark != number]
    return {"marks": tuple(chosen) if len(chosen) < len(at["marks"]) else (*chosen, number)}


def places(what: str, dealt: Cards) -> tuple[Points, float]:
    """Where the cards are in their picture, (n, 2), and how far from there they still are meant."""
    if what == DIGITS:
        return cards.middles(len(dealt.points)), 0.75
    return dealt.points, 0.04 * float(np.ptp(dealt.points, axis=0).max())


def alt(at: Values, marked: Mask) -> str:
    """What the cards show."""
    numbers = ", ".join(map(str, 1 + np.flatnonzero(marked))) or "none"
    return f"{len(marked)} numbered cards, {at['what']}; half are real. You marked {numbers}."


def facts(dealt: Cards, marked: Mask) -> Facts:
    """How many guesses were right, and what that says."""
    n, hits = len(marked), int((marked == dealt.generated).sum())
    low, high = (100 * bound for bound in guessing.interval(hits, n))
    return {
        "Your score": [
            Fact(
                "Right",
                f"{hits} of {n}",
                "Marked and generated, or not marked and real. Guessing gets half of them right on "
                "average.",
                f"{hits} of {n}",
            ),
            Fact(
                "In the long run, 95 % interval",
                f"{low:.0f} to {high:.0f} %",
                "Wilson's interval: where your share of right answers may lie. With 50 % inside, "
                "you may have been guessing.",
            ),
        ]
    }


def notes(at: Values, dealt: Cards, marked: Mask) -> list[str]:
    """What the answers look like, and what the score says."""
    if not at["reveal"]:
        return [_marked(marked)]
    if not marked.any():
        return ["You haven't voted yet: mark the cards that you take for generated."]
    said = _verdict(dealt, marked)
    return [said] if at["what"] == DIGITS else ["Square: generated. Round: real.", said]


def _marked(marked: Mask) -> str:
    n, said = len(marked), "Half of them are generated: which ones?"
    return f"{said} You have marked {marked.sum()} of {models.counted(n, 'card')}."


def _verdict(dealt: Cards, marked: Mask) -> str:
    hits = int((marked == dealt.generated).sum())
    low, high = guessing.interval(hits, len(marked))
    if low > 0.5:
        return "That is more than guessing would explain: you can tell them apart."
    if high < 0.5:
        return "You can tell them apart, but you swapped the labels."
    return "This could be guessing: your score doesn't tell them apart."
