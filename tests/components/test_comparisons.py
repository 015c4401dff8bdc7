"""The pictures are made of the models' numbers."""

import base64
import io
import re

import numpy as np
import plotly.graph_objects as go
import pytest
from PIL import Image

from components.figures import board, comparisons, layers, theme
from components.figures.comparisons import Look
from components.figures.flat import Flat
from core import comparison, datasets, gmm, kmeans
from core.comparison import Comparison
from core.datasets import Dataset

BLOBS = datasets.draw("blobs", seed=17)


def _compare(data: Dataset, k: int, **settings: str) -> Comparison:
    centres = kmeans.fit(data.points, k).steps[-1]
    mixture = gmm.fit(data.points, k, **settings).steps[-1].mixture
    return comparison.compare(data.points, centres, mixture, truth=data.labels)


def _draw(data: Dataset, c: Comparison, look: Look | None = None) -> go.Figure:
    return comparisons.compare(data, c, look or Look()).figure()


def _shapes(figure: go.Figure, name: str) -> list[go.layout.Shape]:
    return [shape for shape in figure.layout.shapes if shape.name.startswith(name)]


def _pixels(figure: go.Figure, name: str) -> np.ndarray:
    (image,) = (image for image in figure.layout.images if image.name == name)
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(image.source.split(",")[1]))))


def test_circles_reach_to_the_farthest_member() -> None:
    c = _compare(BLOBS, 5)
    drawn = _shapes(_draw(BLOBS, c), "circle")
    assert [(s.x1 - s.x0) / 2 for s in drawn] == pytest.approx(c.radii)
    assert [[(s.x0 + s.x1) / 2, (s.y0 + s.y1) / 2] for s in drawn] == [
        pytest.approx(centre) for centre in c.centres
    ]


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_ellipses_lie_at_their_level(kind: str) -> None:
    c = _compare(BLOBS, 5, covariance_type=kind)
    figure = _draw(BLOBS, c, Look(levels=(1.0, 2.5)))
    drawn = _shapes(figure, "ellipse")
    assert len(drawn) == 5 * 2
    for index, shape in enumerate(drawn):
        vertices = np.array(re.findall(r"[ML]([^,]+),([^LZ]+)", shape.path), dtype=float)
        component = np.full(len(vertices), index // 2)
        distances = comparison.geometry.distances(vertices, component, c.mixture)
        assert distances == pytest.approx([1.0, 2.5][index % 2], rel=1e-3)


def test_hard_points_have_their_clusters_colour_and_symbol() -> None:
    c = _compare(BLOBS, 5)
    left, right = _draw(BLOBS, c, Look(colours="hard")).select_traces(selector={"name": "points"})
    for trace, labels in ((left, c.labels), (right, c.components)):
        numbers = c.numbers[labels]
        assert list(trace.marker.color) == [theme.colour(number) for number in numbers]
        assert list(trace.marker.symbol) == [theme.SYMBOLS[number] for number in numbers]


def test_blended_points_mix_the_colours_by_responsibility() -> None:
    shares = np.array([[1.0, 0.0], [0.5, 0.5]])
    mixed = (theme.RGB[0] + theme.RGB[2]) / 2
    expected = [theme.RGB[0], mixed.round()]
    assert theme.blend(shares, np.array([0, 2])) == pytest.approx(np.array(expected))


def test_hover_tells_every_components_probability() -> None:
    c = _compare(BLOBS, 5)
    _, right = _draw(BLOBS, c).select_traces(selector={"name": "points"})
    assert right.customdata[:, 1:] == pytest.approx(c.responsibilities, abs=1e-7)
    assert all(f"{number + 1}: %{{customdata[" in right.hovertemplate for number in c.numbers)


def test_shading_is_strongest_where_the_density_is() -> None:
    c = _compare(BLOBS, 1)
    alpha = _pixels(_draw(BLOBS, c), "density")[..., 3]
    row, column = np.unravel_index(alpha.argmax(), alpha.shape)
    figure = _draw(BLOBS, c)
    (image,) = figure.layout.images
    x = image.x + (column + 0.5) / alpha.shape[1] * image.sizex
    y = image.y - (row + 0.5) / alpha.shape[0] * image.sizey
    assert (x, y) == pytest.approx(tuple(c.mixture.means[0]), abs=2 * image.sizex / alpha.shape[1])


@pytest.mark.parametrize("shading", ["density", "responsibilities", "uncertainty"])
def test_every_shading_is_in_the_picture(shading: str) -> None:
    pixels = _pixels(_draw(BLOBS, _compare(BLOBS, 5), Look(shading=shading)), shading)
    assert pixels[..., 3].max() > 80


def test_regions_are_those_of_the_nearest_centre() -> None:
    c = _compare(BLOBS, 3)
    pixels = _pixels(_draw(BLOBS, c, Look(regions=True)), "regions")
    assert {tuple(rgb) for rgb in pixels[..., :3].reshape(-1, 3)} == {
        tuple(theme.RGB[number]) for number in c.numbers
    }


def test_rings_mark_the_disagreements() -> None:
    c = _compare(datasets.draw("stretched"), 4)
    for trace in _draw(datasets.draw("stretched"), c).select_traces(
        selector={"name": "disagreements"}
    ):
        assert len(trace.x) == c.disagreements.sum() > 0


def test_the_stronger_the_weight_the_stronger_the_fill() -> None:
    data = datasets.draw("sizes")
    c = _compare(data, 3)
    drawn = _shapes(_draw(data, c, Look(levels=(2.0,))), "ellipse")
    alphas = [float(shape.fillcolor.split(",")[-1].rstrip(")")) for shape in drawn]
    assert np.argsort(alphas).tolist() == np.argsort(c.mixture.weights).tolist()


@pytest.mark.parametrize(
    ("n", "kind"), [(layers.SVG_UP_TO, "scatter"), (layers.SVG_UP_TO + 250, "scattergl")]
)
def test_many_points_are_drawn_by_webgl(n: int, kind: str) -> None:
    data = datasets.draw("blobs", n_samples=n)
    traces = _draw(data, _compare(data, 5)).select_traces(selector={"name": "points"})
    assert [trace.type for trace in traces] == [kind, kind]


def test_very_many_points_become_a_cloud_in_which_none_is_lost() -> None:
    data = datasets.draw("blobs", n_samples=layers.WEBGL_UP_TO + 2_500)
    figure = _draw(data, _compare(data, 5), Look(gmm=False))
    assert not list(figure.select_traces(selector={"name": "points"}))
    assert (_pixels(figure, "cloud")[..., 3] > 0).sum() > 1_000


def test_four_dimensions_are_drawn_as_shadows() -> None:
    data = datasets.draw("iris")
    c = _compare(data, 3)
    figure = _draw(data, c)
    assert figure.layout.xaxis.title.text == "first principal component"
    assert [(s.x1 - s.x0) / 2 for s in _shapes(figure, "circle")] == pytest.approx(c.radii)


def test_axes_are_equal_and_linked() -> None:
    layout = _draw(BLOBS, _compare(BLOBS, 2)).layout
    assert (layout.yaxis.scaleanchor, layout.xaxis2.matches, layout.yaxis2.matches) == (
        "x",
        "x",
        "y",
    )


@pytest.mark.parametrize("shape", [1 / board.TALLEST, 1.0, board.WIDEST / 2])
@pytest.mark.parametrize("name", ["blobs", "cigars", "stretched"])
def test_what_equal_axes_show_in_panels_of_any_shape_is_shaded(name: str, shape: float) -> None:
    """A panel shows more than the box of the points in one direction."""
    data = datasets.draw(name)
    view = Flat(data.points, data.columns, ["left", "right"])
    width, height = view.high - view.low
    seen = np.array([max(width, shape * height), max(height, width / shape)])
    middle = (view.low + view.high) / 2
    low, high = view.shaded.points[[0, -1]]
    assert (low <= middle - seen / 2).all()
    assert (high >= middle + seen / 2).all()
