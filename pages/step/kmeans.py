"""k-means, half a step at a time."""

from components import controls, frame
from components import words as of_pictures
from components.step import by_hand, fits, words
from components.step import controls as step_controls

stage, panel = frame.open_page(
    "k-means, half a step at a time",
    "Assign every point to the nearest centre, move every centre to the mean of its points, "
    "and again. Play it, or step with the arrow keys, forwards and backwards.",
)
with panel:
    with frame.group("Data"):
        data = controls.dataset("stretched", fits.MOST_POINTS)
    with frame.group("Model"):
        plan = step_controls.plan("kmeans", data)
    with frame.group("Picture"):
        lines, regions = step_controls.lines_and_regions()

strip = fits.kmeans_film(data, plan, lines=lines, regions=regions)
begin = fits.places(data, plan, strip.trace)
with stage:
    events = frame.play(
        strip.film,
        key=step_controls.picture("kmeans"),
        alt=words.kmeans_alt(data, strip.trace),
        clicks=True,
        handles=by_hand.handles(data, begin, None),
        heed=by_hand.editing(data, begin, None, "kmeans"),
    )
    step_controls.undo_and_reset("kmeans")
    now = strip.frames[events.frame]
    frame.notes([words.kmeans_end(data.points, strip.trace), *by_hand.hints(data, None)])
    frame.notes(of_pictures.picture_notes(data, "points", "trails"))
    frame.facts(words.kmeans_facts(now))
frame.read_more("kmeans")
