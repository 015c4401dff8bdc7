"""How many components: what every criterion answers, on one screen."""

from components import frame
from components.choose import criteria

SHOWN_BY = {
    "Was it the criterion, or did EM stop early?": (
        "Run EM until it rests",
        {"data": "cigars", "digits": "6", "k": "3", "cov": "tied"},
    ),
    "What is one shape for all worth?": (
        "Share one shape",
        {"data": "stretched", "cov": "tied"},
    ),
    "How many groups has noise?": (
        "Compare with evenly spread points",
        {"data": "noise", "by": "gap", "k": "1"},
    ),
    "Do components count clusters?": (
        "Show what BIC chooses",
        {"data": "moons", "k": "6"},
    ),
    "Four bars or two crosses?": (
        "Start ten times from random points",
        {"data": "crossing", "start": "random_points", "starts": "10", "k": "4"},
    ),
    "How firm is the choice for Old Faithful?": (
        "Show every verdict",
        {"data": "faithful", "digits": "5", "k": "3", "cov": "tied", "verdict": "true"},
    ),
}

frame.show(
    criteria.SETTINGS,
    criteria.state,
    key="criteria",
    sentence="Every criterion answers its own question, so they may disagree. Choose a cell of the "
    "map: its fit is beside it.",
    heed=criteria.heed,
    details=criteria.details,
    claims=("criteria_cards", SHOWN_BY),
    more="criteria",
)
