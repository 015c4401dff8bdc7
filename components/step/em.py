"""EM as a film: what is asked, what is made, and its words."""

from functools import partial

import numpy as np

from components import frame, models, points
from components.figures import curves, films
from components.figures.views import kind_of, view_of
from components.memory import remembered
from components.stage.events import Click, Gesture
from components.stage.scene import joined
from components.stage.state import Fact, Facts, Film, Frame, State, brief
from components.step import begin, followed, hands
from core import film, gmm
from core.arrays import Points
from core.climb import Climb, climb
from core.datasets import Dataset
from core.film import EMFrame, Half
from core.mixture import matrices
from core.other_starts import Other, likelier
from core.plans import Origin, Plan
from core.settings import Switch, Values

MOST_SEARCHED = 2_000  # points, for a likelier start
HALVES = {Half.START: "start", Half.SHARE: "E", Half.REFIT: "M"}
SETTINGS = begin.groups(
    begin.FOR_EM,
    "first_points",
    shapes=True,
    more=(
        Switch("follow", "Follow one point", False, "Its shares in every frame, as a chart."),
        hands.point_setting,
        Switch(
            "bound", "The bound that EM climbs", False, "Beside the log-likelihood, as a chart."
        ),
    ),
)


Strip = begin.Strip[gmm.Trace, EMFrame]


@remembered
def strip(origin: Origin, plan: Plan) -> Strip:
    """EM from the start of a plan."""
    x = points.made(origin).points
    return run(x, begin.mixture(x, plan), plan)


def run(x: Points, mixture: gmm.Mixture | None, plan: Plan) -> Strip:
    """EM from a mixture; from the plan's own start, if None."""
    trace = gmm.fit(
        x,
        plan.k,
        covariance_type=plan.covariance_type,
        start=plan.start if mixture is None else gmm.STARTS[0],
        seed=plan.seed,
        mixture=mixture,
        tol=begin.TOL,
        reg_covar=plan.reg_covar,
        max_iter=begin.ITERATIONS,
    )
    return Strip(trace, film.n_frames(trace), partial(film.em_frames, x, trace))


def state(at: Values) -> State:
    """The film, with a followed point and the bound beside it where they are asked for."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = strip(points.origin_of(at), plan)
    n, frames, trace = len(data.points), made.frames, made.trace
    view = view_of(data.points, data.columns, ["EM"], shown=begin.shown(n), pair=data.pair)
    point = at["point"] - 1 if at["follow"] else None
    history = None
    if point is not None and frames[0].has_shape:
        history = film.history(data.points, trace, point)
    bound = at["bound"] and frames[0].has_shape

    def draw(i: int) -> Frame:
        scene = films.em(view, frames[i], films.trail(trace, frames[i].t), followed=point)
        if history is not None:
            scene = joined(scene, curves.shares(history, i), share=0.7)
        if bound:
            scene = joined(
                scene, curves.bound(climb_at(data, trace, frames[i]), frames[i]), share=0.7
            )
        before = frames[i - 1] if i else None
        return Frame(scene, sentence(before, frames[i], n), facts(frames[i], n))

    likelihoods = [trace.steps[i // 2].log_likelihood for i in range(len(frames))]
    curve = [value if np.isfinite(value) else None for value in likelihoods]
    places = begin.places(data.points, plan, trace.steps[0].mixture)
    return State(
        Film(len(frames), draw, curve, "log-likelihood, in nats"),
        alt(data, trace),
        notes=[
            end(trace, n, begin.TOL),
            *models.floor_notes(trace.steps[-1].mixture, reg_covar=plan.reg_covar),
            *hands.notes(at, plan.k),
            *hands.hints(data, plan.covariance_type),
            *points.picture_notes(data, "points", "curves", "trails"),
        ],
        handles=hands.handles(data, places, plan.covariance_type),
        clicks=True,
    )


@remembered
def elsewhere(origin: Origin, plan: Plan) -> Other | None:
    """A start that leads to a likelier mixture, looked for where that takes little time."""
    x, reached = points.made(origin).points, strip(origin, plan).trace
    if len(x) > MOST_SEARCHED or reached.collapse:
        return None
    return likelier(
        x,
        plan.k,
        reached.steps[-1].log_likelihood,
        covariance_type=plan.covariance_type,
        tol=begin.TOL,
        reg_covar=plan.reg_covar,
        max_iter=begin.ITERATIONS,
    )


def better(other: Other, trace: gmm.Trace) -> str:
    """That a film ends in a poor optimum."""
    name = begin.NAMES[other.start]
    return (
        f"This film ends at {models.nats(trace.steps[-1].log_likelihood, 1)} nats. Of "
        f"{other.tried} other starts one reaches {models.nats(other.log_likelihood, 1)}: "
        f"“{name}” with seed {other.seed}."
    )


def climb_at(data: Dataset, trace: gmm.Trace, frame: EMFrame) -> Climb:
    """The iteration that a frame is part of; the last one where there is no further step."""
    last = len(trace.steps) - 1
    t = min(frame.t - (frame.half is Half.REFIT), max(last - 1, 0))
    steps = trace.steps[t], trace.steps[min(t + 1, last)]
    return climb(data.points, *(step.mixture for step in steps))


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A start is edited, or a point is followed."""
    data, plan = points.data_of(at), begin.plan_of(at)
    n = len(data.points)
    drawn = range(1, n + 1)[begin.shown(n)]  # the numbers of the points in the picture
    match gesture:
        case Click(trace="points", point=int(point)):
            return {"follow": True, "point": drawn[point]} if 0 <= point < len(drawn) else None
    start = strip(points.origin_of(at), plan).trace.steps[0].mixture
    places = begin.places(data.points, plan, start)
    return hands.heed(gesture, data, places, plan.covariance_type)


def details(at: Values) -> None:
    """What the film leads to: cures of a collapse, one point's row, weights of the start."""
    data, plan = points.data_of(at), begin.plan_of(at)
    made = strip(points.origin_of(at), plan)
    i = min(at["step"], made.length - 1)
    now = made.frames[i]
    if made.trace.collapse:
        frame.warning(collapse(made.trace))
        frame.actions(
            {
                "Put a floor under the variances": {"reg": "1e-4"},
                "Ask for one component fewer": {"k": max(plan.k - 1, 1)},
                "Start from k-means": {"begin": "kmeans"},
            }
        )
    elif other := elsewhere(points.origin_of(at), plan):
        frame.note(better(other, made.trace))
        frame.actions({"See that start": {"begin": other.start, "fit_seed": other.seed}})
    if at["follow"] and now.has_shape:
        row = film.follow(data.points, at["point"] - 1, now.mixture)
        frame.text(followed.followed(at["point"], i, row))
        frame.note(followed.pulls(row))
    with frame.fold("Weights of the start"):
        hands.weights(data, begin.places(data.points, plan, made.trace.steps[0].mixture))


def sentence(before: EMFrame | None, frame: EMFrame, n: int) -> str:
    """What happened in a half-step of EM on n points."""
    if before is None or frame.responsibilities is None:
        likelihood = models.log_likelihood(frame.log_likelihood, n)
        return f"Start: {models.counted(len(frame.moved), 'component')}, {likelihood}."
    if frame.half is Half.SHARE:
        if before.responsibilities is None:
            return "E: every point is shared out for the first time, by weight times density."
        return (
            f"E: {_reshared(before, frame)} The components stay, so the log-likelihood does, too."
        )
    farthest = int(np.argmax(frame.moved))
    weight = int(np.argmax(np.abs(frame.mixture.weights - before.mixture.weights)))
    old, new = (each.mixture.weights[weight] for each in (before, frame))
    verb = "rose" if new > old else "fell" if new < old else "stayed"
    change = f"from {100 * old:.1f} to {100 * new:.1f} %" if new != old else f"at {100 * new:.1f} %"
    return (
        f"M: mean {farthest + 1} moved farthest, by {frame.moved[farthest]:.3g}; weight "
        f"{weight + 1} {verb} {change}. {_gained(before, frame)}"
    )


def _reshared(before: EMFrame, frame: EMFrame) -> str:
    """Which point changed its shares most, and how."""
    assert before.responsibilities is not None
    assert frame.responsibilities is not None
    most = int(np.argmax(frame.reshared))
    if frame.reshared[most] == 0:
        return "no point changed its shares."
    change = frame.responsibilities[most] - before.responsibilities[most]
    gave, got = int(change.argmin()) + 1, int(change.argmax()) + 1
    return (
        f"point {most + 1} changed most: {100 * frame.reshared[most]:.2g} % of it changed hands, "
        f"most of that from component {gave} to component {got}."
    )


def _gained(before: EMFrame, frame: EMFrame) -> str:
    """What an M-step did to the log-likelihood."""
    gain = frame.log_likelihood - before.log_likelihood
    if not np.isfinite(gain):
        return "The log-likelihood can be worked out from here on."
    if round(gain, 4) < 0:
        return (
            f"The log-likelihood fell by {brief(-gain)} nats: the step gained less than "
            "regularisation cost, which widens every component."
        )
    return f"The log-likelihood rose by {brief(max(gain, 0.0))} nats."


def facts(frame: EMFrame, n: int) -> Facts:
    """The numbers of a half-step of EM on n points."""
    numbers = [
        Fact("Half-step", HALVES[frame.half], "What this frame shows."),
        Fact(
            "Iteration", f"{frame.t}", "How often the components have been refitted.", f"{frame.t}"
        ),
        Fact(
            "Log-likelihood, nats",
            models.nats(frame.log_likelihood),
            "How probable these components make the points, in logarithms.",
            shortly(frame.log_likelihood),
        ),
        Fact(
            "Per point, nats",
            models.nats(frame.log_likelihood / n, 6),
            "The log-likelihood divided by the number of points.",
            shortly(frame.log_likelihood / n),
        ),
    ]
    if frame.bound is None:
        return {"This frame": numbers}
    gap = max(frame.log_likelihood - frame.bound, 0.0)
    return {
        "This frame": numbers,
        "The bound": [
            Fact(
                "Lower bound, nats",
                f"{frame.bound:,.4f}",
                "The log-likelihood is at least this, whatever shares are put in. E chooses those "
                "that make the two equal.",
            ),
            Fact(
                "Gap, nats",
                f"{gap:,.4f}",
                "How far the shares are from those that the components would give now "
                "(Kullback-Leibler divergence).",
            ),
        ],
    }


def shortly(value: float) -> str:
    """A log-likelihood at a glance, also where there is none."""
    return brief(value) if np.isfinite(value) else models.nats(value)


def end(trace: gmm.Trace, n: int, tol: float) -> str:
    """Why EM stopped."""
    iterations = models.counted(trace.n_iter, "iteration")
    if trace.stop is not gmm.Stop.CONVERGED:
        return f"It stopped after {iterations} because {trace.stop.value}."
    change = (trace.steps[-2].log_likelihood - trace.steps[-3].log_likelihood) / n
    return (
        f"It converged after {iterations}: the log-likelihood per point last changed by "
        f"{change:.3g} nats, less than the tolerance of {tol:g}."
    )


def collapse(trace: gmm.Trace) -> str:
    """What happened when a component collapsed, and why."""
    assert trace.collapse is not None
    number, step = trace.collapse.component + 1, trace.collapse.step
    if step == 0:
        return (
            f"**Component {number} has no width to begin with.** It starts on a single point, its "
            "variance is 0, and nothing was added to it."
        )
    matrix = matrices(trace.steps[-1].mixture)[trace.collapse.component]
    least = np.linalg.eigvalsh(matrix)[0]
    return (
        f"**Component {number} collapsed on the way to iteration {step}.** The points that are "
        f"left to it have no width in some direction: the least variance was {least:.3g} in the "
        "last frame, and 0 as far as the computer can tell in the next. The density at its mean "
        r"grows like $1 / \sqrt{\det \Sigma}$, and the likelihood with it, without limit."
    )


def alt(data: Dataset, trace: gmm.Trace) -> str:
    """What the film shows, for those who can't see it."""
    first, last = (trace.steps[i].log_likelihood for i in (0, -1))
    return (
        f"{data.title}, {models.counted(len(data.points), 'point')}, coloured by their shares in "
        f"{models.counted(len(trace.steps[0].mixture.weights), 'component')}, drawn as "
        f"{kind_of(data.points).ellipses_are}, over "
        f"{models.counted(trace.n_iter, 'iteration')}. "
        f"The log-likelihood goes from {models.nats(first, 2)} to {models.nats(last, 2)} nats."
    )
