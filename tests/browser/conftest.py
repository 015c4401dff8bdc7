"""A server and a browser for the tests, and a page that fails its test when it complains."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import chromium
from tests.browser.driver import serve, settle

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


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a path as a new visitor: `visit("/compare?k=4")`.

    Options: `at`, the address of another server than the shared one; anything else goes to
    Playwright's `new_context`, as in `color_scheme="dark"` or `viewport={...}`. After the test,
    errors in the console and requests to other machines make it fail.
    """
    complaints: list[str] = []
    contexts = []

    def visit(path: str = "/", *, at: str | None = None, **options: Any) -> Page:
        defaults = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        context = browser.new_context(**(defaults | options))
        contexts.append(context)
        context.on("request", lambda request: complaints.extend(_outside(request)))
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(_error(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((at or request.getfixturevalue("server")) + path)
        return settle(page)

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


def _outside(request: Request) -> list[str]:
    parts = urlsplit(request.url)
    inside = parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"
    return [] if inside else [f"request to {request.url}"]


def _error(message: ConsoleMessage) -> list[str]:
    """Tell errors apart from Streamlit's own probe for its server below the page's path."""
    path = urlsplit(message.location["url"]).path
    probe = "/_stcore/" in path and not path.startswith("/_stcore/")
    return [f"console: {message.text} {path}"] if message.type == "error" and not probe else []
