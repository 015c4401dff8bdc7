"""k-means and EM from the same start, on one clock."""

from components import frame
from components.step import race

frame.show(
    race.SETTINGS,
    race.state,
    key="race",
    sentence="k-means and EM begin at the same centres and take their half-steps together.",
    heed=race.heed,
    more="compare",
)
