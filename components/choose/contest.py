"""Which criterion finds k: what is asked, what is counted, and its words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from components import compare, growing, models, points
from components.figures import ballots, comparisons, samples, theme
from components.figures.comparisons import Look
from components.generate import by_hand
from components.stage.events import Gesture
from components.stage.scene import Scene, joined
from components.stage.state import Fact, Facts, State
from core import contest as arithmetic
from core import generation, gmm, handmade
from core.contest import CONTESTANTS, Contest
from core.handmade import Places
from core.mixture import Mixture
from core.plans import Origin, Plan
from core.settings import Choice, Entry, Group, Number, Setting, Values

KS = tuple(range(1, 9))
MOST_POINTS = 5_000
NAMES = {"bic": "BIC", "aic": "AIC", "icl": "ICL", "silhouette": "silhouettes"}
SIZE = Number(
    "sample", "Points of a sample", 20, 2_000, 300, step=20, help="Of every sample from the truth."
)
ROUNDS = Number("rounds", "Samples", 10, 200, 50, step=10, help="Each is drawn from the truth.")
TRUTH = Choice(
    "truth",
    "The truth is",
    {"fit": "the fit of the data", "hand": "a mixture by hand"},
    "fit",
    "A mixture by hand is the one of the page By hand: drag its means, pull its axes.",
)


def of(truth: str, entry: Entry) -> Callable[[Values], Sequence[Setting]]:
    """An entry of the table that belongs to one kind of truth."""

    def entries(at: Values) -> Sequence[Setting]:
        if at["truth"] != truth:
            return ()
        return entry(at) if callable(entry) else (entry,)

    return entries


SETTINGS = (
    Group(
        "Truth",
        (TRUTH, replace(models.K, default=4, high=KS[-1]), of("fit", models.COVARIANCE_TYPE)),
    ),
    Group("Samples", (SIZE, ROUNDS)),
    Group(
        "Data",
        [of("fit", entry) for entry in points.data_settings("stretched", most=MOST_POINTS)],
    ),
    *(
        Group(f"Component {row + 1}", (of("hand", partial(by_hand.part, row)),), folded=row > 0)
        for row in range(KS[-1])
    ),
    Group("Fits", (of("fit", models.START), models.SEED, of("fit", models.N_STARTS))),
)
LOOK = Look(kmeans=False, rings=False)


def counted(origin: Origin, plan: Plan, n: int, rounds: int) -> Iterator[Contest]:
    """The contest on samples from the mixture that is fitted at the plan."""
    truth = models.compare(origin, plan).comparison.mixture
    yield from arithmetic.contests(truth, n, KS, rounds=rounds, seed=plan.seed)


def counted_by_hand(places: Places, seed: int, n: int, rounds: int) -> Iterator[Contest]:
    """The contest on samples from a mixture by hand."""
    yield from arithmetic.contests(handmade.mixed(places)[0], n, KS, rounds=rounds, seed=seed)


def state(at: Values) -> State:
    """The truth, and bars of what every criterion chose."""
    return by_the_hand(at) if at["truth"] == "hand" else by_the_fit(at)


def by_the_fit(at: Values) -> State:
    """The contest on samples from the fit at hand."""
    data, fits = points.data_of(at), compare.fits_of(at)
    origin, plan = points.origin_of(at), models.plan_of(at)
    found, done = growing.grown(counted, origin, plan, at["sample"], at["rounds"])
    left = comparisons.compare(data, fits.comparison, LOOK)
    return told(at, left, fits.comparison.mixture, data.title, found, done)


def by_the_hand(at: Values) -> State:
    """The contest on samples from a mixture by hand; the first of them is shown."""
    places, seed = by_hand.places_of(at), at[models.SEED.key]
    truth, refused = handmade.mixed(places)
    found, done = growing.grown(counted_by_hand, places, seed, at["sample"], at["rounds"])
    first = generation.sampled(truth, at["sample"], seed=seed)
    left = samples.recovered(first, None, "the truth, and its first sample")
    shown = told(at, left, truth, "A mixture by hand", found, done)
    return replace(shown, handles=by_hand.handles(truth), refused=" ".join(refused))


def heed(gesture: Gesture, at: Values) -> Values | None:
    """The truth is changed by hand."""
    return by_hand.heed(gesture, at) if at["truth"] == "hand" else None


def told(
    at: Values, left: Scene, truth: Mixture, title: str, found: Contest | None, done: bool
) -> State:
    """The truth and, beside it, how often which k was chosen."""
    k, d = truth.means.shape
    right = ballots.bars(found, k, list(NAMES.values()), KS)
    return State(
        joined(left, right, share=0.45, height=theme.HEIGHT),
        alt(title, found, k),
        facts(found, k),
        [sentence(found, k, at["sample"], gmm.n_parameters(truth), d)],
        growing=not done,
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
        return f"{title}: a mixture of {k} components, from which samples are to be drawn."
    said = "; ".join(
        f"{NAMES[name]} "
        + ", ".join(f"{j}: {count}" for j, count in zip(found.ks, row, strict=True) if count)
        for name, row in zip(CONTESTANTS, found.counts.tolist(), strict=True)
    )
    return (
        f"{title}: left the mixture of {k} components that is the truth; right, of {found.rounds} "
        f"samples, how often each criterion chose each k. {said}."
    )
