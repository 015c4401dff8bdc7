"""k-means and EM from the same start, on one clock."""

from components import controls, frame
from components import words as of_pictures
from components.step import controls as step_controls
from components.step import fits, words

stage, panel = frame.open_page(
    "Two models, one clock",
    "k-means and EM begin at the same centres and take their half-steps together.",
)
with panel:
    with frame.group("Data"):
        data = controls.dataset("stretched")
    with frame.group("Models"):
        plan = step_controls.race_plan(data)

race = fits.race(data, plan)
with stage:
    frame.play(
        race.film,
        key="race",
        alt=f"{words.kmeans_alt(data, race.kmeans)} {words.em_alt(data, race.gmm)}",
    )
    frame.notes([words.race_end(race.kmeans, race.gmm)])
    frame.notes(of_pictures.picture_notes(data, "points", "curves", "trails"))
frame.read_more("compare")
