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
        data = controls.dataset("stretched")
    with frame.group("Model"):
        plan = step_controls.kmeans_plan(data)
    with frame.group("Picture"):
        lines, regions = step_controls.lines_and_regions()

strip = fits.kmeans_film(data, plan, lines=lines, regions=regions)
with stage:
    begin = strip.trace.steps[0].centres
    events = frame.play(
        strip.film,
        key="kmeans",
        alt=words.kmeans_alt(data, strip.trace),
        clicks=True,
        handles=by_hand.handles(data, begin),
    )
    by_hand.heed(events, data, begin)
    now = strip.frames[events.frame]
    frame.notes([words.kmeans_end(strip.trace)])
    frame.notes(of_pictures.picture_notes(data, "points", "trails"))
    frame.facts(words.kmeans_facts(now))
frame.read_more("kmeans")
