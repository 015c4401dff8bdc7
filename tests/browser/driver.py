"""The real server, and how a test waits for and looks at its pages."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

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
    """Wait until the page is connected, its script has finished and nothing on it is stale.

    All that has to last from now on for as long as widgets hold their values back.
    """
    page.evaluate("window.idleSince = undefined")
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid=stApp]');
            const idle = app?.dataset.testConnectionState === 'CONNECTED'
                && app.dataset.testScriptState === 'notRunning'
                && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
            const now = performance.now();
            if (!idle) window.idleSince = undefined;
            else window.idleSince ??= now;
            return idle && now - window.idleSince > 400;
        }""",
        timeout=seconds * 1000,
    )
    return page


def drawn(page: Page) -> Page:
    """Wait until the picture is on the screen."""
    page.wait_for_selector("[data-testid=stage][data-draws]")
    return page


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


def violations(page: Page) -> list[str]:
    """Name what axe-core finds wrong; of what Streamlit itself causes, nothing is in use yet."""
    page.wait_for_function(  # a picture has its description once it is drawn
        "() => [...document.querySelectorAll('[data-testid=stage]')].every(s => s.dataset.draws)"
    )
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def _content(log: "tempfile._TemporaryFileWrapper[str]") -> str:
    log.seek(0)
    return log.read()
