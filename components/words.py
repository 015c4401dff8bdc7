"""What the pictures say, for those who read: sentences and named numbers made from records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from components.figures.comparisons import Look, left_out
from components.figures.views import kind_of
from components.fits import Fits
from components.frame import Fact
from core import geometry, gmm
from core.datasets import Dataset
from core.projection import plane_of


def comparison(data: Dataset, fits: Fits) -> str:
    """What the Compare picture shows, for those who can't see it."""
    c = fits.comparison
    sizes = [f"{number + 1}: {(c.labels == j).sum():,}" for j, number in enumerate(c.numbers)]
    weights = [
        f"{number + 1}: {100 * weight:.1f} %"
        for number, weight in zip(c.numbers, c.mixture.weights, strict=True)
    ]
    kind = kind_of(data.points)
    return (
        f"{data.title}, {len(c.labels):,} points, twice. k-means: {len(sizes)} clusters as "
        f"{kind.circles_are}, points in each {', '.join(sizes)}. Gaussian mixture: {len(weights)} "
        f"components as {kind.ellipses_are}, weights {', '.join(weights)}. "
        f"The models disagree on {c.disagreements.sum():,} points."
    )


def comparison_facts(fits: Fits) -> dict[str, list[Fact]]:
    """The numbers of both models."""
    c, n = fits.comparison, len(fits.comparison.labels)
    disagreements = Fact(
        "Disagreements",
        f"{c.disagreements.sum():,} of {n:,}",
        "Points that the two models put into different clusters, after matching the clusters.",
    )
    return {
        "k-means": [
            Fact(
                "Inertia",
                f"{c.inertia:,.4f}",
                "Sum of squared distances from the points to their centres, in the square of "
                "the data's unit.",
            ),
            _iterations(fits.kmeans.n_iter, fits.kmeans.stop.value),
            *_rand(c.rand_kmeans),
            disagreements,
        ],
        "GMM": [
            Fact(
                "Log-likelihood, nats",
                f"{c.log_likelihood:,.3f}",
                f"Of all points under the mixture: {c.log_likelihood / n:.6f} nats per point. "
                "Higher is better, and more components always reach higher.",
            ),
            Fact(
                "BIC",
                f"{c.bic:,.3f}",
                f"Lower is better: -2 log-likelihood + {gmm.n_parameters(c.mixture)} parameters "
                f"times ln {n:,}.",
            ),
            Fact(
                "AIC",
                f"{c.aic:,.3f}",
                f"Lower is better: -2 log-likelihood + 2 times {gmm.n_parameters(c.mixture)} "
                "parameters.",
            ),
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
            "1 is perfect, 0 is chance.",
        )
    ]


def result(fits: Fits, look: Look) -> str:
    """The outcome of the model that is looked at, in a line."""
    c = fits.comparison
    if look.gmm:
        likelihood = f"log-likelihood {c.log_likelihood:,.3f} nats, BIC {c.bic:,.3f}"
        return f"{_times(fits.gmm.n_iter)}, {likelihood}"
    return f"{_times(fits.kmeans.n_iter)}, inertia {c.inertia:,.4f}"


def _times(iterations: int) -> str:
    return "1 iteration" if iterations == 1 else f"{iterations} iterations"


def comparison_notes(data: Dataset, fits: Fits, look: Look, asked: float) -> list[str]:
    """What to know about the picture at hand, for which so many clusters were asked."""
    notes = picture_notes(data, "points", "curves") + left_out(fits.comparison, look)
    if asked > (n := len(data.points)):
        notes.append(f"k is {asked}, but there are only {n} points: each has its own cluster.")
    d = data.points.shape[1]
    if levels := look.levels_in(d):
        notes.append(_levels(fits, levels, d))
    if fits.gmm.collapse is not None:
        notes.append(str(fits.gmm.collapse))
    return notes


def picture_notes(data: Dataset, *drawn: str) -> list[str]:
    """How points of so many dimensions became a picture, where that isn't plain.

    Args:
        data: the points.
        drawn: what is in the picture: "points", "curves", "trails", "tally".
    """
    plane, read = plane_of(data.points), kind_of(data.points).notes
    if plane.is_exact:
        sentences = " ".join(read[what] for what in drawn if what in read)
        return [sentences] if sentences else []
    return [
        f"The models see all {data.points.shape[1]} columns; the picture shows the plane of "
        f"the first two principal components ({100 * plane.share:.1f} % of the variance), "
        "and circles, ellipses and shading as their shadows on it."
    ]


def _levels(fits: Fits, levels: Sequence[float], d: int) -> str:
    should = _list(100 * geometry.mass(level, d) for level in levels)
    really = _list(100 * fits.comparison.share_inside(level) for level in levels)
    where = f"{_list(levels, '.4g')} standard deviations (sd)"
    if d > 2:
        where += f", in all {d} dimensions"
    return (
        f"Within {where}, there should be {should} % of a component's mass; "
        f"really there are {really} % of the points."
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
        f"**{c.mixture.covariance_type}**: {gmm.n_parameters(c.mixture)} parameters, "
        f"BIC {c.bic:,.1f}"
    )


def best_by_bic(fits: Mapping[str, Fits]) -> str:
    """Which of several fits BIC prefers."""
    best = min(fits, key=lambda name: fits[name].comparison.bic)
    return f"Of these, BIC prefers **{best}**."
