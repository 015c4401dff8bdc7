"""The stage, as far as it goes without a browser: what travels, and from where."""

import asyncio
import base64
import gzip
import io
import re
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import plotly.graph_objects as go
import pytest
from components.fits import Model, compare
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from components.figures import comparisons
from components.stage import assets, payload
from components.stage.scene import Scene
from core import datasets
from tests.components.message import decoded


def figure(n: int = 500, look: comparisons.Look | None = None) -> Scene:
    data = datasets.draw("blobs", n_samples=n, n_clusters=5, cluster_std=0.9, seed=17)
    fits = compare(data, 5, Model(seed=420))
    return comparisons.compare(data, fits.comparison, look or comparisons.Look())


def test_the_message_holds_the_complete_figure() -> None:
    scene = figure()
    sent = scene.figure()
    message = decoded(payload.encode(scene, name="picture", alt="words"))
    assert (message["name"], message["alt"]) == ("picture", "words")
    for trace, got in zip(sent.data, message["figure"]["data"], strict=True):
        assert got["name"] == trace.name
        np.testing.assert_allclose(got["x"], trace.x, rtol=1e-6)
        np.testing.assert_allclose(got["y"], trace.y, rtol=1e-6)
    points = message["figure"]["data"][0]
    assert points["marker"]["color"] == list(sent.data[0].marker.color)
    np.testing.assert_array_equal(points["marker"]["symbol"], sent.data[0].marker.symbol)
    np.testing.assert_allclose(points["customdata"], sent.data[0].customdata, rtol=1e-6)
    layout = message["figure"]["layout"]
    assert layout["xaxis"]["range"] == list(sent.layout.xaxis.range)
    raster = layout["images"][0]["source"]
    rgba = np.asarray(Image.open(io.BytesIO(base64.b64decode(sent.layout.images[0].source[22:]))))
    assert raster["width"] == rgba.shape[1]
    for channel, got in zip(np.moveaxis(rgba, -1, 0), raster["channels"], strict=True):
        np.testing.assert_array_equal(np.broadcast_to(got, channel.size), channel.ravel())


def test_figures_are_valid_although_nobody_checks_them_in_the_app() -> None:
    sent = figure().figure()
    assert go.Figure(sent.to_dict()).layout.shapes == sent.layout.shapes


def test_lines_keep_their_vertices() -> None:
    sent = figure()
    shapes = decoded(payload.encode(sent))["figure"]["layout"]["shapes"]
    for shape, got in zip(sent.figure().layout.shapes, shapes, strict=True):
        if shape.type == "path":
            vertices = [float(number) for number in re.findall(r"[-+.e\d]+", shape.path)]
            np.testing.assert_allclose(np.ravel(got["path"]), vertices, rtol=1e-5)


def test_numbers_travel_in_the_narrowest_type_that_holds_them() -> None:
    sent = {"u1": [0, 255], "u2": [0, 256], "u4": [0, 65536], "f4": [-1, 0], "f4 ": [0.5, 1]}
    for kind, numbers in sent.items():
        message = payload.encode(Scene([{"x": np.array(numbers, dtype=float)}], {}))
        np.testing.assert_array_equal(decoded(message)["figure"]["data"][0]["x"], numbers)
        assert f'"$":"{kind.strip()}"'.encode() in zlib.decompress(message)


def test_equal_arrays_travel_once() -> None:
    x = np.random.default_rng(0).normal(size=5_000)
    once = payload.encode(Scene([{"x": x}], {}))
    twice = payload.encode(Scene([{"x": x}, {"x": x}], {}))
    assert len(twice) < len(once) + 100


@pytest.mark.parametrize(("n", "limit"), [(500, 30_000), (20_000, 2_000_000), (100_000, 2_000_000)])
def test_messages_are_small(n: int, limit: int) -> None:
    assert len(payload.encode(figure(n))) < limit


def get(path: str, encoding: str = "gzip") -> Response:
    _, digest, name = path.split("/")
    headers = [(b"accept-encoding", encoding.encode())]
    scope = {"type": "http", "headers": headers, "path_params": {"digest": digest, "name": name}}
    # in a thread of its own, since Playwright's loop runs in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, assets.answer(Request(scope))).result()


@pytest.mark.parametrize("name", ["stage.js", assets.PLOTLY])
def test_browsers_keep_what_they_have_loaded(name: str) -> None:
    answer, plain = get(assets.address(name)), get(assets.address(name), encoding="identity")
    assert answer.headers["cache-control"] == assets.IMMUTABLE
    assert answer.headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(answer.body) == plain.body
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("path", [f"web/{'0' * 16}/stage.js", "web/x/none.js"])
def test_there_is_nothing_else(path: str) -> None:
    assert get(path).status_code == 404


def test_modules_import_only_what_is_served() -> None:
    for path in assets.WEB.glob("*.js"):
        for name in re.findall(r'from "\./(.+?)"', path.read_text()):
            assert (assets.WEB / name).is_file(), f"{path.name} imports {name}"


def page() -> None:
    from components.stage import stage
    from components.stage.scene import Scene

    stage.show(Scene([{"x": [1, 2], "y": [1, 2]}], {}), key="picture", alt="two points")


def test_a_browser_that_cannot_load_the_stage_gets_a_plain_chart_and_a_note() -> None:
    app = AppTest.from_function(page).run()
    assert not app.caption
    app.session_state["stage_failed"] = True
    app.run()
    assert not app.exception
    assert "could not load" in app.caption[0].value
    assert len(app.get("plotly_chart")) == 1
