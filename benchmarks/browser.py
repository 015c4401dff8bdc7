"""How long a change takes to be on the screen, beside a plain page and the floor.

Run as `python -m benchmarks.browser`. All pages are open in one browser and take turns, so only
ratios count: the machine's own pace cancels out.
"""

import contextlib
import itertools
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.browser import chromium
from tests.browser.conftest import FLAGS
from tests.browser.driver import START_SECONDS, free_port, healthy, settle

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "browser.md"
HEADER = """# How fast a change is on the screen

Written by `make bench`: one step of the slider "Standard deviation", medians of {steps}, all pages
in one browser in turns. In brackets the ratio to the plain page. Time runs from the step itself on
the app's page, and on the others from the message to the server. Server CPU and kB are all that a
step causes, also once the slider rests; the former is a mean.

- Compare: the app's page, as it is: what is near is fetched ahead.
- asked: the same, with nothing fetched ahead.
- EM: the film of EM, at its frame 6; EM asked: likewise.
- plain: the same sliders, fits and numbers, and two of Streamlit's charts, with its defaults.
- floor: a fragment that returns one element.

| points | page | ms to painted | 95 % | browser CPU ms | server CPU ms | kB |
| --: | --- | --: | --: | --: | --: | --: |"""
FRAMES = """
Pictures on the screen in a second, {n} points, reduced motion: {counts}.

A picture that the server is asked for in a drag takes {served:.0f} ms of its CPU, all included. A
step of a film's scrubber is painted after {scrub:.0f} ms (median of 20)."""
NOTHING_AHEAD = "from components.stage import states; states.QUICK = 0"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
STEPS = 20
MILLION = """
A million points: a step is painted after {large:.1f} s (at most {worst:.1f} s of 6 steps). A step
of another reader with 500 points takes {other:.0f} ms meanwhile, else {quiet:.0f} ms."""
# What grows, a slider of its data moved once; its readers, and what each asks for again and again.
GROWING = {
    "the map of criteria, 500 points": "/criteria?data=blobs&k=5&n=500&std=0.5",
    "the map of criteria, 5,000 points": "/criteria?data=blobs&k=5&n=5000&std=0.5",
    "the bootstrap test, 199 replicates": "/merge?data=blobs&k=2&clusters=2&n=500&std=0.5",
    "the lottery of 50": "/lottery?data=blobs&k=5&n=500&std=0.5",
}
GROWN = """(value) => new Promise((resolve) => {
    const [stage, times, begin] = [
        document.querySelector('[data-testid=stage]'), [], performance.now()];
    new MutationObserver(() => times.push(performance.now() - begin))
        .observe(stage, {attributeFilter: ['data-draws']});
    const range = document.querySelector('.st-key-std input[type=range]');
    range.value = value;
    range.dispatchEvent(new Event('input', {bubbles: true}));
    const timer = setInterval(() => {
        if (!times.length || !stage.isAtRest) return;
        clearInterval(timer);
        resolve(times.at(-1));
    }, 20);
})"""
CHOOSE = """
Complete on the screen after a step of a slider of the data, medians of {steps}: {grown}.

{readers} readers of these pages, each asking for new data as soon as the last is complete: a step
of another reader on Compare takes {median:.0f} ms (95 %: {slow:.0f}; alone {quiet:.0f})."""
READERS = 20
FILMED = 10_000  # points
WARM = 2  # steps that don't count
QUIET = 700  # milliseconds after a step in which the browser finishes what it put off

# When was the last message sent, and what is on the screen? A change is on the screen one
# animation frame after the signature of the picture has changed.
WATCH = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
    window.sent = performance.now();
    return send.call(this, message);
};
addEventListener('input', () => { window.sent = performance.now(); }, true);
window.painted = (signature, counted) => new Promise((resolve) => {
    const done = () => resolve(performance.now() - window.sent);
    const before = signature();
    const look = () => {
        const now = signature();
        if (!now || now === before) counted || requestAnimationFrame(look);
        else if (counted) done();
        else requestAnimationFrame(done);
    };
    if (counted) new MutationObserver(look).observe(document, {subtree: true, attributes: true});
    else look();
});
"""
STAGE = "document.querySelector('[data-testid=stage]')?.dataset.draws"
PLAIN = """(() => {
    const plots = [...document.querySelectorAll('.js-plotly-plot')].slice(0, 2);
    const first = plots.map(plot => plot._fullData?.at(-1).x[0]);
    const drawn = plots.every(plot => plot.querySelector('.scatterlayer .point, .gl-canvas'));
    return first.length === 2 && first.every(Boolean) && drawn && first.join();
})()"""
FLOOR = "document.querySelector('#floor')?.textContent"

COUNT = """() => {
    const times = [];
    const stage = document.querySelector('[data-testid=stage]');
    new MutationObserver(() => times.push(performance.now()))
        .observe(stage, {attributeFilter: ['data-draws']});
    window.pictures = () => times.length;
    window.rate = () => 1000 * (times.length - 1) / (times.at(-1) - times[0]);
}"""
DRAG = f"""([values, every]) => {{
    ({COUNT})();
    const range = document.querySelector('.st-key-std input[type=range]');
    const timer = setInterval(() => {{
        if (!values.length) return clearInterval(timer);
        range.value = values.shift();
        range.dispatchEvent(new Event('input', {{bubbles: true}}));
    }}, every);
}}"""
# Where the slider is at every move, and milliseconds between moves: a drag over what was fetched
# ahead, to and fro around 1, and one whose values are all new.
NEARBY = [0.6 + 0.05 * abs(16 - move % 32) for move in range(190)], 16
ONWARDS = [0.1 + 0.05 * move for move in range(59)], 30


@dataclass
class Contender:
    """A page in the browser and what its steps cost."""

    page: Page
    signature: str
    devtools: CDPSession
    server: int
    received: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    served: list[float] = field(default_factory=list)

    def step(self) -> None:
        """Move the slider by one and see the picture follow."""
        browser, server, received = self.cpu(), self.server_cpu(), sum(self.received)
        self.watch()
        self.press()
        self.waits.append(self.page.evaluate("window.result"))
        self.page.wait_for_timeout(QUIET)
        self.busy.append(self.cpu() - browser)
        self.served.append(self.server_cpu() - server)
        self.bytes.append(sum(self.received) - received)

    def watch(self) -> None:
        """Have the page tell when the next picture is painted."""
        self.page.bring_to_front()
        counted = str(self.signature == STAGE).lower()
        self.page.evaluate(
            f"() => void (window.result = window.painted(() => {self.signature}, {counted}))"
        )

    def press(self) -> None:
        """Move the slider by one."""
        self.page.locator(".st-key-std input[type=range]").first.press("ArrowRight")

    def scrub(self) -> float:
        """Step the film by one, and tell when it was painted."""
        self.watch()
        self.page.get_by_label("Frame", exact=True).press("ArrowRight")
        milliseconds: float = self.page.evaluate("window.result")
        self.page.wait_for_timeout(QUIET)
        return milliseconds

    def summary(self) -> list[float]:
        """Median and 95 % of the waits, then browser, server (mean of its ticks), kilobytes."""
        waits = sorted(self.waits[WARM:])
        p95 = waits[round(0.95 * (len(waits) - 1))]
        others = [statistics.median(self.busy[WARM:]), statistics.fmean(self.served[WARM:])]
        return [statistics.median(waits), p95, *others, statistics.median(self.bytes[WARM:]) / 1e3]

    def cpu(self) -> float:
        """Milliseconds for which the page's main thread was busy."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return next(1000 * m["value"] for m in metrics if m["name"] == "TaskDuration")

    def server_cpu(self) -> float:
        """Milliseconds of the server's process."""
        fields = Path(f"/proc/{self.server}/stat").read_text().rsplit(")", 1)[1].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def contender(browser: Browser, address: str, path: str, signature: str, pid: int) -> Contender:
    """Open a page and wait until it is at rest."""
    options = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
    page = browser.new_context(**options).new_page()
    page.add_init_script(WATCH)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    devtools.send("Network.enable")
    made = Contender(page, signature, devtools, pid)
    devtools.on("Network.loadingFinished", lambda e: made.received.append(e["encodedDataLength"]))
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: made.received.append(len(frame))),
    )
    page.goto(address + path)
    settle(page).wait_for_function(f"() => {signature}")
    page.wait_for_timeout(1000)
    return made


@contextlib.contextmanager
def serve(script: str, folder: Path, before: str = "pass") -> Iterator[tuple[str, int]]:
    """Serve a script from a folder, whose settings apply; yield address and process id.

    Args:
        script: its path in the repository.
        folder: where it runs.
        before: a statement to be run first.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    command = ["streamlit", "run", str(ROOT / script), *options]
    program = (
        f"{before}; import sys; from streamlit.web import cli; sys.argv = {command}; cli.main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | dict.fromkeys(THREADS, "1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not healthy(address):
            assert time.monotonic() < deadline, f"{script} was not served"
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """The browser of the tests."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)


def duel(n: int, steps: int) -> Iterator[str]:
    """Rows of the table for n points."""
    with contextlib.ExitStack() as stack:
        defaults = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {
            "app": stack.enter_context(serve("app.py", ROOT)),
            "asked": stack.enter_context(serve("app.py", ROOT, NOTHING_AHEAD)),
            "plain": stack.enter_context(serve("benchmarks/plain.py", defaults)),
            "floor": stack.enter_context(serve("benchmarks/floor.py", ROOT)),
        }
        chromium = stack.enter_context(browser())
        at = f"n={n}&std=0.5"
        pages = {
            "Compare": ("app", f"/compare?{at}", STAGE),
            "asked": ("asked", f"/compare?{at}", STAGE),
            "plain": ("plain", f"/?{at}", PLAIN),
            "floor": ("floor", "/", FLOOR),
        }
        if n <= FILMED:
            film = f"/em?data=blobs&k=5&{at}&step=6"
            pages |= {"EM": ("app", film, STAGE), "EM asked": ("asked", film, STAGE)}
        contenders = {
            name: contender(chromium, servers[server][0], path, signature, servers[server][1])
            for name, (server, path, signature) in pages.items()
        }
        for _ in range(steps + WARM):
            for each in contenders.values():
                each.step()
    numbers = {name: each.summary() for name, each in contenders.items()}
    for name, ours in numbers.items():
        ratios = [a / b for a, b in zip(ours, numbers["plain"], strict=True)]
        cells = " | ".join(f"{a:.0f} ({r:.2f})" for a, r in zip(ours, ratios, strict=True))
        yield f"| {n:,} | {name} | {cells} |"


def million() -> str:
    """How long a step takes with a million points, and one of another reader meanwhile."""
    with serve("app.py", ROOT, NOTHING_AHEAD) as (app, pid), browser() as chromium:
        other = contender(chromium, app, "/compare?std=0.5", STAGE, pid)
        large = contender(chromium, app, "/compare?n=1000000&std=0.5", STAGE, pid)
        for _ in range(6):
            other.step()
        quiet, other.waits = other.waits[WARM:], []
        for _ in range(6):
            large.watch()
            large.press()
            large.page.wait_for_selector("[data-testid=stage][data-busy]")
            other.step()
            large.waits.append(large.page.evaluate("window.result"))
    return MILLION.format(
        large=statistics.median(large.waits) / 1000,
        worst=max(large.waits) / 1000,
        other=statistics.median(other.waits),
        quiet=statistics.median(quiet),
    )


def frames(n: int) -> str:
    """How many pictures a second there are while a slider is dragged, and while a film plays."""
    with (
        serve("app.py", ROOT) as (app, pid),
        serve("app.py", ROOT, NOTHING_AHEAD) as (asked, asked_pid),
        browser() as chromium,
    ):
        path = f"/compare?n={n}&std=1"
        ahead = dragged(contender(chromium, app, path, STAGE, pid), NEARBY)
        streaming = contender(chromium, asked, path.replace("std=1", "std=0.1"), STAGE, asked_pid)
        before = streaming.server_cpu()
        streamed = dragged(streaming, ONWARDS)
        pictures = streaming.page.evaluate("window.pictures()")
        served = (streaming.server_cpu() - before) / pictures
        path = f"/em?data=blobs&k=5&n={n}&std=0.1&step=6"
        glimpses = dragged(contender(chromium, asked, path, STAGE, asked_pid), ONWARDS)
        film = contender(chromium, app, f"/em?n={n}", STAGE, pid)
        scrub = [film.scrub() for _ in range(20)]
        counts = {
            "a slider is dragged over what was fetched ahead": ahead,
            "a slider is dragged and the server is asked": streamed,
            "a slider of EM's film is dragged and the server is asked": glimpses,
            "a film of EM is played": played(film),
        }
    said = "; ".join(f"while {what} {count:.0f}" for what, count in counts.items())
    return FRAMES.format(n=n, counts=said, scrub=statistics.median(scrub), served=served)


def dragged(each: Contender, way: tuple[list[float], int]) -> float:
    """Drag a slider, and count the pictures a second."""
    page = each.page
    page.locator(".st-key-std input[type=range]").first.focus()
    page.wait_for_timeout(4000)  # for what is fetched ahead
    page.evaluate(DRAG, list(way))
    page.wait_for_timeout(3500)  # longer than either drag
    return float(page.evaluate("window.rate()"))


def played(each: Contender) -> float:
    """Play the film as fast as it goes."""
    page = each.page
    page.get_by_label("Frames a second").select_option("60")
    page.get_by_role("button", name="First frame").click()
    page.wait_for_timeout(1000)
    frames = int(page.get_by_label("Frame", exact=True).get_attribute("max") or 0)
    page.evaluate(COUNT)
    page.get_by_role("button", name="Play").click()
    page.wait_for_selector(f"[data-testid=stage][data-frame='{frames}']")
    return float(page.evaluate("window.rate()"))


def choose(steps: int = 7) -> str:
    """How soon heavy results are complete, and what many readers of them cost another."""
    with serve("app.py", ROOT, NOTHING_AHEAD) as (app, pid), browser() as chromium:
        said = []
        for what, path in GROWING.items():
            page = contender(chromium, app, path, STAGE, pid).page
            waits = [page.evaluate(GROWN, 0.6 + 0.1 * step) for step in range(steps)]
            said.append(f"{what}, {statistics.median(waits) / 1000:.2f} s")
            page.context.close()
        other = contender(chromium, app, "/compare?std=0.5", STAGE, pid)
        for _ in range(STEPS):
            other.step()
        quiet, other.waits = statistics.median(other.waits[WARM:]), []
        paths = itertools.islice(itertools.cycle(GROWING.values()), READERS)
        addresses = [states_of(chromium, app + path) for path in paths]
        over = Event()
        readers = [
            Thread(target=ask, args=(address, row, over)) for row, address in enumerate(addresses)
        ]
        for reader in readers:
            reader.start()
        for _ in range(2 * STEPS):
            other.step()
        over.set()
        for reader in readers:
            reader.join()
        slow = statistics.quantiles(other.waits, n=20)[-1]
        median = statistics.median(other.waits)
    grown = "; ".join(said)
    return CHOOSE.format(
        steps=steps, grown=grown, readers=READERS, median=median, slow=slow, quiet=quiet
    )


def states_of(browser: Browser, address: str) -> str:
    """Open a page, and tell where its states are: the page stays open."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(address)
    settle(page)
    with page.expect_request("**/state/**/now?*") as asked:
        page.evaluate(GROWN, 0.55)
    return asked.value.url


def ask(address: str, row: int, over: Event) -> None:
    """Ask for states at ever new values, as a browser does while what it shows is growing."""
    for step in itertools.count():
        value = f"std={0.3 + 0.0007 * step + 0.00001 * row:.5f}"
        while True:
            if over.is_set():
                return
            url = re.sub(r"std=[0-9.]+", value, address)
            with urllib.request.urlopen(url) as answer:
                state = zlib.decompress(answer.read())
            (size,) = struct.unpack("<I", state[:4])
            if not json.loads(state[4 : 4 + size]).get("growing"):
                break
            time.sleep(0.12)


def main() -> None:
    """Print the table, and keep it."""
    header = HEADER.format(steps=STEPS)
    rows = [header]
    print(header)
    for n in map(int, sys.argv[1:] or ("500", "5000", "50000")):
        for row in duel(n, STEPS):
            rows.append(row)
            print(row, flush=True)
    for measured in (frames(500), choose(), million()):
        rows.append(measured)
        print(measured)
    if not sys.argv[1:]:
        RESULTS.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
