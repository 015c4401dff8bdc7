"""From a mixture to k-means by one slider."""

from components import controls, frame
from components import words as of_pictures
from components.step import controls as step_controls
from components.step import fits, words

stage, panel = frame.open_page(
    "From soft to hard",
    "Equal, round components about the centres of k-means. Shrink them, and shares turn into "
    "all or nothing: k-means is what is left of a mixture.",
)
with panel:
    with frame.group("Data"):
        data = controls.dataset("blobs")
    with frame.group("Model"):
        k = controls.components(data)
        seed = step_controls.soft_seed()

strip = fits.softening(data, k, seed)
with stage:
    frame.play(strip.film, key="soften", alt=words.soft_alt(data, k))
    frame.notes(of_pictures.picture_notes(data, "points", "curves"))
frame.read_more("soften")
