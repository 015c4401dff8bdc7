"""EM, half a step at a time."""

from components import frame
from components.step import em

SHOWN_BY = {
    "Which half-step moves the ellipses?": ("Show the first M", {"step": "2"}),
    "What happens to the likelihood on the way?": ("Show the end of the curve", {"step": "38"}),
    "Does another start end elsewhere?": ("Start from k-means", {"begin": "kmeans", "step": "13"}),
}

frame.show(
    em.SETTINGS,
    em.state,
    key="em",
    sentence="E shares the points out, M refits the components. Play it, or step with the arrow "
    "keys, forwards and backwards.",
    heed=em.heed,
    details=em.details,
    claims=("em_cards", SHOWN_BY),
    more="em",
)
