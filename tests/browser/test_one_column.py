"""Points of one column in a browser: scales, zoom, and hands that move along the line."""

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.driver import choose, query, settle, slide, until

RANGES = """() => {
    const { xaxis, yaxis } = document.querySelector('.stage-plot')._fullLayout;
    return [xaxis.range, yaxis.range].map((range) => [...range]);
}"""


def ranges(page: Page) -> list[list[float]]:
    shown: list[list[float]] = page.evaluate(RANGES)
    return shown


def test_densities_have_their_own_scale_when_they_come_after_a_plane(visit: Visit) -> None:
    page = visit("/compare")
    _, plane = ranges(page)
    choose(page, "Data set", "Groups on a line")
    _, line = ranges(page)
    home = page.evaluate("document.querySelector('.stage').figure.layout.yaxis.range")
    assert line == home
    assert line[1] < 1 < plane[1]
    choose(page, "Data set", "Blobs")
    assert ranges(page)[1] == plane


def test_zoom_goes_along_the_line_and_stays_when_a_model_changes(visit: Visit) -> None:
    page = visit("/compare?data=line&k=3")
    before = ranges(page)
    page.locator(".stage-picture").press("+")
    until(page, f"before => ({RANGES})()[0][0] !== before", before[0][0])
    near, height = ranges(page)
    assert height == before[1]
    slide(page, "k")
    assert ranges(page) == [near, before[1]]


def test_a_mean_is_dragged_along_the_line_only(visit: Visit) -> None:
    page = visit("/em?data=line&k=3")
    handle = page.get_by_role("button", name="Place 1 of the start")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 80, steps=4)
    page.mouse.up()
    settle(page)
    assert query(page)["begin"] == "by_hand"
    places = query(page)["means"]
    assert places.count(";") == 2
    assert "," not in places
    moved = handle.bounding_box()
    assert moved is not None
    assert abs(moved["y"] - box["y"]) < 1
    assert abs(moved["x"] - box["x"] - 60) < 2
