"""The collapse laboratory: the likelihood runs away, and three cures."""

from components import frame
from components.step import collapse

SHOWN_BY = {
    "Why does the likelihood run away?": ("Show the last frame", {"step": "17"}),
    "What stops it?": ("Put a floor under it", {"cure": "floor", "step": "23"}),
}

frame.show(
    collapse.SETTINGS,
    collapse.state,
    key="collapse",
    sentence="Watch one component shrink onto too few points, and the likelihood run away with it. "
    "Then choose a cure.",
    details=collapse.details,
    claims=("collapse_cards", SHOWN_BY),
    more="collapse",
)
