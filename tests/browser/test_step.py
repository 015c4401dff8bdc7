"""The film strips in a real browser, by keyboard alone."""

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.driver import settle, violations
from tests.pages.test_step import GOLDEN

FIGURE = """() => JSON.stringify(document.querySelector('[data-testid=stage]').figure,
    (key, value) => ArrayBuffer.isView(value) ? [...value] : value)"""


def picture(page: Page) -> None:
    """Go to the picture with the keyboard."""
    page.wait_for_selector("[data-testid=stage][data-frame]")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('stage-picture')"):
            return
    raise AssertionError("the picture can't be reached by keyboard")


def at_frame(page: Page, frame: int) -> str:
    page.wait_for_selector(f"[data-testid=stage][data-frame='{frame}']")
    return str(page.evaluate(FIGURE))


def test_the_golden_run_frame_by_frame_by_keyboard(visit: Visit) -> None:
    page = visit("/em")
    picture(page)
    for t, mean in enumerate(GOLDEN):
        for _ in range(1 if t == 0 else 2):
            page.keyboard.press("ArrowRight")
        page.get_by_test_id("stMetricValue").get_by_text(f"{mean:.6f}").wait_for()
        at_frame(page, 2 * t + 1)
    assert "step=39" in page.url
    assert "converged after 19 iterations" in page.get_by_test_id("stMain").inner_text()


def test_back_to_the_start_and_forward_again_shows_the_same_figures(visit: Visit) -> None:
    page = visit("/kmeans")
    picture(page)
    page.keyboard.press("End")
    last = int(page.get_by_label("Frame", exact=True).get_attribute("max") or 0)
    shown = {last: at_frame(page, last)}
    for frame in reversed(range(last)):
        page.keyboard.press("ArrowLeft")
        shown[frame] = at_frame(page, frame)
    for frame in range(1, last + 1):
        page.keyboard.press("ArrowRight")
        assert at_frame(page, frame) == shown[frame]
    page.keyboard.press("Home")
    assert at_frame(page, 0) == shown[0]
    assert len(set(shown.values())) > last / 2


def test_stepping_asks_the_server_only_at_rest(visit: Visit) -> None:
    page = visit("/em")
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.reload()
    settle(page)
    picture(page)
    sent.clear()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1_500)
    settle(page)
    assert len(sent) <= 3
    at_frame(page, 20)


def test_a_link_opens_its_frame(visit: Visit) -> None:
    page = visit("/em?step=7&k=3&begin=in_a_corner")
    at_frame(page, 7)
    assert page.get_by_test_id("stMetricValue").all_inner_texts()[:2] == ["E", "3"]


def test_the_strips_are_accessible(visit: Visit) -> None:
    for path in ("/em?follow=true&bound=true&step=5", "/kmeans?regions=true&step=4"):
        assert violations(visit(path)) == []


def test_a_start_moved_by_keyboard_is_the_same_in_another_browser(visit: Visit) -> None:
    page = visit("/em")
    before = at_frame(page, 0)
    handle = page.get_by_label("Place 1 of the start")
    for _ in range(4):
        handle.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('means=')")
    settle(page)
    other = visit("/em?" + page.url.split("?")[1])
    for frame in (0, 9):
        for one in (page, other):
            scrubber = one.get_by_label("Frame", exact=True)
            scrubber.fill(str(frame))
        assert at_frame(page, frame) == at_frame(other, frame)
    assert "begin=by_hand" in page.url
    page.get_by_label("Frame", exact=True).fill("0")
    assert at_frame(page, 0) != before


def test_a_click_on_empty_space_adds_a_component(visit: Visit) -> None:
    page = visit("/kmeans")
    at_frame(page, 0)
    box = page.locator(".stage-plot").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 0.2 * box["height"])
    page.wait_for_function("() => location.search.includes('means=')")
    settle(page)
    assert page.get_by_label("Place 5 of the start").count() == 1


def test_space_plays_and_stops_and_the_speed_can_be_chosen(visit: Visit) -> None:
    page = visit("/kmeans")
    page.wait_for_selector("[data-testid=stage][data-frame]")
    page.get_by_label("Frames a second").select_option("30")
    picture(page)
    page.keyboard.press("Space")
    last = page.get_by_label("Frame", exact=True).get_attribute("max")
    at_frame(page, int(last or 0))
    page.keyboard.press("Home")
    page.get_by_label("Frames a second").select_option("0.5")
    page.locator(".stage-picture").press("Space")
    assert page.get_by_role("button", name="Pause").count() == 1
    page.locator(".stage-picture").press("Space")
    assert page.get_by_role("button", name="Play").count() == 1


def test_the_likelihood_runs_away_and_a_cure_is_pressed_by_keyboard(visit: Visit) -> None:
    page = visit("/collapse")
    picture(page)
    page.keyboard.press("End")
    page.get_by_text("collapsed on the way to iteration").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Put a floor under the variances").press("Enter")
    page.wait_for_function("() => location.search === '?cure=floor'")
    settle(page)
    at_frame(page, 0)
    page.locator(".stage-picture").press("End")
    page.get_by_text("EM converged after").wait_for()


def test_the_width_of_components_is_a_slider_whose_numbers_follow_at_once(visit: Visit) -> None:
    page = visit("/soften")
    page.wait_for_selector("[data-testid=stage][data-frame]")
    slider = page.get_by_label("Standard deviation of every component, from wide to narrow")
    slider.focus()
    seen = set()
    for frame in range(1, 9):
        page.keyboard.press("ArrowRight")
        at_frame(page, frame)
        width, agreeing, share = page.locator(".stage-facts dd").all_inner_texts()
        assert (
            page.locator(".stage-caption").inner_text().startswith(f"Standard deviation {width}:")
        )
        assert " of 500 (" in agreeing
        assert share.endswith(" %")
        seen.add(width)
    assert len(seen) == 8
    assert violations(page) == []
