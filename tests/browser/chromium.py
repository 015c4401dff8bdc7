"""Find the browser that the tests drive; run as a program, install it where there is none."""

import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import sync_playwright

from tests import debian

MISSING = (
    "The browser tests need Chromium: none was found, and neither Playwright nor apt-get could "
    "install one. Install the package chromium, or name a browser, as in CHROMIUM=/path/to/chrome."
)


@cache
def find() -> str | None:
    """Return the first browser that starts: the one CHROMIUM names, or else a usual one.

    Raises:
        FileNotFoundError: CHROMIUM names something that does not start.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if _starts(named):
            return named
        raise FileNotFoundError(f"CHROMIUM must name a browser that starts, got {named}.")
    return next(filter(_starts, _usual()), None)


def install() -> str | None:
    """Let Playwright fetch its browser; where that isn't enough, root on Debian asks apt-get."""
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    attempts = (
        lambda: debian.succeeds(playwright),
        lambda: debian.install("chromium"),
        lambda: debian.succeeds([*playwright, "--with-deps"]),
    )
    for attempt in attempts:
        if attempt():
            find.cache_clear()
            if browser := find():
                return browser
    return None


def _usual() -> Iterator[str]:
    for name in ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser"):
        if path := shutil.which(name):
            yield path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    yield own


def _starts(browser: str) -> bool:
    return debian.succeeds([browser, "--version"], timeout=30)


def main() -> None:
    """Make sure that there is a browser, or end with one sentence that says what to do."""
    try:
        browser = find()
    except FileNotFoundError as error:
        sys.exit(str(error))
    if browser is None:
        print("Installing a browser for the tests ...", flush=True)
        browser = install() or sys.exit(MISSING)
    print(f"The browser tests use {browser}.")


if __name__ == "__main__":
    main()
