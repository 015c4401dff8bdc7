"""New points from the fitted mixture, and how well they pass for the measured ones."""

from components import frame
from components.generate import sample

frame.show(
    sample.SETTINGS,
    sample.state,
    key="sample",
    sentence="A fitted mixture is a recipe: choose a component by its weight, then draw from its "
    "normal distribution. The points that come out have never been measured.",
    details=sample.details,
    more="generate",
)
