"""Compare: what is asked, what is shown, and its words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from components import frame, models, points
from components.figures import comparisons
from components.figures.comparisons import Look
from components.figures.views import kind_of
from components.models import Fits
from components.stage.state import Fact, Facts, State, brief
from core import geometry, gmm
from core.comparison import Comparison
from core.covariance_types import winners
from core.datasets import Dataset
from core.settings import Choice, Fold, Group, Switch, Texts, Values, settle

LEVELS: Mapping[str, Mapping[str, tuple[float, ...]]] = {  # as Look takes them
    "1, 2, 3 sd": {"levels": (1.0, 2.0, 3.0), "masses": ()},
    "50, 90, 95 %": {"levels": (), "masses": (0.5, 0.9, 0.95)},
    "none": {"levels": (), "masses": ()},
}
TABLE = Fold("table", "Every point's probabilities")
TYPES = Fold("types", "The four covariance types on these points")
PICTURE = (
    Choice(
        "show", "Show", {"both": "both models", "k-means": "k-means", "GMM": "the mixture"}, "both"
    ),
    Switch(
        "circles",
        "Circles to the farthest member",
        True,
        "Around each centre, as far as the farthest point of its cluster.",
    ),
    Switch(
        "regions",
        "Decision regions",
        False,
        "How k-means decides: every place belongs to the nearest centre, inside a circle or not.",
    ),
    Choice(
        "levels",
        "Ellipses",
        {
            "1, 2, 3 sd": "at 1, 2 and 3 standard deviations",
            "50, 90, 95 %": "around 50, 90 and 95 % of the mass",
            "none": "none",
        },
        "1, 2, 3 sd",
        "How large: in standard deviations, or by the share of a component's mass that is inside. "
        "Of a single column: the parts of the curves that are filled.",
    ),
    Choice(
        "shading",
        "Shading",
        {
            "density": "density: where points are expected",
            "responsibilities": "responsibilities: whose they would be",
            "uncertainty": "uncertainty: where that is hard to say",
            "none": "none",
        },
        "density",
    ),
    Choice(
        "colours",
        "Points of the mixture",
        {
            "blended": "colours blended by responsibilities",
            "hard": "colour of the likeliest component",
            "sized": "the more certain, the larger",
        },
        "blended",
    ),
    Switch(
        "rings",
        "Ring disagreements",
        True,
        "Points that k-means and the mixture put into different clusters.",
    ),
)
SETTINGS = (
    Group("Data", points.data_settings()),
    Group(
        "Models",
        (models.K, models.COVARIANCE_TYPE, models.START, models.SEED, models.N_STARTS),
    ),
    Group("Picture", (*PICTURE, TABLE, TYPES), on_picture=True),
)
GMM_ALONE = Look(kmeans=False, shading="none", levels=(2.0,))


def look_of(at: Values) -> Look:
    """What the reader wants to see."""
    return Look(
        kmeans=at["show"] != "GMM",
        gmm=at["show"] != "k-means",
        circles=at["circles"],
        regions=at["regions"],
        **LEVELS[at["levels"]],
        shading=at["shading"],
        colours=at["colours"],
        rings=at["rings"],
    )


def state(at: Values) -> State:
    """Both models on the same points, and their numbers."""
    data, fits, look = points.data_of(at), fits_of(at), look_of(at)
    return State(
        comparisons.compare(data, fits.comparison, look),
        alt(data, fits),
        facts(fits),
        notes(data, fits, look, at["k"]),
    )


def fits_of(at: Values) -> Fits:
    """Both models at some values of the settings."""
    return models.compare(points.origin_of(at), models.plan_of(at))


def types_of(at: Values) -> Mapping[str, Fits]:
    """Both models with each of the four covariance types."""
    return models.covariance_types(points.origin_of(at), models.plan_of(at))


def alt(data: Dataset, fits: Fits) -> str:
    """What the picture shows, for those who can't see it."""
    c = fits.comparison
    sizes = [f"{number + 1}: {(c.labels == j).sum():,}" for j, number in enumerate(c.numbers)]
    weights = [
        f"{number + 1}: {100 * weight:.1f} %"
        for number, weight in zip(c.numbers, c.mixture.weights, strict=True)
    ]
    kind = kind_of(data.points)
    return (
        f"{data.title}, {len(c.labels):,} points, twice. k-means: "
        f"{models.counted(len(sizes), 'cluster')} as "
        f"{kind.circles_are}, points in each {', '.join(sizes)}. Gaussian mixture: "
        f"{models.counted(len(weights), 'component')} as {kind.ellipses_are}, "
        f"weights {', '.join(weights)}. "
        f"The models disagree on {models.counted(int(c.disagreements.sum()), 'point')}."
    )


def facts(fits: Fits) -> Facts:
    """The numbers of both models."""
    c, n = fits.comparison, len(fits.comparison.labels)
    disagreements = Fact(
        "Disagreements",
        f"{c.disagreements.sum():,} of {n:,}",
        "Points that the two models put into different clusters, once the clusters are matched.",
        f"{c.disagreements.sum():,}",
    )
    return {
        "k-means": [
            Fact(
                "Inertia",
                f"{c.inertia:,.4f}",
                "Sum of squared distances from the points to their centres, in the square of "
                "the data's unit.",
                brief(c.inertia),
            ),
            _iterations(fits.kmeans.n_iter, fits.kmeans.stop.value),
            *_rand(c.rand_kmeans),
            disagreements,
        ],
        "GMM": [
            *models.likelihood_facts(c, n),
            _iterations(fits.gmm.n_iter, fits.gmm.stop.value),
            *_rand(c.rand_gmm),
        ],
    }


def _iterations(n: int, reason: str) -> Fact:
    return Fact("Iterations", f"{n}", f"It stopped because {reason}.")


def _rand(value: float | None) -> list[Fact]:
    if value is None:
        return []
    return [
        Fact(
            "Adjusted Rand index",
            f"{value:.5f}",
            "Agreement with the groups that the points were drawn from or measured in: "
            "1 is perfect, around 0 is what chance would give.",
            f"{value:.2f}",
        )
    ]


def result(texts: Texts) -> str:
    """The outcome of the model that a link looks at, in a line."""
    at = settle(SETTINGS, texts).values
    fits = fits_of(at)
    c = fits.comparison
    if look_of(at).gmm:
        likelihood = f"log-likelihood {c.log_likelihood:,.3f} nats, BIC {c.bic:,.3f}"
        return f"{models.counted(fits.gmm.n_iter, 'iteration')}, {likelihood}"
    return f"{models.counted(fits.kmeans.n_iter, 'iteration')}, inertia {c.inertia:,.4f}"


def notes(data: Dataset, fits: Fits, look: Look, asked: int) -> list[str]:
    """What to know about the picture, for which so many clusters were asked."""
    said = [agreement(fits.comparison), *points.picture_notes(data, "points", "curves")]
    k, d = len(fits.comparison.numbers), data.points.shape[1]
    if asked > k:
        said.append(
            f"You asked for {asked} clusters, but there are only "
            f"{models.counted(k, 'different point')}: each has its own cluster."
        )
    said += comparisons.left_out(fits.comparison, look)
    if levels := look.levels_in(d):
        said.append(_levels(fits, levels, d))
    said += models.floor_notes(fits.comparison.mixture, fits.comparison.numbers)
    if fits.gmm.collapse is not None:
        said.append(str(fits.gmm.collapse))
    return said


def agreement(c: Comparison) -> str:
    """Whether the models put the points into the same groups."""
    n, apart = len(c.labels), int(c.disagreements.sum())
    if not apart:
        return f"Both models put all {n:,} points into the same groups."
    return f"The two models disagree on {apart:,} of {models.counted(n, 'point')}."


def _levels(fits: Fits, levels: Sequence[float], d: int) -> str:
    expected = _list(100 * geometry.mass(level, d) for level in levels)
    observed = _list(100 * fits.comparison.share_inside(level) for level in levels)
    where = f"{_list(levels, '.4g')} standard deviations"
    if d > 2:
        where += f", in all {d} dimensions"
    return (
        f"A mixture expects {expected} % of the points within {where} of their component's mean; "
        f"here it is {observed} %."
    )


def _list(numbers: Iterable[float], form: str = ".1f") -> str:
    return ", ".join(format(number, form) for number in numbers)


def probabilities(data: Dataset, fits: Fits) -> dict[str, Any]:
    """The columns of the table of every point's probabilities, n rows."""
    c = fits.comparison
    return {
        "point": range(1, len(c.labels) + 1),
        **{name: data.points[:, column] for column, name in enumerate(data.columns)},
        "k-means": c.numbers[c.labels] + 1,
        "GMM": c.numbers[c.components] + 1,
        **{
            f"probability of {number + 1}": c.responsibilities[:, j]
            for j, number in enumerate(c.numbers)
        },
    }


def covariance_type(fits: Fits) -> str:
    """What one covariance type costs and gives."""
    c = fits.comparison
    return (
        f"**{c.mixture.covariance_type}**: "
        f"{models.counted(gmm.n_parameters(c.mixture), 'parameter')}, BIC {c.bic:,.1f}"
    )


def show_types(at: Values) -> None:
    """The four covariance types as small pictures, and which of them BIC prefers."""
    data, kinds = points.data_of(at), types_of(at)
    with frame.gallery():
        for fits in kinds.values():
            frame.small(
                comparisons.compare(data, fits.comparison, GMM_ALONE),
                covariance_type(fits),
                alt=alt(data, fits),
            )
    frame.note(best_by_bic(kinds))


def best_by_bic(fits: Mapping[str, Fits]) -> str:
    """Which of several fits BIC prefers."""
    one = next(iter(fits.values())).comparison
    k, d = one.mixture.means.shape
    at_floor = {
        name: gmm.at_floor(each.comparison.mixture, models.REG_COVAR) for name, each in fits.items()
    }
    bic = {name: each.comparison.bic for name, each in fits.items()}
    found = winners(bic, d, k, at_floor=at_floor)
    said = "BIC prefers none of these."
    if found.types:
        names = " and ".join(f"**{name}**" for name in found.types)
        same = ", which are one and the same model here" if len(found.types) > 1 else ""
        said = f"Of these, BIC prefers {names}{same}."
    if found.at_floor:
        names = " and ".join(f"**{name}**" for name in found.at_floor)
        said += f" Left out: {names}, where a component has no width of its own."
    return said
