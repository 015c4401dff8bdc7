"""The Compare page shows what the models say."""

import pytest
from streamlit.testing.v1 import AppTest

from components import compare
from core import gmm
from core.datasets import RECIPES
from tests.pages.driver import (
    COMPARE,
    address,
    at,
    choose,
    facts,
    figure,
    message,
    move,
    state,
    values,
    visit,
)


def test_opens_on_the_articles_first_set() -> None:
    assert facts(visit(COMPARE)) == [
        ("Inertia", "796.5096"),
        ("Iterations", "3"),
        ("Adjusted Rand index", "0.96595"),
        ("Disagreements", "2 of 500"),
        ("Log-likelihood, nats", "-2,097.019"),
        ("BIC", "4,374.261"),
        ("AIC", "4,252.037"),
        ("Iterations", "2"),
        ("Adjusted Rand index", "0.96596"),
    ]


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_every_kind_of_data_and_covariance_gives_a_picture(name: str, kind: str) -> None:
    assert state(COMPARE, {"data": name, "cov": kind}).alt.startswith(RECIPES[name].title)


@pytest.mark.parametrize("name", ["iris", "line", "noise"])
def test_every_section_opens(name: str) -> None:
    app = visit(COMPARE, {"data": name, "table": "true", "types": "true"})
    assert len(app.get("plotly_chart")) == 4
    assert len(app.dataframe[0].value) == len(RECIPES[name].draw(seed=RECIPES[name].seed).points)


def test_more_clusters_than_points_are_cut_down_with_a_note() -> None:
    shown = state(COMPARE, "n=10&k=12")
    assert any("only 10 different points" in note for note in shown.notes)


def test_another_data_set_opens_with_its_own_dials() -> None:
    app = choose(visit(COMPARE, {"n": "1000", "std": "2.0", "k": "3"}), "data", "stretched")
    assert address(app) == {"data": "stretched", "k": "3"}
    assert values(app).items() >= {"n": 400, "std": 0.6, "seed": 0}.items()


@pytest.mark.parametrize(
    ("key", "value"),
    [("n", "300"), ("clusters", "3"), ("std", "1.5"), ("seed", "4"), ("k", "3"), ("cov", "tied")],
)
def test_every_control_changes_the_picture(key: str, value: str) -> None:
    assert state(COMPARE, {key: value}).facts != state(COMPARE).facts


def test_a_slider_that_is_dragged_takes_picture_numbers_and_address_along() -> None:
    app = move(visit(COMPARE), std=1.5, k=3)
    assert address(app) == {"std": "1.5", "k": "3"}
    assert message(app) == message(visit(COMPARE, "std=1.5&k=3"))


def test_colours_stay_with_their_clusters_when_k_goes_up_and_comes_back() -> None:
    app = visit(COMPARE)
    five = _numbers_by_place(app)
    app = move(app, k=6)
    six = _numbers_by_place(app)
    assert _numbers_by_place(move(app, k=5)) == five
    kept = [place for place, number in five.items() if six.get(place) == number]
    assert len(kept) >= 4  # the fifth was split


def _numbers_by_place(app: AppTest) -> dict[tuple[int, int], str]:
    """The number of every cluster by where its centre is, to the nearest unit."""
    badges = next(trace for trace in figure(app)["data"] if trace["name"] == "centres")
    x, y = (badges[axis] for axis in "xy")
    return {(round(a), round(b)): text for a, b, text in zip(x, y, badges["text"], strict=True)}


def preferred(query: str) -> str:
    """What is said of the four covariance types."""
    return compare.best_by_bic(compare.types_of(at(COMPARE, query)))


def test_types_that_are_one_model_are_preferred_together() -> None:
    assert preferred("data=line&k=3") == (
        "Of these, BIC prefers **full** and **diag** and **spherical**, which are one and the same "
        "model here."
    )
    assert "**full** and **tied**, which are one and the same" in preferred("data=stretched&k=1")
    assert preferred("data=stretched&k=4") == "Of these, BIC prefers **tied**."


def test_a_fit_that_is_nothing_but_regularisation_is_named_and_not_preferred() -> None:
    said = preferred("n=10&k=10")
    assert said.startswith(
        "BIC prefers none of these. Left out: **full** and **tied** and **diag**"
    )
    assert any(
        note.startswith("10 of 10 components have no width of their own")
        for note in state(COMPARE, "n=10&k=10").notes
    )


def test_one_is_said_as_one() -> None:
    assert "1 cluster as circles" in state(COMPARE, "k=1").alt
    assert "1 component as ellipses" in state(COMPARE, "k=1").alt
    assert compare.covariance_type(compare.fits_of(at(COMPARE, "data=line&k=1"))).startswith(
        "**full**: 2 parameters"
    )


def test_more_freedom_may_fit_worse_and_nothing_says_otherwise() -> None:
    """Of an optimum nearby, diag beats full here: two different ones were found."""
    full, diag = (
        compare.fits_of(at(COMPARE, f"data=circles&k=2&cov={kind}")).comparison.log_likelihood
        for kind in ("full", "diag")
    )
    assert diag > full
