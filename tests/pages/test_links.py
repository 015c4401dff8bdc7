"""Addresses: those that worked once still do, each sets every setting, and none can do harm."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app import PAGES
from core.datasets import RECIPES
from core.settings import Frame, Number, Text, settle
from tests.pages.driver import (
    ANATOMY,
    BY_HAND,
    COLLAPSE,
    COMPARE,
    CONDITIONAL,
    CONTEST,
    CRITERIA,
    DATA,
    DIGITS,
    EM,
    FUZZY,
    GUESS,
    KMEANS,
    LOTTERY,
    MERGE,
    MOONS,
    PAINT,
    RACE,
    SAMPLE,
    SOFTEN,
    STABILITY,
    START,
    SUBJECTS,
    TREE,
    address,
    at,
    go,
    header,
    healthy,
    message,
    move,
    press,
    standing,
    texts_of,
    values,
    visit,
)

GOLDEN = {
    COMPARE: (
        "k=3",
        "data=moons&k=3&levels=50,+90,+95+%25&table=true&types=true",
        "data=moons&k=2&cov=tied&start=random_points&fit_seed=7&starts=3&show=k-means&circles=false",
        "data=iris&k=3&cov=diag&start=k-means%2B%2B&fit_seed=0&show=GMM&levels=none&shading=none",
        "data=cigars&k=12&cov=spherical&start=random_responsibilities&fit_seed=4294967295"
        "&starts=20&regions=true&shading=uncertainty&colours=sized&rings=false",
        "n=505&clusters=7&std=1.5&seed=4&colours=hard&shading=responsibilities",
        "data=stretched&k=4&show=k-means&fit_seed=0",
        "data=stretched&k=4&show=GMM&shading=none&fit_seed=42",
        "data=line&n=505&line_ratio=5&k=3",
        "data=nested&nested_share=0.5",
        "data=wine&scale=as+measured&k=3",
        "data=circles&circles_factor=0.3&noise=0.1",
        "data=spreads&spreads_ratio=8",
        "data=sizes&sizes_share=0.98",
        "data=anisotropic&aspect=7.5",
        "n=10&k=10&types=true",
    ),
    EM: (
        "step=9&begin=random_points&cov=tied&reg=0.01&k=3&fit_seed=7&means=-5,5;-3,3",
        "begin=by_hand&means=-5,5;-3,3;-1,1;0,0.5&k=7",
        "begin=by_hand&means=-5,5*2~1.5,0.4,30;0,0~1&k=2&n=505",
        "begin=two_in_one&reg=0&step=3",
        "data=blobs&seed=0&std=1.5&k=5&step=12",
        "follow=true&point=200&bound=true&step=11",
        "data=waiting&begin=by_hand&means=45~5;89&k=2",
        "begin=random_responsibilities&reg=1e-4",
        "scale=standardised&begin=on_an_outlier&cov=spherical",
    ),
    KMEANS: (
        "data=waiting&k=2&begin=by_hand&means=45;89",
        "data=waiting&k=3&begin=by_hand&means=83;71;52&step=4",
        "begin=identical&lines=false&regions=true&n=505",
        "begin=k-means%2B%2B&fit_seed=3&k=6",
    ),
    RACE: (
        "begin=kmeans&cov=diag&reg=0.01&fit_seed=3&step=9",
        "n=505&begin=by_hand&means=-5,5;-3,3&k=2",
    ),
    SOFTEN: ("n=505&step=30", "data=line&k=4&begin=in_a_corner", "data=noise&k=3&fit_seed=5"),
    COLLAPSE: (
        "case=Too+many+components&step=4",
        "case=Duplicated+points&cure=floor",
        "cure=kmeans&step=2",
    ),
    SAMPLE: (
        "only=1&only=2&hide=3&temperature=4&view=over+the+measured&draw=3&new=100&quality=true",
        "hide=2&hide=5&n=505",
        "data=faithful&k=2&cov=full&draw=12345678",
        "new=100000",
        "temperature=0.05&only=1",
    ),
    ANATOMY: ("draw=7&step=4", "data=wine&k=12&step=4&starts=2", "n=505&cov=diag&draw=5"),
    BY_HAND: (
        "k=1&xx1=0.3&yy1=0.3&xy1=0.3",
        "x1=-7.5&k=2",
        "k=12&new=20&xx7=0.001",
        "weight1=0.1&xy2=0.25&draw=2&errors=true",
        "k=2&x2=0&y2=0&xx1=1&yy1=1&xy1=0&new=10000&xx2=9&yy2=9&xy2=0",
    ),
    MOONS: ("k=2", "k=6&starts=10", "n=500&noise=0.1&seed=3&draw=2", "n=505"),
    CONDITIONAL: (
        "data=iris&given=petal+length+%28cm%29&against=sepal+width+%28cm%29&at=4.2&k=3",
        "at=1.4&new=1000&draw=3",
        "data=blobs&n=505&k=5&at=2",
        "data=line",
    ),
    DIGITS: ("k=3&draw=1", "k=140&from=2&to=110", "k=1"),
    GUESS: (
        "what=moons,+16+components&cards=40&draw=2",
        "marks=1&marks=2&reveal=true",
        "what=moons,+2+components&cards=10&marks=10",
    ),
}


@pytest.mark.parametrize(("page", "query"), [(p, q) for p, all_ in GOLDEN.items() for q in all_])
def test_a_link_that_worked_still_opens_and_keeps_what_it_names(page: str, query: str) -> None:
    app, asked = visit(page, query), texts_of(query)
    settings_ = standing(app).settled().settings
    read = {key: settings_[key].read(text) for key, text in asked.items()}
    assert not app.info
    assert values(app) == at(page, query)
    assert {key: values(app)[key] for key in read} == read
    assert address(app) == {
        key: settings_[key].write(value)
        for key, value in read.items()
        if value != settings_[key].default
    }
    assert header(app)["values"].items() <= values(app).items()


# Each of these can be no value of most settings, and each is a value of some.
HOSTILE = ("1e9", "-1", "nan", "inf", "abc", "", "9" * 400, "\0", "%00", "x" * 10_000, "`", "2,3")
TEXT = st.sampled_from(HOSTILE) | st.text(max_size=12)


def test_no_page_is_left_out() -> None:
    assert set(PAGES.values()) == {START, *SUBJECTS}
    assert GOLDEN.keys() == SUBJECTS.keys() - {
        FUZZY,
        DATA,
        PAINT,
        CRITERIA,
        MERGE,
        TREE,
        LOTTERY,
        STABILITY,
        CONTEST,
    }  # which have none from before


@pytest.mark.parametrize("page", SUBJECTS)
def test_no_two_settings_of_a_page_have_the_same_name(page: str) -> None:
    for name in RECIPES:
        groups = settle(SUBJECTS[page].SETTINGS, {"data": name}).groups
        names = [each.key for _, listed in groups for each in listed]
        assert len(names) == len(set(names))


def keys(page: str) -> list[str]:
    """The names of all settings that a page can have, with any data set."""
    listed = [settle(SUBJECTS[page].SETTINGS, {"data": name}).settings for name in RECIPES]
    return sorted({key for each in listed for key in each} | {"follow", "point", "xy12", "against"})


@pytest.mark.parametrize("page", SUBJECTS)
@settings(max_examples=8)
@given(data=st.data())
def test_a_text_that_is_no_value_gives_a_picture_and_a_sentence(
    page: str, data: st.DataObject
) -> None:
    asked = data.draw(st.dictionaries(st.sampled_from(keys(page)), TEXT, min_size=1, max_size=4))
    app = visit(page, asked)
    now = settle(SUBJECTS[page].SETTINGS, asked)
    labels = [now.settings[refusal.key].label for refusal in now.refusals]
    assert [note.value.split(": this has to be ")[0] for note in app.info[: len(labels)]] == labels
    assert values(app) == now.values


@pytest.mark.parametrize("page", SUBJECTS)
def test_what_is_refused_stands_at_its_default_and_is_forgotten_at_the_next_change(
    page: str,
) -> None:
    opening = settle(SUBJECTS[page].SETTINGS, {})
    refused = {key: "\0" for key, each in opening.settings.items() if not isinstance(each, Text)}
    app = visit(page, refused)
    assert len(app.info) == len(refused)
    assert values(app) == opening.values
    assert address(app) == {}
    key, number = next((k, e) for k, e in opening.settings.items() if isinstance(e, Number | Frame))
    moved = 1 if isinstance(number, Frame) else number.low
    assert not move(app, **{key: moved}).info


def test_a_refusal_says_what_is_required_what_was_asked_and_what_is_shown() -> None:
    app = visit(COMPARE, "k=99&cov=round&rings=maybe")
    assert [note.value for note in app.info] == [
        "Clusters, k: this has to be a whole number from 1 to 12, and the link says `99`. Shown "
        "is 5.",
        "Shape: this has to be one of full, tied, diag, spherical, and the link says `round`. "
        "Shown is “full: any ellipse”.",
        "Ring disagreements: this has to be true or false, and the link says `maybe`. Shown is on.",
    ]


def test_a_value_given_twice_is_refused() -> None:
    app = visit(COMPARE, "k=2&k=3&data=moons&data=iris")
    assert len(app.info) == 2


def test_unknown_names_are_passed_over() -> None:
    app = visit(COMPARE, {"step": "9", "utm_source": "x" * 10_000, "%00": "%00"})
    assert message(app) == message(visit(COMPARE))
    assert not app.info


def used(page: str) -> AppTest:
    """A page in a session whose reader has been elsewhere, and has set much."""
    app = visit(EM, "data=moons&k=7&cov=tied&seed=9&begin=by_hand&means=0,0;1,1~0.5&step=5&reg=0")
    app = move(go(app, COMPARE, "shading=none&starts=4&regions=true"), std=3, k=2)
    return go(app, page)


def same_as_anew(app: AppTest, page: str) -> None:
    """What is set, shown and written is what the address opens in a fresh session."""
    anew = visit(page, address(app))
    assert values(app) == values(anew)
    assert address(app) == address(anew)
    assert message(app) == message(anew)
    assert [picture.proto.spec for picture in app.get("plotly_chart")] == [
        picture.proto.spec for picture in anew.get("plotly_chart")
    ]


@pytest.mark.parametrize("arrive", [visit, used])
@pytest.mark.parametrize(
    ("page", "n"), [(COMPARE, 6), (MOONS, 4), (EM, 3), (KMEANS, 2), (COLLAPSE, 2)]
)
def test_every_button_of_what_to_look_for_sets_every_setting(
    page: str, n: int, arrive: Callable[[str], AppTest]
) -> None:
    """The cards, turned one by one: each question, and after its button the answer."""
    app = arrive(page)
    for card in range(1, n + 1):
        app = healthy(app.button(key="Next card").click().run())
        assert address(app)["card"] == f"{card}"
        (button,) = (each for each in app.button if each.icon == ":material/visibility:")
        app = press(app, button.label)
        assert address(app)["card"] == f"{card} answer"
        same_as_anew(app, page)
    assert app.button(key="Next card").disabled


def test_every_door_of_the_start_page_sets_every_setting() -> None:
    app = used(START)
    links = [link.proto for link in app.get("page_link") if link.proto.query_string]
    assert len(links) == 8  # the door to one's own data keeps what is set
    for link in links:
        page = next(p for p in SUBJECTS if link.page.strip("/") == Path(p).stem)
        app = go(go(app, START), page, link.query_string)
        assert values(app) == at(page, link.query_string)
        same_as_anew(app, page)


@pytest.mark.parametrize(
    ("page", "query", "label"),
    [
        (EM, "begin=random_points&reg=0", "Put a floor under the variances"),
        (EM, "begin=random_points&reg=0", "Ask for one component fewer"),
        (EM, "begin=random_points&reg=0", "Start from k-means"),
        (EM, "", "See that start"),
        (COLLAPSE, "step=99", "Put a floor under the variances"),
        (COLLAPSE, "step=99", "Start from k-means"),
        (COLLAPSE, "cure=floor&step=99", "Let it collapse"),
        (CONDITIONAL, "data=line", "Old Faithful: what the wait says about the eruption"),
    ],
)
def test_a_button_below_the_picture_shows_what_its_address_does(
    page: str, query: str, label: str
) -> None:
    app = press(visit(page, query), label)
    same_as_anew(app, page)
    assert message(app) != message(visit(page, query))


def test_what_is_set_goes_along_from_page_to_page_and_comes_back() -> None:
    query = {"data": "blobs", "k": "3", "std": "1.5", "n": "300", "seed": "4", "cov": "diag"}
    app = visit(COMPARE, query | {"fit_seed": "7"})
    first = message(app)
    for _ in range(3):
        for page in (EM, KMEANS, SAMPLE, COMPARE):
            app = go(app, page)
            shown = values(app)
            assert shown["data"] == "blobs"
            assert [shown[key] for key in ("k", "std", "n", "seed")] == [3, 1.5, 300, 4]
            assert shown.get("cov", "diag") == "diag"
            assert shown["fit_seed"] == 7
            assert not app.info
            if page == EM:
                app = move(app, step=6)
    assert message(app) == first


def test_a_link_wins_over_what_was_set_and_a_film_begins_anew() -> None:
    app = move(visit(EM, "data=blobs&k=3"), step=6)
    assert values(go(app, KMEANS))["step"] == 0
    assert values(go(app, SOFTEN, "k=2")) == at(SOFTEN, "k=2")


def test_what_another_page_does_not_allow_is_back_where_it_is_allowed() -> None:
    app = go(visit(COMPARE, "n=20000&k=3"), EM)
    assert values(app)["n"] == 400
    assert values(go(move(app, k=2), COMPARE))["n"] == 20_000
