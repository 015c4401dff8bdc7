"""How many components: what is asked, what every criterion answers, and its words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from components import frame, models, panel, points
from components.choose import works
from components.choose.works import KS
from components.figures import choices, comparisons, theme
from components.figures.comparisons import Look
from components.figures.views import view_of
from components.growing import grown
from components.stage.events import Click, Gesture
from components.stage.scene import Scene, joined
from components.stage.state import Fact, State, brief
from core import gmm
from core.arrays import Array
from core.criteria import CRITERIA, WHITENED, Cell, Criteria
from core.gap import Gap
from core.gmm import COVARIANCE_TYPES
from core.plans import Plan
from core.selection import MAX_SILHOUETTE_POINTS, elbow
from core.settings import Choice, Fold, Group, Number, Switch, Values

NAMES = {"bic": "BIC", "aic": "AIC", "icl": "ICL"}
CRITERION = Choice(
    "by",
    "Criterion",
    {
        "bic": "BIC",
        "aic": "AIC",
        "icl": "ICL",
        "unseen": "unseen points",
        "elbow": "k-means: elbow of the inertia",
        "silhouette": "k-means: silhouettes",
        "gap": "k-means: gap",
    },
    "bic",
    "The first three weigh a mixture's fit against its parameters, on the points it was fitted to. "
    "Unseen points: how likely a mixture makes points that were left out of its fit. The last "
    "three ask how k-means fares.",
)
K = replace(models.K, default=4)
START = replace(
    models.START,
    options={**models.START.options, WHITENED: "from k-means, whitened"},
    help="Where EM begins. Whitened: k-means after every principal component was scaled to "
    "variance 1, so that long clusters look round to it.",
)
N_STARTS = replace(models.N_STARTS, rare=False)
DIGITS = Number(
    "digits",
    "Tolerance: digits",
    works.HASTY,
    6,
    works.HASTY,
    step=1,
    help="EM stops once an iteration gains less than 0.001 nats per point (3 digits, as in "
    "scikit-learn) or less than 0.000001 (6 digits).",
)
REFINE = Switch(
    "refine",
    "Refine marked cells",
    help="A triangle marks a fit that a smaller k beats: there is a better one of its k. Refined, "
    "it starts again from that smaller fit, each component in two, until EM rests.",
)
VERDICT = Fold("verdict", "The verdict of every criterion")
CELLS = Fold("cells", "All fits in numbers")
SETTINGS = (
    Group("Choice", (CRITERION, K, models.COVARIANCE_TYPE)),
    Group("Data", points.data_settings("stretched", most=MAX_SILHOUETTE_POINTS)),
    Group("Fits", (START, DIGITS, N_STARTS, REFINE, models.SEED)),
    Group("Picture", (VERDICT, CELLS)),
)
MIXTURE = Look(kmeans=False, levels=(1.0, 2.0), rings=False)
CLUSTERS = Look(gmm=False, rings=False)
MARGIN = 10.0  # nats
SHARE = 0.5  # of the picture is the fit


def plan_of(at: Values) -> Plan:
    """How all fits of the map are made."""
    return Plan(1, start=at["start"], seed=at["fit_seed"], n_starts=at["starts"])


def map_of(at: Values) -> tuple[Criteria, bool]:
    """The map as far as it has come, and whether it is complete."""
    found, done = grown(works.maps, points.origin_of(at), plan_of(at), at["digits"], at["refine"])
    if found is None:
        blank = tuple(Cell(k, kind) for k in KS for kind in COVARIANCE_TYPES)
        found = Criteria(len(points.data_of(at).points), KS, COVARIANCE_TYPES, blank)
    return found, done


def running(found: Criteria) -> Criteria:
    """The map without fits that have a component at the floor: their likelihood measures that."""
    cells = [
        Cell(cell.k, cell.covariance_type) if cell.step and cell.step.at_floor else cell
        for cell in found.cells
    ]
    return replace(found, cells=tuple(cells))


def state(at: Values) -> State:
    """One fit, and beside it what the criterion at hand says of all."""
    made = {"unseen": unseen, "elbow": inertia, "silhouette": silhouette, "gap": gap}
    shown = made.get(at["by"], weighed)(at)
    if not at[VERDICT.key]:
        return shown
    rows, done = verdicts(at)
    notes = [summary(rows), *shown.notes]
    return replace(shown, notes=notes, growing=shown.growing or not done)


def heed(gesture: Gesture, _at: Values) -> Values | None:
    """A cell, or a place on a curve, is chosen."""
    match gesture:
        case Click(trace="cells", point=int(point)):
            row, column = divmod(point, len(COVARIANCE_TYPES))
            if 0 <= row < len(KS):
                return {"k": KS[row], "cov": COVARIANCE_TYPES[column]}
        case Click(trace="points" | "ends" | "cloud" | "centres"):
            return None
        case Click(panel=place, x=x, trace=str(name)) if place > 1:
            k = min(max(round(x), KS[0]), KS[-1])
            return {"k": k, "cov": name} if name in COVARIANCE_TYPES else {"k": k}
    return None


def weighed(at: Values) -> State:
    """A mixture, the map, and the criterion's curves."""
    found, done = map_of(at)
    by, name = at["by"], NAMES[at["by"]]
    values: Array = getattr(found, by)
    here = divmod(place(at), len(COVARIANCE_TYPES))
    cell = found.cells[place(at)]
    chart = choices.fits(
        values,
        KS,
        COVARIANCE_TYPES,
        f"{name} map",
        chosen=here,
        marks=marks(found, by),
        texts=[said(found, i) for i in range(len(found.cells))],
    )
    columns = dict(zip(COVARIANCE_TYPES, values.T, strict=True))
    curves = choices.measure(
        KS, columns, f"{name} by k", "nats, lower is better", k=at["k"], what="components, k"
    )
    right = joined(chart, curves, share=0.36, below=True, height=theme.HEIGHT)
    return State(
        joined(mixture_of(at, cell), right, share=SHARE),
        alt(at, found, by),
        {
            "Preferred": preferred(running(found)),
            f"k = {cell.k}, {cell.covariance_type}": of_cell(found, here),
        },
        notes(at, found, cell) if done else ["The fits are on their way.", alt_cell(cell)],
        clicks=True,
        previews=True,
        growing=not done,
    )


def place(at: Values) -> int:
    """Of the fit at hand among the cells of the map."""
    return KS.index(at["k"]) * len(COVARIANCE_TYPES) + COVARIANCE_TYPES.index(at["cov"])


def mixture_of(at: Values, cell: Cell) -> Scene:
    """The fit of a cell on the points; the points alone where there is none."""
    data = points.data_of(at)
    if cell.step is None:
        view = view_of(data.points, data.columns, ["no fit"])
        view.plain(1)
        return view.scene()
    origin = points.origin_of(at)
    pair = models.paired(origin, works.clusters(origin, plan_of(at), cell.k), cell.step.mixture)
    return comparisons.titled(
        comparisons.compare(data, pair, MIXTURE), f"{cell.k}, {cell.covariance_type}"
    )


def clusters_of(at: Values) -> Scene:
    """k-means with the k at hand."""
    data, step = points.data_of(at), works.clusters(points.origin_of(at), plan_of(at), at["k"])
    plan = replace(clusters_plan(at), k=len(step.centres))
    pair = models.compare(points.origin_of(at), plan).comparison
    return comparisons.titled(comparisons.compare(data, pair, CLUSTERS), f"k-means, {plan.k}")


def clusters_plan(at: Values) -> Plan:
    """How k-means is fitted: only a mixture can begin from whitened clusters."""
    return replace(plan_of(at), start="kmeans" if at["start"] == WHITENED else at["start"])


def marks(found: Criteria, by: str) -> Any:
    """The symbol of every cell, (len(ks), len(types))."""
    result = np.full(found.bic.shape, theme.CIRCLE)
    sound = running(found)
    close = sound.within(by, MARGIN) if np.isfinite(sound.bic).any() else ()
    for k, kind in close:
        result[KS.index(k), COVARIANCE_TYPES.index(kind)] = theme.SQUARE
    result[found.below] = theme.TRIANGLE_DOWN
    for k, kind in close[:1]:
        result[KS.index(k), COVARIANCE_TYPES.index(kind)] = theme.STAR
    gone = np.array([cell.stop is gmm.Stop.COLLAPSED for cell in found.cells])
    result[gone.reshape(result.shape)] = theme.CROSS
    return result


def said(found: Criteria, i: int) -> str:
    """What a cell says when it is pointed at."""
    cell, at = found.cells[i], divmod(i, len(COVARIANCE_TYPES))
    head = f"<b>{models.counted(cell.k, 'component')}, {cell.covariance_type}</b>"
    if cell.step is None:
        return f"{head}<br>{missing(cell)}"
    lines = [
        head,
        *(f"{name} {getattr(found, by)[at]:,.1f}" for by, name in NAMES.items()),
        f"log-likelihood {found.log_likelihood[at]:,.1f}",
        models.counted(int(found.n_parameters[at]), "parameter"),
    ]
    return "<br>".join([*lines, *remarks(found, i)])


def remarks(found: Criteria, i: int) -> list[str]:
    """What is wrong with a fit, if anything."""
    cell, at = found.cells[i], divmod(i, len(COVARIANCE_TYPES))
    said = []
    if found.below[at]:
        said.append("a smaller k fits better")
    if cell.step and cell.step.at_floor:
        said.append("at the floor")
    if cell.stop is gmm.Stop.MAX_ITER:
        said.append("stopped before it came to rest")
    return said


def missing(cell: Cell) -> str:
    """Why a cell has no fit."""
    return "collapsed" if cell.stop is gmm.Stop.COLLAPSED else "no fit"


def preferred(found: Criteria) -> list[Fact]:
    """What each of the three criteria prefers."""
    facts = []
    for by, name in NAMES.items():
        if np.isnan(getattr(found, by)).all():
            continue
        k, kind = found.within(by, 0.0)[0]
        value = float(np.nanmin(getattr(found, by)))
        facts.append(
            Fact(
                f"By {name}",
                f"{k}, {kind}",
                f"The model with the least {name} of the map, {value:,.3f} nats.",
                f"{k} {kind}",
            )
        )
    return facts


def of_cell(found: Criteria, at: tuple[int, int]) -> list[Fact]:
    """The numbers of one fit."""
    if np.isnan(found.bic[at]):
        return []
    values = {name: float(getattr(found, by)[at]) for by, name in NAMES.items()}
    penalty = {
        "BIC": "-2 log-likelihood + parameters times the logarithm of the number of points.",
        "AIC": "-2 log-likelihood + 2 times the parameters.",
        "ICL": "BIC + 2 times the entropy of the responsibilities.",
    }
    return [
        Fact(
            "Log-likelihood, nats",
            f"{found.log_likelihood[at]:,.3f}",
            "How probable the mixture makes these points, in logarithms.",
        ),
        Fact(
            "Parameters",
            f"{int(found.n_parameters[at])}",
            "Numbers that were fitted: weights, means and covariances.",
        ),
        *(
            Fact(
                name,
                f"{value:,.3f}",
                f"Lower is better: {penalty[name]}",
                brief(value) if name == "BIC" else "",
            )
            for name, value in values.items()
        ),
    ]


def alt(at: Values, found: Criteria, by: str) -> str:
    """The picture in words."""
    name = NAMES[by]
    fitted = f"{models.counted(at['k'], 'component')}, {at['cov']}"
    said = (
        f"{points.data_of(at).title}, fitted by {fitted}. Beside it {name} of every fit with 1 to "
        f"{KS[-1]} components and four shapes, as a map and curves."
    )
    sound = running(found)
    if np.isnan(sound.bic).all():
        return said
    k, kind = sound.within(by, 0.0)[0]
    return f"{said} The least is at {k}, {kind}. {near(sound, by)}"


def notes(at: Values, found: Criteria, cell: Cell) -> list[str]:
    """What the map says, and what to know about it."""
    sound, by = running(found), at["by"]
    if np.isnan(sound.bic).all():
        return ["No mixture of these has components with a width of their own.", alt_cell(cell)]
    said = [agreement(sound), near(sound, by)]
    k, kind = sound.within(by, 0.0)[0]
    winner = KS.index(k) * len(COVARIANCE_TYPES) + COVARIANCE_TYPES.index(kind)
    if remarks(found, winner):
        said.append(f"Of the least, {k} {kind}: {', '.join(remarks(found, winner))}.")
    if out := int(np.isnan(sound.bic).sum() - np.isnan(found.bic).sum()):
        said.append(
            f"Out of the running: {models.counted(out, 'fit')} with a component that has no width "
            "of its own."
        )
    below = int(found.below.sum())
    if below and not at["refine"]:
        said.append(
            f"{models.counted(below, 'cell')} with a triangle: a smaller k of the same shape fits "
            "better, so there is a better fit than the one found. Refine them."
        )
    elif below:
        said.append(
            f"Still below a smaller k: {models.counted(below, 'cell')}. None of the starts from "
            "that smaller fit led higher."
        )
    elif at["refine"]:
        said.append("No fit is below a smaller one of its shape any more.")
    said.append(
        "The criteria are taken on the points that were fitted, as they are meant; inside "
        "cross-validation the penalty would be counted twice."
    )
    if cell.step is None:
        said.append(alt_cell(cell))
    else:
        said += models.floor_notes(cell.step.mixture)
    return said


def alt_cell(cell: Cell) -> str:
    """Whether there is a fit at hand."""
    which = f"{models.counted(cell.k, 'component')}, {cell.covariance_type}"
    return f"Shown: {which}." if cell.step else f"Here, at {which}: {missing(cell)}."


def agreement(found: Criteria) -> str:
    """Whether the three criteria agree."""
    chosen = {name: found.within(by, 0.0)[0] for by, name in NAMES.items()}
    if len(set(chosen.values())) == 1:
        k, kind = chosen["BIC"]
        return f"BIC, AIC and ICL agree: {models.counted(k, 'component')}, {kind}."
    return f"They disagree: {', '.join(f'{n} {k} {kind}' for n, (k, kind) in chosen.items())}."


def near(found: Criteria, by: str) -> str:
    """Which models come close to the winner."""
    others = found.within(by, MARGIN)[1:]
    if not others:
        return f"No other model comes within 10 of the least {NAMES[by]}."
    listed = ", ".join(f"{k} {kind}" for k, kind in others[:6])
    more = f" and {len(others) - 6} more" if len(others) > 6 else ""
    return f"Within 10 of the least {NAMES[by]}: {listed}{more}."


def unseen(at: Values) -> State:
    """How likely mixtures of one shape make points that they haven't seen."""
    found, map_done = map_of(at)
    rows, done = _unseen(at)
    mean, half = rows.mean(axis=1), rows.std(axis=1)
    k = best_unseen(rows)
    chart = choices.measure(
        KS,
        {at["cov"]: mean},
        f"unseen points, {at['cov']}",
        "nats per point, higher is better",
        k=at["k"],
        spread=half,
        star=k if done else None,
        what="components, k",
    )
    cell = found.cells[place(at)]
    facts = [
        Fact(
            "Greatest mean at",
            f"k = {k}",
            f"The mean over {works.FOLDS} folds, each left out of the fit in turn.",
            f"k = {k}",
        ),
        *_unseen_at(rows, at["k"]),
    ]
    answer = f"Unseen points are likeliest under {models.counted(k, 'component')}, {at['cov']}."
    return State(
        joined(mixture_of(at, cell), chart, share=SHARE),
        f"{alt_cell(cell)} Beside it the log-likelihood of unseen points for 1 to {KS[-1]} "
        f"components. {answer}",
        {"Unseen points": facts if k else []},
        [
            answer if done and k else "The folds are on their way.",
            f"Each bar reaches one standard deviation of the {works.FOLDS} folds to both sides.",
        ],
        clicks=True,
        previews=True,
        growing=not (done and map_done),
    )


def _unseen(at: Values) -> tuple[Array, bool]:
    rows, done = grown(works.unseen, points.origin_of(at), at["cov"], at["fit_seed"])
    return (np.full((1, works.FOLDS), np.nan) if rows is None else rows), done


def best_unseen(rows: Array) -> int:
    """The k with the greatest mean; 0 where there is none."""
    mean = rows.mean(axis=1)
    return 0 if np.isnan(mean).all() else KS[int(np.nanargmax(mean))]


def _unseen_at(rows: Array, k: int) -> list[Fact]:
    if k > len(rows) or np.isnan(rows[k - 1]).any():
        return []
    mean, spread = float(rows[k - 1].mean()), float(rows[k - 1].std())
    return [
        Fact(
            f"Mean at k = {k}",
            f"{mean:.5f} nats per point",
            "The log-likelihood of points that were left out of the fit.",
            brief(mean),
        ),
        Fact(
            "Spread over folds",
            f"{spread:.5f} nats per point",
            "The standard deviation over the folds.",
            brief(spread),
        ),
    ]


def inertia(at: Values) -> State:
    """What k-means leaves, and where it bends."""
    left = works.inertias(points.origin_of(at), plan_of(at))
    k = elbow(KS[: len(left)], left)
    chart = choices.measure(
        KS, {"inertia": left}, "inertia", "square of the data's unit", k=at["k"], star=k
    )
    answer = "The curve has no elbow." if k is None else f"The curve bends most at k = {k}."
    shown = min(at["k"], len(left))
    return State(
        joined(clusters_of(at), chart, share=SHARE),
        f"k-means with {models.counted(shown, 'cluster')}, and the inertia for 1 to {len(left)}. "
        f"{answer}",
        {
            "k-means": [
                Fact(
                    "Elbow",
                    "none" if k is None else f"k = {k}",
                    "Where the falling curve bends most, by the method Kneedle.",
                    "none" if k is None else f"k = {k}",
                ),
                Fact(
                    "Inertia",
                    f"{left[shown - 1]:,.4f}",
                    "Sum of squared distances from the points to their centres.",
                    brief(float(left[shown - 1])),
                ),
            ]
        },
        [answer, "Inertia falls with every further cluster: its least value says nothing about k."],
        clicks=True,
        previews=True,
    )


def silhouette(at: Values) -> State:
    """Silhouettes for the k at hand, and their means for all k."""
    data, origin = points.data_of(at), points.origin_of(at)
    means, done = _silhouettes(at)
    k, fit = best_silhouette(means), clusters_of(at)
    chart = choices.measure(
        KS,
        {"mean silhouette": means},
        "mean silhouette",
        "higher is better",
        k=at["k"],
        star=k if done and k else None,
    )
    values = works.silhouettes(origin, plan_of(at), at["k"])
    answer = f"The mean silhouette is greatest at k = {k}." if k else "There is no silhouette."
    facts = [Fact("Greatest mean at", f"k = {k}", "Of k = 2 to 12.", f"k = {k}")] if k else []
    right = chart
    if values is not None:
        step = works.clusters(origin, plan_of(at), at["k"])
        numbers = models.numbers(origin, step)[step.labels]
        bars = choices.silhouettes(values, numbers, f"silhouettes, k = {at['k']}")
        right = joined(chart, bars, share=0.42, below=True, height=theme.HEIGHT)
        mean = float(values.mean())
        facts.append(
            Fact(
                f"Mean at k = {at['k']}",
                f"{mean:.5f}",
                "1: much nearer to its own cluster than to the next; below 0: nearer to the next.",
                brief(mean),
            )
        )
    return State(
        joined(fit, right, share=SHARE),
        f"{data.title} in {models.counted(at['k'], 'cluster')}, the mean silhouette for all k, and "
        f"a bar for every point's silhouette. {answer}",
        {"Silhouettes": facts},
        [
            answer if done else "The silhouettes are on their way.",
            "One cluster has no silhouette, so this measure doesn't answer 1.",
        ],
        clicks=True,
        previews=True,
        growing=not done,
    )


def _silhouettes(at: Values) -> tuple[Array, bool]:
    means, done = grown(works.mean_silhouettes, points.origin_of(at), clusters_plan(at))
    return (np.array([np.nan]) if means is None else means), done


def best_silhouette(means: Array) -> int:
    """The k of the greatest mean; 0 where there is none."""
    return 0 if np.isnan(means).all() else KS[int(np.nanargmax(means))]


def gap(at: Values) -> State:
    """How much tighter the clusters are than those of evenly spread points."""
    found, done = _gaps(at)
    k = found.best() if found else None
    empty = np.array([np.nan])
    value, error = (found.value, found.standard_error) if found else (empty, empty)
    log, reference = (found.log_inertia, found.references.mean(axis=1)) if found else (empty, empty)
    above = choices.measure(
        KS, {"gap": value}, "gap", "nats, with its standard error", k=at["k"], spread=error, star=k
    )
    below = choices.measure(
        KS,
        {"points": log, "spread evenly": reference},
        "log inertia",
        "nats",
        k=at["k"],
    )
    answer = gap_answer(k)
    facts = [
        Fact("Gap chooses", "none" if k is None else f"k = {k}", RULE, f"{k or 'none'}"),
        *_gap_at(value, error, at["k"]),
    ]
    return State(
        joined(
            clusters_of(at),
            joined(above, below, share=0.5, below=True, height=theme.HEIGHT),
            share=SHARE,
        ),
        f"k-means with {models.counted(at['k'], 'cluster')}, the gap for all k, and the log "
        f"inertia beside that of evenly spread points. {answer}",
        {"Gap": facts},
        [answer if done else "The references are on their way.", RULE],
        clicks=True,
        previews=True,
        growing=not done,
    )


RULE = (
    "The first k whose gap reaches the next one's less its standard error; not the k of the "
    "greatest gap."
)


def gap_answer(k: int | None) -> str:
    """What the gap chooses, in a sentence."""
    return "The gap chooses no k." if k is None else f"The gap chooses k = {k}."


def _gaps(at: Values) -> tuple[Gap | None, bool]:
    return grown(works.gaps, points.origin_of(at), at["fit_seed"], at["starts"])


def _gap_at(value: Array, error: Array, k: int) -> list[Fact]:
    if k > len(value) or np.isnan(value[k - 1]):
        return []
    return [
        Fact(
            f"Gap at k = {k}",
            f"{value[k - 1]:.4f} nats",
            "Mean log inertia of evenly spread points less that of these points.",
            brief(float(value[k - 1])),
        ),
        Fact(
            "Standard error",
            f"{error[k - 1]:.4f} nats",
            f"From {works.REFERENCES} sets of evenly spread points.",
            brief(float(error[k - 1])),
        ),
    ]


@dataclass(frozen=True)
class Verdict:
    """What one criterion answers.

    Args:
        criterion: its name.
        k: its choice; None where it makes none.
        shape: of the components, or that of k-means.
        value: at its choice, with the unit.
        close: what comes close.
    """

    criterion: str
    k: int | None
    shape: str
    value: str
    close: str = ""


def verdicts(at: Values) -> tuple[list[Verdict], bool]:
    """Every criterion's answer as far as it is there, and whether all are."""
    found, done = map_of(at)
    found, rows = running(found), []
    if np.isfinite(found.bic).any():
        for by, name in NAMES.items():
            (k, kind), *others = found.within(by, MARGIN)
            close = "; ".join(f"{j} {each}" for j, each in others)
            rows.append(Verdict(name, k, kind, f"{np.nanmin(getattr(found, by)):,.2f} nats", close))
    unseen_rows, unseen_done = _unseen(at)
    if k := best_unseen(unseen_rows):
        mean = f"{unseen_rows[k - 1].mean():.4f} nats per point"
        rows.append(Verdict("Unseen points", k, at["cov"], mean))
    left = works.inertias(points.origin_of(at), plan_of(at))
    bend = elbow(KS[: len(left)], left)
    inertia_there = "" if bend is None else f"inertia {left[bend - 1]:,.2f}"
    rows.append(Verdict("Elbow", bend, "k-means", inertia_there))
    means, means_done = _silhouettes(at)
    if k := best_silhouette(means):
        rows.append(Verdict("Silhouette", k, "k-means", f"mean {means[k - 1]:.4f}"))
    gaps, gaps_done = _gaps(at)
    if gaps:
        best = gaps.best()
        there = "" if best is None else f"gap {gaps.value[best - 1]:.4f} nats"
        rows.append(Verdict("Gap", best, "k-means", there))
    return rows, done and unseen_done and means_done and gaps_done


def summary(rows: Sequence[Verdict]) -> str:
    """All answers in a sentence."""
    said = ", ".join(f"{row.criterion} {row.k or 'none'}" for row in rows)
    alike = len({row.k for row in rows}) == 1
    return f"They {'agree' if alike else 'disagree'}: {said}."


def columns(rows: Sequence[Verdict], at: Values) -> dict[str, list[Any]]:
    """The verdicts as a table that says how it was made."""
    return {
        "criterion": [row.criterion for row in rows],
        "k": ["none" if row.k is None else str(row.k) for row in rows],
        "shape": [row.shape for row in rows],
        "value": [row.value for row in rows],
        "within 10": [row.close for row in rows],
        "start": [START.options[at["start"]]] * len(rows),
        "starts": [str(at["starts"])] * len(rows),
        "seed": [str(at["fit_seed"])] * len(rows),
        "tolerance": [f"1e-{at['digits']}"] * len(rows),
    }


def table(found: Criteria) -> dict[str, list[Any]]:
    """All fits that there are, a row for each."""
    there = [i for i, cell in enumerate(found.cells) if cell.step]
    at = [divmod(i, len(COVARIANCE_TYPES)) for i in there]
    return {
        "k": [found.cells[i].k for i in there],
        "shape": [found.cells[i].covariance_type for i in there],
        "parameters": [int(found.n_parameters[each]) for each in at],
        "log-likelihood": [float(found.log_likelihood[each]) for each in at],
        **{NAMES[by]: [float(getattr(found, by)[each]) for each in at] for by in CRITERIA},
        "iterations": [found.cells[i].n_iter for i in there],
        "remarks": ["; ".join(remarks(found, i)) for i in there],
    }


def details(at: Values) -> None:
    """Ways to other pages, the verdict and the table."""
    same = at["digits"] == works.HASTY and at["start"] != WHITENED and not at["refine"]
    which = "this fit" if same else f"{models.counted(at['k'], 'component')}, fitted anew,"
    frame.way("pages/compare/compare.py", f"Open {which} in Compare")
    frame.way("pages/step/em.py", "See EM fit these, step by step")
    if section := panel.folded(VERDICT):
        with section:
            rows, done = verdicts(at)
            frame.note(summary(rows) if done else "Some answers are on their way.")
            frame.table(columns(rows, at), "verdict.csv", in_papers=True)
    if section := panel.folded(CELLS):
        with section:
            frame.table(table(map_of(at)[0]), "fits.csv", in_papers=True)
