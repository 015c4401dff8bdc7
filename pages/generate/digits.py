"""Handwritten digits that nobody wrote."""

from components import frame
from components.figures import curves, sheets
from components.generate import controls, downloads, fits
from components.generate.words import digits as words
from core import digits

stage, panel = frame.open_page(
    "New digits",
    "1,797 handwritten digits are points in 41 dimensions; a mixture learns where they lie, and "
    "new points are new digits. Is any of them a copy?",
)
with panel, frame.group("Digits"):
    asked = controls.digits_draw()

real, sweep = digits.load(), digits.sweep()
with stage:  # where it says so while it fits
    new = fits.new_digits(asked.k, 100, asked.draw)
drawn = real.pictures(new.points)
walk = real.pictures(digits.walk(new.mixture, asked.start, asked.end))
with stage:
    frame.show(
        sheets.sheet(
            {"100 generated": drawn, "the nearest real one of each": real.images[new.nearest]},
            10,
            words.hover(new, real.labels),
            470,
        ),
        key="digits",
        alt=words.shown(new),
    )
    frame.notes([words.POINT])
    frame.facts(words.facts(new, sweep, fits.spacing_of_digits()))
    title = words.walk(asked.start, asked.end)
    frame.show(
        sheets.sheet({title: walk}, 10, [words.walk_hover(len(walk))], 120),
        key="walk",
        alt=title,
    )
    frame.show(
        curves.criteria(
            sweep.counts, {"AIC": sweep.aic, "BIC": sweep.bic}, asked.k, words.HANDBOOK
        ),
        key="criteria",
        alt=words.criteria(sweep),
    )
    downloads.offer(words.table(drawn, new), "digits", new.mixture)
frame.read_more("digits")
