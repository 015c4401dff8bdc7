"""Which groups a refit on a resample finds again."""

from components import frame
from components.choose import stability

frame.show(
    stability.SETTINGS,
    stability.state,
    key="stability",
    sentence="Draw the points anew, with replacement, and fit again: which groups come back, and "
    "which points change sides?",
    heed=stability.heed,
    more="stability",
)
