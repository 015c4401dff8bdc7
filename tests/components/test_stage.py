"""The stage, as far as it goes without a browser: what travels, and from where."""

import asyncio
import base64
import gzip
import io
import json
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response

from components.stage import assets, events, payload
from components.stage.events import (
    Add,
    Address,
    Brush,
    Click,
    Drag,
    Event,
    Present,
    Redo,
    Remove,
    Undo,
)
from components.stage.scene import Scene
from tests.components.message import decoded
from tests.pages.driver import COMPARE, state

EVENTS = (
    Click(1.0, 2.0, 1, "points", 3),
    Click(1.0, 2.0, 2),
    Add(1.0, 2.0, 1),
    Drag("place 0 1", 1.0, 2.0),
    Remove("place 0 1"),
    Brush((0.0, 1.0), (2.0, 3.0), 1, {"points": (1, 2)}),
    Undo(),
    Redo(),
    Address("?k=3"),
    Present("1"),
)


def picture(query: str = "") -> Scene:
    """What Compare shows at an address."""
    shown = state(COMPARE, query).picture
    assert isinstance(shown, Scene)
    return shown


def sent_as(*columns: list[float]) -> bytes:
    """Traces with these numbers as bytes."""
    return payload.encode(Scene([{"x": np.array(x, dtype=float)} for x in columns], {}))


def test_a_state_holds_the_complete_figure() -> None:
    scene = picture()
    sent = scene.figure()
    message = decoded(payload.encode(scene, alt="words"))
    assert message["alt"] == "words"
    for trace, got in zip(sent.data, message["figure"]["data"], strict=True):
        assert got["name"] == trace.name
        np.testing.assert_allclose(got["x"], trace.x, rtol=1e-6)
        np.testing.assert_allclose(got["y"], trace.y, rtol=1e-6)
    points = message["figure"]["data"][0]
    assert points["marker"]["color"] == list(sent.data[0].marker.color)
    np.testing.assert_array_equal(points["marker"]["symbol"], sent.data[0].marker.symbol)
    np.testing.assert_array_equal(points["customdata"], sent.data[0].customdata)
    layout = message["figure"]["layout"]
    assert layout["xaxis"]["range"] == list(sent.layout.xaxis.range)
    raster = layout["images"][0]["source"]
    rgba = np.asarray(Image.open(io.BytesIO(base64.b64decode(sent.layout.images[0].source[22:]))))
    assert raster["width"] == rgba.shape[1]
    for channel, got in zip(np.moveaxis(rgba, -1, 0), raster["channels"], strict=True):
        np.testing.assert_array_equal(np.broadcast_to(got, channel.size), channel.ravel())


def test_figures_are_valid_although_nobody_checks_them_in_the_app() -> None:
    sent = picture().figure()
    assert go.Figure(sent.to_dict()).layout.shapes == sent.layout.shapes


def test_lines_keep_their_vertices() -> None:
    scene = picture()
    shapes = decoded(payload.encode(scene))["figure"]["layout"]["shapes"]
    for shape, got in zip(scene.figure().layout.shapes, shapes, strict=True):
        if shape.type == "path":
            vertices = [float(number) for number in re.findall(r"[-+.e\d]+", shape.path)]
            np.testing.assert_allclose(np.ravel(got["path"]), vertices, rtol=1e-5)


def test_numbers_travel_in_the_narrowest_type_that_holds_them() -> None:
    sent = {"u1": [0, 255], "u2": [0, 256], "u4": [0, 65536], "f4": [-1, 0], "f4 ": [0.5, 1]}
    for kind, numbers in sent.items():
        told = sent_as(numbers)
        np.testing.assert_array_equal(decoded(told)["figure"]["data"][0]["x"], numbers)
        assert f'"$":"{kind.strip()}"'.encode() in zlib.decompress(told)


@given(
    st.lists(st.floats(-1, 1), min_size=2, max_size=9),
    st.sampled_from([0, 1e5, 1e8, -1e8]),
)
def test_places_near_each_other_are_told_apart_wherever_they_are(
    near: list[float], far: float
) -> None:
    """A millionth of the spread, and what a float64 can hold out there."""
    x = np.array(near) + far
    got = decoded(payload.encode(Scene([{"x": x}], {})))["figure"]["data"][0]["x"]
    assert np.abs(np.array(got) - x).max() <= 1e-6 * np.ptp(x) + 1e-15 * abs(far) + 1e-40


def test_equal_arrays_travel_once() -> None:
    x = np.random.default_rng(0).normal(size=5_000).tolist()
    assert len(sent_as(x, x)) < len(sent_as(x)) + 100


def test_of_a_film_the_frames_are_what_differs_from_the_first() -> None:
    frames = [
        Scene([{"name": "a", "x": [1, i]}, {"name": "b", "x": [1]}], {"title": "t", "width": 9 * i})
        for i in (0, 1)
    ]
    told = decoded(payload.encode(frames))
    assert told["figure"] == {"data": frames[0].data, "layout": frames[0].layout}
    assert told["frames"] == [
        {"data": [{}, {}], "layout": {}},
        {"data": [{"x": [1, 1]}, {}], "layout": {"width": 9}},
    ]


def test_the_same_picture_has_the_same_digest_and_another_one_another() -> None:
    one, again, other = (
        decoded(payload.encode(picture(query), note=query))["digest"]
        for query in ("", "n=500", "std=0.95")
    )
    assert one == again != other


def test_a_message_is_a_header_and_a_state_behind_it() -> None:
    told = payload.message({"name": "µ"}, b"state")
    length = int.from_bytes(told[:4], "little")
    assert json.loads(told[4 : 4 + length]) == {"name": "µ"}
    assert told[4 + length :] == b"state"


@pytest.mark.parametrize(("n", "limit"), [(500, 30_000), (20_000, 2_000_000), (100_000, 2_000_000)])
def test_states_are_small(n: int, limit: int) -> None:
    assert len(payload.encode(picture(f"n={n}"))) < limit


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


@pytest.mark.parametrize("event", EVENTS)
def test_what_a_reader_does_is_read(event: Event) -> None:
    told = {"kind": type(event).__name__.lower(), **asdict(event)}
    assert events.read(told) == event


@given(
    st.dictionaries(
        st.sampled_from(["kind", "x", "y", "panel", "handle", "trace", "point", "points", "query"]),
        st.sampled_from(["click", "add", "drag", "remove", "brush", "undo", "address"])
        | st.none() | st.text() | st.integers() | st.floats() | st.lists(st.integers())
        | st.dictionaries(st.text(), st.lists(st.integers())),
    )
    | st.none() | st.text() | st.integers() | st.lists(st.integers())
)  # fmt: skip
def test_nonsense_from_the_browser_is_no_event_and_no_exception(told: object) -> None:
    read = events.read(told)
    for place in ("x", "y"):
        assert np.isfinite(getattr(read, place, 0)).all()
