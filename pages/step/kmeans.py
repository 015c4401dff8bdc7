"""k-means, half a step at a time."""

from components import frame
from components.step import kmeans

SHOWN_BY = {
    "What does an assignment do to the inertia?": ("Show an assignment", {"step": "3"}),
    "Do two starts lead to the same clusters?": (
        "Put two centres into one cluster",
        {"begin": "two_in_one", "step": "13"},
    ),
}

frame.show(
    kmeans.SETTINGS,
    kmeans.state,
    key="kmeans",
    sentence="Assign every point to the nearest centre, move every centre to the mean of its "
    "points, and again. Play it, or step with the arrow keys, forwards and backwards.",
    heed=kmeans.heed,
    claims=("kmeans_cards", SHOWN_BY),
    more="kmeans",
)
