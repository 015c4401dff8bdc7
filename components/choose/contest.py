"""Which criterion finds k: what is asked, what is counted, and its words."""

from collections.abc import Iterator
from dataclasses import replace

from components import compare, growing, models, points
from components.figures import ballots, comparisons, theme
from components.figures.comparisons import Look
from components.stage.scene import joined
from components.stage.state import Fact, Facts, State
from core import contest as arithmetic
from core import gmm
from core.contest import CONTESTANTS, Contest
from core.plans import Origin, Plan
from core.settings import Group, Number, Values

KS = tuple(range(1, 9))
MOST_POINTS = 5_000
NAMES = {"bic": "BIC", "aic": "AIC", "icl": "ICL", "silhouette": "silhouettes"}
SIZE = Number(
    "sample", "Points of a sample", 20, 2_000, 300, step=20, help="Of every sample from the truth."
)
ROUNDS = Number("rounds", "Samples", 10, 200, 50, step=10, help="Each is drawn from the truth.")
SETTINGS = (
    Group("Truth", (replace(models.K, default=4, high=8), models.COVARIANCE_TYPE)),
    Group("Samples", (SIZE, ROUNDS)),
    Group("Data", points.data_settings("stretched", most=MOST_POINTS)),
    Group("Fits", (models.START, models.SEED, models.N_STARTS)),
)
LOOK = Look(kmeans=False, rings=False)


def counted(origin: Origin, plan: Plan, n: int, rounds: int) -> Iterator[Contest]:
    """The contest on samples from the mixture that is fitted at the plan."""
    truth = models.compare(origin, plan).comparison.mixture
    yield from arithmetic.contests(truth, n, KS, rounds=rounds, seed=plan.seed)


def contest_of(at: Values) -> tuple[Contest | None, bool]:
    """The contest so far at some values of the settings, and whether it is over."""
    origin, plan = points.origin_of(at), models.plan_of(at)
    return growing.grown(counted, origin, plan, at["sample"], at["rounds"])


def state(at: Values) -> State:
    """The truth, and bars of what every criterion chose."""
    data, fits, (found, is_complete) = points.data_of(at), compare.fits_of(at), contest_of(at)
    k = len(fits.comparison.mixture.weights)
    left = comparisons.compare(data, fits.comparison, LOOK)
    right = ballots.bars(found, k, list(NAMES.values()), KS)
    d = data.points.shape[1]
    return State(
        joined(left, right, share=0.45, height=theme.HEIGHT),
        alt(data.title, found, k),
        facts(found, k),
        [sentence(found, k, at["sample"], gmm.n_parameters(fits.comparison.mixture), d)],
        growing=not is_complete,
    )


def facts(found: Contest | None, k: int) -> Facts:
    """How often each criterion found the truth."""
    if found is None:
        return {}
    return {
        "Found the true k": [
            Fact(
                NAMES[name],
                f"{hits} of {found.rounds}",
                f"How often {NAMES[name]} chose k = {k}.",
                f"{100 * hits / found.rounds:.0f} %",
            )
            for name, hits in zip(CONTESTANTS, found.found(k).tolist(), strict=True)
        ]
    }


def sentence(found: Contest | None, k: int, n: int, parameters: int, d: int) -> str:
    """What is counted, and on how much each choice rests."""
    if found is None:
        return "The first sample is on its way."
    numbers = f"{n * d:,} numbers a sample, {parameters} parameters of the truth"
    return f"The truth has {k} components; after {found.rounds} samples ({numbers}), who finds it?"


def alt(title: str, found: Contest | None, k: int) -> str:
    """What the picture shows, for those who can't see it."""
    if found is None:
        return f"{title}: a fitted mixture of {k} components, from which samples are to be drawn."
    said = "; ".join(
        f"{NAMES[name]} "
        + ", ".join(f"{j}: {count}" for j, count in zip(found.ks, row, strict=True) if count)
        for name, row in zip(CONTESTANTS, found.counts.tolist(), strict=True)
    )
    return (
        f"{title}: left the mixture of {k} components that is the truth; right, of {found.rounds} "
        f"samples, how often each criterion chose each k. {said}."
    )
