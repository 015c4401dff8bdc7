"""Split or merge: is one component more worth it, and which of them are one cluster?"""

from collections.abc import Iterator, Sequence

import numpy as np

from components import models, points
from components.figures import choices, comparisons, theme
from components.figures.comparisons import Look
from components.figures.views import view_of
from components.growing import grown
from components.memory import remembered
from components.stage.events import Click, Gesture
from components.stage.scene import Scene, joined
from components.stage.state import Fact, State, brief
from core.arrays import Points
from core.bootstrap import Lrt, bootstrap_lrts
from core.comparison import Comparison
from core.merging import Merging, merge
from core.plans import Origin, Plan
from core.settings import Choice, Group, Number, Setting, Values

MOST_POINTS = 5_000  # of more, 199 replicates take minutes
WHAT = Choice(
    "what",
    "Question",
    {"split": "test a split", "merge": "merge"},
    "split",
)
REPLICATES = Number(
    "replicates",
    "Replicates",
    19,
    999,
    199,
    step=10,
    help="Sets of points that the smaller mixture makes: how much does one component more gain "
    "on them?",
)
K = Number(
    "k",
    "Components, k",
    1,
    models.MAX_K - 1,
    2,
    step=1,
    help="Of the mixture that is tested against one with a component more, or merged.",
)
TEST_SEED = Number(
    "test_seed",
    "Seed of the replicates",
    0,
    500,
    0,
    step=1,
    help="The same seed gives the same replicates.",
    rare=True,
)
MIXTURE = Look(kmeans=False, levels=(1.0, 2.0), rings=False)
LEVELS = (1.0, 2.0)
SHARE = 0.55  # of the picture is the fit


def asked(at: Values) -> Sequence[Setting]:
    """What belongs to the question at hand."""
    if at["what"] == "split":
        return REPLICATES, TEST_SEED
    k = at["k"]
    classes = Number(
        "into",
        "Clusters after merging",
        1,
        models.MAX_K - 1,
        2,
        step=1,
        help="Components are joined pair by pair, first those that are hardest to tell apart.",
    )
    return (classes,) if k > 1 else ()


SETTINGS = (
    Group("Question", (WHAT, K, models.COVARIANCE_TYPE, asked)),
    Group("Data", points.data_settings("faithful", most=MOST_POINTS)),
    Group("Fit", (models.START, models.SEED, models.N_STARTS), folded=True),
)


def tests(
    origin: Origin, k: int, covariance_type: str, n_replicates: int, seed: int
) -> Iterator[Lrt]:
    """The test of k against k + 1 as its replicates come."""
    x = points.made(origin).points
    yield from bootstrap_lrts(x, k, covariance_type, n_replicates=n_replicates, seed=seed)


@remembered
def merged(origin: Origin, plan: Plan) -> Merging:
    """The components of a fit, joined pair by pair."""
    return merge(models.compare(origin, plan).comparison.responsibilities)


def state(at: Values) -> State:
    """The answer to the question at hand."""
    return split(at) if at["what"] == "split" else merge_to(at)


def heed(gesture: Gesture, at: Values) -> Values | None:
    """A number of clusters is chosen on the curve of the entropy."""
    match gesture:
        case Click(panel=2, x=x) if at["what"] == "merge":
            return {"into": min(max(round(x), 1), at["k"])}
    return None


def split(at: Values) -> State:
    """The test, as its replicates come."""
    data, plan = points.data_of(at), models.plan_of(at)
    c = models.compare(points.origin_of(at), plan).comparison
    fit = comparisons.titled(comparisons.compare(data, c, MIXTURE), f"{at['k']}, {at['cov']}")
    try:
        test, done = grown(
            tests, points.origin_of(at), at["k"], at["cov"], at["replicates"], at["test_seed"]
        )
    except ValueError as error:
        return State(fit, str(error), refused=f"There is no test here: {error}.")
    if test is None:
        test = Lrt(0.0, np.empty(0))
    chart = choices.histogram(
        test.replicates, test.statistic, f"{at['k']} against {at['k'] + 1}", "twice the gain, nats"
    )
    answer = verdict(test, at["k"], at["replicates"])
    return State(
        joined(fit, chart, share=SHARE),
        f"{data.title} and {models.counted(at['k'], 'component')}, {at['cov']}; beside them how "
        f"much one component more gains on sets that these made. {answer}",
        {"Test": facts(test, at["replicates"])},
        [answer, WORTH, *models.floor_notes(c.mixture, c.numbers)],
        growing=not done,
    )


WORTH = (
    "A component more fits more closely even where there is nothing to find: so ask how much it "
    "gains on points that the smaller mixture made. Data and replicates get the same starts."
)


def verdict(test: Lrt, k: int, asked: int) -> str:
    """What the test says so far."""
    n = len(test.replicates)
    if not n:
        return "The replicates are on their way."
    as_large = int(np.count_nonzero(test.replicates >= test.statistic))
    so_far = "" if n == asked else " so far"
    return (
        f"Of {models.counted(n, 'set')} that {models.counted(k, 'component')} made{so_far}, "
        f"{as_large} {'gains' if as_large == 1 else 'gain'} as much: p = {test.p_value:.3f}, "
        f"give or take {test.standard_error:.3f}."
    )


def facts(test: Lrt, asked: int) -> list[Fact]:
    """The numbers of the test so far."""
    n = len(test.replicates)
    if not n:
        return []
    return [
        Fact(
            "p-value",
            f"{test.p_value:.4f}",
            "How often the smaller mixture makes points that gain as much, the points at hand "
            "counted in.",
            f"{test.p_value:.3f}",
        ),
        Fact(
            "Its error",
            f"{test.standard_error:.4f}",
            "The standard error of the p-value, as there are only so many replicates.",
            f"{test.standard_error:.3f}",
        ),
        Fact(
            "Gain, twice",
            f"{test.statistic:.4f} nats",
            "Twice what one component more gains in log-likelihood on these points.",
            brief(test.statistic),
        ),
        Fact("Replicates", f"{n} of {asked}", "Sets that the smaller mixture made.", f"{n}"),
    ]


def merge_to(at: Values) -> State:
    """Points and components in the colours of the clusters that they are merged into."""
    origin, plan, data = points.origin_of(at), models.plan_of(at), points.data_of(at)
    c, merging = models.compare(origin, plan).comparison, merged(origin, plan)
    n = min(at.get("into", 1), plan.k)
    left = merging.entropy[::-1]  # of 1, 2, .. classes
    curve = choices.measure(
        range(1, plan.k + 1), {"entropy": left}, "entropy", "nats", k=n, what="clusters"
    )
    answer = story(merging, n)
    return State(
        joined(classes_of(c, merging, n, data.points, data.columns), curve, share=SHARE),
        f"{data.title}: {models.counted(plan.k, 'component')} in the colours of "
        f"{models.counted(n, 'cluster')}, and the entropy for every number of clusters. {answer}",
        {
            "Merging": [
                Fact(
                    "Entropy now",
                    f"{left[n - 1]:,.4f} nats",
                    "How unsure it is, over all points, which cluster they belong to.",
                    brief(round(float(left[n - 1]), 2)),
                ),
                Fact(
                    "Entropy before",
                    f"{left[-1]:,.4f} nats",
                    "The same before any are joined.",
                    brief(round(float(left[-1]), 2)),
                ),
                *models.less(models.likelihood_facts(c, len(data.points)), "BIC"),
            ]
        },
        [
            answer,
            "Merging changes what counts as one cluster; the mixture, its likelihood and BIC stay.",
            *models.floor_notes(c.mixture, c.numbers),
        ],
        clicks=True,
        previews=True,
    )


def story(merging: Merging, n: int) -> str:
    """What was joined so far, and what it took away."""
    k = len(merging.entropy)
    before, now = float(merging.entropy[0]), float(merging.entropy[k - n])
    if n == k:
        return f"{models.counted(k, 'component')}, none joined: entropy {before:.1f} nats."
    return (
        f"{models.counted(k, 'component')} joined into {models.counted(n, 'cluster')}: the entropy "
        f"falls from {before:.1f} to {now:.1f} nats."
    )


def classes_of(
    c: Comparison, merging: Merging, n: int, x: Points, columns: tuple[str, ...]
) -> Scene:
    """The mixture, every component and point in the colour of its class."""
    view = view_of(x, columns, [f"{models.counted(n, 'cluster')}"])
    classes = c.numbers[merging.classes(n)]
    labels = c.numbers[merging.labels(n)]
    view.ellipses(c.mixture, classes, LEVELS, 1)
    view.points(labels, theme.solid(labels), 1)
    view.badges(c.mixture.means, classes, 1)
    return view.scene()
