"""A presentation: the picture fills the window, and the last row can read it."""

import io
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.driver import query, settle, until, violations

READABLE = 24  # pixels
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.stage-front *')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true })
        && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
        && !each.closest('option, style, .stage-news'))
    .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
SCROLLS = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    main.scrollTo(0, 1000);
    document.scrollingElement.scrollTo(0, 1000);
    return main.scrollTop + document.scrollingElement.scrollTop;
}"""
SIZES = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]


@pytest.mark.parametrize("viewport", SIZES, ids=["720p", "1080p"])
def test_letters_are_large_and_nothing_scrolls(visit: Visit, viewport: dict[str, int]) -> None:
    page = visit("/em?step=4&present=1", viewport=viewport)
    for path in ("", "/compare?present=1", "/criteria?present=1"):
        if path:
            page.goto(page.url[: page.url.index("/", 8)] + path)
            settle(page)
        assert page.evaluate(SMALLEST) >= READABLE, path
        assert page.evaluate(SCROLLS) == 0, path
        box: Any = page.locator(".stage-front").bounding_box()
        assert (box["x"], box["y"]) <= (30, 1), path
        assert box["width"] > 0.97 * viewport["width"], path
        assert viewport["height"] - 1 <= box["y"] + box["height"] <= viewport["height"] + 1, path
    assert violations(page) == []


def test_keys_begin_and_end_it_show_the_controls_and_step_a_film(visit: Visit) -> None:
    page = visit("/em?step=4")
    panel = page.locator(".st-key-panel")
    for key, how, shows in (("p", "1", False), ("c", "2", True), ("c", "1", False)):
        page.keyboard.press(key)
        until(page, "how => new URL(location).searchParams.get('present') === how", how)
        assert panel.is_visible() == shows
    page.keyboard.press("PageDown")  # what a presenter's remote sends
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    until(page, "() => new URL(location).searchParams.get('step') === '5'")
    assert query(settle(page)) == {"step": "5", "present": "1"}
    page.keyboard.press("p")
    until(page, "() => !new URL(location).searchParams.has('present')")
    assert panel.is_visible()
    page.get_by_role("spinbutton").first.press("p")
    assert "present" not in query(settle(page))


def test_the_code_on_the_wall_is_read_as_the_link(visit: Visit) -> None:
    page = visit("/compare?k=4&present=1")
    page.keyboard.press("q")
    dialog = page.get_by_role("dialog", name="Link to this state")
    until(page, "() => document.querySelector('.stage-code img')?.naturalWidth > 0")
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(dialog.screenshot())))
    assert read.text == page.url.removesuffix("&present=1")
    assert dialog.get_by_role("textbox").input_value() == read.text
    assert violations(page) == []
    dialog.get_by_role("button", name="Copy link").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_of_a_link_that_is_too_long_there_is_a_sentence(visit: Visit) -> None:
    page = visit("/compare?k=4")
    page.evaluate("() => (location.hash = 'x'.repeat(900))")
    page.get_by_label("Picture menu").click()
    page.get_by_role("button", name="Link and QR code").click()
    expect(page.get_by_text("This link is too long for a code")).to_be_visible()
