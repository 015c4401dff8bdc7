"""A mixture of one's own, sampled and found again."""

from components import frame
from components.generate import by_hand

frame.show(
    by_hand.SETTINGS,
    by_hand.state,
    key="by_hand",
    sentence="Write down a mixture, or drag its means and pull its axes. Points are drawn "
    "from it, and a fit that sees only the points has to find it again (dashed).",
    heed=by_hand.heed,
    details=by_hand.details,
    more="by_hand",
)
