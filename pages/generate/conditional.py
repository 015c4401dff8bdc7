"""One column is known: what a mixture says about the others."""

from components import controls, fits, frame
from components.figures import slices
from components.generate import controls as generate
from components.generate import downloads, hands
from components.generate import fits as made
from components.generate.words import conditional as words

stage, panel = frame.open_page(
    "One column is known",
    "A mixture is a model of everything at once: fix one column, and along that line the others "
    "follow a mixture again. Drag the line.",
)
with panel:
    of_the_cut = frame.place()
    with frame.group("Data", folded=True):
        data = controls.dataset("faithful")
    with frame.group("Model", folded=True):
        k = controls.components(data, 2)
        model = controls.model()
with stage:
    generate.need_two_columns(data)
with of_the_cut, frame.group("Line"):
    asked = generate.cut(data)

both = fits.compare(data, k, model).comparison
through = made.cut(both.mixture, asked)
with stage:
    hands.show(
        slices.cut(data, through, both.numbers),
        hands.line(asked.value, data.points[:, asked.against].min(), data.columns[asked.column]),
        key="cut",
        alt=words.shown(data, asked, through),
    )
    frame.facts(words.facts(data, asked, through, both))
    frame.table(words.table(through, both.numbers, both.mixture), "conditional.csv")
    downloads.offer(words.points(data, through, both.numbers), "on_the_line", through.given)
frame.read_more("conditional")
