"""The real server, and how a test waits for and looks at its pages."""

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TookTooLong

from components.frame import Subject
from components.stage.state import Film
from core.settings import Frame, Texts
from core.settings import settle as settle_settings

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


@contextlib.contextmanager
def serve(script: str = "app.py") -> Iterator[str]:
    """Run the app in a process of its own, as `make run` does, and yield its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["--server.address=127.0.0.1", f"--server.port={port}"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while not healthy(address):
                assert process.poll() is None, f"the server stopped: {_content(log)}"
                assert time.monotonic() < deadline, f"the server did not start: {_content(log)}"
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)
        assert "Traceback" not in _content(log), _content(log)[-4000:]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(address: str) -> bool:
    """Compare the body: any unknown path answers 200."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


def settle(page: Page, seconds: float = 60) -> Page:
    """Wait until nothing comes any more unless somebody acts.

    The page is connected, no run is owed or under way, nothing is stale, and pictures are at rest.
    """
    try:
        wait = next(_waits)
        page.wait_for_function(AT_REST, arg=wait, timeout=seconds * 1000, polling=POLLING)
    except TookTooLong:
        raise AssertionError(f"{page.url} comes to no rest: {page.evaluate(UNREST)}") from None
    return page


POLLING = 30  # milliseconds; in every frame, as is usual, it would keep the browser drawing
QUIET, LOOKS = 60, 3  # for so many milliseconds, and seen so often, a page has to be at rest
# In a page before its own scripts: whether the server still owes it a run, how many it has asked
# for, and whether one is under way. (The page itself shows a short run only once it is over.) The
# numbers are those of fields in Streamlit's BackMsg and ForwardMsg.
WATCH = """(() => {
    const [ASK, START, FINISH, EARLY] = [11, 4, 6, 2];
    window.runs = 0;
    const number = (bytes, at) => {
        let [value, shift] = [0, 0];
        do value += (bytes[at] & 127) * 2 ** shift, shift += 7; while (bytes[at++] & 128);
        return [value, at];
    };
    const fields = function* (message) {
        const bytes = new Uint8Array(message);
        for (let at = 0, tag, value; at < bytes.length; ) {
            [tag, at] = number(bytes, at);
            [value, at] = number(bytes, at);
            if (tag % 8 === 2) at += value;
            yield [Math.floor(tag / 8), value];
        }
    };
    window.WebSocket = class extends WebSocket {
        constructor(...address) {
            super(...address);
            this.addEventListener('message', ({ data }) => {
                for (const [field, value] of fields(data)) {
                    if (field === START) [window.owesRun, window.isRunning] = [false, true];
                    if (field === FINISH) window.isRunning = value === EARLY;
                }
            });
        }
        send(message) {
            for (const [field] of fields(message)) {
                if (field !== ASK) continue;
                window.runs++;
                window.owesRun = true;
            }
            super.send(message);
        }
    };
})()"""
UNREST = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const stages = [...document.querySelectorAll('[data-testid=stage]')];
    return Object.entries({
        'it is not connected': app?.dataset.testConnectionState !== 'CONNECTED',
        'a run is shown': app?.dataset.testScriptState !== 'notRunning',
        'a run is owed': window.owesRun,
        'a run is under way': window.isRunning,
        'something is stale': document.querySelector('[data-stale=true], [data-testid=stSkeleton]'),
        'a picture is not at rest': !stages.every((stage) => stage.isAtRest),
    }).flatMap(([what, isSo]) => (isSo ? [what] : []));
}"""
AT_REST = f"""(wait) => {{
    const now = performance.now();
    const isAtRest = ({UNREST})().length === 0;
    if (!isAtRest || window.rest?.wait !== wait) window.rest = {{ wait, since: now, looks: 0 }};
    return isAtRest && ++window.rest.looks >= {LOOKS} && now - window.rest.since >= {QUIET};
}}"""
_waits = itertools.count()


def drawn(page: Page) -> Page:
    """Wait until the picture is on the screen."""
    page.wait_for_selector("[data-testid=stage][data-draws]")
    return page


def until(page: Page, condition: str, arg: object = None, seconds: float = 60) -> None:
    """Wait until something is so; a condition in JavaScript, of an argument."""
    page.wait_for_function(condition, arg=arg, polling=POLLING, timeout=seconds * 1000)


def facts(page: Page) -> list[str]:
    """The numbers under the picture."""
    return page.locator(".stage-facts dt + dd").all_inner_texts()


def query(page: Page) -> dict[str, str]:
    """What the address says of the settings."""
    return dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))


def path_of(page: Page) -> str:
    """Its address without the server."""
    return urlsplit(page.url)._replace(scheme="", netloc="").geturl()


def told(subject: Subject, texts: Texts) -> list[str]:
    """The numbers that belong under a picture at some settings, as Python has them."""
    now = settle_settings(subject.SETTINGS, texts)
    state = subject.state(now.values)
    groups = dict(state.facts)
    if isinstance(state.picture, Film):
        frame = next(now.values[k] for k, each in now.settings.items() if isinstance(each, Frame))
        groups = {**state.picture.frame(min(frame, state.picture.length - 1)).facts, **groups}
    return [fact.value for group in groups.values() for fact in group]


def slide(page: Page, key: str, arrow: str = "ArrowRight") -> None:
    """Move a slider by one with the keyboard, and wait until all has followed."""
    page.locator(f".st-key-{key} input[type=range]").press(arrow)
    settle(page)


def press(page: Page, label: str) -> None:
    """Press a button, and wait until all has followed."""
    page.get_by_role("button", name=label, exact=True).click()
    settle(page)


def unfold(page: Page, title: str) -> None:
    """Open a section of the panel, or what is behind a button on the picture."""
    section = page.get_by_test_id("stExpander").filter(has_text=title).locator("summary")
    (section if section.count() else page.get_by_role("button", name=title)).click()
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a menu, or by a picture, and wait until all has followed."""
    pictures = page.get_by_role("group", name=label)
    if pictures.count():
        pictures.get_by_role("radio", name=option, exact=True).check(force=True)
        settle(page)
        return
    field = page.get_by_role("combobox", name=label)
    field.press("ArrowDown")  # or the list may be about to close
    field.fill(option[:-1])  # at the whole name the list closes, and nothing is chosen
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def light(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Have the page light or dark, as the reader's system is."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    until(
        page,
        """scheme => (getComputedStyle(document.querySelector('[data-testid=stApp]'))
            .backgroundColor === 'rgb(255, 255, 255)') === (scheme === 'light')""",
        scheme,
    )
    settle(page)


def sent(page: Page) -> list[object]:
    """Load the page again; what it tells the server from then on, once it is at rest."""
    told: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: told.append(frame)))
    page.reload()
    drawn(settle(page))
    told.clear()
    return told


@contextlib.contextmanager
def cut_off(browser: Browser, pattern: str) -> Iterator[Page]:
    """A page of a browser that can't reach some addresses; that it complains is no failure."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route(pattern, lambda route: route.fulfill(status=404))
        yield page


# Whether something is wider than the window.
SIDEWAYS = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .some((place) => place.scrollWidth > place.clientWidth + 1)"""


THEIRS = ('role="presentation" tabindex="-1" data-testid="stFileUploaderDropzone"',)


def violations(page: Page) -> list[str]:
    """Name what axe-core finds wrong, but for what Streamlit itself causes."""
    page.wait_for_function(  # a picture has its description once it is drawn
        "() => [...document.querySelectorAll('[data-testid=stage]')].every(s => s.dataset.draws)"
    )
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
        if not any(theirs in node["html"] for theirs in THEIRS)
    ]


def _content(log: "tempfile._TemporaryFileWrapper[str]") -> str:
    log.seek(0)
    return log.read()
