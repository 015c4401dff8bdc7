"""EM, half a step at a time."""

from components import controls, frame
from components import words as of_pictures
from components.figures import curves
from components.step import by_hand, fits, words
from components.step import controls as step_controls
from core import film

stage, panel = frame.open_page(
    "EM, half a step at a time",
    "E shares the points out, M refits the components; each makes the data likelier. "
    "Play it, or step with the arrow keys, forwards and backwards.",
)
with panel:
    with frame.group("Data"):
        data = controls.dataset("stretched", fits.MOST_POINTS)
    with frame.group("Model"):
        plan = step_controls.plan("em", data)

strip = fits.em_film(data, plan)
begin = fits.places(data, plan, strip.trace)
n, kind = len(data.points), plan.covariance_type
with panel, frame.group("Weights of the start", folded=True):
    by_hand.weights(begin)
with stage:
    events = frame.play(
        strip.film,
        key=step_controls.picture("em"),
        alt=words.em_alt(data, strip.trace),
        clicks=True,
        handles=by_hand.handles(data, begin, kind),
        heed=by_hand.editing(data, begin, kind, "em"),
    )
    step_controls.undo_and_reset("em")
    now = strip.frames[events.frame]
    frame.notes([words.em_end(strip.trace, n, fits.TOL), *by_hand.hints(data, kind)])
    frame.notes(of_pictures.picture_notes(data, "points", "curves", "trails"))
    if strip.trace.collapse:
        step_controls.cures(words.collapse(strip.trace), plan)
    frame.facts(words.em_facts(now, n))

if now.has_shape and (section := frame.folded("follow", "Follow one point")):
    with section:
        point = step_controls.point(data, events.click)
        row = film.follow(data.points, point, now.mixture)
        frame.notes([words.followed(point, row), words.pulls(row)])
        shares = film.history(data.points, strip.trace, point)
        frame.show(
            curves.shares(shares, events.frame),
            key="history",
            alt=words.history(point, shares, events.frame),
        )
        frame.notes([words.HISTORY])
if now.bound is not None and (section := frame.folded("bound", "The bound that EM climbs")):
    with section:
        frame.facts(words.bound_facts(now))
        frame.notes([words.BOUND])
frame.read_more("em")
