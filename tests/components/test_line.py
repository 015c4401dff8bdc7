"""One-dimensional points: bars and curves are the data's and the models' numbers."""

import re
from collections.abc import Sequence
from types import ModuleType

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy.stats import norm

from components import points
from components.figures import comparisons, curves, layers, samples, theme
from components.figures.comparisons import Look
from components.stage.scene import Colours
from components.stage.state import Film
from components.step import begin, em, fuzzy, race, soften
from components.step import kmeans as kmeans_film
from core import comparison, datasets, gmm, kmeans
from core.comparison import Comparison
from core.generation import Sample
from core.settings import settle

LINE = datasets.draw("line", seed=3)


def _compare(kind: str = "full") -> Comparison:
    step = kmeans.fit(LINE.points, 3).steps[-1]
    mixture = gmm.fit(LINE.points, 3, covariance_type=kind).steps[-1].mixture
    return comparison.compare(LINE.points, step, mixture, truth=LINE.labels)


def _draw(c: Comparison, look: Look | None = None) -> go.Figure:
    figure = comparisons.compare(LINE, c, look or Look()).figure()
    go.Figure(figure.to_plotly_json())  # validates
    return figure


def _film(subject: ModuleType, texts: dict[str, str]) -> Film:
    film = subject.state(settle(subject.SETTINGS, texts).values).picture
    assert isinstance(film, Film)
    return film


def _vertices(figure: go.Figure, name: str) -> list[np.ndarray]:
    found = [shape for shape in figure.layout.shapes if shape.name.startswith(name)]
    return [np.array(re.findall(r"[ML]([^,]+),([^LZ]+)", s.path), dtype=float) for s in found]


def _area(vertices: np.ndarray) -> float:
    (x, y), (u, v) = vertices.T, np.roll(vertices, -1, axis=0).T
    return float(abs((x * v - u * y).sum()) / 2)


def test_the_area_of_all_bars_is_one_in_both_panels() -> None:
    areas = [_area(bars) for bars in _vertices(_draw(_compare()), "bars")]
    assert areas == pytest.approx([1, 1], abs=1e-4)


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_curves_and_their_sum_are_the_mixtures(kind: str) -> None:
    c = _compare(kind)
    figure = _draw(c)
    spreads = np.sqrt(np.resize(c.mixture.covariances.ravel(), 3))
    for curve, j in zip(_vertices(figure, "component"), range(3), strict=True):
        inside = curve[curve[:, 1] > 0]
        expected = c.mixture.weights[j] * norm.pdf(inside[:, 0], c.mixture.means[j, 0], spreads[j])
        assert inside[:, 1] == pytest.approx(expected, rel=1e-3)
    (total,) = figure.select_traces(selector={"name": "sum"})
    parts = norm.pdf(np.array(total.x)[:, None], c.mixture.means[:, 0], spreads)
    assert np.array(total.y) == pytest.approx(parts @ c.mixture.weights, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("levels", [(1.0, 2.0, 3.0), (0.6745, 1.645), ()])
def test_intervals_end_at_mean_plus_and_minus_level_times_sd(levels: Sequence[float]) -> None:
    c = _compare()
    drawn = iter(_vertices(_draw(c, Look(levels=tuple(levels))), "interval"))
    spreads = np.sqrt(c.mixture.covariances[:, 0, 0])
    for mean, spread in zip(c.mixture.means[:, 0], spreads, strict=True):
        for level in levels:
            ends = next(drawn)[[0, -1], 0]
            assert ends == pytest.approx([mean - level * spread, mean + level * spread], rel=1e-4)
    assert next(drawn, None) is None


def test_intervals_of_kmeans_reach_to_the_farthest_member_and_hold_all() -> None:
    c = _compare()
    figure = _draw(c, Look(gmm=False))
    drawn = [s for s in figure.layout.shapes if s.name.startswith("reach")]
    assert [(s.x1 - s.x0) / 2 for s in drawn] == pytest.approx(c.radii)
    (points,) = figure.select_traces(selector={"name": "points"})
    x, y = np.array(points.x), np.array(points.y)
    for j, shape in enumerate(drawn):
        members = c.labels == j
        assert (x[members] >= shape.x0 - 1e-5).all()
        assert (x[members] <= shape.x1 + 1e-5).all()
        assert shape.y0 < y.min() < y.max() < shape.y1 < 0


def test_points_have_colours_numbers_hover_and_rings_as_everywhere() -> None:
    c = _compare()
    left, right = _draw(c).select_traces(selector={"name": "points"})
    assert list(left.marker.color) == Colours(theme.solid(c.numbers[c.labels])).plain()
    assert list(right.marker.color) == Colours(theme.blend(c.responsibilities, c.numbers)).plain()
    assert right.customdata[:, 1:] == pytest.approx(c.responsibilities, abs=1e-7)
    ring, _ = _draw(c).select_traces(selector={"name": "disagreements"})
    assert np.array(ring.x) == pytest.approx(LINE.points[c.disagreements, 0], rel=1e-6)
    badges = list(_draw(c).select_traces(selector={"name": "centres"}))
    for badge, centres in zip(badges, (c.centres, c.mixture.means), strict=True):
        assert np.array(badge.x) == pytest.approx(centres[:, 0], rel=1e-6)


@pytest.mark.parametrize(
    ("look", "images"),
    [
        (Look(), []),
        (Look(shading="none"), []),
        (Look(shading="uncertainty", regions=True), ["regions", "uncertainty"]),
        (Look(shading="responsibilities"), ["responsibilities"]),
    ],
)
def test_shadings_that_mean_something_on_a_line_are_drawn(look: Look, images: list[str]) -> None:
    assert [image.name for image in _draw(_compare(), look).layout.images] == images


def test_heights_are_no_lengths() -> None:
    layout = _draw(_compare()).layout
    assert (layout.yaxis.scaleanchor, layout.yaxis.title.text) == (None, "density")
    assert (layout.xaxis2.matches, layout.yaxis2.matches) == ("x", "y")
    assert min(layout.yaxis.tickvals) == 0


def test_very_many_points_become_a_cloud_under_the_line() -> None:
    data = datasets.draw("line", n_samples=layers.WEBGL_UP_TO + 2_500)
    step = kmeans.fit(data.points, 3).steps[-1]
    mixture = gmm.fit(data.points, 3).steps[-1].mixture
    c = comparison.compare(data.points, step, mixture)
    figure = comparisons.compare(data, c, Look()).figure()
    clouds = [image for image in figure.layout.images if image.name == "cloud"]
    low, high = figure.layout.yaxis.range
    assert [(image.y, image.sizey) for image in clouds] == [(high, high - low)] * 2


@pytest.mark.parametrize("name", ["line", "nested", "waiting"])
def test_frames_of_films_have_the_same_traces(name: str) -> None:
    for subject, more in (
        (em, {"bound": "true", "follow": "true"}),
        (kmeans_film, {"regions": "true"}),
        (race, {}),
        (soften, {}),
        (fuzzy, {}),
    ):
        film = _film(subject, {"data": name, "k": "4", "begin": "in_a_corner"} | more)
        frames = [film.frame(i) for i in range(film.length)]
        traces = {tuple(trace["name"] for trace in frame.scene.data) for frame in frames}
        assert len(traces) == 1
        assert len(film.curve) == film.length
        assert all(frame.caption for frame in frames)


def test_a_trail_ends_at_its_mean_and_has_a_place_for_every_step() -> None:
    texts = {"data": "line", "seed": "3", "k": "3"}
    at = settle(em.SETTINGS, texts).values
    steps = em.strip(points.origin_of(at), begin.plan_of(at)).trace.steps
    scene = _film(em, texts).frame(8).scene
    trails = [trace for trace in scene.figure().data if trace.name == "trails"]
    for j, trail in enumerate(trails):
        path = [step.mixture.means[j, 0] for step in steps[:5]]
        assert np.array(trail.x) == pytest.approx(path, rel=1e-6)
        assert trail.y[-1] == 0
        assert (np.diff(trail.y) > 0).all()


def test_generated_points_are_counted_beside_the_measured_ones() -> None:
    c = _compare()
    new, components = gmm.sample(c.mixture, 300, seed=1)
    made = Sample(c.mixture, c.numbers, new, components)
    scene = samples.drawn(LINE, made, beside=True)
    (bars,) = _vertices(scene.figure(), "new bars")
    assert _area(bars) == pytest.approx(1, abs=1e-4)
    (points,) = (trace for trace in scene.data if trace["name"] == "new points")
    assert points["x"] == pytest.approx(new[:, 0])
    smooth = curves.joint(LINE, new).data
    areas = [np.trapezoid(curve["y"], curve["x"]) for curve in smooth]
    assert areas == pytest.approx([1, 1], abs=0.01)
