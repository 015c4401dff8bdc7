"""New points from the fitted mixture: what is asked, what is made, and its words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from components import compare, frame, models, panel, points
from components.figures import curves, samples
from components.figures.views import kind_of
from components.generate import draws
from components.memory import remembered
from components.stage.state import Fact, Facts, State
from core import generation, two_samples
from core.datasets import Dataset
from core.generation import Sample
from core.plans import Origin, Plan
from core.settings import Choice, Fold, Group, Number, Setting, Several, Values

QUALITY = Fold("quality", "How well do they pass for measured ones?")
PERMUTED = (
    "A test can find that samples differ; it can't prove that they are alike. Try moons with "
    "2 components, then with 12."
)


def model_groups(data: str, k: int) -> tuple[Group, ...]:
    """The data and the model of a page that draws from a fitted mixture."""
    return (
        Group("Data", points.data_settings(data, 100_000), folded=True),
        Group("Model", (replace(models.K, default=k), *models.FIT), folded=True),
    )


def parts(at: Values) -> Sequence[Setting]:
    """Which components are drawn from, and which are shown."""
    numbers = {
        str(number + 1): str(number + 1) for number in compare.fits_of(at).comparison.numbers
    }
    return [
        Several(
            "only",
            "Only from components",
            numbers,
            "New points come from the chosen components alone, in proportion to their weights. "
            "With none chosen, they come from all.",
            rare=True,
        ),
        Several(
            "hide",
            "Hide components",
            numbers,
            "The points of these components are left out; all others stay where they are.",
            rare=True,
        ),
    ]


SETTINGS = (
    *model_groups("blobs", 5),
    Group(
        "Draw",
        (
            draws.NEW_POINTS,
            draws.DRAW,
            parts,
            Number(
                "temperature",
                "Temperature",
                0.05,
                4.0,
                1.0,
                step=0.05,
                help="Multiplies every covariance. Below 1, new points keep closer to the means; "
                "above 1, they spread out; at 1, they follow the fitted mixture.",
            ),
            Choice(
                "view",
                "Show new points",
                {
                    "over the measured": "over the measured ones",
                    "beside them": "beside the measured ones",
                },
                "beside them",
            ),
            QUALITY,
        ),
    ),
)


@dataclass(frozen=True)
class Draw:
    """What to draw from a mixture.

    Args:
        n: new points.
        seed: of the draw.
        only: numbers of the components to draw from, counted from 1; none means all.
        hidden: numbers of the components whose points aren't shown.
        temperature: by which covariances are multiplied.
    """

    n: int
    seed: int
    only: tuple[str, ...]
    hidden: tuple[str, ...]
    temperature: float


def draw_of(at: Values) -> Draw:
    """What to draw at some values of the settings."""
    return Draw(at["new"], at["draw"], at["only"], at["hide"], at["temperature"])


@remembered
def sample(origin: Origin, plan: Plan, draw: Draw) -> Sample:
    """Draw from the fitted mixture, or some of its components, less what is hidden."""
    c = models.compare(origin, plan).comparison
    only, hidden = (np.array(each, dtype=int) - 1 for each in (draw.only, draw.hidden))
    rows = np.flatnonzero(np.isin(c.numbers, only)) if draw.only else np.arange(len(c.numbers))
    mixture = generation.altered(c.mixture, components=rows, temperature=draw.temperature)
    made = generation.sampled(mixture, draw.n, seed=draw.seed, numbers=c.numbers[rows])
    return generation.without(made, hidden)


@remembered
def verdict(origin: Origin, plan: Plan, draw: Draw) -> two_samples.Verdict:
    """How well new points pass for measured ones."""
    made = sample(origin, plan, draw)
    return two_samples.judge(points.made(origin).points, made.points, made.mixture, seed=0)


def state(at: Values) -> State:
    """The new points beside the measured ones, or over them."""
    data, made = points.data_of(at), sample_of(at)
    fits = compare.fits_of(at)
    return State(
        samples.drawn(data, made, beside=at["view"] == "beside them"),
        draws.alt(data, made),
        {"The fitted mixture": models.likelihood_facts(fits.comparison, len(data.points))},
        notes(data, draw_of(at), made, fits),
    )


def sample_of(at: Values) -> Sample:
    """The new points at some values of the settings."""
    return sample(points.origin_of(at), models.plan_of(at), draw_of(at))


def details(at: Values) -> None:
    """Downloads, and how well the points pass for measured ones."""
    data, made = points.data_of(at), sample_of(at)
    columns = draws.table(data.columns, made)
    draws.offer(columns, "generated", made.mixture, data.columns, about(data, at, made))
    if section := panel.folded(QUALITY):
        with section:
            judged = verdict(points.origin_of(at), models.plan_of(at), draw_of(at))
            frame.facts(facts(judged, len(data.points)))
            frame.note(PERMUTED)
            frame.still(curves.joint(data, made.points), key="joint", alt=joint(data))
            with frame.gallery(320):
                for column in range(len(data.columns)):
                    said = marginal(data, column, made)
                    frame.small(
                        curves.marginal(data, made.points, made.mixture, column), said, alt=said
                    )


def notes(data: Dataset, draw: Draw, made: Sample, fits: models.Fits) -> list[str]:
    """What to know about the draw at hand."""
    said = [drawn(made), *points.picture_notes(data, "points", "curves", "tally")]
    if draw.temperature != 1:
        said.append(
            f"Temperature {draw.temperature:g}: every covariance is multiplied by it, so these "
            "points, and what is downloaded here, follow another mixture than the fitted one."
        )
    if draw.only:
        word = "component" if len(draw.only) == 1 else "components"
        said.append(f"Drawn from {word} {', '.join(draw.only)} only.")
    if draw.hidden:
        gone = draw.n - len(made.points)
        nothing = "" if gone else ", so all are shown"
        said.append(f"Hidden: {gone:,} of {models.counted(draw.n, 'point')}{nothing}.")
    return said + models.floor_notes(fits.comparison.mixture, fits.comparison.numbers)


def drawn(made: Sample) -> str:
    """How the new points came about."""
    new, k = models.counted(len(made.points), "new point"), len(made.numbers)
    if k == 1:
        return f"{new}, drawn from one normal distribution."
    return f"{new}: each from one of {k} components, chosen with the probability of its weight."


def about(data: Dataset, at: Values, made: Sample) -> str:
    """What the mixture is that the points shown come from."""
    numbers = ", ".join(map(str, made.numbers + 1))
    word = "Component" if len(made.numbers) == 1 else "Components"
    said = f"{word} {numbers} as fitted to {data.title}"
    if at["temperature"] != 1:
        said += f", every covariance multiplied by the temperature {at['temperature']:g}"
    return f"{said}."


def facts(verdict: two_samples.Verdict, n: int) -> Facts:
    """How well new points pass for the n measured ones."""
    return {
        "Two-sample tests": [
            Fact(
                "Energy distance",
                f"{verdict.energy:.5f}",
                "How far the two samples are apart, in the unit of the data: near 0 where they are "
                "alike. Small differences show only with many points.",
            ),
            Fact(
                "Permutation p-value",
                f"{verdict.p_value:.3f}",
                "All points are shuffled and split into two groups, 199 times: the share of "
                "shuffles, the real split among them, whose groups are at least as far apart. A "
                "small value would hardly come about by chance. The mixture was fitted to the "
                "measured points, which makes it look a little better than it is.",
            ),
            Fact(
                "Classifier's AUC",
                f"{verdict.recognised:.3f}",
                "How well 15 nearest neighbours tell measured from generated points that they "
                "have not seen: 0.5 is guessing, 1 is without error; well below 0.5, new points "
                "crowd around measured ones.",
            ),
        ],
        "Log-likelihood under their mixture, nats per point": [
            Fact("Measured", f"{verdict.real:.4f}", f"Mean over the {n:,} measured points."),
            Fact(
                "Generated",
                f"{verdict.generated:.4f}",
                "Mean over the generated points. A much higher value than for the measured ones "
                "means that they keep to the middle of the components.",
            ),
        ],
    }


def marginal(data: Dataset, column: int, made: Sample) -> str:
    """What the histograms of one column show."""
    real, new = (
        f"{values.mean():.3f} ± {values.std():.3f}"
        for values in (data.points[:, column], made.points[:, column])
    )
    return (
        f"**{data.columns[column]}**: measured {real}, generated {new} (mean ± standard deviation)"
    )


def joint(data: Dataset) -> str:
    """What the contours of both samples show."""
    return (
        f"{data.title}: {kind_of(data.points).smooth_is} of the points, solid for the measured "
        "ones, dashed for the generated ones. The closer the lines, the more alike the samples."
    )
