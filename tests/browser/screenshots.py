"""Pictures of all pages for the documentation: python -m tests.browser.screenshots."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

import app
from tests.browser import chromium
from tests.browser.conftest import FLAGS, Tabs
from tests.browser.driver import ROOT, serve, until

STATES = {"em": "?step=12", "anatomy": "?step=4", "race": "?step=80", "fuzzy": "?step=5"}
WINDOW = {"viewport": {"width": 1440, "height": 900}}
LOOKS: dict[str, dict[str, Any]] = {
    "": WINDOW,
    "-phone": {"viewport": {"width": 390, "height": 844}},
    "-dark": WINDOW | {"color_scheme": "dark"},
}
IN_ALL_LOOKS = ("", "compare", "em", "digits")
# Streamlit's own charts are drawn after its script has finished.
CHARTS = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
    .every((chart) => chart.querySelector('.main-svg .xtick, .main-svg .trace, .layer-below *'))"""


def shoot(browser: Browser, address: str, folder: Path, looks: dict[str, tuple[str, ...]]) -> None:
    """Take pictures of pages.

    Args:
        browser: that shows them.
        address: of the server.
        folder: where to put them.
        looks: for every look, the pages.
    """
    for suffix, pages in looks.items():
        for name in pages:
            tabs = Tabs(browser)
            page = tabs.open(f"{address}/{name}{STATES.get(name, '')}", **LOOKS[suffix])
            until(page, CHARTS)
            page.screenshot(path=folder / f"{name or 'start'}{suffix}.png")
            page.context.close()


def main() -> None:
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        looks = dict.fromkeys(LOOKS, IN_ALL_LOOKS) | {"": tuple(app.PAGES)}
        shoot(browser, address, ROOT / "docs", looks)
        browser.close()


if __name__ == "__main__":
    main()
