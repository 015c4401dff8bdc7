"""The Generate pages draw what they say they draw, whatever their addresses ask for."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from components.fits import Model, compare
from components.generate.controls import Draw
from streamlit.testing.v1 import AppTest

from components.generate import fits
from core import datasets, digits, gmm, written
from tests.components.message import decoded
from tests.pages.driver import facts, figure, healthy, visit

SAMPLE = "pages/generate/sample.py"
MOONS = "pages/generate/moons.py"
DIGITS = "pages/generate/digits.py"
CONDITIONAL = "pages/generate/conditional.py"
GUESS = "pages/generate/guess.py"
BY_HAND = "pages/generate/by_hand.py"
ANATOMY = "pages/generate/anatomy.py"
OWN_KEYS = {
    SAMPLE: {"new", "draw", "only", "hide", "temperature", "view", "data", "k", "cov", "n"},
    MOONS: {"k", "draw", "n", "noise", "seed", "starts"},
    DIGITS: {"k", "draw", "from", "to"},
    CONDITIONAL: {"given", "at", "new", "draw", "data", "k", "cov"},
    GUESS: {"what", "cards", "draw", "marks", "reveal"},
    BY_HAND: {"k", "weight1", "x1", "y2", "xx1", "yy3", "xy1", "new", "draw"},
    ANATOMY: {"draw", "data", "k", "cov", "n"},
}
TAKEN = {"1e9": {"draw", "seed"}, "-1": {"at", "x1", "y2", "xy1"}}  # not so wild after all
WILD = ("1e9", "-1", "nan", "inf", "abc", "", "9" * 400, "\0", "%00", "x" * 10_000)


def trace(app: AppTest, name: str) -> dict[str, Any]:
    return next(t for t in figure(app)["data"] if t["name"] == name)


def press(app: AppTest, label: str) -> AppTest:
    return healthy(next(b for b in app.button if b.label == label).click().run())


@pytest.mark.parametrize("page", OWN_KEYS)
@pytest.mark.parametrize("value", WILD)
def test_wild_values_give_a_picture_and_a_note_each(page: str, value: str) -> None:
    app = visit(page, dict.fromkeys(OWN_KEYS[page], value))
    noted = {note.value.split(" = ")[0].removeprefix("The address asked for ") for note in app.info}
    assert noted == OWN_KEYS[page] - TAKEN.get(value, set())


@pytest.mark.parametrize("page", [SAMPLE, MOONS])
def test_a_draw_is_repeated_by_its_number_and_another_is_new(page: str) -> None:
    first, again, other = (visit(page, {"draw": draw}) for draw in ("3", "3", "4"))
    assert figure(first) == figure(again)
    assert not set(trace(first, "new points")["x"]) & set(trace(other, "new points")["x"])


@pytest.mark.parametrize("page", OWN_KEYS)
def test_draw_again_draws_anew_and_back_returns(page: str) -> None:
    app = visit(page)
    first = figure(app)
    assert figure(press(app, "Draw again")) != first
    assert figure(press(app, "Back")) == first


def test_as_many_points_as_asked_for_and_the_measured_ones_stay() -> None:
    app = visit(SAMPLE, {"new": "1000"})
    assert len(trace(app, "new points")["x"]) == 1_000
    assert len(trace(app, "points")["x"]) == 500


def test_a_hundred_thousand_points_are_a_cloud() -> None:
    images = figure(visit(SAMPLE, {"new": "100000"}))["layout"]["images"]
    assert "new cloud" in [image["name"] for image in images]


def test_only_some_components_are_drawn_from() -> None:
    app = visit(SAMPLE, {"only": ["2", "5"]})
    drawn = {row[0] for row in trace(app, "new points")["customdata"]}
    assert drawn == {2, 5}
    assert "components 2, 5 only" in app.caption[0].value


def test_hidden_components_leave_the_others_where_they_are() -> None:
    everything, some = (visit(SAMPLE, {"hide": hide}) for hide in ([], ["2", "5"]))

    def points_of(app: AppTest, numbers: set[int]) -> list[tuple[float, float]]:
        new = trace(app, "new points")
        rows = zip(new["x"], new["y"], new["customdata"], strict=True)
        return [(x, y) for x, y, (number,) in rows if number in numbers]

    assert points_of(some, {1, 3, 4}) == points_of(everything, {1, 3, 4})
    assert points_of(some, {2, 5}) == []
    gone = len(points_of(everything, {2, 5}))
    assert some.caption[0].value == f"Hidden: {gone} of 500 points."


def test_hiding_everything_hides_nothing() -> None:
    app = visit(SAMPLE, {"hide": ["1", "2", "3", "4", "5"], "quality": "true"})
    assert len(trace(app, "new points")["x"]) == 500
    assert "so all are shown" in app.caption[0].value


def test_a_component_that_is_no_longer_there_is_forgotten() -> None:
    app = visit(SAMPLE, {"only": ["5"], "k": "5"})
    app.slider("k").set_value(3).run()
    assert len(trace(healthy(app), "centres")["x"]) == 3


def test_temperature_spreads_points_and_says_so() -> None:
    cold, hot = (visit(SAMPLE, {"temperature": t, "only": "1"}) for t in ("0.05", "4"))
    assert "Temperature 4" in hot.caption[0].value

    def spread(app: AppTest) -> float:
        x = trace(app, "new points")["x"]
        return max(x) - min(x)

    assert spread(hot) == pytest.approx(spread(cold) * 80**0.5, rel=1e-4)


def test_picture_statistics_and_file_are_of_the_mixture_that_was_sampled() -> None:
    asked = Draw(20_000, 0, (1, 2, 3), (2,), 4.0, True)
    both = compare(datasets.draw("blobs", seed=17), 5, Model()).comparison
    shown = fits.drawn(both, asked)
    assert shown.numbers.tolist() == [0, 2]
    read = written.from_json(written.to_json(shown.mixture))
    assert read.covariances == pytest.approx(4 * both.mixture.covariances[[0, 2]])
    for row in (0, 1):
        found = np.cov(shown.points[shown.components == row].T)
        assert found == pytest.approx(read.covariances[row], abs=0.15 * read.covariances.max())
    app = visit(SAMPLE, {"temperature": "4", "only": ["1", "2", "3"], "hide": "2"})
    assert len(trace(app, "centres")["x"]) == 2
    cold, hot = (
        dict(facts(visit(SAMPLE, {"quality": "true", "temperature": t}))) for t in ("1", "4")
    )
    assert float(cold["Generated"]) - float(hot["Generated"]) == pytest.approx(np.log(4), abs=0.2)


@pytest.mark.parametrize(
    ("xx", "yy", "xy"),
    [("0.3", "0.3", "0.3"), ("0.1", "0.7", "0.2645751311064591"), ("1", "4", "2")],
)
def test_a_covariance_at_its_bound_is_refused_with_a_sentence_and_the_page_stands(
    xx: str, yy: str, xy: str
) -> None:
    app = visit(BY_HAND, {"k": "1", "xx1": xx, "yy1": yy, "xy1": xy})
    said = [note.value for note in app.caption if "The covariance of component 1" in note.value]
    assert len(said) == 1
    assert "and not at the bound, got" in said[0]


def test_two_widths_about_one_mean_are_matched_by_their_widths() -> None:
    one_mean = {"k": "2", "x2": "0", "y2": "0", "xx1": "1", "yy1": "1", "xy1": "0", "new": "10000"}
    app = visit(BY_HAND, one_mean | {"xx2": "9", "yy2": "9", "xy2": "0"})
    table = app.dataframe[0].value
    assert table["error of the covariance, relative"].max() < 0.1


def test_over_or_beside_are_one_panel_or_two() -> None:
    over, beside = (visit(SAMPLE, {"view": v}) for v in ("over the measured", "beside them"))
    assert "xaxis2" not in figure(over)["layout"]
    assert "xaxis2" in figure(beside)["layout"]


@pytest.mark.parametrize("settings", [{"data": "wine", "k": "12"}, {"n": "10", "k": "12"}, {}])
def test_quality_is_judged_on_every_kind_of_data(settings: dict[str, str]) -> None:
    app = visit(SAMPLE, settings | {"quality": "true", "new": "10"})
    assert [name for name, _ in facts(app)] == [
        "Energy distance",
        "Permutation p-value",
        "Classifier's AUC",
        "Measured",
        "Generated",
    ]


def test_two_components_on_the_moons_are_found_out() -> None:
    moons = {"data": "moons", "n": "1000", "quality": "true", "new": "1000"}
    few, many = (dict(facts(visit(SAMPLE, moons | {"k": k}))) for k in ("2", "12"))
    assert float(few["Permutation p-value"]) <= 0.05 < float(many["Permutation p-value"])
    assert float(few["Classifier's AUC"]) > 0.7 > float(many["Classifier's AUC"])


def test_moons_show_the_published_numbers() -> None:
    two = dict(facts(visit(MOONS, {"k": "2"})))
    assert two["Log-likelihood, nats"] == "-341.7764"
    assert (two["BIC"], two["AIC"]) == ("741.834", "705.553")
    assert (two["By BIC"], two["By AIC"]) == ("k = 7", "k = 12")


def test_ten_starts_prefer_fewer_components() -> None:
    ten = dict(facts(visit(MOONS, {"starts": "10"})))
    assert (ten["By BIC"], ten["By AIC"]) == ("k = 6", "k = 10")


def test_a_point_in_the_making_ends_where_its_numbers_say() -> None:
    app = visit(ANATOMY, {"draw": "7"})
    message = decoded(app.get("bidi_component")[0].proto.bytes)
    first = message["figure"]["data"]
    stars = [
        [
            (now["x"][0], now["y"][0])
            for now in ({**t, **new} for t, new in zip(first, frame["data"] or first, strict=True))
            if now["name"] == "the point"
        ]
        for frame in message["frames"]
    ]
    said = [re.findall(r"-?\d+\.\d{3}", sentence) for sentence in message["captions"]]
    assert stars[2][0] == stars[2][1] == pytest.approx([float(v) for v in said[2]], abs=6e-4)
    assert stars[3][1] == pytest.approx([float(v) for v in said[3][-2:]], abs=6e-4)
    assert stars[4][1] == pytest.approx([float(v) for v in said[4][-2:]], abs=6e-4)


@pytest.mark.parametrize("name", ["faithful", "wine", "noise"])
def test_every_kind_of_data_has_an_anatomy(name: str) -> None:
    visit(ANATOMY, {"data": name, "k": "12", "step": "4"})


@pytest.mark.parametrize("k", ["1", "2", "110", "111", "200"])
def test_a_hundred_digits_are_drawn_with_their_nearest_real_ones(k: str) -> None:
    app = visit(DIGITS, {"k": k})
    sheets = [trace for trace in figure(app)["data"] if trace["name"] == "pictures"]
    assert [len(sheet["text"]) for sheet in sheets] == [100, 100]
    assert all("nearest real digit: a " in text for text in sheets[0]["text"])
    assert {image["name"] for image in figure(app)["layout"]["images"]} == {
        "pictures 1",
        "pictures 2",
    }


def test_digits_are_new_with_every_draw() -> None:
    app = visit(DIGITS)
    first = figure(app)
    assert figure(press(app, "Draw again")) != first
    assert figure(press(app, "Back")) == first


def test_a_walk_ends_at_a_component_that_is_there() -> None:
    app = visit(DIGITS, {"k": "200", "from": "199", "to": "150"})
    app.slider("k").set_value(10).run()
    healthy(app)


def test_a_fit_in_one_session_holds_no_other_session_back(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def long_fit(k: int, fit: Callable[[int], gmm.Trace] = digits.fit) -> gmm.Trace:
        if k == 139:
            begun.set()
            assert may_end.wait(60)
        return fit(k)

    monkeypatch.setattr(digits, "fit", long_fit)
    with ThreadPoolExecutor() as pool:
        other = pool.submit(fits.new_digits, 139, 10, 0)
        assert begun.wait(60)
        press(visit(DIGITS, {"k": "3"}), "Draw again")
        visit(SAMPLE)
        assert not other.done()
        may_end.set()
        assert len(other.result().points) == 10


def test_the_handbooks_choices_are_a_press_away() -> None:
    assert ("AIC", "-198,824.8") in facts(visit(DIGITS))
    assert ("AIC", "-222,286.3") in facts(press(visit(DIGITS), "k = 140"))
    lines = {shape["name"] for shape in figure(visit(DIGITS), 2)["layout"]["shapes"]}
    assert lines == {"110", "140", "k"}


@pytest.mark.parametrize("name", ["blobs", "faithful", "iris", "wine", "noise"])
@pytest.mark.parametrize("kind", ["full", "spherical"])
def test_new_points_lie_on_the_line(name: str, kind: str) -> None:
    app = visit(CONDITIONAL, {"data": name, "cov": kind, "k": "3"})
    at = app.slider("at").value
    assert trace(app, "new points")["x"] == pytest.approx([at] * 200, abs=1e-5)


def test_another_data_set_moves_the_line_into_its_range() -> None:
    app = visit(CONDITIONAL, {"at": "1.4"})
    app.selectbox("data").select("iris").run()
    healthy(app)
    app.selectbox("given").select("petal length (cm)").run()
    assert len(trace(healthy(app), "new points")["x"]) == 200


def test_conditional_moments_are_those_of_the_points_drawn() -> None:
    app = visit(CONDITIONAL, {"new": "10000"})
    mean, std = (float(value) for _, value in facts(app)[:2])
    drawn = np.array(trace(app, "new points")["y"])
    assert drawn.mean() == pytest.approx(mean, abs=5 * std / 100)
    assert drawn.std() == pytest.approx(std, rel=0.05)


def test_an_impossible_covariance_is_refused_with_a_sentence() -> None:
    app = visit(BY_HAND, {"xx1": "1", "yy1": "4", "xy1": "2"})
    assert "must be within ±2" in app.caption[0].value


def test_a_mixture_by_hand_is_in_the_picture() -> None:
    app = visit(BY_HAND, {"x1": "-7.5", "k": "2"})
    assert trace(app, "centres")["x"] == [-7.5, 5]
    assert len([t for t in figure(app)["data"] if t["name"].startswith("fitted")]) == 2


@pytest.mark.parametrize("settings", [{}, {"new": "20"}, {"new": "20", "xx7": "0.001"}])
def test_twelve_components_by_hand_open_apart_and_are_fitted(settings: dict[str, str]) -> None:
    app = visit(BY_HAND, {"k": "12", **settings})
    centres = trace(app, "centres")
    means = np.column_stack([centres["x"], centres["y"]])
    gaps = np.linalg.norm(means[:, None] - means, axis=2) + 99 * np.eye(12)
    assert gaps.min() > 3
    assert len([t for t in figure(app)["data"] if t["name"].startswith("fitted")]) == 12


def test_errors_fall_with_the_root_of_n_on_the_page() -> None:
    app = visit(BY_HAND, {"errors": "true"})
    said = next(m.value for m in app.markdown if m.value.startswith("Slopes"))
    slopes = [float(value) for value in re.findall(r"-0\.\d\d", said.split(". -0.5")[0])]
    assert slopes == pytest.approx([-0.5] * 3, abs=0.15)


def test_parameters_are_read_back_from_json_to_the_last_digit() -> None:
    means, variances = np.array([[1 / 3, 2.0], [-1.0, 0.1]]), np.array([0.7, 1.1])
    mixture = gmm.Mixture(np.array([0.1, 0.9]), means, variances, "spherical")
    app = visit(BY_HAND)
    app.text_area("json").set_value(written.to_json(mixture))
    app = press(app, "Use these parameters")
    assert trace(app, "centres")["x"] == pytest.approx([1 / 3, -1])
    state = app.session_state
    assert (state["weight1"], state["x1"], state["xx2"], state["xy1"]) == (0.1, 1 / 3, 1.1, 0.0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "Not taken over: a mixture must be JSON"),
        ("", "Not taken over: a mixture must be JSON"),
        (written.to_json(gmm.Mixture(np.ones(1), np.zeros((1, 3)), np.eye(3)[None])), "got 3"),
        (
            written.to_json(gmm.Mixture(np.ones(1), np.array([[99.0, 0]]), np.eye(2)[None])),
            "Mean, x must be from -50 to 50, got 99",
        ),
    ],
)
def test_a_damaged_or_unfit_json_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    app = visit(BY_HAND)
    before = figure(app)
    app.text_area("json").set_value(text)
    app = press(app, "Use these parameters")
    assert sentence in app.info[0].value
    assert figure(app) == before


def captions(app: AppTest) -> list[str]:
    annotations = figure(app)["layout"]["annotations"]
    return [one["text"] for one in annotations if one["name"].startswith("caption")]


@pytest.mark.parametrize("what", ["digits", "moons, 2 components", "moons, 16 components"])
def test_a_vote_is_scored_when_the_answers_are_shown(what: str) -> None:
    vote = {"what": what, "cards": "10", "marks": [str(number) for number in range(1, 11)]}
    assert facts(visit(GUESS, vote)) == []
    assert facts(visit(GUESS, vote | {"reveal": "true"})) == [
        ("Right", "5 of 10"),
        ("In the long run, 95 % interval", "24 to 76 %"),
    ]


def test_answers_are_a_secret_until_they_are_shown() -> None:
    secret, shown = (captions(visit(GUESS, {"reveal": reveal})) for reveal in ("false", "true"))
    assert secret == [str(number) for number in range(1, 21)]
    assert sum("generated" in text for text in shown) == 10


def test_who_marks_just_the_generated_ones_can_tell_them_apart() -> None:
    said = captions(visit(GUESS, {"reveal": "true"}))
    marks = [text.split("<")[0] for text in said if "generated" in text]
    app = visit(GUESS, {"reveal": "true", "marks": marks})
    assert facts(app)[0] == ("Right", "20 of 20")
    assert app.caption[-1].value == "You can tell them apart."


def test_a_new_deal_takes_the_marks_away() -> None:
    app = press(visit(GUESS, {"marks": ["1", "2"]}), "Draw again")
    assert app.session_state["marks"] == []
