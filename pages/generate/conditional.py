"""One column is known: what a mixture says about the others."""

from components import frame
from components.generate import conditional

frame.show(
    conditional.SETTINGS,
    conditional.state,
    key="conditional",
    sentence="A mixture is a model of everything at once: fix one column, and along that "
    "line the others follow a mixture again. Drag the line.",
    heed=conditional.heed,
    details=conditional.details,
    more="conditional",
)
