"""How many components: what every criterion answers, on one screen."""

from components import frame
from components.choose import criteria

frame.show(
    criteria.SETTINGS,
    criteria.state,
    key="criteria",
    sentence="Every criterion answers its own question, so they may disagree. Choose a cell of the "
    "map: its fit is beside it.",
    heed=criteria.heed,
    details=criteria.details,
)
