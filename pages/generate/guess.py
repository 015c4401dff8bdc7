"""Real or generated? A vote, with its score."""

from components import frame
from components.generate import guess

frame.show(
    guess.SETTINGS,
    guess.state,
    key="guess",
    sentence="Half of these are real, half come from a mixture. Click on those that you take "
    "for generated, then see the answers.",
    heed=guess.heed,
    more="guess",
)
