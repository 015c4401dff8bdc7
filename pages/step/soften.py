"""From a mixture to k-means by one slider."""

from components import frame
from components.step import soften

frame.show(
    soften.SETTINGS,
    soften.state,
    key="soften",
    sentence="Equal, round components about the centres of k-means. Shrink them, and shares turn "
    "into all or nothing: k-means is what is left of a mixture.",
    more="soften",
)
