"""Every link and button that offers a state shows the one it names, wherever its reader comes from.

What it shows is compared with what Python has at the settings that its address names.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from components import compare
from components.generate import moons, sample
from components.step import collapse, em
from tests.browser.conftest import Visit
from tests.browser.driver import choose, facts, press, query, settle, slide, told, until

SUBJECTS = {
    "/compare": compare,
    "/em": em,
    "/sample": sample,
    "/moons": moons,
    "/collapse": collapse,
}
TOP = """() => document.querySelector('[data-testid=stMain]').scrollTop"""
IN_VIEW = """() => {
    const { top } = document.querySelector('.stage-picture').getBoundingClientRect();
    return top >= 0 && top < innerHeight / 2;
}"""


def is_as_it_says(page: Page, asked: dict[str, str]) -> None:
    """The address names what was asked for, and the numbers and sliders are those of there."""
    assert query(page) == asked
    assert facts(page) == told(SUBJECTS[urlsplit(page.url).path], asked)
    for slider in page.locator(".stage-slider").all():
        key = str(slider.get_attribute("class")).split("st-key-")[1]
        if key in asked:
            number = slider.locator("input[type=number]").input_value()
            assert float(number) == float(asked[key])


def to_start(page: Page) -> None:
    page.get_by_role("link", name="Start", exact=True).first.click()
    page.get_by_role("heading", name="Start", exact=True).wait_for()
    until(page, "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= 6")
    settle(page)


def door(page: Page, title: str) -> dict[str, str]:
    """Go through a door of Start; the settings of the link."""
    link = page.get_by_test_id("stPageLink-NavLink").filter(has_text=title)
    link.scroll_into_view_if_needed()
    asked = dict(
        pair.split("=") for pair in urlsplit(str(link.get_attribute("href"))).query.split("&")
    )
    link.click()
    page.get_by_role("heading", name="Start", exact=True).wait_for(state="hidden")
    page.wait_for_selector("[data-testid=stage][data-draws]")
    settle(page)
    return asked


def test_doors_of_the_start_page_open_at_the_top_on_what_they_show(visit: Visit) -> None:
    page = visit("/compare?data=moons&cov=tied&k=3")
    for title in ("2. Its clusters", "6. Ellipses", "Teach a class", "Learn how"):
        to_start(page)
        asked = door(page, title)
        is_as_it_says(page, {k: v for k, v in asked.items() if k in query(page)})
        assert page.evaluate(TOP) == 0
        choose(page, "Data set", "Moons")


CLAIMS = {
    "/compare?data=moons&k=3": (
        ("Show where it is hard to say", {"std": "1.5", "shading": "uncertainty"}),
        ("Allow only round components", {"cov": "spherical", "shading": "responsibilities"}),
        ("Try one shape for all", {"data": "stretched", "k": "4", "cov": "tied", "fit_seed": "0"}),
        ("Draw those for 50, 90 and 95 %", {"std": "1.5", "levels": "50, 90, 95 %"}),
    ),
    "/moons?noise=0.1": (
        ("Show two components", {"k": "2"}),
        ("Show what BIC prefers", {"k": "7"}),
        ("Show sixteen components", {}),
    ),
}


def turn_to(page: Page, label: str) -> None:
    """Turn the cards until one has a button."""
    for way in ("Next card", "Previous card"):
        while not page.get_by_role("button", name=label).count():
            button = page.get_by_role("button", name=way)
            if button.is_disabled():
                break
            button.click()
            settle(page)


@pytest.mark.parametrize("path", CLAIMS)
def test_buttons_of_what_to_look_for_show_it_and_leave_it_in_view(visit: Visit, path: str) -> None:
    page = visit(path)
    for label, asked in CLAIMS[path]:
        turn_to(page, label)
        page.get_by_role("button", name=label).click()
        settle(page)
        shown = {key: text for key, text in query(page).items() if key not in ("types", "card")}
        assert shown == asked
        assert facts(page) == told(SUBJECTS[urlsplit(path).path], asked)
        until(page, IN_VIEW)
        if path.startswith("/compare"):
            slide(page, "k")


def test_cures_and_the_way_to_another_start_are_one_press(visit: Visit) -> None:
    page = visit("/collapse")
    for label, asked in (
        ("Put a floor under the variances", {"cure": "floor"}),
        ("Ask for", {"cure": "fewer"}),
        ("Start from k-means", {"cure": "kmeans"}),
        ("Let it collapse", {}),
    ):
        page.locator(".stage-picture").press("End")
        settle(page)
        page.get_by_role("button", name=label).click()
        settle(page)
        is_as_it_says(page, asked)


def test_a_link_sets_every_setting_and_none_is_left_from_before(visit: Visit) -> None:
    page = visit("/compare?data=stretched&k=4&cov=tied&shading=none&rings=false")
    turn_to(page, "Show where it is hard to say")
    press(page, "Show where it is hard to say")
    slide(page, "clusters", "ArrowLeft")
    press(page, "Undo")
    press(page, "Undo")
    is_as_it_says(
        page,
        {"data": "stretched", "k": "4", "cov": "tied", "shading": "none", "rings": "false"}
        | {"card": "1"},  # which is read, not set
    )
    expect(page.get_by_role("combobox", name="Shape")).to_have_value("tied: one shape for all")


HEAVY = "/compare?data=stretched&n=600000&starts=5&k=4&cov=tied&std=3"
FAR = re.compile("iteration|start")  # how far a fit is


def type_samples(page: Page, n: str) -> None:
    field = page.get_by_label("Samples, as a number")
    field.fill(n)
    field.press("Enter")


def test_what_takes_long_says_how_far_it_is_and_is_given_up_for_the_next_move(visit: Visit) -> None:
    page = visit("/")
    page.goto(page.url.rstrip("/") + HEAVY)
    badge = page.locator(".stage-badge:not(.stage-hint)")
    expect(badge).to_have_text(FAR, timeout=60_000)
    type_samples(page, "500")
    settle(page)
    expect(badge).to_be_hidden()
    asked = {"data": "stretched", "n": "500", "std": "3", "k": "4", "cov": "tied", "starts": "5"}
    is_as_it_says(page, asked)
    type_samples(page, "600000")
    expect(badge).to_have_text(FAR, timeout=60_000)
    press(page, "Reset")
    expect(badge).to_be_hidden()
    is_as_it_says(page, {})


def test_a_point_is_read_aloud_in_both_panels(visit: Visit) -> None:
    page = visit("/compare")
    page.locator(".stage-picture").press(".")
    said = page.locator(".stage-news")
    expect(said).to_contain_text("cluster")
    expect(said).to_contain_text("probability of")
    assert "; " in said.inner_text()
