"""What a reader does on a picture, by pointer and by keyboard, and what Python hears of it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import drawn, sent, settle, violations

PLACE = """([x, y]) => {
    const {xaxis, yaxis} = document.querySelector('.js-plotly-plot')._fullLayout;
    const box = document.querySelector('.stage-plot').getBoundingClientRect();
    return [box.x + xaxis._offset + xaxis.d2p(x), box.y + yaxis._offset + yaxis.d2p(y)];
}"""


# What the picture was said to show, one after the other.
LABELS = """() => {
    window.seen = [];
    const picture = document.querySelector('.stage-picture');
    new MutationObserver(() => window.seen.push(picture.getAttribute('aria-label')))
        .observe(picture, {attributeFilter: ['aria-label']});
}"""


@pytest.fixture
def page(visit: Visit, pictures: str) -> Page:
    return drawn(visit("/", at=pictures))


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the first panel is on the screen."""
    return tuple(page.evaluate(PLACE, [x, y]))


def said(page: Page, words: str) -> str:
    """What Python says of the latest gesture, once it has these words in it."""
    code = page.get_by_test_id("stCode")
    expect(code).to_contain_text(words)
    return code.inner_text()


def picture(page: Page) -> Locator:
    return page.locator(".stage-picture")


def described(page: Page) -> str:
    return picture(page).get_attribute("aria-label") or ""


def test_clicks_tell_points_from_empty_space(page: Page) -> None:
    page.mouse.click(*place(page, 1.0, 0.0))
    said(page, "trace='points', point=0")
    page.mouse.click(*place(page, 0.25, 0.5))
    assert "x=0.2" in said(page, "trace=None, point=None")


def test_two_clicks_add_and_one_does_not(page: Page) -> None:
    x, y = place(page, 0.25, 0.5)
    page.mouse.dblclick(x, y)
    told = said(page, "Add(x=0.2")
    page.wait_for_timeout(600)
    assert said(page, "Add") == told
    page.mouse.click(x, y)
    said(page, "Click(x=0.2")
    picture(page).press("a")
    said(page, "Add(x=0.0, y=0.0, panel=1)")


def test_points_can_be_chosen_by_keyboard(page: Page) -> None:
    shown = picture(page)
    shown.press(".")
    shown.press(".")
    shown.press("Enter")
    said(page, "trace='points', point=1")
    shown.press("Escape")
    shown.press("Enter")
    said(page, "Click(x=0.0, y=0.0, panel=1, trace=None")


def test_every_panel_is_read_by_keyboard(visit: Visit, pictures: str) -> None:
    page = drawn(visit("/?picture=parts", at=pictures))
    shown = picture(page)
    for number in (0, 1):
        shown.press(".")
        expect(page.locator(".stage-news")).to_have_text(f"left {number}; right {number}")
    shown.press(",")
    expect(page.locator(".stage-news")).to_have_text("left 0; right 0")


def test_the_menu_names_the_keys(page: Page) -> None:
    page.get_by_label("Picture menu").press("Enter")
    keys = page.get_by_role("button", name="Keys", exact=True)
    expect(keys).to_have_attribute("aria-expanded", "false")
    keys.press("Enter")
    words = page.locator(".stage-keys").inner_text()
    for word in ("next, previous point", "Ctrl + Z", "Enter", "Delete"):
        assert word in words
    assert "frame" not in words
    assert [v for v in violations(page) if "stage" in v] == []


def test_the_picture_follows_a_handle_before_it_is_let_go(page: Page) -> None:
    told = sent(page)
    page.mouse.move(*place(page, 1.0, 1.0))
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(*place(page, 1.0 - 0.15 * step, 1.0 + 0.05 * step))
        page.wait_for_timeout(30)
    expect(picture(page)).to_have_attribute(
        "aria-label", "turned by 0, and a handle at -0.50, 1.50"
    )
    assert "1,1" in page.get_by_label("Place").input_value()
    assert not told
    page.mouse.up()
    said(page, "Drag(handle='mean', x=-0.")
    settle(page)
    assert "a handle at -0.50, 1.50" in described(page)
    assert re.search(r"place=-0\.(5|4999)", page.url)
    x, y = place(page, -0.5, 1.5)
    box = page.get_by_role("button", name="Mean 1").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] / 2 == pytest.approx(x, abs=1)
    assert box["y"] + box["height"] / 2 == pytest.approx(y, abs=1)


def test_a_handle_that_is_only_pressed_stays(page: Page) -> None:
    x, y = place(page, 1.0, 1.0)
    page.mouse.click(x + 5, y + 3)
    page.wait_for_timeout(600)
    assert "?" not in page.url


def test_a_handle_moves_with_the_arrow_keys_and_goes_with_delete(page: Page) -> None:
    handle = page.get_by_role("button", name="Mean 1")
    for _ in range(5):  # faster than Python answers
        handle.press("ArrowRight")
    before = place(page, 1.0, 1.0)[0]
    wide = page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.xaxis._length")
    page.wait_for_function("() => /place=1\\.[2-9]/.test(location.search)")
    settle(page)
    box = handle.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] / 2 - before == pytest.approx(0.05 * wide, abs=1.5)
    handle.press("Delete")
    said(page, "Remove(handle='mean')")


def test_a_handle_out_of_view_is_an_arrow_at_the_edge(page: Page) -> None:
    handle = page.get_by_role("button", name="Mean 1")
    expect(page.locator(".stage-away")).to_have_count(0)
    page.get_by_label("Place").fill("30,1")
    page.get_by_label("Place").press("Enter")
    expect(page.locator(".stage-away")).to_have_count(1)
    box, plot = handle.bounding_box(), page.locator(".stage-plot").bounding_box()
    assert box is not None
    assert plot is not None
    assert plot["x"] + plot["width"] - 60 < box["x"] + box["width"] <= plot["x"] + plot["width"]
    assert handle.get_attribute("title") == "Mean 1"
    handle.press("Shift+ArrowLeft")
    said(page, "Drag(handle='mean'")


def test_boxes_name_the_points_inside(page: Page) -> None:
    page.keyboard.down("Shift")
    page.mouse.move(*place(page, 0.5, -0.5))
    page.mouse.down()
    page.mouse.move(*place(page, 1.5, 0.5), steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    said(page, "(0, 1, 2, 3, 37, 38, 39)")
    picture(page).press("b")
    said(page, str(tuple(range(40))))


def test_undo_and_redo_anywhere_but_in_a_text(page: Page) -> None:
    slider = page.get_by_role("slider", name="Turn")
    slider.press("ArrowRight")
    page.get_by_text("turned to 1").wait_for()
    slider.press("Control+z")
    page.get_by_text("turned to 0").wait_for()
    expect(slider).to_have_value("0")
    page.get_by_text("A test.").click()
    page.keyboard.press("Control+Shift+z")
    page.get_by_text("turned to 1").wait_for()
    expect(slider).to_have_value("1")
    number = page.get_by_label("Turn, as a number")
    number.fill("12")
    number.press("Control+z")  # the browser's own
    page.wait_for_timeout(500)
    assert "turned to 0" not in page.get_by_test_id("stMain").inner_text()


def test_pictures_with_hands_are_accessible(page: Page) -> None:
    assert [v for v in violations(page) if "stage" in v] == []


def test_what_grows_is_drawn_as_it_grows_and_the_page_follows_when_it_is_complete(
    visit: Visit, pictures: str
) -> None:
    page = drawn(visit("/?picture=growth&turn=7", at=pictures))
    assert described(page) == "12 points."
    expect(page.get_by_text("grown to (12, True)")).to_be_visible()
    page.evaluate(LABELS)
    page.get_by_role("slider", name="Turn").press("ArrowRight")
    settle(page)
    assert page.evaluate("window.seen.some((label) => /^(9|1[0-2]) points/.test(label))")
    assert described(page) == "13 points."
    expect(page.get_by_text("grown to (13, True)")).to_be_visible()
