"""What the Generate pictures say: sentences and named numbers made from records."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from components.figures.views import kind_of
from components.frame import Fact
from components.generate.controls import MOST_MOONS, Cut, Draw, Guess
from components.generate.fits import CutThrough, Made, Making, NewDigits, Recovered, Sweep
from components.words import picture_notes
from core import gmm
from core.arrays import Array, Labels
from core.comparison import Comparison
from core.datasets import Dataset
from core.digits import Sweep as DigitsSweep
from core.generation import marginal as marginal_of
from core.generation import moments
from core.guessing import Cards, interval
from core.mixture import Mixture
from core.scores import adjusted_rand
from core.two_samples import Verdict

QUALITY = (
    "A test can find that samples differ; it can't prove that they are alike. Try moons with "
    "2 components, then with 12."
)


def drawn(data: Dataset, made: Made) -> str:
    """What the picture of new points shows, for those who can't see it."""
    counts = [
        f"{number + 1}: {(made.components == row).sum():,}"
        for row, number in enumerate(made.numbers)
    ]
    return (
        f"{data.title}, {len(data.points):,} measured points in grey, and {len(made.points):,} "
        f"generated ones in the colours of the components they come from, points from each "
        f"{', '.join(counts)}."
    )


def draw_notes(data: Dataset, draw: Draw) -> list[str]:
    """What to know about the draw at hand."""
    notes = plane_notes(data, "tally")
    if draw.temperature != 1:
        notes.append(
            f"Temperature {draw.temperature:g}: every covariance is multiplied by it, so these "
            "points are not what the model says about the data."
        )
    if draw.only:
        which = ", ".join(map(str, draw.only))
        notes.append(f"Drawn from {_components(len(draw.only))} {which} only.")
    return notes


def plane_notes(data: Dataset, *more: str) -> list[str]:
    """How points of so many dimensions became a picture, and more that is drawn there."""
    return picture_notes(data, "points", "curves", *more)


def _components(n: int) -> str:
    return "component" if n == 1 else "components"


def table(data: Dataset, made: Made) -> dict[str, Any]:
    """The columns of the table of new points, with the component that each comes from."""
    return {
        **{name: made.points[:, column] for column, name in enumerate(data.columns)},
        "component": made.numbers[made.components] + 1,
    }


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
                f"Mean over the {n:,} measured points, which the mixture was fitted to.",
            ),
            Fact(
                "Generated",
                f"{verdict.generated:.4f}",
                "Mean over the generated points. Much higher than measured: they keep to the "
                "middle. It can't see what is missing: one place repeated would score well.",
            ),
        ],
    }


def marginal(data: Dataset, column: int, made: Made) -> str:
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
        "the lines lie on each other."
    )


def _spread(values: Array) -> str:
    return f"{values.mean():.3f} ± {values.std():.3f}"


def moons(data: Dataset, sweep: Sweep, k: int) -> dict[str, list[Fact]]:
    """How good the mixture with k components is, and how many the criteria prefer."""
    mixture = sweep.mixtures[k - 1]
    shares, log_likelihood = gmm.e_step(data.points, mixture)
    n, p = len(data.points), gmm.n_parameters(mixture)
    truth = np.zeros(n, int) if data.labels is None else data.labels
    facts = [
        Fact(
            "Log-likelihood, nats",
            f"{log_likelihood:,.4f}",
            f"Of all {n:,} points: {log_likelihood / n:.5f} nats per point. Higher is better.",
        ),
        Fact(
            "BIC",
            f"{sweep.bic[k - 1]:,.3f}",
            f"Lower is better: -2 log-likelihood + {p} parameters times ln {n:,}.",
        ),
        Fact(
            "AIC",
            f"{sweep.aic[k - 1]:,.3f}",
            f"Lower is better: -2 log-likelihood + 2 times {p} parameters.",
        ),
        Fact(
            "Adjusted Rand index",
            f"{adjusted_rand(shares.argmax(axis=1), truth):.5f}",
            "Agreement of the components with the two moons: 1 is perfect, 0 is chance.",
        ),
    ]
    best = [
        Fact("By BIC", f"k = {1 + sweep.bic.argmin()}", _LEAST),
        Fact("By AIC", f"k = {1 + sweep.aic.argmin()}", _LEAST),
    ]
    return {f"k = {k}": facts, "Preferred": best}


_LEAST = f"The number of components with the least value, of 1 to {MOST_MOONS}."


def criteria(sweep: Sweep) -> str:
    """What the curves of BIC and AIC show."""
    return (
        f"BIC and AIC for 1 to {len(sweep.mixtures)} components. BIC falls to "
        f"{sweep.bic.min():,.1f} at {1 + sweep.bic.argmin()}, AIC to {sweep.aic.min():,.1f} at "
        f"{1 + sweep.aic.argmin()}."
    )


def making(point: Making) -> str:
    """What the film of one point shows."""
    what, done = {
        1: ("ruler", "stretched by the standard deviation"),
        2: ("grid", "sheared by the Cholesky factor"),
    }[len(point.made.z)]
    return (
        f"One new point in the making, from component "
        f"{point.numbers[point.made.component] + 1} of {len(point.numbers)}. Left, z under its "
        f"{what}; right, the same {what} {done} and moved to the mean."
    )


def spinner(point: Making) -> str:
    """What the bar of weights shows."""
    weights = [
        f"{number + 1}: {100 * weight:.1f} %"
        for number, weight in zip(point.numbers, point.mixture.weights, strict=True)
    ]
    return (
        f"The weights as one bar, {', '.join(weights)}. The spin {point.made.spin:.4f} falls in "
        f"the share of component {point.numbers[point.made.component] + 1}."
    )


def digits(new: NewDigits) -> str:
    """What the two sheets of digits show."""
    return (
        f"Left {len(new.points)} generated digits, 8 by 8 pixels each, from "
        f"{len(new.mixture.weights)} components; right, for each, the real digit nearest to it."
    )


def digit_hover(new: NewDigits, labels: Labels) -> list[list[str]]:
    """What is said of every generated digit, and of the real one nearest to it."""
    made = [
        f"from component {component + 1}<br>nearest real digit: a {digit}, {distance:.2f} away"
        for component, digit, distance in zip(
            new.components, labels[new.nearest], new.distances, strict=True
        )
    ]
    real = [f"a real {labels[row]}, digit {row + 1} of {len(labels):,}" for row in new.nearest]
    return [made, real]


def digit_facts(new: NewDigits, sweep: DigitsSweep, spacing: float) -> dict[str, list[Fact]]:
    """How many components, and whether what they make are copies."""
    k = len(new.mixture.weights)
    row = sweep.counts.tolist().index(k)
    return {
        f"k = {k}": [
            Fact(
                "AIC",
                f"{sweep.aic[row]:,.1f}",
                f"Lower is better. Of those drawn here it is least at "
                f"{sweep.counts[sweep.aic.argmin()]}; BIC is least at "
                f"{sweep.counts[sweep.bic.argmin()]}.",
            ),
            Fact(
                "Digits per component",
                f"{1797 / k:.1f}",
                "On average. In 41 dimensions a covariance needs 42 points to be more than flat.",
            ),
            Fact(
                "Iterations",
                f"{sweep.iterations[row]}",
                "Of EM from k-means, with seed 0, as scikit-learn does it.",
            ),
        ],
        "Copying or inventing?": [
            Fact(
                "Generated to nearest real",
                f"{np.median(new.distances):.2f}",
                "Median distance in the 41 whitened dimensions, where every column has standard "
                "deviation 1. Near 0 would be copying.",
            ),
            Fact(
                "Real to nearest other",
                f"{spacing:.2f}",
                "Median distance between neighbours among the real digits, for comparison.",
            ),
        ],
    }


def digit_criteria(sweep: DigitsSweep) -> str:
    """What the curves of BIC and AIC over the digits show."""
    return (
        f"AIC and BIC for {sweep.counts[0]} to {sweep.counts[-1]} components. AIC is least at "
        f"{sweep.counts[sweep.aic.argmin()]}, BIC at {sweep.counts[sweep.bic.argmin()]}. Dotted: "
        "the handbook's 110 and 140."
    )


def walk(start: int, end: int) -> str:
    """What the strip of pictures shows."""
    return f"A walk from component {start + 1} to {end + 1}"


def digit_table(pictures: Array, new: NewDigits) -> dict[str, Any]:
    """The columns of the table of new digits: 64 pixels, row by row, and the component."""
    pixels = {f"pixel_{row}_{column}": (row, column) for row in range(8) for column in range(8)}
    return {
        **{name: pictures[:, 8 * row + column] for name, (row, column) in pixels.items()},
        "component": new.components + 1,
    }


def cut(data: Dataset, asked: Cut, through: CutThrough) -> str:
    """What the picture of a cut shows."""
    fixed, other = data.columns[asked.column], data.columns[asked.against]
    mean, std = moments(through.along)
    return (
        f"{data.title}: {fixed} and {other} with ellipses, and a line at {fixed} = "
        f"{asked.value:.4g} with {asked.n:,} points drawn on it. Right, the density of {other} "
        f"along the line: mean {mean:.3f}, standard deviation {std:.3f}."
    )


def cut_facts(data: Dataset, asked: Cut, through: CutThrough, c: Comparison) -> dict[str, Any]:
    """What is known of the other column, with and without the fixed one."""
    fixed, other = data.columns[asked.column], data.columns[asked.against]
    known = moments(through.along)
    unknown = moments(marginal_of(c.mixture, np.array([asked.against])))
    names = (
        (f"{other}, given {fixed} = {asked.value:.4g}", known),
        (f"{other}, whatever {fixed} is", unknown),
    )
    return {
        title: [
            Fact("Mean", f"{mean:.4f}", "Of the mixture, exactly; in the unit of the data."),
            Fact("Standard deviation", f"{std:.4f}", "Of the mixture, exactly; what is unsure."),
        ]
        for title, (mean, std) in names
    }


def cut_table(through: CutThrough, numbers: Labels, before: Mixture) -> dict[str, Any]:
    """The columns of the table of conditional components, k rows."""
    return {
        "component": numbers + 1,
        "weight": through.along.weights,
        "weight before": before.weights,
        "mean": through.along.means[:, 0],
        "variance": through.along.covariances[:, 0, 0],
    }


def cut_points(data: Dataset, through: CutThrough, numbers: Labels) -> dict[str, Any]:
    """The columns of the table of points on the line."""
    return {
        **{name: through.points[:, column] for column, name in enumerate(data.columns)},
        "component": numbers[through.components] + 1,
    }


def recovered(found: Recovered) -> str:
    """What the picture of a mixture by hand shows."""
    return (
        f"A mixture of {len(found.made.numbers)} components by hand, {len(found.made.points):,} "
        "points drawn from it, and dashed the ellipses of a mixture that was fitted to them."
    )


def recovered_table(found: Recovered) -> dict[str, Any]:
    """The columns of the table of errors, k rows."""
    truth, fitted, errors = found.made.mixture, found.fitted, found.errors
    return {
        "component": found.made.numbers + 1,
        "weight": truth.weights,
        "fitted weight": fitted.weights,
        "distance of means": errors.means,
        "error of the covariance, relative": errors.covariances,
    }


def falling(sizes: Sequence[int], errors: dict[str, Array]) -> str:
    """How the errors fall, as slopes in logarithms."""
    slopes = [
        f"{name} {np.polyfit(np.log(sizes), np.log(values), 1)[0]:.2f}"
        for name, values in errors.items()
    ]
    return (
        f"Slopes of log error against log n: {', '.join(slopes)}. -0.5 means that four times as "
        "many points halve the error. Each error is the mean over components and five samples; "
        "EM starts from the truth."
    )


def new_points(made: Made) -> dict[str, Any]:
    """The columns of the table of points in the plane, with the component of each."""
    return {
        "x": made.points[:, 0],
        "y": made.points[:, 1],
        "component": made.numbers[made.components] + 1,
    }


def cards(asked: Guess) -> str:
    """What the cards show."""
    marked = ", ".join(map(str, asked.marked)) or "none"
    return f"{asked.n} numbered cards, {asked.what}; half are real. You marked {marked}."


def score(asked: Guess, dealt: Cards) -> dict[str, list[Fact]]:
    """How many guesses were right, and what that says."""
    marked = np.isin(np.arange(1, asked.n + 1), asked.marked)
    hits = int((marked == dealt.generated).sum())
    low, high = (100 * bound for bound in interval(hits, asked.n))
    return {
        "Your score": [
            Fact(
                "Right",
                f"{hits} of {asked.n}",
                "Marked and generated, or not marked and real. Guessing gets half of them.",
            ),
            Fact(
                "In the long run, 95 % interval",
                f"{low:.0f} to {high:.0f} %",
                "Wilson's interval: where your share of right answers may lie. With 50 % inside, "
                "you may have been guessing.",
            ),
        ]
    }


def score_notes(asked: Guess, dealt: Cards) -> list[str]:
    """What the answers look like, and what the score says."""
    verdict = _verdict_on(asked, dealt)
    return [verdict] if asked.what == "digits" else ["Square: generated. Round: real.", verdict]


def _verdict_on(asked: Guess, dealt: Cards) -> str:
    marked = np.isin(np.arange(1, asked.n + 1), asked.marked)
    low, high = interval(int((marked == dealt.generated).sum()), asked.n)
    if low > 0.5:
        return "You can tell them apart."
    if high < 0.5:
        return "You can tell them apart, but took the ones for the others."
    return "This could be guessing: so far, generated passes for real."
