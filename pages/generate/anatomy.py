"""How one point is made, step by step."""

from components import controls, fits, frame
from components.figures.making import spinner
from components.generate import controls as generate
from components.generate import fits as made
from components.generate.words import anatomy as words
from components.generate.words import points

stage, panel = frame.open_page(
    "Anatomy of a sample",
    "Choose a component, draw z, multiply, add: four steps make a point that was never measured. "
    "Play them, or step with the arrow keys.",
)
with panel:
    with frame.group("Point"):
        seed = generate.turn()
    with frame.group("Data", folded=True):
        data = controls.dataset("stretched")
    with frame.group("Model", folded=True):
        k = controls.components(data, 4)
        model = controls.model()

both = fits.compare(data, k, model).comparison
point = made.making(data, both, seed)
with stage:
    now = frame.play(made.film(data, point), key="anatomy", alt=words.making(point)).frame
    frame.show(
        spinner(point, now),
        key="spinner",
        alt=words.spinner(point),
    )
    frame.notes(points.plane_notes(data))
frame.read_more("generate")
