"""Films: stepped, played, and made anew while a slider is dragged."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.driver import drawn, sent, settle

FRAMES = "+document.querySelector('.stage-scrubber').max + 1"
# Whatever is on the screen at the same time, whenever something changes.
WATCH = """() => {
    window.seen = [];
    const stage = document.querySelector('[data-testid=stage]');
    new MutationObserver(() => window.seen.push([
        stage.dataset.frame,
        stage.querySelector('.stage-facts dt + dd').textContent,
        stage.querySelector('.stage-sentence').textContent,
        stage.querySelector('.stage-handles').hidden,
    ])).observe(stage, {attributeFilter: ['data-draws']});
}"""


@pytest.fixture
def page(visit: Visit, pictures: str) -> Page:
    return drawn(visit("/?picture=film", at=pictures))


def at_frame(page: Page, frame: int) -> None:
    page.wait_for_selector(f"[data-testid=stage][data-frame='{frame}']")


def test_a_film_is_stepped_and_its_frame_is_in_the_address(
    page: Page, visit: Visit, pictures: str
) -> None:
    page.get_by_role("button", name="Next frame").click()
    page.locator(".stage-picture").press("ArrowRight")
    at_frame(page, 2)
    page.wait_for_function("() => location.search === '?picture=film&step=2'")
    page.get_by_text("standing at 2", exact=False).wait_for()
    assert page.locator(".stage-sentence").inner_text() == "Turn 2."
    assert page.locator(".stage-facts dt + dd").first.inner_text() == "2"
    page.get_by_label("Frame", exact=True).press("End")
    page.wait_for_function("() => location.search === '?picture=film&step=29'")
    again = visit("/?picture=film&step=7", at=pictures)
    at_frame(again, 7)


def test_a_film_plays_without_the_server_and_its_numbers_follow(page: Page) -> None:
    told = sent(page)
    page.evaluate(WATCH)
    page.get_by_label("Frames a second").select_option("30")
    expect(page.get_by_role("button", name="Mean 1")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Mean 1")).to_be_hidden()
    page.wait_for_function("() => document.querySelector('.stage').dataset.frame > 19")
    assert not told
    at_frame(page, 29)
    seen = page.evaluate("window.seen")
    assert len(seen) > 5
    for frame, number, caption, hides_handles in seen:
        assert (number, caption) == (frame, f"Turn {frame}.")
        assert hides_handles
    page.wait_for_function("() => location.search.endsWith('&step=29')")
    page.locator(".stage-picture").press("Home")
    expect(page.get_by_role("button", name="Mean 1")).to_be_visible()


def test_a_film_that_plays_slowly_is_one_move(page: Page) -> None:
    told = sent(page)
    before = page.evaluate("history.length")
    page.get_by_label("Frames a second").select_option("2")
    page.locator(".stage-picture").press("Space")
    at_frame(page, 3)
    assert not told
    page.locator(".stage-picture").press("Space")
    page.get_by_text("standing at 3").wait_for()
    assert page.evaluate("history.length") == before + 1


def test_a_slider_moves_the_frame_on_screen_and_the_film_follows_at_rest(
    visit: Visit, pictures: str
) -> None:
    page = drawn(visit("/?picture=film&step=25", at=pictures))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slider = page.get_by_role("slider", name="Turn")
    slider.press("ArrowRight")
    page.wait_for_function(f"() => {FRAMES} === 30 && /turn=1/.test(location.search)")
    for _ in range(39):
        slider.press("ArrowRight")
    page.wait_for_function(f"() => {FRAMES} === 20")
    at_frame(page, 19)
    expect(page.locator(".stage-facts dt + dd").nth(1)).to_have_text("40")
    page.get_by_text("turned to 40, standing at 19").wait_for()
    settle(page)
    now = [url for url in asked if "/now?" in url]
    assert sum("glimpse=1" in url for url in now) > 1
    assert sum("glimpse=1" not in url for url in now) <= 3
    assert "step=19" in page.url
    asked.clear()
    page.locator(".stage-picture").press("ArrowLeft")
    at_frame(page, 18)
    assert not [url for url in asked if "/now?" in url]


def test_play_waits_for_the_film(page: Page) -> None:
    held: list[Route] = []
    page.route(
        lambda url: "/now?" in url and "glimpse" not in url, lambda route: held.append(route)
    )
    slider = page.get_by_role("slider", name="Turn")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    page.get_by_label("Frames a second").select_option("60")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_timeout(500)
    at_frame(page, 0)
    for route in held:
        route.continue_()
    at_frame(page, 29)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_neighbours_of_a_film_are_glimpsed_ahead(page: Page) -> None:
    with page.expect_response(lambda answer: "turn=10" in answer.url) as answer:
        page.get_by_role("slider", name="Turn").focus()
    assert "/ahead?" in answer.value.url
    assert "glimpse=1" in answer.value.url


def test_a_handle_of_a_film_moves_its_first_frame(page: Page) -> None:
    handle = page.get_by_role("button", name="Mean 1")
    with page.expect_request(lambda request: "drag=mean" in request.url) as asked:
        handle.press("Shift+ArrowRight")
    assert "glimpse=1" in asked.value.url
    page.wait_for_function("() => location.search.includes('place=')")
    settle(page)
    figure = page.evaluate("document.querySelector('[data-testid=stage]').figure")
    place = parse_qs(urlsplit(page.url).query)["place"][0]
    assert figure["data"][1]["x"][0] == pytest.approx(float(place.split(",")[0]))
