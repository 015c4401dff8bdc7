"""The Compare page shows what the models say, whatever its address asks for."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from components import controls
from tests.pages.driver import COMPARE, facts, figure, healthy, message, sliders, visit

KEYS = {*controls.OPENING, "n", "clusters", "std", "seed"}
WILD: dict[str, object] = {  # value: the controls that can take it
    "1e9": {"seed", "fit_seed"},
    "-1": set(),
    "nan": set(),
    "inf": set(),
    "abc": set(),
    "": set(),
    "9" * 400: set(),
    "\0": set(),
    "%00": set(),
    "x" * 10_000: set(),
}


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


@pytest.mark.parametrize("value", WILD)
def test_wild_values_in_the_address_give_a_picture_and_a_note_each(value: str) -> None:
    app = visit(COMPARE, dict.fromkeys(KEYS | {"table", "types"}, value))
    noted = {note.value.split(" = ")[0].removeprefix("The address asked for ") for note in app.info}
    assert noted == KEYS - WILD[value]


def test_a_value_given_twice_is_noted() -> None:
    app = visit(COMPARE, {"k": ["2", "3"], "data": ["moons", "iris"]})
    assert len(app.info) == 2


def test_unknown_names_in_the_address_are_passed_over() -> None:
    app = visit(COMPARE, {"step": "9", "utm_source": "x" * 10_000, "%00": "%00"})
    assert figure(app) == figure(visit(COMPARE))
    assert not app.info


@pytest.mark.parametrize("name", ["blobs", "faithful", "iris", "wine", "noise", "cigars"])
@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical"])
def test_every_kind_of_data_and_covariance_gives_a_picture(name: str, kind: str) -> None:
    visit(COMPARE, {"data": name, "cov": kind, "table": "true", "types": "true"})


def test_more_clusters_than_points_are_cut_down_with_a_note() -> None:
    app = visit(COMPARE, {"n": "10", "k": "12"})
    assert any("only 10 points" in note for note in message(app)["notes"])


def test_another_data_set_opens_with_its_own_dials() -> None:
    app = visit(COMPARE, {"n": "1000", "std": "2.0"})
    app.selectbox("data").select("stretched").run()
    assert sliders(healthy(app)) | {"n": 400, "std": 0.6, "seed": 0} == sliders(app)
    assert not app.query_params.keys() & {"n", "std", "seed"}


def test_reset_brings_back_the_opening() -> None:
    settings = {"data": "moons", "k": "2", "cov": "tied", "fit_seed": "1", "regions": "true"}
    app = visit(COMPARE, settings)
    reset = next(button for button in app.button if button.label == "Reset")
    reset.click().run()
    assert figure(healthy(app)) == figure(visit(COMPARE))


@pytest.mark.parametrize(
    ("key", "value"),
    [("n", "300"), ("clusters", "3"), ("std", "1.5"), ("seed", "4"), ("k", "3"), ("cov", "tied")],
)
def test_every_control_changes_the_picture(key: str, value: str) -> None:
    assert figure(visit(COMPARE, {key: value})) != figure(visit(COMPARE))


def test_every_link_of_the_argument_opens_as_it_says() -> None:
    links = [link.proto for link in visit(COMPARE).get("page_link")]
    assert len(links) == 6
    for link in links:
        settings = {key: values[0] for key, values in parse_qs(link.query_string).items()}
        app = visit(COMPARE, settings)
        assert not app.info
        at = sliders(app)
        shown = {key: at[key] if key in at else app.session_state[key] for key in settings}
        assert {key: str(value).lower() for key, value in shown.items()} == settings


def test_a_slider_that_is_dragged_takes_picture_numbers_and_address_along() -> None:
    app = dragged(visit(COMPARE), std=1.5, k=3)
    assert figure(app) == figure(visit(COMPARE, {"std": "1.5", "k": "3"}))
    assert dict(app.query_params) == {"std": "1.5", "k": "3"}


@pytest.mark.parametrize("wrong", [{"k": 1e9}, {"k": 2.5}, {"k": "abc"}, {"std": None}, {"n": -1}])
def test_values_that_a_slider_cannot_have_are_passed_over(wrong: dict[str, object]) -> None:
    app = visit(COMPARE)
    assert sliders(dragged(app, **wrong)) == sliders(visit(COMPARE))


@pytest.mark.parametrize("told", [None, [], "abc", 3, {"round": {}}])
def test_nonsense_from_the_browser_is_passed_over(told: object) -> None:
    app = visit(COMPARE)
    app.session_state["comparison"] = {"values": told}
    assert sliders(healthy(app.run())) == sliders(visit(COMPARE))


def test_a_link_goes_before_what_was_dragged() -> None:
    app = dragged(visit(COMPARE), std=1.5)
    app.query_params["std"] = "0.3"
    app.run()
    assert sliders(app)["std"] == 0.3
    again = dragged(app, round=message(app)["round"] - 1, std=1.5)  # told before the link
    assert sliders(again)["std"] == 0.3


def dragged(app: AppTest, **values: object) -> AppTest:
    """Tell the page what the browser does when sliders are moved."""
    sent = message(app)
    told = {"round": sent["round"], **sent["values"], **values}
    app.session_state["comparison"] = {"values": told}
    return healthy(app.run())


def test_colours_stay_with_their_clusters_when_k_goes_up_and_comes_back() -> None:
    five, six, again = (_numbers_by_place(visit(COMPARE, {"k": k})) for k in "565")
    assert five == again
    kept = [place for place, number in five.items() if six.get(place) == number]
    assert len(kept) >= 4  # the fifth was split


def _numbers_by_place(app: AppTest) -> dict[tuple[int, int], str]:
    """The number of every cluster by where its centre is, to the nearest unit."""
    badges = next(trace for trace in figure(app)["data"] if trace["name"] == "centres")
    x, y = (badges[axis] for axis in "xy")
    return {(round(a), round(b)): text for a, b, text in zip(x, y, badges["text"], strict=True)}


def preferred(settings: dict[str, str]) -> str:
    notes = visit(COMPARE, {"types": "true", **settings}).caption
    return next(
        note.value for note in notes if "BIC prefers" in note.value or "Left out" in note.value
    )


def test_types_that_are_one_model_are_preferred_together() -> None:
    assert preferred({"data": "line", "k": "3"}) == (
        "Of these, BIC prefers **full** and **diag** and **spherical**, which are one model here."
    )
    assert "**full** and **tied**, which are one model" in preferred(
        {"data": "stretched", "k": "1"}
    )
    assert preferred({"data": "stretched", "k": "4"}) == "Of these, BIC prefers **tied**."


def test_a_fit_that_is_nothing_but_regularisation_is_not_preferred() -> None:
    said = preferred({"n": "10", "k": "10"})
    assert "BIC prefers" not in said
    assert said.startswith("Left out: **full** and **tied** and **diag** and **spherical**, where")
