"""What a picture shows at other values of its sliders, fetched by the browser as it is wanted.

A run of a page costs the browser several times what its picture costs: it goes over all that is on
the page. So a page says how the states of a picture are made, and runs where a slider comes to
rest; on the way there a route of our own answers.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from weakref import WeakValueDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.stage import payload
from components.stage.scene import Scene
from components.stage.sliders import Slider, Values

QUICK = 0.2  # seconds that a state may take; of slower ones none is made ahead
PATIENCE = 0.5  # seconds that a state to be made ahead may wait for others

Facts = Mapping[str, Sequence[tuple[str, str, str]]]  # by group: name, value, meaning


@dataclass(frozen=True)
class State:
    """What a picture shows at some values of its sliders.

    Args:
        figure: the picture.
        alt: the same in words.
        facts: the numbers under it.
        notes: sentences under these.
    """

    figure: Scene
    alt: str
    facts: Facts
    notes: Sequence[str] = ()


class Source:
    """How the states of a picture are made, as its page said last.

    It lives as long as the reader's session. Who knows its address can see the states, no more.
    """

    def __init__(self) -> None:
        self.turn = 0  # of what the page said
        self.state_at: Callable[[Values], State] | None = None
        self.sliders: Sequence[Slider] = ()
        self.one_by_one = asyncio.Lock()
        self.token = secrets.token_urlsafe(16)
        _sources[self.token] = self

    @property
    def address(self) -> str:
        """Where the states are, relative to the app: an earlier address has nothing any more."""
        return f"state/{self.token}/{self.turn}"

    def renew(self, state_at: Callable[[Values], State], sliders: Sequence[Slider]) -> bool:
        """Take over what the page says; tell whether that is news."""
        if state_at is self.state_at:
            return False
        self.turn += 1
        self.state_at, self.sliders = state_at, sliders
        return True

    def values(self, asked: Mapping[str, str]) -> Values | None:
        """What an address says of all the sliders; None where one can't be so."""
        read = {slider.key: slider.read(asked.get(slider.key)) for slider in self.sliders}
        values = {key: value for key, value in read.items() if value is not None}
        return values if len(values) == len(read) else None


def source(picture: str) -> Source:
    """Where the states of a picture come from, in this session."""
    key = f"{picture} states"  # the route finds it by its address, and it goes with the session
    if key not in st.session_state:
        st.session_state[key] = Source()
    made: Source = st.session_state[key]
    return made


def forget(picture: str) -> None:
    """Begin anew: the browser can't reach the states of this picture."""
    st.session_state.pop(f"{picture} states", None)


def encode(state_at: Callable[[Values], State], at: Values, **about: object) -> bytes:
    """A state as bytes, with whatever else the browser is to know."""
    begin = time.monotonic()
    state = state_at(at)
    quick = time.monotonic() - begin < QUICK
    words = {"alt": state.alt, "facts": state.facts, "notes": list(state.notes)}
    return payload.encode(state.figure, **words, quick=quick, **about)


async def answer(request: Request) -> Response:
    """Send one state; nothing where the page has changed since, or too many look ahead."""
    source = _sources.get(request.path_params["token"])
    if source is None or source.state_at is None:
        return Response("This picture is gone: load the page again.", 404)
    if request.path_params["turn"] != source.turn:
        return NOTHING
    at = source.values(request.query_params)
    if at is None:
        return Response("A slider can't stand there.", 400)
    made = partial(encode, source.state_at, at)
    ahead = request.path_params["when"] == "ahead"
    async with _held(_ahead if ahead else source.one_by_one, PATIENCE if ahead else None) as mine:
        if not mine or await request.is_disconnected():
            return NOTHING
        begin = time.monotonic()
        content = await run_in_threadpool(made)
        if ahead:  # as long for whoever has asked for something
            await asyncio.sleep(time.monotonic() - begin)
    return Response(content, headers={"Cache-Control": "no-store"}, media_type=BYTES)


@contextlib.asynccontextmanager
async def _held(lock: asyncio.Lock, patience: float | None) -> AsyncIterator[bool]:
    """Hold a lock, or tell that it wasn't to be had within so many seconds."""
    try:
        await asyncio.wait_for(lock.acquire(), patience)
    except TimeoutError:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


BYTES = "application/octet-stream"
NOTHING = Response(status_code=204)
ROUTE = Route("/state/{token}/{turn:int}/{when}", answer)

_sources: WeakValueDictionary[str, Source] = WeakValueDictionary()
_ahead = asyncio.Lock()  # of all sessions, one state at a time is made ahead
