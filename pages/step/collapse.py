"""The collapse laboratory: the likelihood runs away, and three cures."""

from components import frame
from components.step import collapse

frame.show(
    collapse.SETTINGS,
    collapse.state,
    key="collapse",
    sentence="Watch one component shrink onto too few points, and the likelihood run away with it. "
    "Then choose a cure.",
    details=collapse.details,
    more="collapse",
)
