"""What the Sample page says: of the draw, and of how well it passes for measured points."""

from components.figures.views import kind_of
from components.frame import Fact
from components.generate.controls import Draw
from components.generate.words import points
from core.arrays import Array
from core.datasets import Dataset
from core.generation import Sample
from core.two_samples import Verdict

QUALITY = (
    "A test can find that samples differ; it can't prove that they are alike. Try moons with "
    "2 components, then with 12."
)


def draw_notes(data: Dataset, draw: Draw, shown: Sample) -> list[str]:
    """What to know about the draw at hand."""
    notes = points.plane_notes(data, "tally")
    if draw.temperature != 1:
        notes.append(
            f"Temperature {draw.temperature:g}: every covariance is multiplied by it, so these "
            "points are not what the model says about the data."
        )
    if draw.only:
        which = ", ".join(map(str, draw.only))
        notes.append(f"Drawn from {_components(len(draw.only))} {which} only.")
    if draw.hidden:
        gone = draw.n - len(shown.points)
        nothing = "" if gone else ", so all are shown"
        notes.append(f"Hidden: {gone:,} of {draw.n:,} points{nothing}.")
    return notes


def about(data: Dataset, draw: Draw, shown: Sample) -> str:
    """What the mixture is that the points shown come from."""
    numbers = ", ".join(map(str, shown.numbers + 1))
    said = f"{_components(len(shown.numbers)).capitalize()} {numbers} as fitted to {data.title}"
    if draw.temperature != 1:
        said += f", every covariance multiplied by the temperature {draw.temperature:g}"
    return f"{said}."


def _components(n: int) -> str:
    return "component" if n == 1 else "components"


def verdict(verdict: Verdict, n: int) -> dict[str, list[Fact]]:
    """How well new points pass for the n measured ones."""
    return {
        "Two-sample tests": [
            Fact(
                "Energy distance",
                f"{verdict.energy:.5f}",
                "How far the two samples are apart, in the unit of the data: 0 where they are "
                "alike. It sees any difference, but small ones only with many points.",
            ),
            Fact(
                "Permutation p-value",
                f"{verdict.p_value:.3f}",
                "The share of 200 random deals of all these points into two heaps that are at "
                "least as far apart. Small: the difference is hardly by chance. Not small: "
                "nothing is proven. The mixture has seen the measured points, so it is a little "
                "too kind.",
            ),
            Fact(
                "Classifier's AUC",
                f"{verdict.recognised:.3f}",
                "How well 15 nearest neighbours tell measured from generated points that they "
                "have not seen: 0.5 is guessing, 1 always right; well below 0.5, new points crowd "
                "around measured ones. It can't see what is finer than the spacing of the points.",
            ),
        ],
        "Log-likelihood under the mixture, nats per point": [
            Fact(
                "Measured",
                f"{verdict.real:.4f}",
                f"Mean over the {n:,} measured points, under the mixture that the generated ones "
                "come from.",
            ),
            Fact(
                "Generated",
                f"{verdict.generated:.4f}",
                "Mean over the generated points. Much higher than measured: they keep to the "
                "middle. It can't see what is missing: one place repeated would score well.",
            ),
        ],
    }


def marginal(data: Dataset, column: int, made: Sample) -> str:
    """What the histograms of one column show."""
    real, new = data.points[:, column], made.points[:, column]
    return (
        f"**{data.columns[column]}**: measured {_spread(real)}, generated {_spread(new)} "
        "(mean ± standard deviation)"
    )


def joint(data: Dataset) -> str:
    """What the contours of both samples show."""
    return (
        f"{data.title}: {kind_of(data.points).smooth_is} of the points, "
        "solid for the measured ones, dashed for the generated ones. Where the mixture is right, "
        "only chance keeps the lines apart."
    )


def _spread(values: Array) -> str:
    return f"{values.mean():.3f} ± {values.std():.3f}"
