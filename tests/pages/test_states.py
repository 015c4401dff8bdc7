"""What a picture shows at other values of its sliders, fetched as the browser does."""

import asyncio
import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from components.stage import states
from components.stage.scene import Scene
from components.stage.state import State
from components.stage.states import Said, Source
from core import watch
from core.settings import Group, Number, Values, settle
from tests.components.message import decoded
from tests.pages.driver import (
    BY_HAND,
    COMPARE,
    DIGITS,
    EM,
    KMEANS,
    SAMPLE,
    fetch,
    gesture,
    header,
    message,
    move,
    request,
    run,
    trigger,
    visit,
)


def asked(app: AppTest, **values: Any) -> Response:
    """Ask for what the picture shows when some values are others."""
    sent = header(app)
    return fetch(sent["states"], sent["values"] | values)


def shown(answer: Response) -> dict[str, Any]:
    """What an answer has, but for how long it took."""
    assert answer.status_code == 200
    return {key: value for key, value in decoded(answer.body).items() if key != "quick"}


@pytest.mark.parametrize(
    ("page", "query", "moved"),
    [
        (COMPARE, {"cov": "tied", "shading": "uncertainty"}, {"std": 0.95}),
        (COMPARE, {"cov": "tied"}, {"n": 20_000}),
        (COMPARE, {}, {"k": 12, "seed": 3, "fit_seed": 7, "starts": 4}),
        (EM, {"begin": "random_points"}, {"std": 0.8, "fit_seed": 3, "k": 3, "step": 4}),
        (KMEANS, {"regions": "true"}, {"n": 50, "k": 6}),
        (SAMPLE, {"only": "1,2"}, {"temperature": 4, "draw": 3, "new": 100}),
        (BY_HAND, {"k": "2"}, {"x2": -5, "xx1": 3.5, "k": 4}),
        (BY_HAND, {"k": "4", "x4": "7"}, {"k": 3}),  # x4 goes with component 4
        (DIGITS, {"k": "50", "from": "49"}, {"k": 10}),  # and a walk from 49
        (EM, {"follow": "true", "point": "390"}, {"n": 50}),
    ],
)
def test_a_state_is_what_the_page_would_show_there(
    page: str, query: dict[str, str], moved: dict[str, float]
) -> None:
    texts = {key: str(value) for key, value in moved.items()}
    assert shown(asked(visit(page, query), **moved)) == message(visit(page, query | texts))


@pytest.mark.parametrize("frame", [0, 7, 99])
def test_a_glimpse_is_one_frame_of_the_film_with_all_its_numbers(frame: int) -> None:
    app = visit(EM)
    film = message(app)
    glimpse = shown(asked(app, step=frame, glimpse=1))
    last = len(film["captions"]) - 1
    assert (glimpse["frame"], glimpse["length"]) == (min(frame, last), last + 1)
    assert glimpse["curve"] == film["curve"]
    assert "frames" not in glimpse
    assert glimpse["captions"] == [film["captions"][min(frame, last)]]
    if frame == 0:
        assert glimpse["figure"] == film["figure"]


@pytest.mark.parametrize(
    ("page", "handle"),
    [(EM, "place 0 1"), (EM, "axis 1 0"), (BY_HAND, "mean 0"), (BY_HAND, "long 1")],
)
def test_on_the_way_of_a_drag_is_what_letting_go_there_shows(page: str, handle: str) -> None:
    app = visit(page)
    before = message(app)
    on_the_way = shown(asked(app, drag=f"{handle},1.5,2"))
    assert on_the_way["figure"] != before["figure"]
    assert on_the_way == message(gesture(app, "drag", handle=handle, x=1.5, y=2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 1e9},
        {"k": 2.5},
        {"n": 10_000_000},
        {"std": "nan"},
        {"seed": ""},
        {"k": "\0"},
        {"unknown": 3},
        {"x4": 3},
        {"drag": "mean 0"},
        {"drag": "mean 0,nan,2"},
        {"drag": "mean 0,1e999,2"},
    ],
)
def test_values_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    assert asked(visit(COMPARE), **wrong).status_code == 400


def test_there_are_no_states_of_an_earlier_page() -> None:
    app = visit(COMPARE)
    before = header(app)
    app.selectbox(key="cov").select("tied").run()
    assert fetch(before["states"], before["values"]).status_code == 204
    assert shown(asked(app, k=4)) == message(visit(COMPARE, "cov=tied&k=4"))


def test_states_stay_valid_while_only_live_values_move() -> None:
    app = visit(COMPARE)
    before = header(app)
    after = header(move(app, k=3))
    assert (before["states"], before["round"]) == (after["states"], after["round"])


def test_what_is_not_there_is_refused() -> None:
    sent = header(visit(COMPARE))
    assert fetch("state/none/1", {}).status_code == 404
    assert fetch(sent["states"], sent["values"], when="yesterday").status_code == 404


def test_states_go_with_their_session() -> None:
    app = visit(COMPARE)
    sent = header(app)
    del app
    gc.collect()
    assert fetch(sent["states"], sent["values"]).status_code == 404


def test_nothing_is_worked_out_for_a_browser_that_has_gone() -> None:
    sent = header(visit(COMPARE))
    assert fetch(sent["states"], sent["values"], gone=True).status_code == 204


def test_looking_ahead_waits_for_others_only_for_a_while() -> None:
    app = visit(COMPARE)
    sent = header(app)

    async def both() -> tuple[int, int]:
        async with states._one_ahead:
            ahead = await states.answer(request(sent["states"], sent["values"], when="ahead"))
            now = await states.answer(request(sent["states"], sent["values"]))
        return ahead.status_code, now.status_code

    assert run(both()) == (204, 200)
    later = fetch(sent["states"], sent["values"] | {"k": 6}, when="ahead")
    assert shown(later) == message(visit(COMPARE, "k=6"))


def test_who_cannot_reach_the_states_is_sent_them_with_messages() -> None:
    app = visit(COMPARE)
    before = header(app)
    app = trigger(app, "lost", True)
    assert header(app)["states"] != before["states"]
    assert message(app) == message(visit(COMPARE))
    assert fetch(before["states"], before["values"]).status_code == 404


class Slow:
    """A picture that takes until it is let go, and says how far it is."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.made: list[int] = []

    def state(self, at: Values) -> State:
        """What is shown at k; only k = 1 takes its time."""
        if at["k"] == 1:
            watch.tell("start", 1)
            self.begun.set()
            assert self.may_end.wait(60)
            watch.tell("start", 2)
        self.made.append(at["k"])
        return State(Scene([], {}), f"k is {at['k']}")


TABLE = (Group("", (Number("k", "k", 1, 9, 2),)),)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Slow, Source]]:
    """A picture whose states are given up as soon as another one is wanted."""
    monkeypatch.setattr(states, "SLOW", 0.0)
    picture, source = Slow(), Source()
    source.renew(Said(TABLE, {"k": "2"}, picture.state, lambda _gesture, _at: None), {})
    yield picture, source
    picture.may_end.set()


def test_a_slow_state_is_abandoned_by_the_next_move(slow: tuple[Slow, Source]) -> None:
    picture, source = slow

    async def two() -> tuple[Response, Response]:
        first = asyncio.create_task(states.answer(request(source.address, {"k": 1})))
        await asyncio.to_thread(picture.begun.wait, 60)
        second = asyncio.create_task(states.answer(request(source.address, {"k": 3})))
        while source.job is not None and not source.job.is_given_up:
            await asyncio.sleep(0)
        picture.may_end.set()
        return await first, await second

    first, second = run(two())
    assert (first.status_code, second.status_code) == (204, 200)
    assert shown(second)["alt"] == "k is 3"
    assert picture.made == [3]


def test_a_page_whose_state_is_given_up_leaves_the_next_to_the_browser(
    slow: tuple[Slow, Source],
) -> None:
    picture, source = slow
    assert source.said is not None
    at = source.said.at({"k": "1"})
    with ThreadPoolExecutor(1) as page:
        waiting = page.submit(source.within, 60, at)
        assert picture.begun.wait(60)
        source.give_up()
        picture.may_end.set()
        assert waiting.result(60) == b""


def test_how_far_a_state_is_can_be_asked_for_while_it_is_made(slow: tuple[Slow, Source]) -> None:
    picture, source = slow

    async def both() -> tuple[Response, Response]:
        state = asyncio.create_task(states.answer(request(source.address, {"k": 1})))
        await asyncio.to_thread(picture.begun.wait, 60)
        progress = await states.answer(request(source.address, {}, when="progress"))
        picture.may_end.set()
        return progress, await state

    progress, state = run(both())
    assert progress.body == b"start 1"
    assert shown(state)["alt"] == "k is 1"


def test_who_wants_the_same_state_waits_for_the_same_job(slow: tuple[Slow, Source]) -> None:
    picture, source = slow

    async def both() -> list[Response]:
        ask = partial(states.answer, request(source.address, {"k": 1}))
        first = asyncio.create_task(ask())
        await asyncio.to_thread(picture.begun.wait, 60)
        second = asyncio.create_task(ask())
        picture.may_end.set()
        return [await first, await second]

    assert [shown(answer)["alt"] for answer in run(both())] == ["k is 1"] * 2
    assert picture.made == [1]


def test_a_page_waits_only_so_long_and_leaves_a_slow_state_to_the_browser(
    slow: tuple[Slow, Source],
) -> None:
    picture, source = slow
    at = settle(TABLE, {"k": "1"})
    assert source.within(0, at) == b""
    picture.may_end.set()
    assert shown(fetch(source.address, {"k": 1}))["alt"] == "k is 1"
    assert source.within(60, at)
    assert picture.made == [1]
