"""A start of one's own in a real browser: by keyboard alone, by mouse, undone, and as a link."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import datasets, handmade
from tests.browser.conftest import Visit
from tests.browser.driver import path_of, press, query, settle, until
from tests.browser.test_step import at_frame, picture

X = datasets.draw("stretched").points


def places(page: Page, changed_from: str = "") -> handmade.Places:
    """What the address says of the start, once it says something else than before."""
    until(
        page,
        "before => (new URLSearchParams(location.search).get('means') ?? '') !== before",
        changed_from,
    )
    settle(page)
    return handmade.read(text(page), X) if text(page) else ()


def text(page: Page) -> str:
    return query(page).get("means", "")


def go_to(page: Page, label: str, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the element of that name has the focus."""
    for _ in range(80):
        page.keyboard.press(key)
        name = "document.activeElement.getAttribute('aria-label') ?? ''"
        if str(page.evaluate(name)).startswith(label):
            return
    raise AssertionError(f"{label} can't be reached by keyboard")


def test_all_that_a_hand_can_do_by_keyboard_and_undo_and_redo_it(visit: Visit) -> None:
    page = visit("/em")
    picture(page)
    history = [text(page)]

    def did() -> handmade.Places:
        done = places(page, history[-1])
        history.append(text(page))
        return done

    go_to(page, "Place 1 of the start")
    page.keyboard.press("ArrowRight")
    moved = did()
    assert moved[0].mean[0] > X[0, 0]
    assert moved[1:] == handmade.rounded(X, [handmade.Place(tuple(mean)) for mean in X[1:4]])
    go_to(page, "One axis of place 2")
    page.keyboard.press("Shift+ArrowDown")
    pulled = did()
    assert [bool(place.shape) for place in pulled] == [False, True, False, False]
    go_to(page, "Place 3 of the start")
    page.keyboard.press("Delete")
    assert did() == (*pulled[:2], pulled[3])
    go_to(page, "Stretched blobs, 400 points", "Shift+Tab")
    page.keyboard.press("a")
    assert len(did()) == 4
    is_at = "text => (new URLSearchParams(location.search).get('means') ?? '') === text"
    for before in reversed(history[:-1]):
        page.keyboard.press("Control+z")
        until(page, is_at, before)
    settle(page)
    assert query(page) == {}
    for after in history[1:]:
        page.keyboard.press("Control+Shift+z")
        until(page, is_at, after)


@pytest.mark.parametrize("path", ["/em?cov=tied", "/kmeans", "/race?cov=diag"])
def test_a_link_restores_a_start_by_hand_in_another_browser(visit: Visit, path: str) -> None:
    page = visit(path)
    first = at_frame(page, 0)
    for handle in page.get_by_label(re.compile("(?:Place|axis of place|Height of place) 1")).all():
        before = text(page)
        handle.press("Shift+ArrowUp")
        places(page, before)
    assert query(page)["begin"] == "by_hand"
    other = visit(path_of(page))
    assert at_frame(page, 0) != first
    for frame in (0, 3, 6):
        for one in (page, other):
            one.locator(".stage-scrubber").fill(str(frame))
        assert at_frame(page, frame) == at_frame(other, frame)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
    expect(other.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_mouse_drags_pulls_and_presses_the_cross_and_two_clicks_add(visit: Visit) -> None:
    page = visit("/em?cov=spherical")
    for label in ("Standard deviation of place 1", "Place 1 of the start"):
        before = text(page)
        box = page.get_by_label(label).bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 40, y - 10, steps=4)
        page.mouse.up()
        changed = places(page, before)
    assert len(changed[0].shape) == 1
    assert changed[0].mean[0] > X[0, 0] + 0.1
    page.get_by_label("Place 1 of the start").hover()
    page.locator(".stage-hold:hover .stage-cross").click()
    assert places(page, text(page)) == changed[1:]
    box = page.locator(".stage-plot").bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 0.8 * box["width"], box["y"] + 0.2 * box["height"])
    assert len(places(page, text(page))) == 4
    assert page.get_by_label("Place 4 of the start").count() == 1


def test_a_weight_makes_the_start_ones_own(visit: Visit) -> None:
    page = visit("/em")
    page.get_by_text("Weights of the start").click()
    weight = page.get_by_label("Weight of component 2")
    weight.fill("3")
    weight.press("Enter")
    assert [place.weight for place in places(page)] == [1, 3, 1, 1]
    page.get_by_text("50.0 %").wait_for()
    press(page, "Reset")
    assert query(page) == {}
