"""The Generate pages in a real browser: draws, drags, votes and downloads."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from core import written
from tests.browser.conftest import Visit
from tests.browser.driver import settle, violations

NEW_POINTS = """() => {
    const stage = document.querySelector('[data-testid=stage][data-draws]');
    const trace = stage?.figure.data.find(trace => trace.name === 'new points');
    return trace ? [...trace.x, ...trace.y] : null;
}"""


def new_points(page: Page) -> list[float]:
    page.wait_for_function(NEW_POINTS)
    page.wait_for_timeout(300)  # a picture is drawn after the script has finished
    return list(page.evaluate(NEW_POINTS))


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    settle(page)


def drag(page: Page, label: str, dx: float, dy: float) -> None:
    """Drag a handle by so many pixels."""
    box: Any = page.get_by_role("button", name=label).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.6, 1):
        page.mouse.move(x + part * dx, y + part * dy)
        page.wait_for_timeout(60)
    page.mouse.up()
    settle(page)


def test_draw_again_and_back_change_picture_and_address(visit: Visit) -> None:
    page = visit("/sample?temperature=2&only=1&only=3")
    first = new_points(page)
    press(page, "Draw again")
    assert new_points(page) != first
    assert float(query(page)["draw"][0]) == 1
    other = visit(f"/sample?{urlsplit(page.url).query}")
    assert new_points(other) == new_points(page)
    press(page, "Back")
    assert new_points(page) == first
    assert "draw" not in query(page)


def test_what_is_downloaded_is_what_is_shown(visit: Visit) -> None:
    page = visit("/sample?new=250")
    files = {}
    for label in ("Points as CSV", "Points as Parquet", "Mixture as JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        files[label] = download.value.path().read_bytes()
    rows = files["Points as CSV"].decode().splitlines()
    assert (rows[0], len(rows)) == ('"x","y","component"', 251)
    assert [float(row.split(",")[0]) for row in rows[1:]] == pytest.approx(
        new_points(page)[:250], rel=1e-6
    )
    assert files["Points as Parquet"][:4] == b"PAR1"
    assert written.from_json(files["Mixture as JSON"].decode()).means.shape == (5, 2)


def test_the_line_is_dragged_and_moved_by_keyboard_and_the_slider_follows(visit: Visit) -> None:
    page = visit("/conditional")
    before = new_points(page)[0]
    drag(page, "The line", 80, 0)
    dragged = new_points(page)[0]
    assert dragged > before
    assert float(query(page)["at"][0]) == pytest.approx(dragged, abs=1e-5)
    page.get_by_role("button", name="The line").press("ArrowLeft")
    page.wait_for_function(f"() => ({NEW_POINTS})()[0] < {dragged}")


def test_means_and_axes_are_dragged_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("/by_hand")
    drag(page, "Mean of component 2", 40, -40)
    page.wait_for_url("**x2=*y2=*")
    drag(page, "The long axis of component 1", 20, -20)
    page.wait_for_url("**xx1=*")
    settle(page)
    assert {"x2", "y2", "xx1", "yy1", "xy1"} <= query(page).keys()
    other = visit(f"/by_hand?{urlsplit(page.url).query}")
    assert new_points(other) == new_points(page)


def test_a_point_is_made_by_arrow_keys(visit: Visit) -> None:
    page = visit("/anatomy")
    page.get_by_role("slider").first.wait_for()
    scrubber = page.locator("[data-testid=stage] input[type=range]").first
    for _ in range(4):
        scrubber.press("ArrowRight")
    settle(page)
    page.wait_for_timeout(500)
    assert "Add its mean" in page.locator("[data-testid=stage]").first.inner_text()


def test_a_vote_is_given_by_keyboard_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("/guess")
    for number in ("2", "7"):
        pill = page.locator(".st-key-marks").get_by_role("button", name=number, exact=True)
        pill.focus()
        page.keyboard.press("Space")
        settle(page)
    assert query(page)["marks"] == ["2", "7"]
    names = page.locator("[data-testid=stage]").evaluate(
        "stage => stage.figure.layout.shapes.map(shape => shape.name)"
    )
    assert names == ["mark 2", "mark 7"]


def test_cards_are_marked_and_unmarked_on_the_picture(visit: Visit) -> None:
    page = visit("/guess")
    page.wait_for_function("() => document.querySelector('[data-testid=stage][data-draws]')")
    box: Any = page.locator(".stage-plot").bounding_box()

    def click_on_the_third() -> None:  # of the five in the first row, which is in the middle
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 80)
        settle(page)

    click_on_the_third()
    assert query(page)["marks"] == ["3"]
    picture = page.locator(".stage-picture")
    picture.press(".")
    picture.press(".")
    picture.press("Enter")
    settle(page)
    assert query(page)["marks"] == ["3", "2"]
    click_on_the_third()
    assert query(page)["marks"] == ["2"]


def test_points_are_marked_by_keyboard_and_an_empty_place_is_nobody(visit: Visit) -> None:
    page = visit("/guess?what=moons%2C+2+components")
    page.wait_for_selector("[data-testid=stage][data-draws]")
    picture = page.locator(".stage-picture")
    picture.press(".")
    picture.press("Enter")
    settle(page)
    assert query(page)["marks"] == ["1"]
    box: Any = page.locator(".stage-plot").bounding_box()
    page.mouse.click(box["x"] + 70, box["y"] + box["height"] - 60)
    settle(page)
    assert query(page)["marks"] == ["1"]


def test_a_hundred_digits_are_there_beside_their_neighbours(visit: Visit) -> None:
    page = visit("/digits")
    page.wait_for_function("() => document.querySelector('[data-testid=stage][data-draws]')")
    texts = page.locator("[data-testid=stage]").first.evaluate(
        "stage => stage.figure.data.map(trace => trace.text.length)"
    )
    assert texts == [100, 100]


def test_pointing_at_a_digit_shows_it_beside_its_nearest_real_one(visit: Visit) -> None:
    page = visit("/digits")
    page.wait_for_function("() => document.querySelector('[data-testid=stage][data-draws]')")
    texts = page.locator("[data-testid=stage]").first.evaluate(
        "stage => stage.figure.data.map(trace => trace.text.map(text => text.split('<br>')))"
    )
    lens = page.locator(".stage-lens").first
    lines = lens.locator("figure").nth(0).locator("div")
    partner = lens.locator("figure").nth(1).locator("div")
    panel = page.locator(".stage-plot .nsewdrag").first
    box: Any = panel.bounding_box()
    side = min(box["width"], box["height"]) / 10  # pixels of a tile
    x, y = box["x"] + box["width"] / 2 - 1.6 * side, box["y"] + box["height"] / 2 - 2.4 * side
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    lens.wait_for()
    assert (lines.all_inner_texts(), partner.all_inner_texts()) == (texts[0][23], texts[1][23])
    page.mouse.move(5, 5)
    lens.wait_for(state="hidden")
    picture = page.locator(".stage-picture").first
    picture.press(".")
    picture.press(".")
    lens.wait_for()
    assert (lines.all_inner_texts(), partner.all_inner_texts()) == (texts[0][1], texts[1][1])
    picture.press("Escape")
    lens.wait_for(state="hidden")


@pytest.mark.parametrize(
    "path",
    [
        "/sample?quality=true",
        "/anatomy?step=3",
        "/by_hand?errors=true",
        "/moons",
        "/conditional",
        "/digits",
        "/guess?reveal=true",
    ],
)
def test_axe_finds_nothing_wrong(visit: Visit, path: str) -> None:
    page = visit(path, color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        " === 'rgb(255, 255, 255)'"
    )
    page.wait_for_timeout(500)
    assert violations(page) == []
