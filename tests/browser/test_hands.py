"""What a reader does on a picture, by pointer and by keyboard, and films."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import Visit
from tests.browser.driver import cut_off, serve, settle, violations


@pytest.fixture(scope="module")
def pictures() -> Iterator[str]:
    with serve("tests/browser/stage_page.py") as address:
        yield address


@pytest.fixture
def page(visit: Visit, pictures: str) -> Page:
    page = visit("/", at=pictures)
    page.wait_for_function("() => document.querySelectorAll('[data-draws]').length === 3")
    return page


def stage(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid=stage][data-name={name}]")


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a place of the first picture is on the screen."""
    return tuple(
        stage(page, "touch").evaluate(
            """(stage, [x, y]) => {
                const {xaxis, yaxis} = stage.querySelector('.js-plotly-plot')._fullLayout;
                const box = stage.querySelector('.stage-plot').getBoundingClientRect();
                return [box.x + xaxis._offset + xaxis.d2p(x), box.y + yaxis._offset + yaxis.d2p(y)];
            }""",
            [x, y],
        )
    )


def said(page: Page) -> str:
    page.wait_for_timeout(600)
    return settle(page).get_by_test_id("stCode").inner_text()


def test_clicks_tell_points_from_empty_space(page: Page) -> None:
    page.mouse.click(*place(page, 1.0, 0.0))
    assert "trace='points', point=0" in said(page)
    page.mouse.click(*place(page, 0.25, 0.5))
    told = said(page)
    assert "point=None" in told
    assert "x=0.2" in told


def test_points_can_be_chosen_by_keyboard(page: Page) -> None:
    picture = stage(page, "touch").get_by_role("img")
    picture.press(".")
    picture.press(".")
    picture.press("Enter")
    assert "trace='points', point=1" in said(page)
    picture.press("Escape")
    picture.press("Enter")
    assert "x=0.0, y=0.0, panel=1, trace=None" in said(page)


def test_a_handle_follows_the_pointer(page: Page) -> None:
    page.mouse.move(*place(page, 1.0, 1.0))
    page.mouse.down()
    page.mouse.move(*place(page, -0.5, 1.5), steps=5)
    page.mouse.up()
    assert "done=True" in said(page)
    name = stage(page, "touch").get_by_role("img").get_attribute("aria-label")
    assert "-0.5" in str(name)
    assert "1.5" in str(name)


def test_a_handle_moves_with_the_arrow_keys(page: Page) -> None:
    handle = page.get_by_role("button", name="Mean 1")
    for _ in range(3):
        handle.press("ArrowRight")
    assert "handle='mean'" in said(page)
    name = stage(page, "touch").get_by_role("img").get_attribute("aria-label")
    assert float(str(name).split("at ")[1].split(",")[0]) > 1.05


def test_boxes_name_the_points_inside(page: Page) -> None:
    page.keyboard.down("Shift")
    page.mouse.move(*place(page, 0.5, -0.5))
    page.mouse.down()
    page.mouse.move(*place(page, 1.5, 0.5), steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    assert "Brush(" in said(page)
    assert "(0, 1, 2, 3, 37, 38, 39)" in said(page)
    stage(page, "touch").get_by_role("img").press("b")
    assert str(tuple(range(40))) in said(page)


def test_a_film_is_stepped_and_its_frame_is_in_the_address(
    page: Page, visit: Visit, pictures: str
) -> None:
    film = stage(page, "film")
    film.get_by_role("button", name="Next frame").click()
    film.get_by_role("img").press("ArrowRight")
    assert film.get_attribute("data-frame") == "2"
    page.wait_for_function("() => location.search === '?step=2'")
    page.get_by_text("stopped at 2", exact=True).wait_for()
    assert film.locator(".stage-caption").inner_text() == "Turn 2."
    film.get_by_label("Frame", exact=True).press("End")
    page.wait_for_function("() => location.search === '?step=29'")
    again = visit("/?step=7", at=pictures)
    again.wait_for_selector("[data-name=film][data-frame='7']")


def test_a_film_plays_without_the_server(page: Page) -> None:
    film = stage(page, "film")
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    film.get_by_label("Frames a second").select_option("30")
    before = int(film.get_attribute("data-draws") or 0)
    film.get_by_role("button", name="Play").click()
    page.wait_for_selector("[data-name=film][data-frame='29']")
    page.wait_for_timeout(100)
    assert int(film.get_attribute("data-draws") or 0) - before > 10
    assert not sent
    page.wait_for_function("() => location.search === '?step=29'")


def test_pictures_with_hands_are_accessible(page: Page) -> None:
    assert [v for v in violations(page) if "stage" in v] == []


def test_a_live_slider_takes_picture_numbers_and_address_along(
    page: Page, visit: Visit, pictures: str
) -> None:
    live = stage(page, "live")
    slider = live.get_by_role("slider", name="Turn")
    for _ in range(5):
        slider.press("ArrowRight")
    page.wait_for_function("() => location.search === '?turn=5'")
    page.wait_for_function("() => document.querySelector('dd').textContent === '5'")
    assert live.get_by_role("img").get_attribute("aria-label") == "turned by 5"
    again = visit("/?turn=7", at=pictures)
    again.wait_for_selector("[data-name=live][data-draws]")
    assert stage(again, "live").get_by_role("slider").input_value() == "7"
    wrong = visit("/?turn=1e9", at=pictures)
    wrong.wait_for_selector("[data-name=live][data-draws]")
    assert stage(wrong, "live").get_by_role("slider").input_value() == "0"


def test_a_slider_streams_while_it_is_dragged_and_ends_where_it_is_let_go(page: Page) -> None:
    live = stage(page, "live")
    live.get_by_role("slider", name="Turn").scroll_into_view_if_needed()
    box = live.get_by_role("slider", name="Turn").bounding_box()
    assert box
    before = int(live.get_attribute("data-draws") or 0)
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down()
    for i in range(30):
        page.mouse.move(box["x"] + 10 + i * box["width"] / 40, box["y"] + box["height"] / 2)
        page.wait_for_timeout(30)
    assert int(live.get_attribute("data-draws") or 0) - before > 5
    page.mouse.up()
    settle(page)
    page.wait_for_timeout(500)
    value = live.get_by_role("slider", name="Turn").input_value()
    assert live.locator("dd").inner_text() == value
    page.get_by_text(f"turned to {value}").wait_for()
    assert f"turn={value}" in page.url


def test_what_was_fetched_ahead_is_shown_without_the_server(visit: Visit, pictures: str) -> None:
    page = visit("/?turn=20", at=pictures)
    page.wait_for_selector("[data-name=live][data-draws]")
    live = stage(page, "live")
    with page.expect_response(lambda answer: "turn=10" in answer.url):  # the farthest neighbour
        live.get_by_role("slider", name="Turn").focus()
    live.evaluate(
        """stage => {
            window.told = [];
            const range = stage.querySelector('input[type=range]');
            range.addEventListener('input', () => requestAnimationFrame(
                () => window.told.push([stage.querySelector('dd').textContent,
                    stage.querySelector('.stage-notes p').textContent])));
        }"""
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(3):
        live.get_by_role("slider", name="Turn").press("ArrowRight", no_wait_after=True)
    page.wait_for_timeout(100)
    assert page.evaluate("window.told")[0] == ["21", "It is turned by 21."]
    assert not asked
    page.wait_for_function("() => location.search.includes('turn=23')")
    page.get_by_text("turned to 23").wait_for()


def test_a_slider_works_where_its_states_cannot_be_reached(browser: Browser, pictures: str) -> None:
    with cut_off(browser, "**/state/**") as page:
        page.goto(f"{pictures}/?turn=20")
        page.wait_for_selector("[data-name=live][data-draws]")
        live = stage(page, "live")
        for turn in ("21", "22"):
            live.get_by_role("slider", name="Turn").press("ArrowRight")
            page.get_by_text(f"turned to {turn}").wait_for()
            live.get_by_text(f"It is turned by {turn}.").wait_for()
        for _ in range(3):  # faster than Python answers
            live.get_by_role("slider", name="Turn").press("ArrowRight")
        page.get_by_text("turned to 25").wait_for()
        live.get_by_text("It is turned by 25.").wait_for()
