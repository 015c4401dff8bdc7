"""The living chart in a real browser."""

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import Visit
from tests.browser.driver import cut_off, settle, violations

VIEW = """stage => {
    const {xaxis, yaxis, xaxis2, yaxis2} = stage.querySelector('.js-plotly-plot')._fullLayout;
    return [xaxis, yaxis, xaxis2, yaxis2].map(({range, _length}) => [...range, _length]);
}"""


def stage_of(page: Page) -> Locator:
    page.wait_for_selector("[data-testid=stage][data-draws]")
    return page.get_by_test_id("stage").first


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


def test_narrow_pictures_stack_their_panels(visit: Visit) -> None:
    stage = stage_of(visit("/compare", viewport={"width": 390, "height": 844}))
    domains = stage.evaluate(
        """stage => {
            const {xaxis2, yaxis, yaxis2} = stage.querySelector('.js-plotly-plot').layout;
            return [xaxis2.domain, yaxis.domain, yaxis2.domain];
        }"""
    )
    assert domains[0] == [0, 1]
    assert domains[2][1] < domains[1][0]
    assert stage.evaluate("stage => stage.scrollWidth <= stage.clientWidth")


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


def test_the_second_visit_loads_nothing_of_the_stage(visit: Visit) -> None:
    page = visit("/compare")
    stage_of(page)
    sizes = """() => performance.getEntriesByType('resource')
        .filter(entry => entry.name.includes('/web/')).map(entry => entry.transferSize)"""
    assert sum(page.evaluate(sizes)) > 500_000
    page.reload()
    stage_of(settle(page))
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
