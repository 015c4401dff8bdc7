"""Points of one column have a sensible picture on every page that offers data sets."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from core import datasets, gmm
from tests.pages.driver import COMPARE, ROOT, figure, message, visit

NAMES = [name for name in datasets.RECIPES if datasets.draw(name).points.shape[1] == 1]
STEP = [f"pages/step/{name}.py" for name in ("em", "kmeans", "race", "soften")]
SAMPLE, ANATOMY = "pages/generate/sample.py", "pages/generate/anatomy.py"
CONDITIONAL = "pages/generate/conditional.py"
OPEN = {"table": "true", "types": "true", "quality": "true", "follow": "true", "bound": "true"}


def notes(app: AppTest) -> list[str]:
    """The sentences under the picture."""
    return [note.value for note in app.caption] + message(app).get("notes", [])


def test_there_are_random_and_measured_ones() -> None:
    assert {datasets.RECIPES[name].seeded for name in NAMES} == {True, False}


PAGES = [COMPARE, *STEP, SAMPLE, ANATOMY]
CASES = [  # every page with every data set, and every covariance type where there is one
    *((page, name, "full") for page in PAGES for name in NAMES),
    *((page, "line", kind) for page in PAGES for kind in gmm.COVARIANCE_TYPES[1:]),
]


@pytest.mark.parametrize(("page", "name", "kind"), CASES)
def test_every_page_and_covariance_type_gives_a_picture(page: str, name: str, kind: str) -> None:
    app = visit(page, OPEN | {"data": name, "cov": kind, "step": "3"})
    names = {shape["name"] for shape in figure(app)["layout"]["shapes"]}
    assert "bars" in names
    assert figure(app)["layout"]["yaxis"]["title"]["text"] == "density"
    assert any(note.startswith("One column: bars count") for note in notes(app))


@pytest.mark.parametrize("settings", [{"n": "10", "k": "12"}, {"n": "100000"}, {"std": "0.05"}])
@pytest.mark.parametrize("page", [COMPARE, STEP[0], SAMPLE])
def test_few_many_and_narrow_groups_give_pictures(page: str, settings: dict[str, str]) -> None:
    visit(page, {"data": "line", "scale": "standardised"} | settings)


@pytest.mark.parametrize("begin", ["identical", "on_an_outlier", "random_responsibilities"])
@pytest.mark.parametrize("reg", ["1e-6", "0"])
def test_starts_that_fail_on_a_line_still_give_a_film(begin: str, reg: str) -> None:
    visit(STEP[0], {"data": "waiting", "begin": begin, "reg": reg, "k": "12"})


def test_levels_that_are_shares_hold_these_shares_of_a_component() -> None:
    app = visit(COMPARE, {"data": "waiting", "k": "2", "levels": "50, 90, 95 %"})
    assert any(
        "Within 0.6745, 1.645, 1.96 standard deviations" in note
        and "should be 50.0, 90.0, 95.0 %" in note
        for note in notes(app)
    )


def test_what_is_seen_is_said_in_words() -> None:
    alt = message(visit(COMPARE, {"data": "line", "k": "3"}))["alt"]
    assert "3 clusters as intervals under a histogram" in alt
    assert "3 components as curves over a histogram" in alt
    film = message(visit(STEP[0], {"data": "line", "k": "3"}))["alt"]
    assert "3 components, drawn as curves over a histogram" in film


def test_places_by_hand_are_one_number_each() -> None:
    app = visit(
        STEP[0], {"data": "line", "begin": "by_hand", "means": "-4~0.5;1~1;4.5~2", "k": "3"}
    )
    badges = next(trace for trace in figure(app)["data"] if trace["name"] == "centres")
    assert badges["x"] == [-4, 1, 4.5]
    handles = message(app)["handles"]
    places, widths = handles[:3], handles[3:]
    assert [(handle["x"], handle["y"]) for handle in places] == [(-4, 0), (1, 0), (4.5, 0)]
    assert [(handle["x"], handle["y"]) for handle in widths] == [(-3.5, 0), (2, 0), (6.5, 0)]


@pytest.mark.parametrize("name", NAMES)
def test_a_point_in_the_making_ends_where_its_numbers_say(name: str) -> None:
    told = message(visit(ANATOMY, {"data": name, "k": "3", "draw": "5"}))
    first = told["figure"]["data"]
    frames = [
        [{**old, **new} for old, new in zip(first, frame["data"] or first, strict=True)]
        for frame in told["frames"]
    ]
    stars = [[t["x"][0] for t in traces if t["name"] == "the point"] for traces in frames]
    z, stretched, point = (
        float(re.findall(r"-?\d+\.\d{3}", told["captions"][step])[-1]) for step in (2, 3, 4)
    )
    assert stars[2] == pytest.approx([z, z], abs=6e-4)
    assert stars[3] == pytest.approx([z, stretched], abs=6e-4)
    assert stars[4] == pytest.approx([z, point], abs=6e-4)


@pytest.mark.parametrize("name", NAMES)
def test_one_column_says_nothing_of_another(name: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(CONDITIONAL)
    app.query_params["data"] = name
    app.run()
    assert not app.exception
    assert "needs two columns" in app.info[0].value
    assert len(app.get("page_link")) == 2
    visit(CONDITIONAL, {"data": "faithful"})
