"""Films in a real browser: by keyboard alone, played, and with all that belongs to them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from components.step import collapse, em, kmeans, race, soften
from tests.browser.conftest import Visit
from tests.browser.driver import choose, facts, press, query, settle, told, unfold, until

FIGURE = """() => JSON.stringify(document.querySelector('[data-testid=stage]').figure,
    (key, value) => ArrayBuffer.isView(value) ? [...value] : value)"""
# Whatever is on the screen at the same time, whenever a frame has been drawn.
WATCH = """() => {
    window.seen = [];
    const stage = document.querySelector('[data-testid=stage]');
    new MutationObserver(() => window.seen.push([
        Number(stage.dataset.frame),
        stage.querySelector('.stage-sentence').textContent,
        [...stage.querySelectorAll('.stage-facts dt + dd')].map(number => number.textContent),
        stage.querySelector('.stage-handles').hidden,
    ])).observe(stage, {attributeFilter: ['data-draws']});
}"""
PLACE = """([trace, point]) => {
    const stage = document.querySelector('[data-testid=stage]');
    const {xaxis, yaxis} = stage.querySelector('.js-plotly-plot')._fullLayout;
    const {x, y} = stage.figure.data.find(each => each.name === trace);
    const box = stage.querySelector('.stage-plot').getBoundingClientRect();
    return [box.x + xaxis._offset + xaxis.d2p(x[point]),
            box.y + yaxis._offset + yaxis.d2p(y[point])];
}"""


def picture(page: Page) -> None:
    """Go to the picture with the keyboard."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('stage-picture')"):
            return
    raise AssertionError("the picture can't be reached by keyboard")


def at_frame(page: Page, frame: int) -> str:
    """The figure, once it is that of a frame."""
    page.wait_for_selector(f"[data-testid=stage][data-frame='{frame}']")
    return str(page.evaluate(FIGURE))


def last_frame(page: Page) -> int:
    return int(page.locator(".stage-scrubber").get_attribute("max") or 0)


def trace(page: Page, name: str) -> dict[str, Any]:
    """A trace of the figure."""
    found: dict[str, Any] = page.evaluate(
        """name => {
            const {x, y, xaxis} = document.querySelector('[data-testid=stage]').figure.data
                .find(trace => trace.name === name);
            return {x: [...x], y: [...y], xaxis};
        }""",
        name,
    )
    return found


def test_the_golden_run_by_keyboard_asks_the_server_only_at_rest(visit: Visit) -> None:
    page = visit("/em")
    runs = page.evaluate("window.runs")
    picture(page)
    for frame in range(1, 40):
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"[data-testid=stage][data-frame='{frame}']")
        assert facts(page) == told(em, {"step": str(frame)})
    assert facts(page)[3] == "-2.141769"
    settle(page)
    assert query(page) == {"step": "39"}
    assert page.evaluate("window.runs") - runs < 20
    expect(page.locator(".stage-notes")).to_contain_text("It converged after 19 iterations")
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    settle(page)
    assert query(page) == {"step": "19"}


def test_back_to_the_start_and_forward_again_shows_the_same_figures(visit: Visit) -> None:
    page = visit("/kmeans")
    picture(page)
    page.keyboard.press("End")
    last = last_frame(page)
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


def test_a_link_opens_its_frame(visit: Visit) -> None:
    page = visit("/em?step=7&k=3&begin=in_a_corner")
    at_frame(page, 7)
    assert facts(page)[:2] == ["E", "3"]
    assert facts(page) == told(em, query(page))


def test_numbers_follow_a_film_that_plays_and_handles_are_there_at_its_first_frame(
    visit: Visit,
) -> None:
    page = visit("/em")
    handle = page.get_by_role("button", name="Place 1 of the start")
    expect(handle).to_be_visible()
    page.evaluate(WATCH)
    page.get_by_label("Frames a second").select_option("15")
    picture(page)
    page.keyboard.press("Space")
    expect(handle).to_be_hidden()
    until(page, "() => document.querySelector('.stage').dataset.frame > 11")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(handle).to_be_hidden()
    settle(page)
    seen = page.evaluate("window.seen")
    assert len(seen) > 5
    for frame, caption, numbers, hides_handles in seen:
        assert numbers == told(em, {"step": str(frame)})
        assert caption.startswith(("E:" if frame % 2 else "M:") if frame else "Start:")
        assert hides_handles == (frame > 0)
    page.keyboard.press("Home")
    expect(handle).to_be_visible()


def test_space_plays_and_stops_at_the_speed_that_is_chosen(visit: Visit) -> None:
    page = visit("/kmeans")
    page.get_by_label("Frames a second").select_option("30")
    picture(page)
    page.keyboard.press("Space")
    at_frame(page, last_frame(page))
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("Home")
    page.get_by_label("Frames a second").select_option("0.5")
    page.locator(".stage-picture").press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.locator(".stage-picture").press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_slider_of_ems_film_moves_the_frame_on_screen_and_then_all_frames(visit: Visit) -> None:
    page = visit("/em?step=9")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slider = page.locator(".st-key-k input[type=range]")
    before = page.evaluate(FIGURE)
    slider.press("ArrowRight")
    until(page, f"before => ({FIGURE})() !== before", before)
    assert any("glimpse=1" in url for url in asked if "k=5" in url)
    settle(page)
    assert facts(page) == told(em, {"k": "5", "step": "9"})
    asked.clear()
    page.locator(".stage-picture").press("ArrowLeft")
    at_frame(page, 8)
    assert facts(page) == told(em, {"k": "5", "step": "8"})
    assert not [url for url in asked if "/now?" in url]


def test_a_click_on_a_point_of_ems_film_follows_and_marks_it(visit: Visit) -> None:
    page = visit("/em?step=5")
    page.mouse.click(*page.evaluate(PLACE, ["points", 100]))
    until(page, "() => location.search.includes('follow=true')")
    settle(page)
    assert query(page) == {"step": "5", "follow": "true", "point": "101"}
    points, mark = trace(page, "points"), trace(page, "followed")
    assert mark["x"] == pytest.approx([points["x"][100]])
    assert mark["y"] == pytest.approx([points["y"][100]])
    expect(page.get_by_text("Point 101 in frame")).to_be_visible()
    page.locator(".stage-picture").press("ArrowRight")
    page.wait_for_selector("[data-testid=stage][data-frame='6']")
    assert trace(page, "followed")["x"] == mark["x"]


def test_a_film_that_rests_in_a_poor_optimum_says_so_and_shows_a_better_one(visit: Visit) -> None:
    page = visit("/em")
    said = page.get_by_text("This film ends at").inner_text()
    assert "-856.7 nats" in said
    reached = re.search(r"one reaches (-[\d.]+): “(.+)” with seed (\d+)", said)
    assert reached
    assert float(reached[1]) > -767.5
    press(page, "See that start")
    assert query(page)["fit_seed"] == reached[3]
    page.locator(".stage-picture").press("End")
    settle(page)
    assert float(facts(page)[2].replace(",", "")) == round(float(facts(page)[2]), 4)
    assert f"{float(facts(page)[2]):.1f}" == reached[1]


def test_two_models_disagree_on_what_is_ringed_once_their_groups_are_matched(visit: Visit) -> None:
    page = visit("/race")
    page.locator(".stage-picture").press("End")
    last = last_frame(page)
    page.wait_for_selector(f"[data-testid=stage][data-frame='{last}']")
    at = {"step": str(last)}
    assert facts(page) == told(race, at)
    differing = int(facts(page)[-1].split()[0])
    assert 0 < differing < 50
    caption = page.locator(".stage-sentence").inner_text()
    assert f"They disagree on {differing} points" in caption
    assert len(trace(page, "disagreements")["x"]) == differing


def test_the_likelihood_runs_away_and_a_cure_is_pressed_by_keyboard(visit: Visit) -> None:
    page = visit("/collapse")
    picture(page)
    page.keyboard.press("End")
    page.get_by_text("collapsed on the way to iteration").wait_for()
    settle(page)
    page.get_by_role("button", name="Put a floor under the variances").press("Enter")
    until(page, "() => location.search === '?cure=floor'")
    settle(page)
    at_frame(page, 0)
    assert facts(page) == told(collapse, {"cure": "floor"})
    page.locator(".stage-picture").press("End")
    page.get_by_text("EM stopped after").wait_for()


def test_the_width_of_components_is_a_slider_whose_numbers_follow_at_once(visit: Visit) -> None:
    page = visit("/soften")
    page.get_by_label("Standard deviation of every component, from wide to narrow").focus()
    seen = set()
    for frame in range(1, 9):
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"[data-testid=stage][data-frame='{frame}']")
        assert facts(page) == told(soften, {"step": str(frame)})
        seen.add(facts(page)[0])
    assert len(seen) == 8


def test_the_address_of_a_film_is_never_behind_its_sliders(visit: Visit) -> None:
    page = visit("/em?step=9")
    slider = page.get_by_role("slider", name="Spread", exact=True)
    value, by = (float(slider.get_attribute(name) or 0) for name in ("min", "step"))
    slider.press("Home")
    for presses in (6, 9, 17):
        slider.focus()
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(125)  # eight a second
        value = round(value + presses * by, 10)
        until(page, "std => new URLSearchParams(location.search).get('std') === std", f"{value:g}")
        assert slider.input_value() == f"{value:g}"
    settle(page)
    assert query(page) == {"std": f"{value:g}", "step": "9"}
    assert slider.input_value() == f"{value:g}"
    assert facts(page) == told(em, query(page))


def test_every_kind_of_setting_can_be_undone_and_done_again(visit: Visit) -> None:
    page = visit("/em?begin=by_hand&means=0,0;1,1;2,2")
    history = [query(page)]

    def did() -> None:
        settle(page)
        assert query(page) != history[-1]
        history.append(query(page))

    page.locator(".st-key-k input[type=range]").press("ArrowLeft")
    did()
    choose(page, "Shape", "tied: one shape for all")
    did()
    unfold(page, "Picture")
    page.get_by_text("Follow one point").click()
    did()
    page.keyboard.press("Escape")
    unfold(page, "More")
    page.get_by_role("textbox", name="Places by hand").fill("0,0;3,1")
    page.get_by_role("textbox", name="Places by hand").press("Enter")
    did()
    page.get_by_role("button", name="Place 1 of the start").press("ArrowUp")
    did()
    for number, before in enumerate(reversed(history[:-1])):
        if number % 2:
            press(page, "Undo")
        else:
            page.locator("h1").click()
            page.keyboard.press("Control+z")
            settle(page)
        assert query(page) == before
        assert facts(page) == told(em, before)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    for number, after in enumerate(history[1:]):
        if number % 2:
            press(page, "Redo")
        else:
            page.get_by_role("combobox", name="Shape").press("Control+Shift+z")
            settle(page)
        assert query(page) == after
    assert facts(page) == told(em, history[-1])


def test_what_a_slider_did_is_undone_by_a_button(visit: Visit) -> None:
    page = visit("/soften")
    undo = page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_disabled()
    page.locator(".st-key-std input[type=range]").press("ArrowRight")
    expect(undo).to_be_enabled()
    settle(page)
    undo.press("Enter")
    settle(page)
    assert query(page) == {}
    expect(undo).to_be_disabled()
    press(page, "Redo")
    assert list(query(page)) == ["std"]


def test_a_text_field_undoes_its_own_text(visit: Visit) -> None:
    page = visit("/em?k=3&begin=by_hand&means=0,0;1,1;2,2")
    slider = page.locator(".st-key-k input[type=range]")
    slider.press("ArrowRight")
    settle(page)
    unfold(page, "More")
    field = page.get_by_role("textbox", name="Places by hand")
    field.press("End")
    page.keyboard.type("3")
    field.press("Control+z")
    expect(field).to_have_value("0,0;1,1;2,2")
    settle(page)
    assert query(page)["means"] == "0,0;1,1;2,2"
    assert slider.input_value() == "4"


def test_back_and_forward_go_through_choices_and_what_was_undone(visit: Visit) -> None:
    page = visit("/kmeans?k=3")
    first = page.get_by_role("combobox", name="Start").input_value()
    choose(page, "Start", "one on an outlier")
    page.locator(".st-key-k input[type=range]").press("ArrowRight")
    settle(page)
    press(page, "Undo")
    ways = [{"k": "3"}, {"k": "3", "begin": "on_an_outlier"}, {"begin": "on_an_outlier"}]
    ways.append(ways[1])
    assert query(page) == ways[-1]
    for go, there in (
        *((page.go_back, way) for way in reversed(ways[:-1])),
        *((page.go_forward, way) for way in ways[1:]),
    ):
        go()
        settle(page)
        assert query(page) == there
        assert facts(page) == told(kmeans, there)
        start = "one on an outlier" if "begin" in there else first
        expect(page.get_by_role("combobox", name="Start")).to_have_value(start)
