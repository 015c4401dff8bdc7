"""EM, half a step at a time."""

from components import frame
from components.step import em

frame.show(
    em.SETTINGS,
    em.state,
    key="em",
    sentence="E shares the points out, M refits the components. Play it, or step with the arrow "
    "keys, forwards and backwards.",
    heed=em.heed,
    details=em.details,
    more="em",
)
