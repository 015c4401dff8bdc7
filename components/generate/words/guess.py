"""What the page on real and generated cards says."""

import numpy as np

from components.frame import Fact
from components.generate.controls import Guess
from core.guessing import Cards, interval


def shown(asked: Guess) -> str:
    """What the cards show."""
    marked = ", ".join(map(str, asked.marked)) or "none"
    return f"{asked.n} numbered cards, {asked.what}; half are real. You marked {marked}."


def facts(asked: Guess, dealt: Cards) -> dict[str, list[Fact]]:
    """How many guesses were right, and what that says."""
    marked = np.isin(np.arange(1, asked.n + 1), asked.marked)
    hits = int((marked == dealt.generated).sum())
    low, high = (100 * bound for bound in interval(hits, asked.n))
    return {
        "Your score": [
            Fact(
                "Right",
                f"{hits} of {asked.n}",
                "Marked and generated, or not marked and real. Guessing gets half of them.",
            ),
            Fact(
                "In the long run, 95 % interval",
                f"{low:.0f} to {high:.0f} %",
                "Wilson's interval: where your share of right answers may lie. With 50 % inside, "
                "you may have been guessing.",
            ),
        ]
    }


def notes(asked: Guess, dealt: Cards) -> list[str]:
    """What the answers look like, and what the score says."""
    verdict = _verdict_on(asked, dealt)
    return [verdict] if asked.what == "digits" else ["Square: generated. Round: real.", verdict]


def _verdict_on(asked: Guess, dealt: Cards) -> str:
    marked = np.isin(np.arange(1, asked.n + 1), asked.marked)
    low, high = interval(int((marked == dealt.generated).sum()), asked.n)
    if low > 0.5:
        return "You can tell them apart."
    if high < 0.5:
        return "You can tell them apart, but took the ones for the others."
    return "This could be guessing: so far, generated passes for real."
