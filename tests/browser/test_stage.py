"""The living chart in a real browser."""

import base64
import io
import re
import time
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import cut_off, drawn, settle, until, violations

VIEW = """stage => {
    const {xaxis, yaxis, xaxis2, yaxis2} = stage.querySelector('.js-plotly-plot')._fullLayout;
    return [xaxis, yaxis, xaxis2, yaxis2].map(({range, _length}) => [...range, _length]);
}"""


def stage_of(page: Page) -> Locator:
    return drawn(page).get_by_test_id("stage").first


def draws(stage: Locator) -> int:
    return int(stage.get_attribute("data-draws") or 0)


def step(page: Page, key: str, arrow: str = "ArrowRight") -> None:
    """Move a slider by one and wait until the picture has followed."""
    before = draws(stage_of(page))
    page.locator(f".st-key-{key} input[type=range]").first.press(arrow)
    page.wait_for_function(
        "before => +document.querySelector('[data-testid=stage]').dataset.draws > before",
        arg=before,
    )


def test_pictures_are_drawn_in_place_and_keep_their_zoom(visit: Visit) -> None:
    page = visit("/compare?seed=17")
    stage = stage_of(page)
    stage.evaluate("stage => window.nodes = [stage, stage.querySelector('.main-svg')]")
    stage.get_by_role("img").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    zoomed = stage.evaluate(VIEW)
    for _ in range(20):
        step(page, "std")
    for _ in range(20):
        step(page, "std", "ArrowLeft")
    assert stage.evaluate(
        "stage => window.nodes[0] === stage && window.nodes[1].isConnected"
        " && document.querySelectorAll('.js-plotly-plot .main-svg').length >= 1"
    )
    assert stage.evaluate(VIEW) == zoomed
    page.keyboard.press("Escape")
    stage.get_by_role("img").focus()
    page.keyboard.press("0")
    page.wait_for_timeout(200)
    assert stage.evaluate(VIEW) != zoomed


def test_panels_are_linked_and_scales_equal(visit: Visit) -> None:
    stage = stage_of(visit("/compare"))
    for _ in range(2):
        x, y, x2, y2 = stage.evaluate(VIEW)
        assert x == pytest.approx(x2)
        assert y == pytest.approx(y2)
        assert (x[1] - x[0]) / x[2] == pytest.approx((y[1] - y[0]) / y[2])
        stage.get_by_role("img").press("+")
        stage.page.wait_for_timeout(200)


def test_dragging_moves_both_panels(visit: Visit) -> None:
    page = visit("/compare")
    stage = stage_of(page)
    before = stage.evaluate(VIEW)
    box = stage.bounding_box()
    assert box
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 230, steps=4)
    page.mouse.up()
    after = stage.evaluate(VIEW)
    assert after[0] != before[0]
    assert after[0] == pytest.approx(after[2])
    step(page, "std")
    np.testing.assert_allclose(stage.evaluate(VIEW), after)


def test_a_point_says_what_it_is(visit: Visit) -> None:
    page = visit("/compare")
    stage = stage_of(page)
    step(page, "std")
    x, y = stage.evaluate(
        """stage => {
            const {xaxis, yaxis} = stage.querySelector('.js-plotly-plot')._fullLayout;
            const {x, y} = stage.figure.data[0];
            const box = stage.querySelector('.stage-plot').getBoundingClientRect();
            return [box.x + xaxis._offset + xaxis.d2p(x[0]),
                    box.y + yaxis._offset + yaxis.d2p(y[0])];
        }"""
    )
    page.mouse.move(x - 40, y)
    page.mouse.move(x, y, steps=5)
    page.wait_for_selector(".hoverlayer .hovertext")
    assert "cluster" in str(page.locator(".hoverlayer .hovertext").first.text_content())


@pytest.mark.parametrize("path", ["/compare", "/compare?shading=responsibilities&regions=true"])
def test_the_canvas_shows_what_plotly_would_draw(visit: Visit, path: str) -> None:
    stage = stage_of(visit(path))
    stage.page.wait_for_timeout(300)
    drawn = stage.evaluate("stage => stage.image('png').then(image => image.split(',')[1])")
    seen = mosaic(stage.get_by_role("img").screenshot())
    difference = np.abs(seen - mosaic(base64.b64decode(drawn))).max(axis=2)
    assert np.mean(difference > 40) < 0.01
    assert difference.mean() < 3


def mosaic(png: bytes) -> Any:
    """Colours of tiles of about 4 by 4 pixels, in which edges may lie half a pixel apart."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return np.asarray(image.resize((200, 150), Image.Resampling.BOX)).astype(float)


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_the_picture_can_be_downloaded(visit: Visit, kind: str) -> None:
    page = visit("/compare")
    stage = stage_of(page)
    stage.locator("summary").first.press("Enter")
    with page.expect_download() as download:
        stage.get_by_role("button", name=f"Download {kind}").click()
    assert download.value.suggested_filename == f"comparison.{kind.lower()}"
    content = download.value.path().read_bytes()
    assert content.startswith(b"\x89PNG") if kind == "PNG" else content.startswith(b"<svg")
    assert len(content) > 20_000


PANELS = """stage => Object.values(stage.querySelector('.js-plotly-plot')._fullLayout._plots)
    .map(({xaxis, yaxis}) => [xaxis._offset, xaxis._length, yaxis._length])"""
PHONE = {"width": 390, "height": 844}


def test_narrow_pictures_show_one_panel_at_a_time(visit: Visit) -> None:
    page = visit("/compare", viewport=PHONE)
    stage = stage_of(page)
    (left, width, height), (second, width2, height2) = stage.evaluate(PANELS)
    assert (width2, height2) == pytest.approx((width, height))
    wide = page.evaluate("document.querySelector('.stage-swipe').clientWidth")
    assert left + width <= wide <= second == pytest.approx(wide + left)
    assert stage.evaluate("stage => stage.scrollWidth <= stage.clientWidth")
    for title, far in (("GMM", wide), ("k-means", 0)):
        tab = stage.get_by_role("button", name=title)
        tab.click()
        until(page, "far => document.querySelector('.stage-swipe').scrollLeft === far", far)
        expect(tab).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(visit: Visit, scheme: str) -> None:
    page = visit("/compare", color_scheme=scheme)
    colours = stage_of(page).evaluate(
        """stage => [getComputedStyle(stage.querySelector('.xtick text')).fill,
            getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor]"""
    )
    light, dark = sorted(map(luminance, colours), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(css: str) -> float:
    rgb = np.array(css[4:-1].split(","), dtype=float) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_pictures_are_described_and_changes_announced(visit: Visit) -> None:
    page = visit("/compare")
    stage = stage_of(page)
    before = stage.get_by_role("img").get_attribute("aria-label")
    assert before
    assert "k-means: 5 clusters" in before
    step(page, "k")
    after = stage.get_by_role("img").get_attribute("aria-label")
    assert "k-means: 6 clusters" in str(after)
    page.wait_for_timeout(1000)
    assert stage.get_by_role("status").inner_text() == after


def test_the_second_visit_loads_nothing_of_the_stage(browser: Browser, server: str) -> None:
    sizes = """() => performance.getEntriesByType('resource')
        .filter(entry => entry.name.includes('/web/')).map(entry => entry.transferSize)"""
    with browser.new_context() as context:  # nothing is kept in it yet
        page = context.new_page()
        page.goto(f"{server}/compare")
        stage_of(page)
        assert sum(page.evaluate(sizes)) > 500_000
        page.reload()
        stage_of(page)
        assert len(page.evaluate(sizes)) >= 5
        assert sum(page.evaluate(sizes)) == 0


def test_without_the_stage_there_is_a_plain_chart_and_a_note(browser: Browser, server: str) -> None:
    with cut_off(browser, "**/web/**") as page:
        page.goto(f"{server}/compare")
        page.wait_for_selector(".stPlotlyChart .main-svg")
        settle(page)
        assert page.get_by_text("could not load the interactive picture").count() == 1
        page.locator(".st-key-k input[type=range]").first.press("ArrowRight")
        settle(page)
        assert page.locator(".stPlotlyChart .main-svg").count() > 0


def test_states_glide_into_each_other_and_give_way_to_the_next(visit: Visit) -> None:
    page = visit("/compare", reduced_motion="no-preference")
    stage = stage_of(page)
    page.wait_for_timeout(600)
    stage.evaluate(
        """stage => {
            const canvas = stage.querySelector('canvas');
            const seen = window.seen = new Set();
            const look = () => {
                seen.add(canvas.toDataURL().length);
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    step(page, "std")
    assert page.evaluate("window.seen.size") > 2
    first, second = draws(stage), None
    page.locator(".st-key-std input[type=range]").first.press("ArrowRight")
    page.locator(".st-key-std input[type=range]").first.press("ArrowRight")
    settle(page)
    page.wait_for_timeout(500)
    second = draws(stage)
    assert second > first


def test_the_picture_can_be_read_as_a_table(visit: Visit) -> None:
    page = visit("/compare")
    stage = stage_of(page)
    stage.get_by_text("This picture as a table").press("Enter")
    row = stage.locator("table").first.locator("tbody tr").first
    row.locator("td").first.wait_for()  # all_inner_texts takes what there is
    cells = row.locator("td").all_inner_texts()
    x = stage.evaluate("stage => stage.figure.data[0].x[0]")
    assert float(cells[1]) == pytest.approx(x, rel=1e-4)
    assert violations(page) == []


# Per panel, the share of its pixels that something is drawn on.
INK = """stage => {
    const canvas = stage.querySelector('canvas');
    const layout = stage.querySelector('.js-plotly-plot')._fullLayout;
    const scale = canvas.width / canvas.clientWidth;
    return Object.values(layout._plots).map(({xaxis, yaxis}) => {
        const box = [xaxis._offset, yaxis._offset, xaxis._length, yaxis._length];
        const [x, y, width, height] = box.map((number) => Math.round(number * scale));
        const { data } = canvas.getContext('2d').getImageData(x, y, width, height);
        let painted = 0;
        for (let i = 3; i < data.length; i += 4) painted += data[i] > 0;
        return painted / (width * height);
    });
}"""


@pytest.mark.parametrize("n", [500, 25_000])
def test_every_panel_is_drawn(visit: Visit, n: int) -> None:
    stage = stage_of(visit(f"/compare?n={n}"))
    left, right = stage.evaluate(INK)
    assert left > 0.01
    assert right > 0.01


def test_a_panel_without_points_is_drawn(visit: Visit, pictures: str) -> None:
    stage = stage_of(visit("/?picture=cloud", at=pictures))
    _, strip = stage.evaluate(INK)
    assert strip == pytest.approx(0.36, abs=0.05)
    assert stage.locator(".x3tick").count() > 2


def test_points_far_from_zero_are_where_they_are(visit: Visit, pictures: str) -> None:
    page = visit("/?picture=far", at=pictures)
    stage = stage_of(page)
    places = stage.evaluate("stage => [...stage.figure.data[0].x]")
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    np.testing.assert_allclose(places, 7_500_000 + np.cos(angle), rtol=0, atol=1e-6)
    near = stage_of(visit("/", at=pictures))
    for each in (stage, near):
        each.page.get_by_role("slider", name="Turn").press("ArrowRight")
        each.locator("dd").get_by_text("1", exact=True).wait_for()
    (ink, *_), (expected, *_) = stage.evaluate(INK), near.evaluate(INK)
    assert ink == pytest.approx(expected, rel=0.1)
    stage.get_by_text("This picture as a table").press("Enter")
    cells = stage.locator("tbody td:nth-child(2)")
    cells.first.wait_for()
    turned = 7_500_000 + np.cos(angle + 0.1)
    np.testing.assert_allclose(
        [float(cell) for cell in cells.all_inner_texts()], turned, rtol=0, atol=1e-5
    )


def test_the_height_of_a_line_is_not_listed(visit: Visit, pictures: str) -> None:
    stage = stage_of(visit("/?picture=line", at=pictures))
    stage.get_by_text("This picture as a table").press("Enter")
    stage.locator("table").first.wait_for()
    assert stage.locator("th").all_inner_texts() == ["name", "x"]
    assert stage.locator("tbody tr").first.locator("td").count() == 2


def test_what_takes_long_says_how_far_it_is_and_gives_way(visit: Visit, pictures: str) -> None:
    page = visit("/?turn=59", at=pictures)
    stage = stage_of(page)
    badge = stage.locator(".stage-badge:not(.stage-hint)")
    expect(badge).to_be_hidden()
    slider = page.get_by_role("slider", name="Turn")
    slider.press("ArrowRight")
    expect(badge).to_have_text("Computing …")
    expect(badge).to_have_text(re.compile(r"Computing … part \d"))
    assert stage.locator(".stage-news").inner_text().startswith("Computing …")
    begin = time.monotonic()
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    expect(stage.locator("dd").first).to_have_text("58")
    expect(badge).to_be_hidden()
    assert time.monotonic() - begin < 2.5
    slider.press("End")
    stage.locator("dd").get_by_text("60", exact=True).wait_for()


def test_dice_raise_a_number_by_one_and_begin_anew_at_its_reach(
    visit: Visit, pictures: str
) -> None:
    page = visit("/?turn=58", at=pictures)
    stage = stage_of(page)
    number, slider = page.get_by_label("Turn, as a number"), page.get_by_role("slider", name="Turn")
    page.get_by_role("button", name="Turn on").click()
    expect(number).to_have_value("59")
    number.fill("1000")
    number.press("Enter")
    expect(slider).to_have_value("60")
    expect(stage.locator("dd").first).to_have_text("1000")
    page.get_by_role("button", name="Turn on").click()
    expect(number).to_have_value("0")
    assert violations(settle(page)) == []


def test_of_many_panels_each_is_as_large_as_a_narrow_window(visit: Visit, pictures: str) -> None:
    page = visit("/?picture=parts", at=pictures, viewport=PHONE)
    stage = stage_of(page)
    panels = stage.evaluate(PANELS)
    wide = page.evaluate("document.querySelector('.stage-swipe').clientWidth")
    for i, (left, width, height) in enumerate(panels):
        assert (left, width, height) == pytest.approx((panels[0][0] + i * wide, *panels[0][1:]))
    tabs = stage.get_by_role("group", name="Panels").get_by_role("button")
    assert tabs.all_inner_texts() == ["left", "right", "strip"]


def test_zoom_is_kept_of_the_main_panel_and_what_matches_it(visit: Visit, pictures: str) -> None:
    page = visit("/?picture=parts", at=pictures)
    stage = stage_of(page)
    ranges = """stage => ['xaxis', 'xaxis2', 'xaxis3'].map(
        name => [...stage.querySelector('.js-plotly-plot')._fullLayout[name].range])"""
    stage.locator(".stage-picture").press("+")
    page.wait_for_timeout(300)
    main, matching, strip = stage.evaluate(ranges)
    assert main == matching
    assert strip == [0, 1]
    page.get_by_role("slider", name="Turn").press("ArrowRight")
    stage.locator("dd").get_by_text("1", exact=True).wait_for()
    page.set_viewport_size({"width": 1300, "height": 800})  # Plotly draws again
    page.wait_for_timeout(500)
    again, matching, strip = stage.evaluate(ranges)
    assert again[1] - again[0] == pytest.approx(main[1] - main[0], rel=0.1)
    assert again == pytest.approx(matching)
    assert strip == [0, 1]


def test_a_slider_streams_while_it_is_dragged_and_ends_where_it_is_let_go(
    visit: Visit, pictures: str
) -> None:
    page = visit("/", at=pictures)
    stage = stage_of(page)
    slider = page.get_by_role("slider", name="Turn")
    box = slider.bounding_box()
    assert box
    before = draws(stage)
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    page.mouse.down()
    for i in range(30):
        page.mouse.move(box["x"] + 10 + i * box["width"] / 40, box["y"] + box["height"] / 2)
        page.wait_for_timeout(30)
    assert draws(stage) - before > 5
    page.mouse.up()
    value = slider.input_value()
    page.get_by_text(f"turned to {value},").wait_for()
    assert stage.locator("dt + dd").inner_text() == value
    assert f"turn={value}" in settle(page).url


def test_what_was_fetched_ahead_is_shown_without_the_server(visit: Visit, pictures: str) -> None:
    page = visit("/?turn=20", at=pictures)
    stage = stage_of(page)
    slider = page.get_by_role("slider", name="Turn")
    with page.expect_response(lambda answer: "turn=10" in answer.url):  # the farthest neighbour
        slider.focus()
    stage.evaluate(
        """stage => {
            window.told = [];
            document.querySelector('.st-key-turn input[type=range]').addEventListener('input',
                () => requestAnimationFrame(
                    () => window.told.push([stage.querySelector('dd').textContent,
                        stage.querySelector('.stage-sentence').textContent])));
        }"""
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(3):
        slider.press("ArrowRight", no_wait_after=True)
    page.wait_for_timeout(100)
    assert page.evaluate("window.told")[0] == ["21", "It is turned by 21."]
    assert not [url for url in asked if "/now?" in url]
    page.get_by_text("turned to 23,").wait_for()


def test_a_slider_works_where_its_states_cannot_be_reached(browser: Browser, pictures: str) -> None:
    with cut_off(browser, "**/state/**") as page:
        page.goto(f"{pictures}/?turn=20")
        stage = stage_of(page)
        slider = page.get_by_role("slider", name="Turn")
        for turn in ("21", "22"):
            slider.press("ArrowRight")
            page.get_by_text(f"turned to {turn},").wait_for()
            stage.get_by_text(f"It is turned by {turn}.").wait_for()
        for _ in range(3):  # faster than Python answers
            slider.press("ArrowRight")
        page.get_by_text("turned to 25,").wait_for()
        stage.get_by_text("It is turned by 25.").wait_for()
