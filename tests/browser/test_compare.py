"""The Compare page in a real browser: widgets, address and picture go together."""

from typing import Any

from playwright.sync_api import Page, expect

from components import compare
from tests.browser.conftest import Visit
from tests.browser.driver import choose, facts, path_of, press, query, settle, slide, told, until

PICTURE = """() => {
    const {data, layout} = document.querySelector('[data-testid=stage]').figure;
    return {
        centres: data.filter(trace => trace.name === 'centres').map(trace => [
            [...trace.x], [...trace.y], trace.text, trace.marker.line.color]),
        shapes: layout.shapes.map(shape => [shape.name, shape.path ?? shape.x0]),
    };
}"""


def picture(page: Page) -> dict[str, Any]:
    """Centres, circles and ellipses as they are in the figure that the browser shows."""
    shown: dict[str, Any] = page.evaluate(PICTURE)
    return shown


def test_circles_and_ellipses_are_in_the_picture_and_sliders_change_it(visit: Visit) -> None:
    page = visit("/compare")
    shown = picture(page)
    names = [name for name, _ in shown["shapes"]]
    assert sum(name.startswith("circle") for name in names) == 5
    assert sum(name.startswith("ellipse") for name in names) == 5 * 3
    assert [texts for _, _, texts, _ in shown["centres"]] == [["1", "2", "3", "4", "5"]] * 2
    for key in ("k", "n", "clusters", "std"):
        before = picture(page)
        slide(page, key)
        assert facts(page) == told(compare, query(page))
        assert picture(page) != before
    assert list(query(page)) == ["n", "clusters", "std", "k"]


def test_an_address_shows_the_same_in_another_browser(visit: Visit) -> None:
    page = visit("/compare?data=moons&cov=tied")
    slide(page, "k", "ArrowLeft")
    slide(page, "noise")
    other = visit(path_of(page))
    assert (picture(other), facts(other)) == (picture(page), facts(page))


def test_a_data_set_from_the_menu_has_its_own_dials(visit: Visit) -> None:
    page = visit("/compare?n=1000&std=2")
    choose(page, "Data set", "Stretched blobs")
    assert query(page) == {"data": "stretched"}
    assert facts(page) == told(compare, {"data": "stretched"})
    expect(page.locator(".st-key-n input[type=range]")).to_have_attribute("aria-valuetext", "400")


def test_colours_stay_when_k_goes_up_and_comes_back(visit: Visit) -> None:
    page = visit("/compare")
    five = picture(page)["centres"]
    slide(page, "k")
    assert set(five[0][3]) < set(picture(page)["centres"][0][3])
    slide(page, "k", "ArrowLeft")
    assert picture(page)["centres"] == five


def test_reset_brings_back_the_opening_and_its_address(visit: Visit) -> None:
    page = visit("/compare?data=moons&k=3&cov=tied&noise=0.2&shading=none&seed=5")
    press(page, "Reset")
    assert query(page) == {}
    assert facts(page) == told(compare, {})
    expect(page.get_by_role("button", name="Reset", exact=True)).to_be_disabled()


def test_a_number_can_be_typed_that_no_step_of_the_slider_has(visit: Visit) -> None:
    page = visit("/compare")
    field = page.get_by_label("Samples, as a number")
    field.fill("1234")
    field.press("Enter")
    until(page, "() => location.search === '?n=1234'")
    until(page, "() => document.querySelector('.stage').figure.data[0].x.length === 1234")
    field.fill("9999999")
    field.press("Enter")
    until(page, "() => location.search === '?n=1000000'")
    expect(field).to_have_value("1000000")


def test_another_picture_of_the_sliders_leaves_the_rest_of_the_page_alone(visit: Visit) -> None:
    page = visit("/compare?k=4")
    slide(page, "k")  # the first change also makes Undo a button that can be pressed
    page.evaluate(
        """() => {
            window.changed = 0;
            const count = (changes) => (window.changed += changes.length);
            const panel = document.querySelector('.st-key-group-Data');
            new MutationObserver(count).observe(panel, {subtree: true, childList: true});
        }"""
    )
    runs = page.evaluate("window.runs")
    slide(page, "k")
    assert page.evaluate("[window.changed, window.runs]") == [0, runs + 1]


def test_the_meaning_of_a_number_is_said_by_its_question_mark_and_in_the_list(visit: Visit) -> None:
    page = visit("/compare")
    help_ = page.get_by_role("button", name="About Inertia")
    expect(help_.get_by_role("tooltip")).to_be_hidden()
    help_.focus()
    expect(help_.get_by_role("tooltip")).to_contain_text("Sum of squared distances")
    help_.press("Escape")
    expect(help_.get_by_role("tooltip", include_hidden=True)).to_be_hidden()
    expect(page.locator(".stage-facts").get_by_text("Sum of squared distances")).to_be_visible()


def test_sliders_work_on_a_page_that_was_reached_from_another_one(visit: Visit) -> None:
    page = visit("/em?n=1000")
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_selector("[data-testid=stage][data-name=comparison][data-draws]")
    settle(page)
    before = query(page)
    slide(page, "n")
    assert query(page)["n"] != before.get("n")
    assert facts(page) == told(compare, query(page))


def test_a_wrong_value_in_the_address_is_noted_and_taken_out(visit: Visit) -> None:
    page = visit("/compare?k=99")
    said = page.get_by_test_id("stAlert").inner_text()
    assert "Clusters, k: this has to be a whole number from 1 to 12" in said
    assert "the link says 99" in said
    assert query(page) == {}
