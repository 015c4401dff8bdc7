"""A page run without a browser, what it puts on the screen, and what a browser would tell it."""

import asyncio
import json
import re
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from components import compare
from components.choose import contest, criteria, lottery, merging, stability, tree
from components.data import bring, paint
from components.frame import Subject
from components.generate import anatomy, by_hand, conditional, digits, guess, moons, sample
from components.settings import Standing
from components.stage import states
from components.stage.state import Film, State
from components.step import collapse, em, fuzzy, kmeans, race, soften
from core.settings import Card, Values, settle
from tests.components.message import decoded

ROOT = Path(__file__).parents[2]
Result = TypeVar("Result")

START = "pages/start/start.py"
COMPARE = "pages/compare/compare.py"
EM, KMEANS, FUZZY, RACE, SOFTEN, COLLAPSE = (
    f"pages/step/{name}.py" for name in ("em", "kmeans", "fuzzy", "race", "soften", "collapse")
)
SAMPLE, ANATOMY, BY_HAND, MOONS, CONDITIONAL, DIGITS, GUESS = (
    f"pages/generate/{name}.py"
    for name in ("sample", "anatomy", "by_hand", "moons", "conditional", "digits", "guess")
)
DATA, PAINT = "pages/data/data.py", "pages/data/paint.py"
CRITERIA, MERGE, TREE, LOTTERY, STABILITY, CONTEST = (
    f"pages/choose/{name}.py"
    for name in ("criteria", "merge", "tree", "lottery", "stability", "contest")
)
SUBJECTS: Mapping[str, Subject] = {  # of every page with a stage
    COMPARE: compare,
    EM: em, KMEANS: kmeans, FUZZY: fuzzy, RACE: race, SOFTEN: soften, COLLAPSE: collapse,
    SAMPLE: sample, ANATOMY: anatomy, BY_HAND: by_hand, MOONS: moons, CONDITIONAL: conditional,
    DIGITS: digits, GUESS: guess, DATA: bring, PAINT: paint,
    CRITERIA: criteria, MERGE: merging, TREE: tree, LOTTERY: lottery,
    STABILITY: stability, CONTEST: contest,
}  # fmt: skip


def visit(page: str, query: str | Mapping[str, Any] = "") -> AppTest:
    """Come to a page by an address, and see that it has a picture and no error."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    return go(app, page, query)


def go(app: AppTest, page: str, query: str | Mapping[str, Any] = "") -> AppTest:
    """Come to a page from another one."""
    app.switch_page(page)
    app.query_params.clear()
    app.query_params |= _query(query)
    return healthy(app.run())


def _query(query: str | Mapping[str, Any]) -> dict[str, Any]:
    return parse_qs(query, keep_blank_values=True) if isinstance(query, str) else dict(query)


def healthy(app: AppTest) -> AppTest:
    assert [error.message for error in app.exception] == []
    assert app.get("bidi_component") or app.get("plotly_chart")
    return app


def at(page: str, query: str | Mapping[str, Any] = "") -> Values:
    """The values of a page's settings at an address."""
    return settle(SUBJECTS[page].SETTINGS, texts_of(query)).values


def texts_of(query: str | Mapping[str, Any]) -> dict[str, str]:
    """The texts of settings that an address has."""
    return {
        key: text if isinstance(text, str) else ",".join(text)
        for key, text in _query(query).items()
    }


def state(page: str, query: str | Mapping[str, Any] = "") -> State:
    """What is on a page's stage at an address, without the page, once it is complete."""
    values = at(page, query)
    while (shown := SUBJECTS[page].state(values)).growing:
        time.sleep(0.02)
    return shown


def captions(shown: State) -> list[str]:
    """The sentences of a film."""
    assert isinstance(shown.picture, Film)
    return [shown.picture.frame(i).caption for i in range(shown.picture.length)]


def numbers(shown: State, frame: int = 0) -> dict[str, str]:
    """The numbers under a picture, of a film with those of one frame, by their names."""
    told = dict(shown.facts)
    if isinstance(shown.picture, Film):
        told |= shown.picture.frame(frame).facts
    return {fact.name: fact.value for group in told.values() for fact in group}


def header(app: AppTest) -> dict[str, Any]:
    """What Python tells of the picture, without what is on it."""
    return _parts(app)[0]


def message(app: AppTest) -> dict[str, Any]:
    """What is on the picture, once it is complete; fetched, as the browser would."""
    told, state = _parts(app)
    shown = decoded(state or fetch(told["states"], told["values"]).body)
    while shown["growing"]:
        time.sleep(0.02)
        shown = decoded(fetch(told["states"], told["values"]).body)
    del shown["quick"]  # how long it took, which isn't shown
    return shown


def fetch(
    states_at: str, query: Mapping[str, Any], *, when: str = "now", gone: bool = False
) -> Response:
    """Ask for a state as the browser does."""
    return run(states.answer(request(states_at, query, when=when, gone=gone)))


def request(
    states_at: str, query: Mapping[str, Any], *, when: str = "now", gone: bool = False
) -> Request:
    """A request for a state."""
    _, token, turn = states_at.split("/")

    async def receive() -> dict[str, str]:
        if not gone:
            await asyncio.Event().wait()
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


def _parts(app: AppTest) -> tuple[dict[str, Any], bytes]:
    told: bytes = _picture(app).bytes
    end = 4 + int.from_bytes(told[:4], "little")
    return json.loads(told[4:end]), told[end:]


def _picture(app: AppTest) -> Any:
    """The stage among the components of a page; the others are places for its sliders."""
    return next(c.proto for c in app.get("bidi_component") if c.proto.bytes)


def figure(app: AppTest) -> dict[str, Any]:
    """The picture, of a film its first frame."""
    shown: dict[str, Any] = message(app)["figure"]
    return shown


def facts(app: AppTest) -> list[tuple[str, str]]:
    """The numbers under the picture; of a film, those of the frame where it stands."""
    told, stands = message(app), header(app)
    if frames := told.get("frameFacts"):
        stand = min(stands["values"][stands["frameName"]], len(frames) - 1)
        groups = [told["facts"], frames[stand]]
    else:
        groups = [told["facts"]]
    return [
        (name, value) for group in groups for rows in group.values() for name, value, *_ in rows
    ]


def address(app: AppTest) -> dict[str, str]:
    """The address that the page writes."""
    return texts_of(app.query_params)


def standing(app: AppTest) -> Standing:
    """What is set."""
    made: Standing = app.session_state["settings"]
    return made


def values(app: AppTest) -> Values:
    """The values of the page's settings."""
    settled = standing(app).settled()
    return {
        key: value
        for key, value in settled.values.items()
        if not isinstance(settled.settings[key], Card)
    }


def move(app: AppTest, **told: Any) -> AppTest:
    """Tell the page what the browser does where sliders or a film come to rest."""
    stands = header(app)
    return _tell(
        app,
        _picture(app).id,
        state={"values": {"round": stands["round"], **stands["values"], **told}},
    )


def gesture(app: AppTest, kind: str, **told: Any) -> AppTest:
    """Tell the page what a reader does on the picture."""
    return trigger(app, "event", {"kind": kind, **told})


def trigger(app: AppTest, name: str, value: Any) -> AppTest:
    """Tell the page that something happened to the picture: "event", "lost" or "failed"."""
    return _tell(app, _picture(app).id, happened={"event": name, "value": value})


def _tell(app: AppTest, key: str, *, state: Any = None, happened: Any = None) -> AppTest:
    """Run the page with what a component tells, which AppTest can't set, as the browser does it."""
    widgets = app._tree.get_widget_states()
    if state is not None:
        widgets.widgets.add(id=key, json_value=json.dumps(state))
    if happened is not None:
        told = json.dumps([happened])
        widgets.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{key}__events", json_trigger_value=told)
    return healthy(app._run(widgets))


def choose(app: AppTest, key: str, option: str) -> AppTest:
    """Choose from a menu, whose key has a number once something else has moved it."""
    menus = [box for box in app.selectbox if re.fullmatch(rf"{key}( \d+)?", box.key or "")]
    if menus:
        return healthy(menus[0].set_value(option).run())
    pictures = next(c.proto for c in app.get("bidi_component") if "options" in (c.proto.json or ""))
    return _tell(app, pictures.id, happened={"event": "chosen", "value": option})


def press(app: AppTest, label: str) -> AppTest:
    """Press a button by what it says."""
    return healthy(next(b for b in app.button if b.label == label).click().run())


def notes(app: AppTest) -> list[str]:
    """The sentences under the picture, and on the page."""
    return [note.value for note in app.caption] + message(app)["notes"]


def written(shown: Any) -> Iterator[str]:
    """All texts in a nest of records: what a picture says in words and numbers."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, Mapping):
        for item in shown.values():
            yield from written(item)
    elif isinstance(shown, list | tuple):
        for item in shown:
            yield from written(item)
