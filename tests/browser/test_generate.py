"""The Generate pages in a real browser: draws, drags, votes and downloads."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from components.generate import by_hand, conditional, sample
from core import written
from tests.browser.conftest import Visit
from tests.browser.driver import facts, path_of, press, query, settle, told, unfold, until

NEW_POINTS = """() => {
    const { data } = document.querySelector('[data-testid=stage]').figure;
    const { x, y } = data.find((trace) => trace.name === 'new points');
    return [...x, ...y];
}"""


def new_points(page: Page) -> list[float]:
    shown: list[float] = page.evaluate(NEW_POINTS)
    return shown


def drag(page: Page, label: str, dx: float, dy: float) -> None:
    """Drag a handle by so many pixels."""
    box: Any = page.get_by_role("button", name=label).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()
    settle(page)


def test_draw_again_and_back_change_picture_and_address(visit: Visit) -> None:
    page = visit("/sample?only=1,3&temperature=2")
    first = new_points(page)
    press(page, "Draw again")
    drawn = new_points(page)
    assert drawn != first
    assert query(page) == {"draw": "1", "only": "1,3", "temperature": "2"}
    other = visit(path_of(page))
    assert new_points(other) == drawn
    press(page, "Undo")
    assert new_points(page) == first
    assert "draw" not in query(page)


def test_components_are_chosen_and_that_can_be_undone(visit: Visit) -> None:
    page = visit("/sample?new=300")
    first = new_points(page)
    unfold(page, "More")
    page.get_by_role("button", name="2", exact=True).first.click()
    settle(page)
    assert query(page) == {"new": "300", "only": "2"}
    assert new_points(page) != first
    expect(page.get_by_text("Drawn from component 2 only.")).to_be_visible()
    page.keyboard.press("Control+z")
    settle(page)
    assert query(page) == {"new": "300"}
    assert new_points(page) == first


def test_what_is_downloaded_is_what_is_shown(visit: Visit) -> None:
    page = visit("/sample?new=250")
    files = {}
    for label in ("Points as CSV", "Points as Parquet", "Their mixture as JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        files[label] = download.value.path().read_bytes()
    rows = files["Points as CSV"].decode().splitlines()
    assert (rows[0], len(rows)) == ('"x","y","component"', 251)
    assert [float(row.split(",")[0]) for row in rows[1:]] == pytest.approx(
        new_points(page)[:250], rel=1e-5, abs=1e-6
    )
    assert files["Points as Parquet"][:4] == b"PAR1"
    assert written.from_json(files["Their mixture as JSON"].decode()).means.shape == (5, 2)


def test_the_line_is_dragged_and_moved_by_keyboard_and_the_slider_follows(visit: Visit) -> None:
    page = visit("/conditional")
    slider = page.locator(".st-key-at input[type=number]")
    before = float(slider.input_value())
    drag(page, "The line", 80, 0)
    dragged = float(query(page)["at"])
    assert dragged > before
    assert float(slider.input_value()) == dragged
    assert new_points(page)[0] == pytest.approx(dragged, rel=1e-5)
    assert facts(page) == told(conditional, query(page))
    page.get_by_role("button", name="The line").press("ArrowLeft")
    until(page, f"() => ({NEW_POINTS})()[0] < {dragged}")
    settle(page)
    assert before < float(slider.input_value()) < dragged


def test_means_and_axes_are_dragged_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("/by_hand")
    drag(page, "Mean of component 2", 40, -40)
    assert query(page).keys() == {"x2", "y2"}
    drag(page, "The long axis of component 1", 20, -20)
    assert query(page).keys() == {"x2", "y2", "xx1", "yy1", "xy1"}
    other = visit(path_of(page))
    assert new_points(other) == new_points(page)
    assert facts(page) == told(by_hand, query(page))


def test_a_point_is_made_by_arrow_keys(visit: Visit) -> None:
    page = visit("/anatomy")
    scrubber = page.locator(".stage-scrubber")
    for _ in range(4):
        scrubber.press("ArrowRight")
    expect(page.locator(".stage-sentence")).to_contain_text("Add its mean")
    settle(page)
    assert query(page) == {"step": "4"}


def marks(page: Page) -> list[str]:
    """The cards that the picture shows as marked."""
    names = page.evaluate(
        "document.querySelector('[data-testid=stage]').figure.layout.shapes.map(each => each.name)"
    )
    return [name.split()[1] for name in names if name.startswith("mark ")]


def test_a_vote_is_given_by_keyboard_and_judged_once_there_is_one(visit: Visit) -> None:
    page = visit("/guess?reveal=true")
    expect(page.locator(".stage-sentence")).to_contain_text("You haven't voted yet")
    assert facts(page) == []
    captions = page.evaluate(
        """document.querySelector('[data-testid=stage]').figure.layout.annotations
            .filter(({ name }) => name?.startsWith('caption')).map(({ text }) => text)"""
    )
    assert captions == [str(number) for number in range(1, 21)]  # no answers
    for number in ("2", "7"):
        page.get_by_role("button", name=number, exact=True).press("Space")
        settle(page)
    assert query(page) == {"marks": "2,7", "reveal": "true"}
    assert marks(page) == ["2", "7"]
    assert " of 20" in facts(page)[0]


def test_cards_are_marked_and_unmarked_on_the_picture(visit: Visit) -> None:
    page = visit("/guess")
    box: Any = page.locator(".stage-plot").bounding_box()

    def click_on_the_third() -> None:  # of the five in the first row, which is in the middle
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 80)
        settle(page)

    click_on_the_third()
    assert query(page) == {"marks": "3"}
    picture = page.locator(".stage-picture")
    for key in (".", ".", "Enter"):
        picture.press(key)
    settle(page)
    assert query(page) == {"marks": "2,3"}
    click_on_the_third()
    assert query(page) == {"marks": "2"}
    assert marks(page) == ["2"]


def test_points_are_marked_by_keyboard_and_an_empty_place_is_nobody(visit: Visit) -> None:
    page = visit("/guess?what=moons%2C+2+components")
    picture = page.locator(".stage-picture")
    picture.press(".")
    picture.press("Enter")
    settle(page)
    assert query(page)["marks"] == "1"
    box: Any = page.locator(".stage-plot").bounding_box()
    page.mouse.click(box["x"] + 70, box["y"] + box["height"] - 60)
    settle(page)
    assert query(page)["marks"] == "1"


def test_a_hundred_digits_are_shown_beside_their_nearest_real_ones(visit: Visit) -> None:
    page = visit("/digits")
    texts = page.evaluate(
        """document.querySelector('[data-testid=stage]').figure.data
            .filter(trace => trace.meta?.lens)
            .map(trace => trace.text.map(text => text.split('<br>')))"""
    )
    assert [len(each) for each in texts][:2] == [100, 100]
    lens = page.locator(".stage-lens")
    lines = lens.locator("figure").nth(0).locator("div")
    partner = lens.locator("figure").nth(1).locator("div")
    box: Any = page.locator(".stage-plot .nsewdrag").first.bounding_box()
    side = min(box["width"], box["height"]) / 10  # pixels of a tile
    x, y = box["x"] + box["width"] / 2 - 1.6 * side, box["y"] + box["height"] / 2 - 2.4 * side
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    lens.wait_for()
    assert (lines.all_inner_texts(), partner.all_inner_texts()) == (texts[0][23], texts[1][23])
    page.mouse.move(5, 5)
    lens.wait_for(state="hidden")
    picture = page.locator(".stage-picture")
    picture.press(".")
    picture.press(".")
    lens.wait_for()
    assert (lines.all_inner_texts(), partner.all_inner_texts()) == (texts[0][1], texts[1][1])
    picture.press("Escape")
    lens.wait_for(state="hidden")


def test_an_address_that_repeats_a_parameter_still_means_both(visit: Visit) -> None:
    page = visit("/sample?only=1&only=3")
    assert query(page) == {"only": "1,3"}
    assert facts(page) == told(sample, {"only": "1,3"})
