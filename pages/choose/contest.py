"""Which criterion finds the number of components that there really are."""

from components import frame
from components.choose import contest

frame.show(
    contest.SETTINGS,
    contest.state,
    key="contest",
    heed=contest.heed,
    sentence="Take the mixture on the left for the truth, draw sample after sample from it, and "
    "count which criterion finds its k.",
    more="contest",
)
