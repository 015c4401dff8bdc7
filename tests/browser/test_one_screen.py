"""Picture, controls and numbers are on one screen: on laptops, projectors and phones."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

import app
from tests.browser.driver import SIDEWAYS, settle

SIZES = ((1280, 720), (1440, 900), (1920, 1080), (390, 844))
PHONE = (390, 844)
STILL, FILM, HELD = (
    0.65,
    0.60,
    0.35,
)  # of the window's height at least: a picture, a film, on a phone
# Where things are, by what they are; and which of them hide a part of their own text.
PARTS = """() => {
    const parts = {
        title: '.st-key-bar h1', ways: '.st-key-bar a', menu: '[data-testid=stTopNavLinkContainer]',
        picture: '.stage-place', film: '.stage-player', sentence: '.stage-sentence',
        number: '.stage-keys-numbers > div', panel: '.st-key-panel',
    };
    return Object.entries(parts).flatMap(([name, selector]) =>
        [...document.querySelectorAll(selector)].flatMap((each) => {
            const { left, right, top, bottom, width, height } = each.getBoundingClientRect();
            const { scrollWidth, clientWidth, scrollHeight, clientHeight } = each;
            const cut = scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1;
            return width && height ? [{ name, left, right, top, bottom, cut }] : [];
        }));
}"""
TEXTS = ("title", "sentence")
NOTICED = 200  # milliseconds until a picture has seen that the window has another size


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two boxes have more than an edge in common."""
    return (
        min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    )


@pytest.mark.parametrize("name", app.PAGES)
def test_all_that_a_page_is_about_is_in_view_in_every_size(visit: Any, name: str) -> None:
    page = visit(f"/{name}", viewport=dict(zip(("width", "height"), SIZES[0], strict=True)))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(NOTICED)
        check(settle(page), width, height)


def check(page: Page, width: int, height: int) -> None:
    """Nothing is cut off, overlaps or is out of view, and the picture is large."""
    parts = page.evaluate(PARTS)
    kinds = {part["name"] for part in parts}
    assert kinds >= {"title", "ways", "picture", "sentence", "panel"}
    is_phone = (width, height) == PHONE
    inside = [part for part in parts if part["name"] != "panel" or not is_phone]
    for part in inside:
        assert min(part["left"], part["top"]) >= 0, (width, part)
        assert part["right"] <= width + 1, (width, part)
        assert part["bottom"] <= height + 1, (width, part)
        assert not (part["cut"] and part["name"] in TEXTS), (width, part)
    for one, other in itertools.combinations(inside, 2):
        assert not overlap(one, other), (width, one, other)
    picture = next(part for part in parts if part["name"] == "picture")
    least = HELD if is_phone else FILM if "film" in kinds else STILL
    assert picture["bottom"] - picture["top"] >= least * height, width
    assert not page.evaluate(SIDEWAYS), width
