"""What a picture shows at other values of its settings, fetched by the browser as it is wanted.

A run of a page costs the browser several times what its picture costs: it goes over all that is on
the page. So a page says how the states of a picture are made, and runs where a slider comes to
rest; on the way there a route of our own answers.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components.stage import payload
from components.stage.events import Click, Drag, Gesture, Stroke, read
from components.stage.state import Facts, Film, State
from core.settings import Frame, Settled, Table, Texts, Values, settle
from core.watch import GivenUpError, watched

QUICK = 0.2  # seconds of work that a state may take; of slower ones none is made ahead
PATIENCE = 0.5  # seconds that a state to be made ahead may wait for others
WAIT = 0.3  # seconds that a page waits for a state; a slower one is fetched by the browser
SLOW = 1.0  # seconds after which a state is given up as soon as another one is wanted

StateAt: TypeAlias = Callable[[Values], State]
Heed: TypeAlias = Callable[[Gesture, Values], Values | None]


@dataclass
class Said:
    """What a page said last of its picture.

    Args:
        table: its settings.
        texts: of all that is set.
        state_at: what the picture shows at some values.
        heed: what a gesture changes.
    """

    table: Table
    texts: Texts
    state_at: StateAt
    heed: Heed

    def at(self, texts: Texts, gesture: Gesture | None = None) -> Settled:
        """The settings at other texts, and after a gesture."""
        now = settle(self.table, {**self.texts, **texts})
        changes = self.heed(gesture, now.values) if gesture else None
        if not changes:
            return now
        written = {
            key: value if isinstance(value, str) else now.settings[key].write(value)
            for key, value in changes.items()
            if key in now.settings
        }
        return settle(self.table, {**now.texts(), **written})


class Job:
    """A state in the making, in a thread of its own.

    Args:
        key: what it shows; whoever wants the same waits for the same job.
        make: makes it.
    """

    def __init__(self, key: object, make: Callable[[], tuple[bytes, bool]]) -> None:
        self.key, self.make = key, make
        self.is_old = False  # what it made has grown since
        self.begin = time.monotonic()
        self.counts: dict[str, int] = {}
        self.is_given_up = False
        self.future: Future[bytes] = _pool.submit(self._run)

    def _run(self) -> bytes:
        with watched(self._hear):
            content, self.is_old = self.make()
            return content

    def _hear(self, what: str, number: int) -> None:
        if what == "start":
            self.counts.clear()
        self.counts[what] = number
        if self.is_given_up:
            raise GivenUpError

    @property
    def how_far(self) -> str:
        """What has been reached, for the reader: start 2, iteration 14."""
        return ", ".join(f"{what} {number}" for what, number in self.counts.copy().items())


class Source:
    """How the states of a picture are made.

    It lives as long as the reader's session. Who knows its address can see the states, no more.
    """

    def __init__(self) -> None:
        self.turn = 0  # raised where states that were fetched before are wrong
        self.said: Said | None = None
        self.fixed: Texts = {}  # what was set of all that isn't live
        self.round = -1  # of the last message
        self.job: Job | None = None
        self.one_by_one = asyncio.Lock()
        self.token = secrets.token_urlsafe(16)
        _sources[self.token] = self

    @property
    def address(self) -> str:
        """Where the states are, relative to the app: an earlier address has nothing any more."""
        return f"state/{self.token}/{self.turn}"

    def renew(self, said: Said, fixed: Texts) -> bool:
        """Take over what the page says; tell whether states are other ones now."""
        news = self.said is None or fixed != self.fixed
        self.turn += news
        self.said, self.fixed = said, fixed
        return news

    def begin(self, at: Settled, frame: int | None = None) -> Job:
        """Make what is shown at some values, unless that is being made already."""
        assert self.said is not None
        key = (self.turn, at.texts(), frame)
        job = self.job
        if job is None or job.key != key or job.is_given_up or job.is_old:
            self.give_up()
            job = self.job = Job(key, partial(made, self.said, at, frame))
        return job

    def within(self, seconds: float, at: Settled) -> bytes:
        """What is shown at some values; nothing if that isn't there within so many seconds.

        Nor where the reader has moved on meanwhile: the browser fetches what it wants then.
        """
        try:
            return self.begin(at).future.result(seconds)
        except (TimeoutError, GivenUpError):
            return b""

    @property
    def patience(self) -> float | None:
        """Seconds until the job at hand may be given up; None where there is none."""
        return None if self.job is None else max(0.0, self.job.begin + SLOW - time.monotonic())

    def give_up(self) -> None:
        """Nobody waits for the job at hand any more."""
        if self.job is not None:
            self.job.is_given_up = True


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


def made(said: Said, at: Settled, frame: int | None = None) -> tuple[bytes, bool]:
    """What is shown at some values, as bytes, and whether it grows.

    Of a film one frame, where that is asked for.
    """
    begin = time.thread_time()  # of work: how busy the machine is says nothing of the next state
    state = said.state_at(at.values)
    quick = not state.growing and time.thread_time() - begin < QUICK
    return encode(state, frame, quick=quick), state.growing


def encode(state: State, frame: int | None = None, **more: object) -> bytes:
    """A state as bytes; of a film one frame alone, where that is asked for."""
    picture = state.picture
    told: dict[str, Any] = {
        "alt": state.alt,
        "facts": _told(state.facts),
        "notes": list(state.notes),
        "handles": [asdict(handle) for handle in state.handles],
        "clicks": state.clicks,
        "previews": state.previews,
        "brush": state.brush,
        "paint": state.paint,
        "refused": state.refused,
        "growing": state.growing,
        "length": 1,
        **more,
    }
    if not isinstance(picture, Film):
        return payload.encode([picture], **told)
    if frame is not None:
        told["frame"] = frame = min(frame, picture.length - 1)
    frames = [picture.frame(i) for i in (range(picture.length) if frame is None else [frame])]
    told |= {
        "length": picture.length,
        "captions": [each.caption for each in frames],
        "frameFacts": [_told(each.facts) for each in frames],
        "curve": list(picture.curve),
        "curveName": picture.curve_name,
        "scrubber": picture.scrubber,
        "plays": picture.plays,
    }
    return payload.encode([each.scene for each in frames], **told)


def _told(groups: Facts) -> dict[str, list[tuple[str, str, str, str]]]:
    return {
        title: [(fact.name, fact.value, fact.meaning, fact.brief) for fact in facts]
        for title, facts in groups.items()
    }


async def answer(request: Request) -> Response:
    """Send one state; nothing where the page has changed since, or too many look ahead."""
    source = _sources.get(request.path_params["token"])
    if source is None or source.said is None:
        return PlainTextResponse("This picture is gone: load the page again.", 404)
    if request.path_params["turn"] != source.turn:
        return NOTHING
    match request.path_params["when"]:
        case "progress":
            return PlainTextResponse(source.job.how_far if source.job else "")
        case "now":
            make = _now
        case "ahead":
            make = _ahead
        case _:
            return PlainTextResponse("There is nothing here.", 404)
    # what some settings are depends on a fit
    asked = await run_in_threadpool(_read, source.said, request.query_params)
    if asked is None:
        return PlainTextResponse("A slider can't stand there.", 400)
    content = await make(request, source, *asked)
    if content is None:
        return NOTHING
    return Response(content, headers={"Cache-Control": "no-store"}, media_type=BYTES)


async def _now(request: Request, source: Source, at: Settled, frame: int | None) -> bytes | None:
    """Make a state as soon as the one before is there, or has taken too long."""
    assert source.said is not None
    turn = source.turn
    if source.job is None or source.job.key != (turn, at.texts(), frame):
        async with _held(source.one_by_one, source.patience) as mine:
            if not mine:
                source.give_up()
    async with source.one_by_one:
        if source.turn != turn or await request.is_disconnected():
            return None
        try:
            return await asyncio.wrap_future(source.begin(at, frame).future)
        except GivenUpError:
            return None


async def _ahead(request: Request, source: Source, at: Settled, frame: int | None) -> bytes | None:
    """Make a state if there is time for it."""
    assert source.said is not None
    make = partial(made, source.said, at, frame)
    async with _held(_one_ahead, PATIENCE) as mine:
        if not mine or await request.is_disconnected():
            return None
        begin = time.monotonic()
        content, _ = await run_in_threadpool(make)
        await asyncio.sleep(time.monotonic() - begin)  # as long for whoever asked for something
    return content


def _read(said: Said, asked: Mapping[str, str]) -> tuple[Settled, int | None] | None:
    """What a query asks for: values, and a single frame of a film; None where that can't be."""
    texts = {key: text for key, text in asked.items() if key not in UNDERWAY}
    known = settle(said.table, {**said.texts, **texts})
    before = settle(said.table, said.texts)
    stood = before.settings
    moved = {
        key
        for key, text in texts.items()
        if key not in stood or stood[key].read(text) != before.values[key]
    }
    refused = {refusal.key for refusal in known.refusals}
    if moved & refused or moved - known.values.keys():  # the others may go with what has moved
        return None
    gesture = read(told) if (told := _underway(asked)) else None
    if not isinstance(gesture, Click | Drag | Stroke | None) or (told and gesture is None):
        return None
    at = said.at(texts, gesture)
    frames = [at.values[key] for key, each in at.settings.items() if isinstance(each, Frame)]
    return at, (frames or [0])[0] if "glimpse" in asked else None


def _underway(asked: Mapping[str, str]) -> dict[str, str]:
    """The gesture that a query says is under way, as the browser would tell it; {} for none."""
    if "drag" in asked:
        handle, *place = asked["drag"].rsplit(",", 2)
        return {"kind": "drag", "handle": handle, **dict(zip("xy", place, strict=False))}
    if "click" in asked:
        names = ("panel", "x", "y", "point", "trace")
        return {"kind": "click", **dict(zip(names, asked["click"].split(",", 4), strict=False))}
    return {"kind": "stroke", "path": asked["stroke"]} if "stroke" in asked else {}


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


UNDERWAY = {"glimpse", "click", "drag", "stroke"}  # in a query, beside the settings
BYTES = "application/octet-stream"
NOTHING = Response(status_code=204)
ROUTE = Route("/state/{token}/{turn:int}/{when}", answer)

_sources: WeakValueDictionary[str, Source] = WeakValueDictionary()
_one_ahead = asyncio.Lock()  # of all sessions, one state at a time is made ahead
_pool = ThreadPoolExecutor(8, "state")
