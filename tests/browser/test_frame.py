"""The frame of the pages: what goes along, what moves by itself, and gestures that do no harm."""

import pytest
from playwright.sync_api import Page, expect

from components.step import kmeans
from tests.browser.conftest import Visit
from tests.browser.driver import choose, facts, query, settle, slide, told, until

SPAN = """() => {
    const [low, high] = document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range;
    return high - low;
}"""
SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop"
KEPT = {"data": "moons", "seed": "3", "k": "3", "cov": "tied", "fit_seed": "7"}
LIT = """() => {
    const canvas = document.querySelector('.stage canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let i = 3; i < data.length; i += 4) ink += data[i];
    return ink;
}"""


def go(page: Page, name: str) -> None:
    """Follow the bar's way to a neighbour, or a link of the menu."""
    page.get_by_role("link", name=name, exact=True).last.click()
    page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
    page.wait_for_selector("[data-testid=stage][data-draws]")
    settle(page)


def open_section(page: Page, section: str, name: str) -> None:
    """Choose a page of the menu."""
    page.get_by_test_id("stTopNav").get_by_role("button", name=section).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=name).click()
    page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
    page.wait_for_selector("[data-testid=stage][data-draws]")
    settle(page)


def test_data_k_shape_and_seeds_go_along_from_page_to_page_and_back(visit: Visit) -> None:
    page = visit("/compare?" + "&".join(f"{key}={text}" for key, text in KEPT.items()))
    start = {key: text for key, text in KEPT.items() if key != "cov"}  # k-means has no shapes
    for _ in range(3):
        open_section(page, "Step", "EM step by step")
        assert query(page).items() >= (KEPT | {"data": "moons"}).items()
        go(page, "k-means step by step")
        assert query(page).items() >= start.items()
        assert facts(page) == told(kmeans, query(page))
        open_section(page, "Generate", "New points")
        assert query(page).items() >= KEPT.items()
        page.go_back()
        page.get_by_role("heading", name="k-means step by step", level=1).wait_for()
        settle(page)
        assert query(page).items() >= start.items()
        go(page, "Compare")
        assert query(page).items() >= KEPT.items()


def test_names_in_the_menu_the_heading_and_the_tab_are_the_same(visit: Visit) -> None:
    page = visit("/soften")
    assert page.locator("h1").inner_text() == "From soft to hard"
    assert page.title() == "From soft to hard · Mixture Lab"
    assert page.locator(".st-key-bar a").all_inner_texts()[-1].endswith("Fuzzy c-means")


def test_the_wheel_scrolls_the_page_and_zooms_only_where_that_is_meant(visit: Visit) -> None:
    page = visit("/compare")
    box = page.locator(".stage-picture").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    span = page.evaluate(SPAN)
    page.mouse.wheel(0, 120)
    until(page, f"() => ({SCROLLED})() > 0")
    hint = page.locator(".stage-hint")
    expect(hint).to_be_visible()
    assert page.evaluate(SPAN) == span
    page.mouse.wheel(0, -120)
    until(page, f"() => ({SCROLLED})() === 0")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    until(page, f"span => ({SPAN})() < span", span)
    closer = page.evaluate(SPAN)
    page.mouse.down()
    page.mouse.up()
    page.mouse.wheel(0, -120)
    until(page, f"span => ({SPAN})() < span", closer)
    assert page.evaluate(SCROLLED) == 0
    expect(hint).to_be_hidden()


def test_a_film_heeds_keys_on_a_fresh_page(visit: Visit) -> None:
    page = visit("/em")
    page.keyboard.press("ArrowRight")
    settle(page)
    assert query(page) == {"step": "1"}


def test_the_first_page_moves_by_itself_until_it_is_touched(visit: Visit) -> None:
    page = visit("/compare")
    page.emulate_media(reduced_motion="no-preference")
    page.goto(page.url.replace("/compare", "/"))
    until(page, "() => Number(document.querySelector('.stage')?.dataset.frame) >= 3")
    page.get_by_role("button", name="Pause").click()
    settle(page)
    at = page.locator("[data-testid=stage]").get_attribute("data-frame")
    page.wait_for_timeout(600)
    assert page.locator("[data-testid=stage]").get_attribute("data-frame") == at


def test_the_first_page_is_still_for_those_who_want_less_motion(visit: Visit) -> None:
    page = visit("/")
    page.wait_for_timeout(600)
    assert page.locator("[data-testid=stage]").get_attribute("data-frame") == "0"


def test_pointing_at_a_point_lights_up_its_cluster_in_both_panels(visit: Visit) -> None:
    page = visit("/compare?circles=false&shading=none&levels=none&rings=false")
    ink = page.evaluate(LIT)
    page.locator(".stage-picture").press(".")  # the first point, as if it were pointed at
    until(page, f"ink => ({LIT})() < 0.7 * ink", ink)


def test_marks_are_explained_in_the_pictures_menu(visit: Visit) -> None:
    page = visit("/compare")
    page.locator(".stage-menu summary").click()
    page.get_by_role("button", name="What marks mean").click()
    words = page.locator(".stage-menu .stage-keys dd").all_inner_texts()
    assert "a point on which the two models disagree" in words
    assert "from a point to its centre" not in words


@pytest.mark.parametrize("panel", ["Data", "Models", "More"])
def test_on_a_phone_the_picture_stays_in_view_while_a_control_is_moved(
    visit: Visit, panel: str
) -> None:
    page = visit("/compare", viewport={"width": 390, "height": 844})
    page.get_by_role("group", name="Controls").get_by_role("button", name=panel).click()
    heading = page.get_by_role("heading", name=panel, level=2)
    assert heading.is_visible() == (panel != "More")
    control = page.locator(
        ".st-key-panel .stage-slider:visible, .st-key-panel summary:visible"
    ).last
    control.scroll_into_view_if_needed()
    box, picture = control.bounding_box(), page.locator(".stage-place").bounding_box()
    assert box
    assert picture
    assert 0 <= picture["y"] < picture["y"] + picture["height"] <= box["y"] < 844


def test_the_k_slider_moves_a_phones_picture(visit: Visit) -> None:
    page = visit("/compare", viewport={"width": 390, "height": 844})
    page.get_by_role("group", name="Controls").get_by_role("button", name="Models").click()
    slide(page, "k")
    assert query(page) == {"k": "6"}


def test_wide_data_lie_below_each_other_and_high_ones_beside(visit: Visit) -> None:
    page = visit("/compare?data=cigars&k=3")
    offsets = """() => Object.values(document.querySelector('.js-plotly-plot')._fullLayout._plots)
        .map(({ xaxis, yaxis }) => [xaxis._offset, yaxis._offset])"""
    (left, top), (left2, top2) = page.evaluate(offsets)
    assert (left == left2, top < top2) == (True, True)
    choose(page, "Data set", "Stretched blobs")
    (left, top), (left2, top2) = page.evaluate(offsets)
    assert (left < left2, top == top2) == (True, True)


def test_the_first_page_has_its_ways_in_under_the_picture_of_a_phone(visit: Visit) -> None:
    page = visit("/", viewport={"width": 390, "height": 844})
    for title in ("Teach a class", "Learn how they work", "Use your own data"):
        expect(page.get_by_role("link", name=title)).to_be_visible()
    box = page.get_by_role("link", name="Teach a class").bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
