"""Find the browser that the tests drive; run as a program, install it where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import sync_playwright

INSTALL_SECONDS = 600
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


def install() -> None:
    """Let Playwright fetch its browser; where that fails, root on Debian asks apt-get."""
    root = os.geteuid() == 0
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    if _succeeds([*playwright, "--with-deps"] if root else playwright) and _found_anew():
        return
    if root and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        chromium = ["install", "--yes", "--no-install-recommends", "chromium"]
        if _succeeds(["apt-get", "update"], environment):
            _succeeds(["apt-get", *chromium], environment)


def _usual() -> Iterator[str]:
    for name in ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser"):
        if path := shutil.which(name):
            yield path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    yield own


def _starts(browser: str) -> bool:
    return _succeeds([browser, "--version"], timeout=30)


def _found_anew() -> bool:
    find.cache_clear()
    return find() is not None


def _succeeds(
    command: list[str], environment: dict[str, str] | None = None, timeout: int = INSTALL_SECONDS
) -> bool:
    try:
        subprocess.run(
            command,
            env=environment,
            timeout=timeout,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def main() -> None:
    """Make sure that there is a browser, or end with one sentence that says what to do."""
    try:
        if find() is None:
            print("Installing a browser for the tests ...", flush=True)
            install()
            if not _found_anew():
                sys.exit(MISSING)
    except FileNotFoundError as error:
        sys.exit(str(error))
    print(f"The browser tests use {find()}.")


if __name__ == "__main__":
    main()
