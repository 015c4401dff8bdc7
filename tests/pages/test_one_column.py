"""Points of one column have a sensible picture on every page that offers data sets."""

import re
from typing import Any

import pytest

from components.stage.scene import Scene
from components.stage.state import Film, State
from core import datasets, gmm
from tests.pages.driver import (
    ANATOMY,
    COMPARE,
    CONDITIONAL,
    EM,
    KMEANS,
    RACE,
    SAMPLE,
    SOFTEN,
    address,
    captions,
    figure,
    notes,
    press,
    state,
    visit,
)

NAMES = [name for name in datasets.RECIPES if datasets.draw(name).points.shape[1] == 1]


def scenes(shown: State) -> list[Scene]:
    """The picture, or all frames of a film."""
    if isinstance(shown.picture, Film):
        return [shown.picture.frame(i).scene for i in range(shown.picture.length)]
    return [shown.picture]


def trace(scene: Scene, name: str, panel: str = "x") -> dict[str, Any]:
    """One trace of a picture."""
    return next(
        each for each in scene.data if each["name"] == name and each.get("xaxis", "x") == panel
    )


def test_there_are_random_and_measured_ones() -> None:
    assert {datasets.RECIPES[name].seeded for name in NAMES} == {True, False}


PAGES = [COMPARE, EM, KMEANS, RACE, SOFTEN, SAMPLE, ANATOMY]
CASES = [  # every page with every data set, and every covariance type where there is one
    *((page, name, "full") for page in PAGES for name in NAMES),
    *((page, "line", kind) for page in PAGES for kind in gmm.COVARIANCE_TYPES[1:]),
]


@pytest.mark.parametrize(("page", "name", "kind"), CASES)
def test_every_page_and_covariance_type_gives_a_picture(page: str, name: str, kind: str) -> None:
    shown = state(page, {"data": name, "cov": kind, "follow": "true", "bound": "true"})
    scene = scenes(shown)[0]
    assert "bars" in {shape["name"] for shape in scene.layout["shapes"]}
    assert scene.layout["yaxis"]["title"]["text"] == "density"
    assert any(note.startswith("One column: bars count") for note in shown.notes)


@pytest.mark.parametrize("page", [COMPARE, EM, SAMPLE])
def test_every_section_opens(page: str) -> None:
    opened = {"table": "true", "types": "true", "quality": "true", "follow": "true"}
    assert figure(visit(page, opened | {"data": "line"}))


@pytest.mark.parametrize("query", ["n=10&k=12", "n=10000", "std=0.05"])
@pytest.mark.parametrize("page", [COMPARE, EM, SAMPLE])
def test_few_many_and_narrow_groups_give_pictures(page: str, query: str) -> None:
    assert scenes(state(page, f"data=line&scale=standardised&{query}"))


@pytest.mark.parametrize("begin", ["identical", "on_an_outlier", "random_responsibilities"])
@pytest.mark.parametrize("reg", ["1e-6", "0"])
def test_starts_that_fail_on_a_line_still_give_a_film(begin: str, reg: str) -> None:
    assert captions(state(EM, {"data": "waiting", "begin": begin, "reg": reg, "k": "12"}))


def test_levels_that_are_shares_hold_these_shares_of_a_component() -> None:
    shown = state(COMPARE, {"data": "waiting", "k": "2", "levels": "50, 90, 95 %"})
    assert any(
        "within 0.6745, 1.645, 1.96 standard deviations" in note
        and "expects 50.0, 90.0, 95.0 %" in note
        for note in shown.notes
    )


def test_what_is_seen_is_said_in_words() -> None:
    alt = state(COMPARE, "data=line&k=3").alt
    assert "3 clusters as intervals under a histogram" in alt
    assert "3 components as curves over a histogram" in alt
    assert "3 components, drawn as curves over a histogram" in state(EM, "data=line&k=3").alt


def test_places_by_hand_are_one_number_each() -> None:
    shown = state(EM, "data=line&begin=by_hand&means=-4~0.5;1~1;4.5~2&k=3")
    assert trace(scenes(shown)[0], "centres")["x"].tolist() == [-4, 1, 4.5]
    places, widths = shown.handles[:3], shown.handles[3:]
    assert [(handle.x, handle.y) for handle in places] == [(-4, 0), (1, 0), (4.5, 0)]
    assert [(handle.x, handle.y) for handle in widths] == [(-3.5, 0), (2, 0), (6.5, 0)]


@pytest.mark.parametrize("name", NAMES)
def test_a_point_in_the_making_ends_where_its_numbers_say(name: str) -> None:
    shown = state(ANATOMY, {"data": name, "k": "3", "draw": "5"})
    stars = [
        [trace(scene, "the point", panel)["x"][0] for panel in ("x", "x2")]
        for scene in scenes(shown)
    ]
    z, stretched, point = (
        float(re.findall(r"-?\d+\.\d{2}\b", captions(shown)[step])[-1]) for step in (2, 3, 4)
    )
    assert stars[2] == pytest.approx([z, z], abs=6e-3)
    assert stars[3] == pytest.approx([z, stretched], abs=6e-3)
    assert stars[4] == pytest.approx([z, point], abs=6e-3)


@pytest.mark.parametrize("name", NAMES)
def test_one_column_says_nothing_of_another(name: str) -> None:
    app = visit(CONDITIONAL, {"data": name})
    assert any("needs two columns" in note for note in notes(app))
    app = press(app, "Old Faithful: what the wait says about the eruption")
    assert address(app) == {}
    assert not any("needs two columns" in note for note in notes(app))
