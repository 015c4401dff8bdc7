"""Two moons: a mixture as a density rather than as clusters."""

from components import frame
from components.generate import moons

SHOWN_BY = {
    "Are two components the two moons?": ("Show two components", {"k": "2"}),
    "What are sixteen components good for?": ("Show sixteen components", {"k": "16"}),
    "How many components are enough?": ("Show what BIC prefers", {"k": "7"}),
    "Is that choice a matter of luck?": ("Start ten times", {"k": "6", "starts": "10"}),
}

frame.show(
    moons.SETTINGS,
    moons.state,
    key="moons",
    sentence="No ellipse is a moon. Two components make poor clusters of them, sixteen a good "
    "density: what they generate are moons again.",
    claims=("moons_cards", SHOWN_BY),
    more="generate",
)
