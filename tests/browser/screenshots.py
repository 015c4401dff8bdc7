"""Pictures of some pages for the documentation: python -m tests.browser.screenshots."""

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.conftest import FLAGS
from tests.browser.driver import ROOT, serve, settle

SHOWN = ("", "compare", "em", "digits")
LOOKS = {
    "": {"viewport": {"width": 1440, "height": 900}},
    "-phone": {"viewport": {"width": 390, "height": 844}},
    "-dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
}


def main() -> None:
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        for path in SHOWN:
            for suffix, look in LOOKS.items():
                page = browser.new_page(reduced_motion="reduce", **look)
                page.goto(f"{address}/{path}")
                settle(page)
                page.wait_for_timeout(1_000)  # pictures are drawn after the script has finished
                page.screenshot(path=ROOT / "docs" / f"{path or 'start'}{suffix}.png")
        browser.close()


if __name__ == "__main__":
    main()
