"""Every picture of the Generate pages is one that Plotly accepts, made of the mixture's numbers."""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pytest

from components.figures import anatomy, cards, pictures, samples, slices
from core import datasets, digits, generation, gmm

IRIS = datasets.draw("iris")
MIXTURE = gmm.fit(IRIS.points, 3).steps[-1].mixture
NUMBERS = np.array([0, 2, 5])
NEW = generation.sampled(MIXTURE, 50, seed=0, numbers=NUMBERS)
PAIR = generation.marginal(MIXTURE, np.array([0, 2]))
XY, _ = gmm.sample(PAIR, 40, seed=0)
MADE = generation.anatomy(PAIR, seed=0)
HALF = np.arange(20) % 2 == 0


def _drawn(beside: bool) -> go.Figure:
    return samples.drawn(IRIS.points, IRIS.columns, NEW, beside=beside)


def _cut() -> go.Figure:
    return slices.cut(IRIS, NUMBERS, generation.cut(MIXTURE, 0, 6.0, 2, n=30, seed=0))


FIGURES: dict[str, Callable[[], go.Figure]] = {
    "over": lambda: _drawn(False),
    "beside": lambda: _drawn(True),
    "marginal": lambda: samples.marginal(IRIS.points, NEW, 1, "width"),
    "joint": lambda: samples.joint(IRIS.points, NEW.points, IRIS.columns),
    "criteria": lambda: samples.criteria(
        np.arange(1, 4), {"BIC": np.array([3.0, 1, 2])}, 2, {3: "they"}
    ),
    "recovered": lambda: samples.recovered(generation.sampled(PAIR, 40, seed=0), PAIR),
    "falling": lambda: samples.falling([10, 100], {"means": np.array([1.0, 0.3])}),
    "cut": _cut,
    "spinner": lambda: anatomy.spinner(PAIR.weights, NUMBERS, MADE, 1),
    "making": lambda: anatomy.making(XY, ("a", "b"), PAIR, NUMBERS, MADE)[-1],
    "sheet": lambda: pictures.sheet({"a": digits.load().images[:7]}, 5, [["a"] * 7], 300),
    "cards": lambda: cards.digits(digits.load().images[:20], HALF, HALF),
    "points": lambda: cards.points(XY[:20], HALF, None),
}


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_accepts_the_figure(name: str) -> None:
    figure = FIGURES[name]()
    go.Figure(figure.to_plotly_json())
    assert len(figure.data) > 0 or len(figure.layout.images) > 0


def test_frames_of_a_making_have_the_same_traces() -> None:
    figures = anatomy.making(XY, ("a", "b"), PAIR, NUMBERS, MADE)
    shapes = [[(trace.name, len(trace.x)) for trace in figure.data] for figure in figures]
    assert len(figures) == anatomy.FRAMES
    assert all(shape == shapes[0] for shape in shapes)


def test_a_sheet_shows_every_pixel_of_its_pictures() -> None:
    images = digits.load().images[:3]
    raster = pictures._raster(images, 2, 2)
    red, _, _, alpha = (plane[:: pictures.SCALE, :: pictures.SCALE] for plane in raster.channels)
    first = red[1 : 1 + digits.SIDE, 1 : 1 + digits.SIDE]
    assert 255 * (1 - images[0].reshape(8, 8) / digits.INK) == pytest.approx(first, abs=1)
    assert (alpha[pictures.CELL + 1 :, pictures.CELL + 1 :] == 0).all()


def test_the_density_along_a_line_integrates_to_one() -> None:
    (curve,) = _cut().select_traces(selector={"name": "density"})
    assert np.trapezoid(curve.x, curve.y) == pytest.approx(1, abs=0.01)


def test_the_least_value_of_a_criterion_is_a_star() -> None:
    (curve,) = FIGURES["criteria"]().data
    assert list(curve.marker.symbol) == [0, 17, 0]
