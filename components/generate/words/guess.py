"""What the page on real and generated cards says."""

import numpy as np

from components.frame import Fact
from components.generate.controls import Deal, Vote
from core.guessing import Cards, interval


def shown(asked: Deal, vote: Vote) -> str:
    """What the cards show."""
    marked = ", ".join(map(str, 1 + np.flatnonzero(vote.marked))) or "none"
    return f"{asked.n} numbered cards, {asked.what}; half are real. You marked {marked}."


def facts(vote: Vote, dealt: Cards) -> dict[str, list[Fact]]:
    """How many guesses were right, and what that says."""
    n = len(dealt.generated)
    low, high = (100 * bound for bound in interval(_hits(vote, dealt), n))
    return {
        "Your score": [
            Fact(
                "Right",
                f"{_hits(vote, dealt)} of {n}",
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


def notes(asked: Deal, vote: Vote, dealt: Cards) -> list[str]:
    """What the answers look like, and what the score says."""
    verdict = _verdict_on(vote, dealt)
    return [verdict] if asked.what == "digits" else ["Square: generated. Round: real.", verdict]


def _verdict_on(vote: Vote, dealt: Cards) -> str:
    low, high = interval(_hits(vote, dealt), len(dealt.generated))
    if low > 0.5:
        return "You can tell them apart."
    if high < 0.5:
        return "You can tell them apart, but took the ones for the others."
    return "This could be guessing: so far, generated passes for real."


def _hits(vote: Vote, dealt: Cards) -> int:
    return int((vote.marked == dealt.generated).sum())
