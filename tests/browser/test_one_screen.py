"""Picture, controls and numbers are on one screen: on laptops, projectors and phones."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

import app
from tests.browser.driver import SIDEWAYS

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


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two boxes have more than an edge in common."""
    return (
        min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    )


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("name", app.PAGES)
def test_all_that_a_page_is_about_is_in_view(visit: Any, name: str, size: tuple[int, int]) -> None:
    width, height = size
    page = visit(f"/{name}", viewport={"width": width, "height": height})
    parts = page.evaluate(PARTS)
    kinds = {part["name"] for part in parts}
    assert kinds >= {"title", "ways", "picture", "sentence", "panel"}
    inside = [part for part in parts if part["name"] != "panel" or size != PHONE]
    for part in inside:
        assert min(part["left"], part["top"]) >= 0, part
        assert part["right"] <= width + 1, part
        assert part["bottom"] <= height + 1, part
        assert not (part["cut"] and part["name"] in TEXTS), part
    for one, other in itertools.combinations(inside, 2):
        assert not overlap(one, other), (one, other)
    picture = next(part for part in parts if part["name"] == "picture")
    least = HELD if size == PHONE else FILM if "film" in kinds else STILL
    assert picture["bottom"] - picture["top"] >= least * height
    assert not page.evaluate(SIDEWAYS)
