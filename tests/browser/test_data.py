"""One's own data in a real browser: brought, pasted and painted, linked, gone and back again."""

from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driver import facts, path_of, press, query, settle, unfold, until, violations

TABLES = Path(__file__).parents[1] / "core" / "tables"
# How many times a second the brush was drawn anew while it moved.
FRAMES = """() => {
    const brush = document.querySelector('.stage-paint circle');
    window.moves = 0;
    new MutationObserver(() => window.moves++).observe(brush, {attributeFilter: ['cx']});
}"""


def bring(page: Page, data: bytes, name: str = "flowers.csv") -> None:
    if not page.locator("input[type=file]").count():
        unfold(page, "Bring another table")
    file = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.wait_for_function("name => location.search.includes(name)", arg=name)
    settle(page)


def table(n: int = 60) -> bytes:
    x = np.random.RandomState(4).randn(n, 3).round(3) + [[0], [4]] * (n // 2)
    rows = (f"{'ab'[i % 2]};" + ";".join(map(str, row)) for i, row in enumerate(x.tolist()))
    return "\n".join(["kind;long (cm);wide (cm);deep (cm)", *rows]).replace(".", ",").encode()


def sentence(page: Page) -> str:
    return page.locator(".stage-sentence").inner_text()


def middle(page: Page, x: float, y: float) -> tuple[float, float]:
    """A place of the picture, by shares of its width and height."""
    box = page.locator(".stage-plot").bounding_box()
    assert box
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_a_table_is_brought_linked_deleted_and_brought_again(visit: Visit) -> None:
    page = visit("/data")
    bring(page, table())
    assert sentence(page) == "flowers.csv: 60 rows of 3 columns."
    assert violations(page) == []
    before = facts(page)
    link = path_of(page).replace("/data", "/compare")
    other = visit(link)
    assert facts(other) == before
    press(page, "Delete")
    late = visit(link + "&k=4")
    expect(late.get_by_text("bring it again")).to_be_visible()
    bring(page, table())
    assert facts(visit(link)) == before


def test_pasted_points_are_in_the_link_itself(visit: Visit) -> None:
    page = visit("/data")
    field = page.get_by_label("Or paste it here, from a spreadsheet, too")
    field.fill("width\theight\n" + "\n".join(f"{i % 7}\t{i * i % 11}" for i in range(30)))
    field.press("Control+Enter")
    page.wait_for_function("() => location.search.includes('points=')")
    settle(page)
    assert "kept" not in query(page)
    expect(page.get_by_text("The points are in the link itself")).to_be_visible()
    assert facts(visit(path_of(page).replace("/data", "/compare"))) == facts(page)


def test_hostile_names_fetch_nothing_and_are_shown_letter_by_letter(visit: Visit) -> None:
    page = visit("/data", viewport={"width": 390, "height": 844})
    bring(page, (TABLES / "hostile_names.csv").read_bytes(), "evil.csv")
    page.set_viewport_size({"width": 1280, "height": 720})
    settle(page)
    expect(page.get_by_role("button", name="<img src=x onerror=alert(1)>")).to_be_visible()
    shown = visit(path_of(page).replace("/data", "/compare") + "&across=1&up=4")
    expect(shown.locator(".xtitle").first).to_have_text("<img src=x onerror=alert(1)> (sd)")


@pytest.mark.parametrize("path", ["/_stcore/upload_file/x/y", "/_stcore/upload_file/../../etc/y"])
def test_nobody_uploads_without_a_session(server: str, path: str) -> None:
    request = Request(server + path, data=b"x" * 20_000_000, method="PUT")
    with pytest.raises(OSError, match=r"HTTP Error 4|reset|Broken pipe"):
        urlopen(request, timeout=30)


def test_strokes_are_drawn_fitted_undone_and_linked(visit: Visit) -> None:
    page = visit("/paint?k=2")
    page.evaluate(FRAMES)
    page.mouse.move(*middle(page, 0.1, 0.3))
    page.mouse.down()
    page.mouse.move(*middle(page, 0.3, 0.6), steps=30)
    page.wait_for_function("() => /\\d+ points; room/.test(document.body.innerText)")  # on the way
    page.mouse.up()
    settle(page)
    assert page.evaluate("window.moves") >= 25
    first = sentence(page)
    page.locator(".stage-picture").focus()
    for key in ("ArrowRight", "ArrowRight", "Space", "Enter", "Shift+ArrowUp", "Enter"):
        page.keyboard.press(key)
    settle(page)
    assert sentence(page) != first
    assert violations(page) == []
    other = visit(path_of(page))
    assert facts(other) == facts(page)
    for _ in range(2):
        page.keyboard.press("Control+z")
        settle(page)
    assert sentence(page) == first
    press(page, "Clear the canvas")
    assert "An empty canvas" in sentence(page)


def test_a_finger_paints_and_does_not_scroll(visit: Visit) -> None:
    page = visit("/paint", viewport={"width": 390, "height": 844})
    touch = page.context.new_cdp_session(page)
    for kind, share in (("Start", 0.3), ("Move", 0.4), ("Move", 0.5), ("End", 0.5)):
        x, y = middle(page, share, share)
        places = [] if kind == "End" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": places})
    until(page, "() => /points; room/.test(document.querySelector('.stage-sentence').innerText)")
    settle(page)
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop") == 0
