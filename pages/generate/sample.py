"""New points from the fitted mixture, and how well they pass for the measured ones."""

from components import controls, fits, frame
from components.figures import curves, samples
from components.generate import controls as generate
from components.generate import downloads
from components.generate import fits as made
from components.generate.words import points
from components.generate.words import sample as words

stage, panel = frame.open_page(
    "New points from a mixture",
    "A fitted mixture is a recipe: choose a component by its weight, then draw from its normal "
    "distribution. The points that come out have never been measured.",
)
with panel:
    of_the_draw = frame.group("Draw")
    with frame.group("Data", folded=True):
        data = controls.dataset()
    with frame.group("Model", folded=True):
        k = controls.components(data)
        model = controls.model()

both = fits.compare(data, k, model).comparison
with of_the_draw:
    settings = generate.draw(both.numbers + 1)
new = made.drawn(both, settings)
shown = made.shown(new, settings)
with stage:
    frame.show(
        samples.drawn(data, shown, beside=settings.beside),
        key="sample",
        alt=points.drawn(data, shown),
    )
    frame.notes(words.draw_notes(data, settings, shown))
    downloads.offer(points.table(data, shown), "generated", both.mixture)

if section := frame.folded("quality", "How well do they pass for measured ones?"):
    with section:
        frame.facts(words.verdict(made.verdict(data, new, both.mixture), len(data.points)))
        frame.notes([words.QUALITY])
        frame.show(
            curves.joint(data, new.points),
            key="joint",
            alt=words.joint(data),
        )
        with frame.gallery(320):
            for column in range(len(data.columns)):
                frame.small(
                    curves.marginal(data, new.points, both.mixture, column).figure(),
                    words.marginal(data, column, new),
                    alt=words.marginal(data, column, new),
                )
frame.read_more("generate")
