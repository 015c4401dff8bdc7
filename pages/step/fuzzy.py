"""Fuzzy c-means, half a step at a time."""

from components import frame
from components.step import fuzzy

frame.show(
    fuzzy.SETTINGS,
    fuzzy.state,
    key="fuzzy",
    sentence="Between k-means and a mixture: every point belongs to all clusters, the nearer ones "
    "more. Slide the fuzzifier towards 1, and k-means is left.",
    heed=fuzzy.heed,
    more="fuzzy",
)
