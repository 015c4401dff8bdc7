"""The collapse laboratory: what is asked, what is made, and its words."""

from dataclasses import dataclass

from components import frame, models
from components.figures import films
from components.figures.views import view_of
from components.memory import remembered
from components.stage.state import Fact, Facts, Film, Frame, State
from components.step import em
from core import film, gmm, laboratory, settings
from core.film import EMFrame, Half
from core.laboratory import Case
from core.settings import Choice, Group, Values

TOL = 1e-3  # nats per point
HINT = (
    "Play it to the end, or step with the arrow keys. What happened, and what may help, is then "
    "said below the picture."
)
CURES = {  # of laboratory.CURES: what a button says, and what was done
    "floor": (
        "Put a floor under the variances",
        f"{laboratory.FLOOR:g} is added to every variance, so no width can vanish",
    ),
    "fewer": (
        f"Ask for {laboratory.FEWER} components",
        f"only {laboratory.FEWER} components are asked for",
    ),
    "kmeans": ("Start from k-means", "EM starts from the clusters of k-means"),
}
REWINDS = frozenset({settings.Frame().key})
SETTINGS = (
    Group(
        "Case",
        (
            Choice(
                "case",
                "Case",
                {title: title for title in laboratory.CASES},
                next(iter(laboratory.CASES)),
                "Each is a start from which the likelihood runs away.",
                forgets=REWINDS,
            ),
            Choice(
                "cure",
                "Cure",
                {"none": "none", **{name: label for name, (label, _) in CURES.items()}},
                "none",
                "What is done about it.",
                forgets=REWINDS,
            ),
            settings.Frame(),
        ),
    ),
)


@dataclass(frozen=True, eq=False)
class Run:
    """A case as it is, or cured, half a step at a time.

    Args:
        case: points and start.
        trace: every step.
        frames: every half-step.
    """

    case: Case
    trace: gmm.Trace
    frames: tuple[EMFrame, ...]


@remembered
def run(title: str, cure: str) -> Run:
    """EM on a case."""
    case = laboratory.CASES[title]()
    trace = laboratory.run(case, cure, tol=TOL)
    return Run(case, trace, tuple(film.em_frames(case.points, trace)))


def state(at: Values) -> State:
    """The film."""
    made = run(at["case"], at["cure"])
    frames, x = made.frames, made.case.points
    view = view_of(x, ("x", "y"), ["EM"])

    def draw(i: int) -> Frame:
        scene = films.em(view, frames[i], films.trail(made.trace, frames[i].t))
        said = em.sentence(frames[i - 1] if i else None, frames[i], len(x))
        return Frame(scene, f"{said} {_narrowest(frames[i])}".rstrip(), facts(frames[i]))

    curve = [each.log_likelihood for each in frames]
    done = "Nothing is added to the variances." if at["cure"] == "none" else _done(at["cure"])
    last = made.trace.steps[-1]
    floor = models.floor_notes(last.mixture, reg_covar=last.reg_covar) if last.reg_covar else []
    return State(
        Film(len(frames), draw, curve, "log-likelihood, in nats"),
        alt(made),
        notes=[made.case.about, done, *floor, HINT],
    )


def _done(cure: str) -> str:
    return f"Cure: {CURES[cure][1]}."


def _narrowest(frame: EMFrame) -> str:
    if frame.half is Half.SHARE:
        return ""
    width = laboratory.narrowest(frame.mixture, len(frame.reshared))
    return f"Component {width.component + 1} is narrowest: its least variance is {width.least:.3g}."


def details(at: Values) -> None:
    """What happened, once the film is at its end, and buttons for what to do about it."""
    made, cure = run(at["case"], at["cure"]), at["cure"]
    if at[settings.Frame().key] < len(made.frames) - 1:
        return
    if made.trace.collapse:
        frame.warning(f"{em.collapse(made.trace)} {_peak(made)}")
    else:
        frame.success(_ended(made, cure))
    links: dict[str, Values] = {label: {"cure": name} for name, (label, _) in CURES.items()}
    frame.actions(links if cure == "none" else links | {"Let it collapse": {"cure": "none"}})


def _peak(made: Run) -> str:
    """The formula with its numbers."""
    steps, n = made.trace.steps, len(made.case.points)
    first, last = (laboratory.narrowest(steps[i].mixture, n) for i in (0, -1))
    gain = steps[-1].log_likelihood - steps[0].log_likelihood
    return (
        rf"In the plane it is $1 / (2 \pi \sqrt{{\det \Sigma}})$: {first.peak:.3g} in the "
        f"narrowest component of the first frame, {last.peak:.3g} in that of the last. The "
        f"log-likelihood gained {gain:,.0f} nats, most of them from this one component."
    )


def _ended(made: Run, cure: str) -> str:
    """What was done, and how it ended."""
    width = laboratory.narrowest(made.trace.steps[-1].mixture, len(made.case.points))
    return (
        f"**{_done(cure)}** EM stopped after {models.counted(made.trace.n_iter, 'iteration')} "
        f"because {made.trace.stop.value}; the least variance of its narrowest component, number "
        f"{width.component + 1}, is {width.least:.3g}."
    )


def facts(frame: EMFrame) -> Facts:
    """How narrow the narrowest component is, and what the likelihood makes of it."""
    width = laboratory.narrowest(frame.mixture, len(frame.reshared))
    return {
        "This frame": models.less(
            em.facts(frame, len(frame.reshared))["This frame"], "Iteration", "Per point, nats"
        ),
        "The narrowest component": [
            Fact("Component", f"{width.component + 1}", "Whose least variance is the smallest."),
            Fact(
                "Least variance",
                f"{width.least:.3g}",
                "In the direction in which it is narrowest, in the square of the data's unit.",
                f"{width.least:.2g}",
            ),
            Fact(
                "Density at its mean",
                f"{width.peak:.3g}",
                "Its peak, without the weight.",
                f"{width.peak:.2g}",
            ),
            Fact(
                "Points",
                f"{width.points:.2f}",
                "How many it has, shares added up.",
                f"{width.points:.1f}",
            ),
        ],
    }


def alt(made: Run) -> str:
    """What the film shows, for those who can't see it."""
    first, last = (made.trace.steps[i].log_likelihood for i in (0, -1))
    return (
        f"{made.case.title}: {models.counted(len(made.case.points), 'point')} and "
        f"{models.counted(len(made.trace.steps[0].mixture.weights), 'ellipse')} over "
        f"{models.counted(made.trace.n_iter, 'iteration')}. The log-likelihood goes from "
        f"{models.nats(first, 2)} to {models.nats(last, 2)} nats."
    )
