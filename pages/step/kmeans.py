"""k-means, half a step at a time."""

from components import frame
from components.step import kmeans

frame.show(
    kmeans.SETTINGS,
    kmeans.state,
    key="kmeans",
    sentence="Assign every point to the nearest centre, move every centre to the mean of its "
    "points, and again. Play it, or step with the arrow keys, forwards and backwards.",
    heed=kmeans.heed,
    more="kmeans",
)
