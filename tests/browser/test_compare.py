"""The Compare page in a real browser: widgets, address and picture go together."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.driver import settle, violations

PICTURE = """() => {
    const stage = document.querySelector('[data-testid=stage][data-draws]');
    if (!stage) return null;
    const {data, layout} = stage.figure;
    return {
        centres: data.filter(trace => trace.name === 'centres').map(trace => [
            [...trace.x], [...trace.y], trace.text, trace.marker.line.color]),
        shapes: layout.shapes.map(shape => [shape.name, shape.path ?? shape.x0]),
    };
}"""


def picture(page: Page) -> dict[str, Any]:
    """Centres, circles and ellipses as they are in the figure that the browser shows."""
    page.wait_for_function(PICTURE)
    return page.evaluate(PICTURE)


def facts(page: Page) -> list[str]:
    page.wait_for_selector(".stage-facts dd")
    return page.locator(".stage-facts dd").all_inner_texts()


def query(page: Page) -> str:
    return urlsplit(page.url).query


def step(page: Page, key: str, arrow: str) -> None:
    """Move a slider with the keyboard."""
    page.locator(f".st-key-{key} input[type=range]").first.press(arrow)
    page.wait_for_timeout(300)  # what was computed ahead is reported after a pause
    settle(page)


def test_circles_and_ellipses_are_in_the_picture(visit: Visit) -> None:
    shown = picture(visit("/compare"))
    names = [name for name, _ in shown["shapes"]]
    assert sum(name.startswith("circle") for name in names) == 5
    assert sum(name.startswith("ellipse") for name in names) == 5 * 3
    assert [texts for _, _, texts, _ in shown["centres"]] == [["1", "2", "3", "4", "5"]] * 2


@pytest.mark.parametrize("key", ["k", "n", "clusters", "std"])
def test_a_slider_changes_picture_numbers_and_address(visit: Visit, key: str) -> None:
    page = visit("/compare")
    before = picture(page), facts(page)
    step(page, key, "ArrowRight")
    assert f"{key}=" in query(page)
    assert facts(page) != before[1]
    assert picture(page) != before[0]


def test_an_address_shows_the_same_in_another_browser(visit: Visit) -> None:
    page = visit("/compare?data=moons&cov=tied")
    step(page, "k", "ArrowLeft")
    step(page, "noise", "ArrowRight")
    other = visit(f"/compare?{query(page)}")
    assert (picture(other), facts(other)) == (picture(page), facts(page))


def test_a_data_set_from_the_menu_has_its_own_dials_in_another_browser_too(visit: Visit) -> None:
    page = visit("/compare?n=1000&std=2")
    page.locator(".st-key-data input").fill("stretched")
    page.keyboard.press("Enter")
    settle(page)
    other = visit(f"/compare?{query(page)}")
    assert "stretched" in query(page)
    assert facts(other) == facts(page)
    assert facts(page) == facts(visit("/compare?data=stretched"))


def test_colours_stay_when_k_goes_up_and_comes_back(visit: Visit) -> None:
    page = visit("/compare")
    five = picture(page)["centres"]
    step(page, "k", "ArrowRight")
    assert set(five[0][3]) < set(picture(page)["centres"][0][3])
    step(page, "k", "ArrowLeft")
    assert picture(page)["centres"] == five


def test_reset_brings_back_the_opening_and_its_address(visit: Visit) -> None:
    page = visit("/compare?data=moons&k=3&cov=tied&noise=0.2&shading=none&seed=5")
    page.get_by_role("button", name="Reset", exact=True).click()
    settle(page)
    page.wait_for_timeout(300)
    assert query(page) == ""
    assert facts(page) == facts(visit("/compare"))


def test_a_number_can_be_typed_that_no_step_of_the_slider_has(visit: Visit) -> None:
    page = visit("/compare")
    picture(page)
    field = page.get_by_label("Samples, as a number")
    field.fill("1234")
    field.press("Enter")
    page.wait_for_function("() => location.search === '?n=1234'")
    page.wait_for_function(
        "() => document.querySelector('.stage').figure.data[0].x.length === 1234"
    )
    field.fill("9999999")
    field.press("Enter")
    page.wait_for_function("() => location.search === '?n=1000000'")


def test_another_picture_of_the_sliders_is_one_message_and_no_rerun_of_the_page(
    visit: Visit,
) -> None:
    page = visit("/compare")
    picture(page)
    page.evaluate(
        """() => {
            window.changed = new Set();
            new MutationObserver(list => list.forEach(change => {
                const place = change.target.closest?.('[data-testid]');
                window.changed.add(place?.dataset.testid);
            })).observe(document.querySelector('.st-key-data'), {subtree: true, childList: true});
        }"""
    )
    step(page, "k", "ArrowRight")
    assert page.evaluate("[...window.changed]") == []


def test_a_link_to_the_page_itself_moves_the_sliders(visit: Visit) -> None:
    page = visit("/compare")
    picture(page)
    step(page, "std", "ArrowRight")
    page.get_by_role("link", name="Where is it hard to say?").click()
    page.wait_for_function("() => location.search.includes('std=1.5')")
    settle(page)
    assert page.locator(".st-key-std input[type=range]").input_value() == "1.5"
    assert facts(page) == facts(visit("/compare?std=1.5&shading=uncertainty"))


def test_the_meaning_of_a_number_unfolds_below_its_name(visit: Visit) -> None:
    page = visit("/compare")
    picture(page)
    name = page.locator(".stage-facts summary").first
    name.press("Enter")
    assert page.locator(".stage-facts").get_by_text("Sum of squared distances").is_visible()
    step(page, "std", "ArrowRight")
    assert page.locator(".stage-facts").get_by_text("Sum of squared distances").is_visible()


def test_sliders_work_on_a_page_that_was_reached_from_another_one(visit: Visit) -> None:
    page = visit("/em?n=1000")
    page.wait_for_selector("[data-testid=stage][data-draws]")
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_selector("[data-testid=stage][data-name=comparison][data-draws]")
    settle(page)
    before = facts(page)
    step(page, "n", "ArrowRight")
    assert facts(page) != before
    assert "n=" in query(page)


def test_a_wrong_value_in_the_address_is_noted_and_taken_out(visit: Visit) -> None:
    page = visit("/compare?k=99")
    assert "The address asked for k = 99" in page.get_by_test_id("stAlert").inner_text()
    assert query(page) == ""


def test_opened_sections_are_accessible(visit: Visit) -> None:
    page = visit("/compare?table=true&types=true")
    assert violations(page) == []
