"""Split or merge: a test of one component more, and components joined into clusters."""

from components import frame
from components.choose import merging

frame.show(
    merging.SETTINGS,
    merging.state,
    key="merge",
    sentence="Two components may be one cluster, and one cluster may need two components: test a "
    "split, or merge what is hard to tell apart.",
    heed=merging.heed,
    more="merge",
)
