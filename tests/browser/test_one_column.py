"""Points of one column in a browser: scales, zoom, and hands that move along the line."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import settle, violations

RANGES = """() => {
    const { xaxis, yaxis } = document.querySelector('.stage-plot')._fullLayout;
    return [xaxis.range, yaxis.range].map((range) => [...range]);
}"""


def drawn(page: Page) -> Page:
    """Wait until the stage has drawn what it was sent."""
    settle(page)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stage]')].every(s => s.dataset.draws)"
    )
    return page


def choose(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Data set").first.click()
    page.get_by_role("option", name=name, exact=True).click()
    drawn(page)
    page.wait_for_timeout(300)  # for Plotly


def test_densities_have_their_own_scale_when_they_come_after_a_plane(visit: Visit) -> None:
    page = drawn(visit("/compare"))
    _, plane = page.evaluate(RANGES)
    choose(page, "line")
    _, line = page.evaluate(RANGES)
    home = page.evaluate("document.querySelector('.stage').figure.layout.yaxis.range")
    assert line == home
    assert line[1] < 1 < plane[1]
    choose(page, "blobs")
    _, again = page.evaluate(RANGES)
    assert again == plane


def test_zoom_goes_along_the_line_and_stays_when_a_model_changes(visit: Visit) -> None:
    page = drawn(visit("/compare?data=line&k=3"))
    (_, before) = page.evaluate(RANGES)
    page.locator(".stage-picture").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(300)
    near, height = page.evaluate(RANGES)
    assert height == before
    page.get_by_role("slider", name="Clusters and components, k").focus()
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert page.evaluate(RANGES) == [near, before]


def test_a_mean_is_dragged_along_the_line_only(visit: Visit) -> None:
    page = drawn(visit("/em?data=line&k=3"))
    handle = page.get_by_role("button", name=re.compile("Place 1 of the start")).first
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 80, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("begin=by_hand"))
    drawn(page)
    places = re.search(r"means=([^&]*)", page.url)
    assert places is not None
    assert len(re.split("%3B|;", places.group(1))) == 3
    assert "%2C" not in places.group(1)
    moved = handle.bounding_box()
    assert moved is not None
    assert abs(moved["y"] - box["y"]) < 1
    assert abs(moved["x"] - box["x"] - 60) < 2


def test_pages_of_one_column_have_no_violations(visit: Visit) -> None:
    for path in ("/compare?data=line", "/em?data=waiting&follow=true", "/conditional?data=waiting"):
        assert violations(drawn(visit(path))) == []
