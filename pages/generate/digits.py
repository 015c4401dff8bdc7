"""Handwritten digits that nobody wrote."""

from components import frame
from components.figures import pictures, samples
from components.generate import controls, downloads, fits, words
from core import digits

HANDBOOK = (110, 140)

stage, panel = frame.open_page(
    "New digits",
    "1,797 handwritten digits are points in 41 dimensions; a mixture learns where they lie, and "
    "new points are new digits. Is any of them a copy?",
)
with panel, frame.group("Digits"):
    sweep = digits.sweep()
    asked = controls.digits_draw(sweep.counts)

real = digits.load()
new = fits.new_digits(asked.k, 100, asked.draw)
drawn = real.pictures(new.points)
steps = real.pictures(digits.walk(new.mixture, asked.start, asked.end))
with stage:
    frame.show(
        pictures.sheet(
            {"100 generated": drawn, "the nearest real one": real.images[new.nearest]},
            10,
            words.digit_hover(new, real.labels),
            470,
        ),
        key="digits",
        alt=words.digits(new),
    )
    frame.facts(words.digit_facts(new, sweep, fits.spacing_of_digits()))
    walk = words.walk(asked.start, asked.end)
    frame.show(pictures.sheet({walk: steps}, 10, [[walk] * 10], 120), key="walk", alt=walk)
    frame.show(
        samples.criteria(sweep.counts, {"AIC": sweep.aic, "BIC": sweep.bic}, asked.k, HANDBOOK),
        key="criteria",
        alt=words.digit_criteria(sweep),
    )
    downloads.offer(words.digit_table(drawn, new), "digits", new.mixture)
frame.read_more("digits")
