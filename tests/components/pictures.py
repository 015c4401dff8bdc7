"""Every picture that there is, of records that can be moved away from zero."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from components.figures import cards, comparisons, curves, films, making, samples, sheets, slices
from components.figures.comparisons import Look
from components.figures.making import Making
from components.figures.views import view_of
from components.stage.scene import Scene
from core import comparison, datasets, digits, film, generation, gmm, kmeans
from core.climb import climb
from core.comparison import Comparison
from core.datasets import Dataset
from core.generation import Cut, Sample
from core.gmm import Mixture
from core.projection import plane_of

EXACT = 2.0**20  # places are multiples of its inverse, so that they can be moved without rounding
NAMES = ("line", "blobs", "iris")
LOOKS = {
    "density": Look(),
    "shares": Look(shading="responsibilities", regions=True),
    "uncertainty": Look(shading="uncertainty", colours="sized"),
    "kmeans": Look(gmm=False, regions=True),
    "gmm": Look(kmeans=False, colours="hard"),
}


@dataclass(frozen=True, eq=False)
class Models:
    """Points, and all that was made of them."""

    data: Dataset
    c: Comparison
    em: gmm.Trace
    kmeans: kmeans.Trace


@cache
def models(name: str, k: int = 3, n: int | None = None) -> Models:
    data = datasets.draw(name) if n is None else datasets.draw(name, n_samples=n)
    data = replace(data, points=exact(data.points))
    centres, mixture = kmeans.fit(data.points, k), gmm.fit(data.points, k)
    last = centres.steps[-1], mixture.steps[-1].mixture
    return Models(data, comparison.compare(data.points, *last), mixture, centres)


def exact(x: np.ndarray) -> np.ndarray:
    return np.round(x * EXACT) / EXACT


def moved(mixture: Mixture, by: float) -> Mixture:
    return replace(mixture, means=exact(mixture.means) + by)


def moved_data(data: Dataset, by: float) -> Dataset:
    return replace(data, points=data.points + by)


def sample(mixture: Mixture, by: float, n: int = 60) -> Sample:
    points, components = gmm.sample(mixture, n, seed=0)
    numbers = np.arange(len(mixture.weights)) + 2
    return Sample(moved(mixture, by), numbers, exact(points) + by, components)


def compared(m: Models, look: Look, by: float = 0.0) -> Scene:
    c = replace(m.c, centres=exact(m.c.centres) + by, mixture=moved(m.c.mixture, by))
    return comparisons.compare(moved_data(m.data, by), c, look)


def em(m: Models, index: int, by: float = 0.0) -> Scene:
    data = moved_data(m.data, by)
    view = view_of(data.points, data.columns, ["EM"])
    frame = tuple(film.em_frames(m.data.points, m.em))[index]
    trail = [moved(step.mixture, by).means for step in m.em.steps[: frame.t + 1]]
    return films.em(view, replace(frame, mixture=moved(frame.mixture, by)), trail, followed=3)


def lloyd(m: Models, index: int, by: float = 0.0) -> Scene:
    data = moved_data(m.data, by)
    view = view_of(data.points, data.columns, ["k-means"])
    frame = tuple(film.kmeans_frames(m.data.points, m.kmeans))[index]
    trail = [exact(at) + by for at in films.trail(m.kmeans, frame.t)]
    frame = replace(frame, centres=trail[-1])
    return films.kmeans(view, frame, trail, lines=True, regions=True)


def race(m: Models, index: int, by: float = 0.0) -> Scene:
    data = moved_data(m.data, by)
    view = view_of(data.points, data.columns, ["k-means", "EM"])
    ours = tuple(film.kmeans_frames(m.data.points, m.kmeans))[index]
    theirs = tuple(film.em_frames(m.data.points, m.em))[index]
    trails = (
        [exact(at) + by for at in films.trail(m.kmeans, ours.t)],
        [moved(step.mixture, by).means for step in m.em.steps[: theirs.t + 1]],
    )
    pair = (
        replace(ours, centres=trails[0][-1]),
        replace(theirs, mixture=moved(theirs.mixture, by)),
    )
    apart = np.arange(len(data.points)) % 7 == index
    return films.race(view, pair, trails, apart, numbers=np.array([1, 2, 0]))


def soft(m: Models, by: float = 0.0) -> Scene:
    data = moved_data(m.data, by)
    mixture = film.spheres(m.c.centres, 0.5)
    shares, _ = gmm.e_step(m.data.points, mixture)
    return films.soft(view_of(data.points, data.columns, ["soft"]), moved(mixture, by), shares)


def cut(by: float = 0.0) -> Scene:
    m, shown = models("iris"), np.array([0, 2])
    given = generation.conditional(m.c.mixture, 0, 6.0)
    rest, components = gmm.sample(given, 30, seed=0)
    points = np.insert(exact(rest), 0, 6.0, axis=1) + by
    pair = moved(generation.marginal(m.c.mixture, shown), by)
    along = moved(generation.marginal(given, np.array([1])), by)
    through = Cut(0, 6.0 + by, 2, pair, along, along, points, components)
    return slices.cut(moved_data(m.data, by), through, np.arange(3))


def made_point(name: str, by: float = 0.0) -> tuple[Dataset, Making]:
    m = models(name)
    mixture = plane_of(m.data.points).project_mixture(m.c.mixture)
    made = generation.anatomy(mixture, seed=0)
    shift = by if m.data.points.shape[1] <= 2 else 0.0
    return moved_data(m.data, by), Making(moved(mixture, shift), np.array([0, 2, 5]), made)


def bounds(m: Models, index: int) -> Scene:
    frame = tuple(film.em_frames(m.data.points, m.em))[index]
    first = max(index - 1, 0) // 2
    last = min(first + 1, len(m.em.steps) - 1)
    before, after = (m.em.steps[t].mixture for t in (first, last))
    return curves.bound(climb(m.data.points, before, after), frame)


def history() -> Scene:
    m = models("faithful")
    return curves.shares(film.history(m.data.points, m.em, 5), 3)


def _catalogue() -> dict[str, Callable[[float], Scene]]:
    made: dict[str, Callable[[float], Scene]] = {}
    for name in NAMES:
        m = models(name)
        new = sample(m.c.mixture, 0.0).points
        made |= {
            f"compare {name} {what}": lambda by, m=m, look=look: compared(m, look, by)
            for what, look in LOOKS.items()
        }
        made |= {
            f"{draw.__name__} {name} {at}": lambda by, m=m, draw=draw, at=at: draw(m, at, by)
            for draw in (em, lloyd, race)
            for at in (0, 1, 2)
        }
        made[f"soft {name}"] = lambda by, m=m: soft(m, by)
        made |= {
            f"drawn {name} {beside}": lambda by, m=m, beside=beside: samples.drawn(
                moved_data(m.data, by), sample(m.c.mixture, by), beside=beside
            )
            for beside in (False, True)
        }
        made[f"joint {name}"] = lambda by, m=m, new=new: curves.joint(
            moved_data(m.data, by), new + by
        )
        made[f"marginal {name}"] = lambda by, m=m, new=new: curves.marginal(
            moved_data(m.data, by), new + by, moved(m.c.mixture, by), 0
        )
        made |= {
            f"making {name} {step}": lambda by, name=name, step=step: making.making(
                *made_point(name, by), step
            )
            for step in range(making.FRAMES)
        }
    made["recovered"] = lambda by: samples.recovered(
        sample(models("blobs").c.mixture, by), moved(models("blobs").c.mixture, by)
    )
    made["cut"] = cut
    half = np.arange(20) % 2 == 0
    made["cards of points"] = lambda by: cards.points(
        models("blobs").data.points[:20] + by, half, half
    )
    return made


MOVABLE = _catalogue()  # pictures of places, by what they are moved
OTHERS: dict[str, Callable[[], Scene]] = {  # pictures of numbers and of digits
    "spinner at rest": lambda: making.spinner(made_point("blobs")[1], 0),
    "spinner": lambda: making.spinner(made_point("blobs")[1], 1),
    "criteria": lambda: curves.criteria(
        np.arange(1, 4), {"BIC": np.array([3.0, 1, 2])}, 2, {3: "they"}
    ),
    "falling": lambda: curves.falling([10, 100], {"means": np.array([1.0, 0.3])}),
    "history": history,
    "bound at the start": lambda: bounds(models("blobs"), 0),
    "bound after E": lambda: bounds(models("blobs"), 1),
    "bound after M": lambda: bounds(models("blobs"), 2),
    "sheet": lambda: sheets.sheet({"a": digits.load().images[:7]}, 5, [["a"] * 7], 300),
    "cards of digits": lambda: cards.digits(
        digits.load().images[:20], np.arange(20) % 2 == 0, np.arange(20) % 3 == 0
    ),
    "cards unmarked": lambda: cards.digits(digits.load().images[:20], np.zeros(20, bool), None),
}
