"""k-means and EM from the same start, on one clock."""

from components import controls, frame
from components import words as of_pictures
from components.step import by_hand, fits, words
from components.step import controls as step_controls

stage, panel = frame.open_page(
    "Two models, one clock",
    "k-means and EM begin at the same centres and take their half-steps together.",
)
with panel:
    with frame.group("Data"):
        data = controls.dataset("stretched", fits.MOST_POINTS)
    with frame.group("Models"):
        plan = step_controls.plan("race", data)

race = fits.race(data, plan)
begin, kind = fits.places(data, plan, race.gmm), plan.covariance_type
with stage:
    frame.play(
        race.film,
        key=step_controls.picture("race"),
        alt=f"{words.kmeans_alt(data, race.kmeans)} {words.em_alt(data, race.gmm)}",
        clicks=True,
        handles=by_hand.handles(data, begin, kind, panels=(1, 2)),
        heed=by_hand.editing(data, begin, kind, "race"),
    )
    step_controls.undo_and_reset("race")
    frame.notes([words.race_end(race.kmeans, race.gmm), *by_hand.hints(data, kind)])
    frame.notes(of_pictures.picture_notes(data, "points", "curves", "trails"))
frame.read_more("compare")
