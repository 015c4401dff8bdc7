"""Two moons: a mixture as a density rather than as clusters."""

from components import frame
from components.generate import moons

SHOWN_BY = {
    "As clusters, two components fail": ("Two components", {"k": "2"}),
    "As a density, many succeed": ("Sixteen components", {"k": "16"}),
    "How many? BIC and AIC disagree": ("What BIC prefers", {"k": "7"}),
    "The choice depends on luck, too": ("Ten starts", {"k": "6", "starts": "10"}),
}

frame.show(
    moons.SETTINGS,
    moons.state,
    key="moons",
    sentence="No ellipse is a moon. Two components make poor clusters of them, sixteen a good "
    "density: what they generate are moons again.",
    claims=("moons", SHOWN_BY),
    more="generate",
)
