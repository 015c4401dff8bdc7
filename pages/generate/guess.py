"""Real or generated? A vote, with its score."""

from components import frame
from components.generate import controls, fits, hands
from components.generate.words import guess as words

KEY = "guess"

stage, panel = frame.open_page(
    "Real or generated?",
    "Half of these are real, half come from a mixture. Click on those that you take for "
    "generated, then see the answers.",
)
with panel, frame.group("Your vote"):
    asked = controls.deal()
    cards = fits.deal(asked)
    vote = controls.vote(KEY, *fits.places(asked, cards))

with stage:
    hands.show_clickable(fits.board(asked, cards, vote), key=KEY, alt=words.shown(asked, vote))
    if vote.reveal:
        frame.facts(words.facts(vote, cards))
        frame.notes(words.notes(asked, vote, cards))
frame.read_more("guess")
