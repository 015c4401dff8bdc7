"""How k-means and a mixture are fitted: the settings, and both fits side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from components import points
from components.memory import remembered
from components.stage.state import Fact, brief
from core import comparison, gmm, kmeans
from core.arrays import MAX_SEED, Labels, most_clusters
from core.comparison import Comparison
from core.matching import match
from core.plans import Origin, Plan
from core.settings import Choice, Number, Values

NUMBERING_POINTS = 2_000  # are enough to tell which cluster is which
MAX_K = 12
REG_COVAR = Plan(1).reg_covar  # where a page doesn't ask for it
MOST_NAMED = 6  # components at the floor

K = Number(
    "k",
    "Clusters, k",
    1,
    MAX_K,
    5,
    step=1,
    help="How many clusters or components are asked for, whether or not the data have so many.",
)
COVARIANCE_TYPE = Choice(
    "cov",
    "Shape",
    {
        "full": "full: any ellipse",
        "tied": "tied: one shape for all",
        "diag": "diagonal: along the axes",
        "spherical": "spherical: circles",
    },
    "full",
    "The covariance type: which shapes the components may take.",
)
START = Choice(
    "start",
    "Start",
    {
        "kmeans": "from k-means",
        "k-means++": "points far apart",
        "random_points": "random points",
        "random_responsibilities": "random shares",
    },
    "kmeans",
    "Where EM begins: at the result of k-means, at points far apart (k-means++), at random points, "
    "or with responsibilities drawn at random. k-means starts at random points if EM does, "
    "otherwise with k-means++.",
)
SEED = Number(
    "fit_seed",
    "Seed of the fits",
    0,
    500,
    420,
    step=1,
    help="The same seed gives the same fit, here and in scikit-learn.",
    reach=MAX_SEED,
    dice="New start",
    rare=True,
)
N_STARTS = Number(
    "starts",
    "Number of starts",
    1,
    20,
    1,
    step=1,
    help="Where a fit ends depends on its start. Of several fits, the one with the least inertia "
    "(k-means) or the greatest likelihood (mixture) is kept.",
    rare=True,
)


def plan_of(at: Values) -> Plan:
    """How both models are fitted; no more clusters than there are different points."""
    return Plan(
        k=most_clusters(points.data_of(at).points, at["k"]),
        covariance_type=at["cov"],
        start=at["start"],
        seed=at["fit_seed"],
        n_starts=at["starts"],
    )


@dataclass(frozen=True, eq=False)
class Fits:
    """Both models of the same points.

    Args:
        kmeans, gmm: every step of the two fits.
        comparison: their results side by side.
    """

    kmeans: kmeans.Trace
    gmm: gmm.Trace
    comparison: Comparison


@remembered
def compare(origin: Origin, plan: Plan) -> Fits:
    """Fit both models, and number their clusters so that colours stay as k moves by one."""
    data = points.made(origin)
    clusters = clustered(origin, plan)
    last = clusters.steps[-1]
    mixture = gmm.fit(
        data.points,
        plan.k,
        covariance_type=plan.covariance_type,
        start=plan.start,
        seed=plan.seed,
        n_starts=plan.n_starts,
        labels=last.labels if _begins_with(last, plan) else None,
    )
    return Fits(clusters, mixture, paired(origin, last, mixture.steps[-1].mixture))


def clustered(origin: Origin, plan: Plan) -> kmeans.Trace:
    """k-means as it stands beside a mixture of that plan."""
    start = plan.start if plan.start in kmeans.STARTS else "k-means++"
    return _kmeans(origin, plan.k, start, plan.seed, plan.n_starts)


def paired(origin: Origin, step: kmeans.Step, mixture: gmm.Mixture) -> Comparison:
    """A result of k-means and a mixture of as many components, under the same numbers."""
    data = points.made(origin)
    return comparison.compare(data.points, step, mixture, numbers(origin, step), data.labels)


def covariance_types(origin: Origin, plan: Plan) -> Mapping[str, Fits]:
    """The same fits with each of the four covariance types."""
    return {
        kind: compare(origin, replace(plan, covariance_type=kind)) for kind in gmm.COVARIANCE_TYPES
    }


def _begins_with(step: kmeans.Step, plan: Plan) -> bool:
    """Whether EM's own start would come to the same clusters, so that they needn't be found twice.

    With one start it runs k-means on the same random stream; a cluster without points is left to
    it.
    """
    everyone = len(np.unique(step.labels)) == len(step.centres)
    return plan.start == "kmeans" and plan.n_starts == 1 and everyone


def numbers(origin: Origin, step: kmeans.Step) -> Labels:
    """Numbers of the clusters of k-means, (k,), that depend on the data and on k alone.

    They are those of a reference, which is fitted to some of the points for every k on the way
    to one where the numbers are plain.
    """
    data, k = points.made(origin), len(step.centres)
    sample = _sample(len(data.points))
    truth = None if data.labels is None else data.labels[sample]
    labels = {rung: _reference(origin, rung) for rung in comparison.ladder(k, truth)}
    reference = comparison.numbering(labels, truth)[k][labels[k]]
    return match(step.labels[sample], reference, k, int(reference.max()) + 1)


def _sample(n: int) -> slice:
    return slice(None, None, -(-n // NUMBERING_POINTS))


@remembered
def _reference(origin: Origin, k: int) -> Labels:
    """Clusters of some of the points, by which those of all are numbered."""
    x = points.made(origin).points
    return kmeans.fit(x[_sample(len(x))], k).steps[-1].labels


@remembered
def _kmeans(origin: Origin, k: int, start: str, seed: int, n_starts: int) -> kmeans.Trace:
    return kmeans.fit(points.made(origin).points, k, start=start, seed=seed, n_starts=n_starts)


def counted(n: int, what: str) -> str:
    """So many of something, in words: 1 point, 2 points."""
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def less(facts: Sequence[Fact], *names: str) -> list[Fact]:
    """The same numbers, of which those of some names are no key numbers here."""
    return [replace(fact, brief="") if fact.name in names else fact for fact in facts]


def likelihood_facts(c: Comparison, n: int) -> list[Fact]:
    """How well a mixture fits n points, and what it costs."""
    parameters = gmm.n_parameters(c.mixture)
    return [
        Fact(
            "Log-likelihood, nats",
            f"{c.log_likelihood:,.3f}",
            f"How probable the mixture makes these points, in logarithms: "
            f"{c.log_likelihood / n:.6f} nats per point. Higher is a closer fit to them; it says "
            "nothing about new points.",
        ),
        Fact(
            "BIC",
            f"{c.bic:,.3f}",
            f"Lower is better: -2 log-likelihood + {parameters} parameters times ln {n:,}.",
            brief(c.bic),
        ),
        Fact(
            "AIC",
            f"{c.aic:,.3f}",
            f"Lower is better: -2 log-likelihood + 2 times {parameters} parameters.",
        ),
    ]


def nats(value: float, digits: int = 4) -> str:
    """A log-likelihood for the reader, also where there is none."""
    if value == np.inf:
        return "without limit"
    return f"{value:,.{digits}f}" if value > -np.inf else "minus infinity"


def log_likelihood(value: float, n: int) -> str:
    """The log-likelihood of n points in words."""
    if not np.isfinite(value):
        return "with no width, so there is no log-likelihood yet"
    return f"log-likelihood {brief(value)} nats ({brief(value / n)} per point)"


FIT = (COVARIANCE_TYPE, START, SEED, N_STARTS)  # all but k


def floor_notes(
    mixture: gmm.Mixture, numbers: Labels | None = None, reg_covar: float = REG_COVAR
) -> list[str]:
    """Which components are hardly wider than what regularisation adds, if any.

    Args:
        mixture: k components.
        numbers: (k,) by which the reader knows them; 0 to k - 1 if None.
        reg_covar: what was added to their variances.
    """
    rows, k = gmm.at_floor(mixture, reg_covar), len(mixture.weights)
    if not rows:
        return []
    named = [str(row + 1 if numbers is None else numbers[row] + 1) for row in rows]
    which, whose = f"{len(rows)} of {counted(k, 'component')} have", "their"
    if len(rows) == 1:
        which, whose = f"Component {named[0]} has", "its"
    elif len(rows) <= MOST_NAMED:
        which = f"Components {', '.join(named[:-1])} and {named[-1]} have"
    return [
        f"{which} no width of {whose} own in some direction, only what regularisation adds: too "
        "few different points are left. The likelihood, BIC and AIC say more about that than "
        "about the data."
    ]
