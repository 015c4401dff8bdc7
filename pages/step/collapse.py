"""The collapse laboratory: the likelihood runs away, and three cures."""

from components import frame
from components.step import collapse

stage, panel = frame.open_page(
    "Collapse laboratory",
    "Watch one component shrink onto too few points, and the likelihood run away with it. Then "
    "choose a cure.",
)
with panel, frame.group("Case"):
    title, cure = collapse.choose()

shown = collapse.run(title, cure)
with stage:
    frame.notes([shown.case.about, collapse.treatment(cure)])
    events = frame.play(shown.film, key=f"collapse {title} {cure}", alt=collapse.alt(shown))
    collapse.card(shown, cure, events.frame)
    frame.notes([collapse.HINT])
    frame.facts(collapse.facts(shown.frames[events.frame]))
frame.read_more("collapse")
