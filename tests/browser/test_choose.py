"""Choose in a real browser: cells are chosen, fits are refined, verdicts taken home."""

from playwright.sync_api import expect

from components.choose import criteria
from tests.browser.conftest import Visit
from tests.browser.driver import facts, query, settle, slide, told, violations

CELL = """(cell) => {
    const stage = document.querySelector('[data-testid=stage]');
    const { _plots } = stage.querySelector('.js-plotly-plot')._fullLayout;
    const trace = stage.figure.data.find(({ name }) => name === 'cells');
    const { xaxis, yaxis } = _plots[trace.xaxis + trace.yaxis];
    const { left, top } = stage.querySelector('.js-plotly-plot').getBoundingClientRect();
    const across = left + xaxis._offset + xaxis.d2p(trace.x[cell]);
    return [across, top + yaxis._offset + yaxis.d2p(trace.y[cell])];
}"""
TITLE = """() => document.querySelector('[data-testid=stage]').figure.layout.annotations
    .find(({ name }) => name === 'title 1').text"""
DIAG_OF_6 = 5 * 4 + 2


def test_a_cell_is_chosen_by_mouse_and_k_by_keyboard(visit: Visit) -> None:
    page = visit("/criteria")
    assert facts(page) == told(criteria, {})
    page.mouse.click(*page.evaluate(CELL, DIAG_OF_6))
    settle(page)
    assert query(page) == {"k": "6", "cov": "diag"}
    assert page.evaluate(TITLE) == "<b>6, diag</b>"
    slide(page, "k")
    assert query(page) == {"k": "7", "cov": "diag"}
    assert page.evaluate(TITLE) == "<b>7, diag</b>"


def test_the_fit_that_one_points_at_is_shown_and_no_longer(visit: Visit) -> None:
    page = visit("/criteria")
    before = page.evaluate(TITLE)
    x, y = page.evaluate(CELL, DIAG_OF_6)
    for title, place in (("<b>6, diag</b>", (x, y)), (before, (300, 60))):
        page.mouse.move(*place, steps=3)
        page.wait_for_function(f"(title) => ({TITLE})() === title", arg=title)
    assert query(settle(page)) == {}


def test_one_press_refines_and_the_fit_goes_along_to_compare(visit: Visit) -> None:
    page = visit("/criteria?data=stretched&stretched_n=100&n=100")
    expect(page.get_by_text("with a triangle")).to_be_visible()
    page.get_by_text("Refine marked cells").click()
    settle(page)
    expect(page.get_by_text("No fit is below a smaller one")).to_be_visible()
    page.get_by_role("link", name="fitted anew, in Compare").click()
    page.wait_for_url("**/compare?**")
    assert query(settle(page))["data"] == "stretched"


def test_the_verdict_is_taken_home(visit: Visit) -> None:
    page = visit("/criteria?verdict=true")
    begins = {"CSV": '"criterion"', "LaTeX": r"\begin{tabular}", "Markdown": "| criterion"}
    for form, begin in begins.items():
        button = page.get_by_test_id("stDownloadButton").filter(has_text=f"Download as {form}")
        with page.expect_download() as download:
            button.get_by_role("button").click()
        text = download.value.path().read_text(encoding="utf-8")
        assert text.startswith(begin)
        assert "Silhouette" in text
    assert violations(page) == []
