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
        data = controls.dataset("blobs", fits.MOST_POINTS)
    with frame.group("Model"):
        plan = step_controls.plan("soften", data)

strip = fits.softening(data, plan)
with stage:
    frame.play(strip.film, key=step_controls.picture("soften"), alt=words.soft_alt(data, plan.k))
    step_controls.undo_and_reset("soften")
    frame.notes([words.SOFT_START, *of_pictures.picture_notes(data, "points", "curves")])
frame.read_more("soften")
