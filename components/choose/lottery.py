"""The start lottery: what is asked, what many starts lead to, and its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from components import growing, models, points
from components.figures import theme, tickets
from components.figures.views import view_of
from components.stage import events
from components.stage.scene import Scene
from components.stage.state import Fact, Facts, State, brief
from core import kmeans, lottery
from core.arrays import Array, Labels
from core.datasets import Dataset
from core.lottery import MAX_DRAWS, Lottery
from core.matching import match
from core.plans import Origin, Plan
from core.projection import plane_of
from core.settings import Choice, Group, Number, Setting, Values
from core.wording import counted

MOST_POINTS = 5_000
ALL_COLLAPSED = "All starts collapsed so far: choose fewer components, or another shape."
MODEL = Choice("model", "Starts of", {"gmm": "the mixture", "kmeans": "k-means"}, "gmm")
START = replace(models.START, default="random_points", name="start")
DRAWS = Number(
    "draws", "Number of starts", 10, MAX_DRAWS, 50, step=10, help="Each with the next seed."
)


def pick(at: Values) -> Sequence[Setting]:
    """Which start is shown large."""
    said = "From the best end to the worst; or press one of the small pictures."
    return [Number("rank", "Start shown", 1, at["draws"], 1, step=1, help=said)]


SETTINGS = (
    Group("Lottery", (MODEL, replace(models.K, default=4), DRAWS, pick)),
    Group("Data", points.data_settings("stretched", most=MOST_POINTS)),
    Group("Fits", (models.COVARIANCE_TYPE, START, models.SEED)),
)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Starts from the best end to the worst; collapsed ones are left out.

    Args:
        seeds: (m,) of each.
        values: (m,) log-likelihood per point in nats, or inertia.
        optimum: (m,) which optimum each led to, from the best, 0.
        numbers: (m, n) of the cluster of every point.
        collapsed: how many collapsed.
        n: how many there are so far.
    """

    seeds: Labels
    values: Array
    optimum: Labels
    numbers: Labels
    collapsed: int
    n: int


def draws(origin: Origin, plan: Plan, model: str, n: int) -> Iterator[Lottery]:
    """More and more starts."""
    x = points.made(origin).points
    yield from lottery.draws(
        x,
        plan.k,
        model=model,
        start=plan.start,
        n_starts=n,
        seed=plan.seed,
        covariance_type=plan.covariance_type,
    )


def drawn(at: Values) -> tuple[Drawn | None, bool]:
    """The starts so far, in order, and whether these are all."""
    origin, plan = points.origin_of(at), plan_of(at)
    found, is_complete = growing.grown(draws, origin, plan, at["model"], at["draws"])
    if found is None:
        return None, False
    is_gmm, k = at["model"] == "gmm", plan.k
    ended = np.flatnonzero(found.optimum >= 0)
    heights = found.values if is_gmm else -found.values
    order = ended[np.lexsort((-heights[ended], found.optimum[ended]))]
    labels = found.labels[order].astype(np.int64)
    numbers = labels.copy()
    if len(order):
        named = models.compare(origin, replace(plan, start="kmeans")).comparison
        reference, most = named.numbers[named.labels], models.MAX_K
        first = match(labels[0], reference, k, most)[labels[0]]
        numbers = np.stack([match(each, first, k, most)[each] for each in labels])
    n = len(points.made(origin).points) if is_gmm else 1
    return Drawn(
        plan.seed + order,
        found.values[order] / n,
        found.optimum[order],
        numbers,
        len(found.values) - len(ended),
        len(found.values),
    ), is_complete


def plan_of(at: Values) -> Plan:
    """How the starts are fitted; k-means has two of their kinds."""
    plan = replace(models.plan_of({**at, "starts": 1}), n_starts=1)
    if at["model"] == "kmeans" and plan.start not in kmeans.STARTS:
        return replace(plan, start="k-means++")
    return plan


def state(at: Values) -> State:
    """The starts so far as small pictures, what they led to, and one of them large."""
    found, is_complete = drawn(at)
    data = points.data_of(at)
    if found is None or not len(found.seeds):
        words = "The first starts are on their way." if found is None else ALL_COLLAPSED
        view = view_of(data.points, data.columns, ["no start yet"], pair=data.pair)
        view.plain(1)
        return State(view.scene(), words, notes=[words], growing=not is_complete)
    picked = min(at["rank"], len(found.seeds)) - 1
    xy = plane_of(data.points, data.pair).project(data.points)
    if data.points.shape[1] == 1:
        xy = np.column_stack([data.points[:, 0], np.zeros(len(xy))])
    name = value_name(at)
    said = [hover(found, row, name) for row in range(len(found.seeds))]
    upper = tickets.tickets(xy, found.numbers, found.optimum, said, picked)
    lower = tickets.strip(found.values, found.optimum, picked, name)
    return State(
        tickets.lottery(upper, lower, large(data, found, picked)),
        alt(data.title, found),
        facts(found, at, picked),
        [sentence(found), *notes(found), *points.picture_notes(data, "points")],
        clicks=True,
        previews=True,
        growing=not is_complete,
    )


def large(data: Dataset, found: Drawn, picked: int) -> Scene:
    """The points as one start left them."""
    view = view_of(data.points, data.columns, [f"seed {found.seeds[picked]}"], pair=data.pair)
    numbers = found.numbers[picked]
    view.points(numbers, theme.solid(numbers), 1)
    return view.scene()


def value_name(at: Values) -> str:
    """What starts are judged by."""
    return "log-likelihood per point, nats" if at["model"] == "gmm" else "inertia"


def hover(found: Drawn, row: int, name: str) -> str:
    """What is said of one start."""
    return (
        f"seed {found.seeds[row]}<br>{name} {found.values[row]:,.5g}<br>"
        f"optimum {found.optimum[row] + 1}"
    )


def heed(gesture: events.Gesture, at: Values) -> Values | None:
    """A press on a small picture, or on its dot, shows that start."""
    match gesture:
        case events.Click(trace="starts" | "ends", point=int(point)):
            return {"rank": min(max(point, 0) + 1, at["draws"])}
    return None


def facts(found: Drawn, at: Values, picked: int) -> Facts:
    """The numbers of the lottery, and of the start that is shown."""
    counts = np.bincount(found.optimum)
    best = f"{counts[0]:,} of {found.n:,}"
    value = float(found.values[picked])
    return {
        "Lottery": [
            Fact("Starts", f"{found.n:,}", "Drawn so far, each with the next seed."),
            Fact(
                "Different ends",
                f"{len(counts)}",
                "Two ends are the same if their values and all but 1 % of their labels agree.",
                f"{len(counts)}",
            ),
            Fact(
                "At the best",
                best,
                "Starts that led to the best end among these.",
                f"{counts[0]:,}",
            ),
            Fact("Collapsed", f"{found.collapsed:,}", "Starts whose likelihood ran away."),
        ],
        "Start shown": [
            Fact(
                "Seed",
                f"{found.seeds[picked]}",
                "Of the fit, as on all pages.",
            ),
            Fact("Value", f"{value:,.6f}", f"Its {value_name(at)}.", brief(value)),
        ],
    }


def sentence(found: Drawn) -> str:
    """What the starts so far say of luck."""
    counts = np.bincount(found.optimum)
    ends = counted(len(counts), "different end")
    return (
        f"Best of {found.n:,} starts: {counts[0]:,} led there; in all they found {ends}. "
        "A better one may be left."
    )


def notes(found: Drawn) -> list[str]:
    """What is left out."""
    if not found.collapsed:
        return []
    return [f"Left out: {counted(found.collapsed, 'start')} whose likelihood ran away."]


def alt(title: str, found: Drawn) -> str:
    """What the picture shows, for those who can't see it."""
    counts = ", ".join(f"{count:,}" for count in np.bincount(found.optimum))
    return (
        f"{title}: {found.n:,} starts as small pictures, from the best end to the worst; starts at "
        f"each end, the best first: {counts}. Below, their values; beside them one start."
    )


def opened(at: Values) -> dict[str, str]:
    """What a page that steps through the start shown is to be set to."""
    found, _ = drawn(at)
    if found is None or not len(found.seeds):
        return {}
    picked = min(at["rank"], len(found.seeds)) - 1
    return {"begin": plan_of(at).start, "fit_seed": f"{found.seeds[picked]}"}
