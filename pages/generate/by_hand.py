"""A mixture of one's own, sampled and found again."""

from components import frame
from components.figures import curves, samples
from components.generate import by_hand, controls, downloads, fits, hands
from components.generate.words import by_hand as words
from core import written

stage, panel = frame.open_page(
    "A mixture of your own",
    "Write down a mixture, or drag its means and pull its axes. Points are drawn from it, and a "
    "fit that sees only the points has to find it again (dashed).",
)
with panel:
    with frame.group("Sample"):
        n, draw = controls.sample_size()
    with frame.group("Mixture"):
        mixture, refused = written.mixed(by_hand.parts())
    by_hand.paste()

found = fits.recovered(mixture, n, draw)
with stage:
    frame.notes(refused)
    hands.show(
        samples.recovered(found.made, found.fitted),
        by_hand.handles(mixture.means, mixture.covariances),
        key=by_hand.PICTURE,
        alt=words.shown(found),
    )
    frame.table(words.table(found), "errors.csv")
    downloads.offer(words.points(found.made), "generated", mixture)

if section := frame.folded("errors", "How the errors fall with the number of points"):
    with section:
        errors = fits.recoveries(mixture, draw)
        sentence = words.falling(fits.SIZES, errors)
        frame.small(curves.falling(fits.SIZES, errors).figure(), sentence, alt=sentence)
frame.read_more("by_hand")
