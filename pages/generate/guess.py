"""Real or generated? A vote, with its score."""

from components import frame
from components.generate import controls, fits
from components.generate.words import guess as words

stage, panel = frame.open_page(
    "Real or generated?",
    "Half of these are real, half come from a mixture. Mark those that you take for generated, "
    "then see the answers.",
)
with panel, frame.group("Your vote"):
    asked = controls.guess()

cards = fits.deal(asked)
with stage:
    frame.show(fits.board(asked, cards), key="guess", alt=words.shown(asked))
    if asked.reveal:
        frame.facts(words.facts(asked, cards))
        frame.notes(words.notes(asked, cards))
frame.read_more("guess")
