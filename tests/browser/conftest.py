"""A server and a browser for the tests, and a page that fails its test when it complains."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import chromium
from tests.browser.driver import WATCH, serve, settle

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, chromium.MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serve() as address:
        yield address


@pytest.fixture(scope="session")
def pictures() -> Iterator[str]:
    """A server of the tests' own pictures."""
    with serve("tests/browser/stage_page.py") as address:
        yield address


@pytest.fixture
def fresh_server() -> Iterator[str]:
    with serve() as address:
        yield address


@dataclass
class Tabs:
    """Tabs, each of a browser of its own, in which tests take turns.

    One that has shown the app before shows it again in half the time. What a test may have left
    in it, a new page sweeps away: there are no cookies that mean anything, and no storage in use.

    Args:
        browser: where they are opened.
        free: those that no test has.
        complaints: errors in the console, and requests to other machines.
    """

    browser: Browser
    free: list[Page] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str, **look: Any) -> Page:
        """Open an address; `look` is as `visit` has it."""
        page = self.free.pop() if self.free else self.new()
        page.unroute_all()
        page.set_viewport_size(look.pop("viewport", {"width": 1280, "height": 800}))
        page.emulate_media(**({"color_scheme": "light", "reduced_motion": "reduce"} | look))
        page.mouse.move(0, 0)
        page.goto(address)
        return settle(page)

    def new(self) -> Page:
        """Open a tab."""
        context = self.browser.new_context()
        context.add_init_script(WATCH)
        context.on("request", lambda request: self.complaints.extend(_outside(request)))
        page = context.new_page()
        page.on("console", lambda message: self.complaints.extend(_error(message)))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def give(self, page: Page) -> None:
        """Leave a tab to the next test, unless it has too long a history to add to.

        It lets go of its server, which may be about to end.
        """
        page.goto("about:blank")
        if page.evaluate("history.length") < LONG:
            self.free.append(page)
        else:
            page.context.close()


LONG = 30  # entries of a history: browsers keep 50


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest.fixture
def visit(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a path as a new visitor: `visit("/compare?k=4")`.

    Options: `at`, the address of another server than the shared one; `viewport`; and what
    Playwright's `emulate_media` knows, as in `color_scheme="dark"`. After the test, errors in the
    console and requests to other machines make it fail.
    """
    taken = []

    def visit(path: str = "/", *, at: str | None = None, **look: Any) -> Page:
        taken.append(tabs.open((at or request.getfixturevalue("server")) + path, **look))
        return taken[-1]

    tabs.complaints.clear()
    yield visit
    for page in taken:
        tabs.give(page)
    assert not tabs.complaints


def _outside(request: Request) -> list[str]:
    parts = urlsplit(request.url)
    inside = parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"
    return [] if inside else [f"request to {request.url}"]


def _error(message: ConsoleMessage) -> list[str]:
    """Tell errors apart from Streamlit's own probe for its server below the page's path."""
    path = urlsplit(message.location["url"]).path
    probe = "/_stcore/" in path and not path.startswith("/_stcore/")
    return [f"console: {message.text} {path}"] if message.type == "error" and not probe else []
