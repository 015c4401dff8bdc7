"""How stable clusters are: what is asked, what refits on resamples say, and its words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from components import growing, models, points
from components.choose.tree import MODEL
from components.figures import resamples
from components.stage import events
from components.stage.state import Fact, Facts, State, brief
from core import stability
from core.arrays import most_clusters
from core.plans import Origin, Plan
from core.settings import Group, Number, Values
from core.stability import Stability
from core.wording import counted

MOST_POINTS = 5_000
HALF = 0.5  # of the resamples: a point that fewer keep with its group is called unsteady
RESAMPLES = Number(
    "resamples",
    "Resamples",
    10,
    100,
    30,
    step=10,
    help="Each draws as many points as there are, with replacement, and is fitted anew.",
)
SETTINGS = (
    Group("Models", (replace(models.K, default=4), MODEL, models.COVARIANCE_TYPE, RESAMPLES)),
    Group("Data", points.data_settings("stretched", most=MOST_POINTS)),
    Group("Fits", (models.SEED,)),
)
NAMES = {"k-means": "kmeans", "GMM": "gmm"}  # as core.stability calls the models
Found = Mapping[int, Stability]  # by k


def refits(origin: Origin, plan: Plan, model: str, n: int) -> Iterator[Found]:
    """The k of the plan first, resample by resample, then every other k."""
    x = points.made(origin).points
    most = most_clusters(x, models.MAX_K)
    found: dict[int, Stability] = {}
    for k in (plan.k, *(k for k in range(1, most + 1) if k != plan.k)):
        try:
            for grown in stability.stabilities(
                x,
                k,
                model=model,
                covariance_type=plan.covariance_type,
                n_resamples=n,
                seed=plan.seed,
            ):
                found[k] = grown
                if k == plan.k:
                    yield dict(found)
        except ValueError:  # the fit on all points collapsed: there is nothing to compare with
            found.pop(k, None)
        yield dict(found)


def found_of(at: Values) -> tuple[Found, bool]:
    """What there is so far at some values of the settings, and whether that is all."""
    plan = replace(models.plan_of({**at, "start": "kmeans", "starts": 1}), n_starts=1)
    origin, model = points.origin_of(at), NAMES[at["model"]]
    found, is_complete = growing.grown(refits, origin, plan, model, at["resamples"])
    return found or {}, is_complete


def state(at: Values) -> State:
    """The points, painted by how steadily they keep their group, and a strip for every k."""
    data, (found, is_complete) = points.data_of(at), found_of(at)
    k = most_clusters(data.points, at["k"])
    here = found.get(k)
    fits = models.compare(
        points.origin_of(at), replace(models.plan_of({**at, "start": "kmeans", "starts": 1}), k=k)
    )
    c = fits.comparison
    numbers = c.numbers[c.labels if at["model"] == "k-means" else c.components]
    kept = np.ones(len(numbers)) if here is None else np.nan_to_num(here.per_point, nan=0.0)
    every = range(1, most_clusters(data.points, models.MAX_K) + 1)
    return State(
        resamples.stability(data, numbers, kept, {j: s.rand for j, s in found.items()}, k, every),
        alt(data.title, found, k),
        facts(here, at["model"]),
        [sentence(here, k, is_complete), *points.picture_notes(data, "points")],
        clicks=True,
        growing=not is_complete,
    )


def heed(gesture: events.Gesture, _at: Values) -> Values | None:
    """A press on a strip chooses its k."""
    match gesture:
        case events.Click(x, panel=2):
            return {"k": int(min(max(round(min(x, 99.0)), 1), models.MAX_K))}
    return None


def facts(here: Stability | None, model: str) -> Facts:
    """The numbers of the k at hand."""
    if here is None:
        return {}
    mean = float(np.nanmean(here.rand)) if np.isfinite(here.rand).any() else float("nan")
    unsteady = int((here.per_point < HALF).sum())
    return {
        model: [
            Fact(
                "Mean adjusted Rand",
                f"{mean:.5f}",
                "Agreement of the refits with the fit on all points: 1 is perfect, around 0 is "
                "what chance would give.",
                brief(mean),
            ),
            Fact(
                "Least adjusted Rand",
                f"{np.nanmin(here.rand):.5f}" if np.isfinite(mean) else "none",
                "Of the refit that agrees least.",
            ),
            Fact(
                "Unsteady points",
                f"{unsteady:,} of {len(here.per_point):,}",
                "Points that fewer than half of the refits keep with their group.",
                f"{unsteady:,}",
            ),
            Fact("Resamples", f"{len(here.rand)}", "Refitted so far.", f"{len(here.rand)}"),
        ]
    }


def sentence(here: Stability | None, k: int, is_complete: bool) -> str:
    """What the refits say of the k at hand."""
    if here is None:
        if is_complete:
            return "The fit on all points collapsed, so there is nothing to compare refits with."
        return "The first refits are on their way."
    if k == 1:
        return "One cluster is the same on every resample: that says nothing of the points."
    unsteady = int((here.per_point < HALF).sum())
    if not unsteady:
        return f"At k = {k}, at least half of the refits keep each point with its group."
    return f"At k = {k}, fewer than half of the refits keep {counted(unsteady, 'point')} in place."


def alt(title: str, found: Found, k: int) -> str:
    """What the picture shows, for those who can't see it."""
    means = [
        f"{j}: {np.nanmean(each.rand):.2f}"
        for j, each in sorted(found.items())
        if np.isfinite(each.rand).any()
    ]
    return (
        f"{title}: left the points at k = {k}, the fainter the fewer refits keep them with their "
        f"group; right, for every k, the adjusted Rand index of each refit; means "
        f"{', '.join(means) or 'not there yet'}."
    )
