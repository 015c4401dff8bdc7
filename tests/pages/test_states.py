"""What a picture shows at other values of its sliders, fetched as the browser does."""

import asyncio
import gc
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from components.stage import states
from tests.components.message import decoded
from tests.pages.driver import COMPARE, figure, message, visit

Result = TypeVar("Result")
TOLD = ("figure", "alt", "facts", "notes", "digest")


def request(
    address: str, query: Mapping[str, Any], *, when: str = "now", gone: bool = False
) -> Request:
    _, token, turn = address.split("/")

    async def receive() -> dict[str, str]:
        if not gone:
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "path_params": {"token": token, "turn": int(turn), "when": when},
        "query_string": urlencode(query).encode(),
        "headers": [],
    }
    return Request(scope, receive)


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run it in a thread of its own: Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def fetch(address: str, query: Mapping[str, Any], *, gone: bool = False) -> Response:
    return run(states.answer(request(address, query, gone=gone)))


def asked(app: AppTest, **values: Any) -> Response:
    sent = message(app)
    return fetch(sent["states"], sent["values"] | values)


@pytest.mark.parametrize(
    "moved", [{"std": 0.95}, {"n": 20_000}, {"k": 12, "seed": 3}, {"fit_seed": 7, "starts": 4}]
)
def test_a_state_is_what_the_page_would_show_there(moved: dict[str, float]) -> None:
    settings = {"cov": "tied", "shading": "uncertainty"}
    app = visit(COMPARE, settings)
    state = decoded(asked(app, **moved).body)
    page = message(visit(COMPARE, settings | {key: str(value) for key, value in moved.items()}))
    assert {key: state[key] for key in TOLD} == {key: page[key] for key in TOLD}


@pytest.mark.parametrize(
    "wrong", [{"k": 1e9}, {"k": 2.5}, {"n": 10_000_000}, {"std": "nan"}, {"seed": ""}, {"k": "\0"}]
)
def test_values_that_a_slider_cannot_have_are_refused(wrong: dict[str, Any]) -> None:
    assert asked(visit(COMPARE), **wrong).status_code == 400


def test_there_are_no_states_of_an_earlier_page() -> None:
    app = visit(COMPARE)
    before = message(app)
    app.selectbox("cov").select("tied").run()
    assert fetch(before["states"], before["values"]).status_code == 204
    state = decoded(asked(app, k=4).body)
    assert state["figure"] == figure(visit(COMPARE, {"cov": "tied", "k": "4"}))


def test_a_picture_that_is_not_there_is_refused() -> None:
    assert fetch("state/none/1", {}).status_code == 404


def test_states_go_with_their_session() -> None:
    app = visit(COMPARE)
    sent = message(app)
    del app
    gc.collect()
    assert fetch(sent["states"], sent["values"]).status_code == 404


def test_nothing_is_worked_out_for_a_browser_that_has_gone() -> None:
    app = visit(COMPARE)
    sent = message(app)
    assert fetch(sent["states"], sent["values"], gone=True).status_code == 204


def test_looking_ahead_waits_for_others_only_for_a_while() -> None:
    app = visit(COMPARE)
    sent = message(app)

    async def both() -> tuple[int, int]:
        async with states._ahead:
            ahead = await states.answer(request(sent["states"], sent["values"], when="ahead"))
            now = await states.answer(request(sent["states"], sent["values"]))
        return ahead.status_code, now.status_code

    assert run(both()) == (204, 200)
