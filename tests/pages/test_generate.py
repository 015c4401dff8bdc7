"""The Generate pages draw what they say they draw."""

import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components import compare, models, points
from components.generate import by_hand, draws, guess, sample
from components.generate import digits as of_digits
from components.generate.conditional import cut_of
from components.stage.scene import Scene
from components.stage.state import State
from core import digits, gmm, two_samples, written
from tests.pages.driver import (
    ANATOMY,
    BY_HAND,
    CONDITIONAL,
    DIGITS,
    GUESS,
    MOONS,
    SAMPLE,
    address,
    at,
    captions,
    choose,
    figure,
    gesture,
    message,
    move,
    numbers,
    press,
    state,
    values,
    visit,
)
from tests.pages.test_one_column import scenes, trace


def scene(shown: State) -> Scene:
    """A still picture."""
    assert isinstance(shown.picture, Scene)
    return shown.picture


def new_points(page: str, query: Any = "") -> dict[str, Any]:
    """The trace of the new points."""
    return trace_of(state(page, query), "new points")


def trace_of(shown: State, name: str) -> dict[str, Any]:
    """A trace, in whichever panel it is."""
    return next(each for each in scene(shown).data if each["name"] == name)


@pytest.mark.parametrize("page", [SAMPLE, MOONS])
def test_a_draw_is_repeated_by_its_seed_and_another_is_new(page: str) -> None:
    first, again, other = (new_points(page, {"draw": draw})["x"] for draw in "334")
    assert np.array_equal(first, again)
    assert not set(first) & set(other)


@pytest.mark.parametrize("page", [SAMPLE, MOONS, DIGITS, CONDITIONAL, GUESS, BY_HAND, ANATOMY])
def test_another_draw_is_new_and_undo_returns(page: str) -> None:
    app = visit(page, {"k": "3"} if page == DIGITS else "")
    first = message(app)
    assert message(move(app, draw=1)) != first
    assert message(gesture(app, "undo")) == first


def test_as_many_points_as_asked_for_and_the_measured_ones_stay() -> None:
    shown = state(SAMPLE, "new=1000")
    assert len(trace_of(shown, "new points")["x"]) == 1_000
    assert len(trace_of(shown, "points")["x"]) == 500


def test_a_hundred_thousand_points_are_a_cloud() -> None:
    images = scene(state(SAMPLE, "new=100000")).layout["images"]
    assert "new cloud" in [image["name"] for image in images]


def test_only_some_components_are_drawn_from() -> None:
    shown = state(SAMPLE, {"only": ["2", "5"]})
    assert set(np.ravel(trace_of(shown, "new points")["customdata"])) == {2, 5}
    assert "Drawn from components 2, 5 only." in shown.notes


def test_hidden_components_leave_the_others_where_they_are() -> None:
    everything, some = state(SAMPLE), state(SAMPLE, {"hide": ["2", "5"]})

    def points_of(shown: State, wanted: set[int]) -> list[tuple[float, float]]:
        new = trace_of(shown, "new points")
        rows = zip(new["x"], new["y"], np.ravel(new["customdata"]), strict=True)
        return [(x, y) for x, y, number in rows if number in wanted]

    assert points_of(some, {1, 3, 4}) == points_of(everything, {1, 3, 4})
    assert points_of(some, {2, 5}) == []
    gone = len(points_of(everything, {2, 5}))
    assert f"Hidden: {gone} of 500 points." in some.notes


def test_hiding_everything_hides_nothing() -> None:
    shown = state(SAMPLE, {"hide": ["1", "2", "3", "4", "5"]})
    assert len(trace_of(shown, "new points")["x"]) == 500
    assert any("so all are shown" in note for note in shown.notes)


def test_a_component_that_is_no_longer_there_is_forgotten() -> None:
    app = move(visit(SAMPLE, "only=5&k=5"), k=3)
    assert values(app)["only"] == ()
    assert address(app) == {"k": "3"}


def test_temperature_spreads_points_and_says_so() -> None:
    cold, hot = (state(SAMPLE, {"temperature": t, "only": "1"}) for t in ("0.05", "4"))
    assert any("Temperature 4" in note for note in hot.notes)
    spreads = [np.ptp(trace_of(shown, "new points")["x"]) for shown in (cold, hot)]
    assert spreads[1] == pytest.approx(spreads[0] * 80**0.5, rel=1e-4)


def offered(offer: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> dict[str, str | bytes]:
    """The files that a page hands out, by name."""
    files: dict[str, str | bytes] = {}

    def catch(_: str, content: Callable[[], str | bytes], name: str, *__: Any, **___: Any) -> None:
        files[name] = content()

    monkeypatch.setattr(st, "download_button", catch)
    offer()
    return files


@pytest.mark.parametrize(
    "query", ["temperature=4&new=20000", "temperature=0.05&only=1&only=2&hide=2&new=20000"]
)
def test_picture_and_files_are_of_the_mixture_that_was_sampled(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at(SAMPLE, query)
    made, fitted = sample.sample_of(asked), compare.fits_of(asked).comparison
    table = draws.table(("x", "y"), made)
    files = offered(lambda: draws.offer(table, "generated", made.mixture, "xy", ""), monkeypatch)
    read = written.from_json(str(files["mixture.json"]))
    rows = [list(fitted.numbers).index(number) for number in made.numbers]
    assert read.covariances == pytest.approx(
        asked["temperature"] * fitted.mixture.covariances[rows]
    )
    assert len(trace_of(state(SAMPLE, query), "centres")["x"]) == len(read.means)
    for row, covariance in enumerate(read.covariances):
        found = np.cov(made.points[made.components == row].T)
        assert found == pytest.approx(covariance, abs=0.1 * np.diag(covariance).max())
    assert len(files["generated.csv"].splitlines()) == 1 + len(made.points)


def test_the_likelihood_of_new_points_is_that_under_the_mixture_they_come_from() -> None:
    cold, hot = (verdict(f"only=1&temperature={t}").generated for t in (1, 4))
    assert cold - hot == pytest.approx(np.log(4), abs=0.1)


def verdict(query: str) -> two_samples.Verdict:
    """How well new points pass for measured ones."""
    asked = at(SAMPLE, query)
    return sample.verdict(points.origin_of(asked), models.plan_of(asked), sample.draw_of(asked))


@pytest.mark.parametrize(
    ("xx", "yy", "xy"),
    [("0.3", "0.3", "0.3"), ("0.1", "0.7", "0.2645751311064591"), ("1", "4", "2")],
)
def test_a_covariance_at_its_bound_is_refused_with_a_sentence_and_the_page_stands(
    xx: str, yy: str, xy: str
) -> None:
    shown = message(visit(BY_HAND, {"k": "1", "xx1": xx, "yy1": yy, "xy1": xy}))
    assert shown["refused"].startswith("The covariance of component 1 must be ")
    assert "and not at the bound, got" in shown["refused"]
    assert shown["notes"] == ["Shown is the mixture with its variances alone."]


def test_two_widths_about_one_mean_are_matched_by_their_widths() -> None:
    one_mean = {"k": "2", "x2": "0", "y2": "0", "xx1": "1", "yy1": "1", "xy1": "0", "new": "10000"}
    app = visit(BY_HAND, one_mean | {"xx2": "9", "yy2": "9", "xy2": "0"})
    table = app.dataframe[0].value
    assert table["error of the covariance, relative"].max() < 0.1


def test_over_or_beside_are_one_panel_or_two() -> None:
    over, beside = (scene(state(SAMPLE, {"view": v})) for v in ("over the measured", "beside them"))
    assert "xaxis2" not in over.layout
    assert "xaxis2" in beside.layout


@pytest.mark.parametrize("query", ["data=wine&k=12", "n=10&k=12", ""])
def test_quality_is_judged_on_every_kind_of_data(query: str) -> None:
    app = visit(SAMPLE, f"{query}&quality=true&new=10")
    assert [metric.label for metric in app.metric] == [
        "Energy distance",
        "Permutation p-value",
        "Classifier's AUC",
        "Measured",
        "Generated",
    ]


def test_two_components_on_the_moons_are_found_out() -> None:
    few, many = (verdict(f"data=moons&n=500&new=500&k={k}") for k in (2, 12))
    assert few.p_value <= 0.05 < many.p_value
    assert few.recognised > 0.7 > many.recognised


def test_moons_show_the_published_numbers() -> None:
    two = numbers(state(MOONS, "k=2"))
    assert two["Log-likelihood, nats"] == "-341.7764"
    assert (two["BIC"], two["AIC"]) == ("741.834", "705.553")
    assert (two["By BIC"], two["By AIC"]) == ("k = 7", "k = 12")


def test_ten_starts_prefer_fewer_components() -> None:
    ten = numbers(state(MOONS, "starts=10"))
    assert (ten["By BIC"], ten["By AIC"]) == ("k = 6", "k = 10")


def test_a_point_in_the_making_ends_where_its_numbers_say() -> None:
    shown = state(ANATOMY, "draw=7")
    stars = [
        [(t["x"][0], t["y"][0]) for t in (trace(each, "the point", panel) for panel in ("x", "x2"))]
        for each in scenes(shown)
    ]
    said = [[float(v) for v in re.findall(r"-?\d+\.\d{2}\b", text)] for text in captions(shown)]
    assert stars[2][0] == stars[2][1] == pytest.approx(said[2], abs=6e-3)
    assert stars[3][1] == pytest.approx(said[3][-2:], abs=6e-3)
    assert stars[4][1] == pytest.approx(said[4][-2:], abs=6e-3)


@pytest.mark.parametrize("name", ["faithful", "wine", "noise"])
def test_every_kind_of_data_has_an_anatomy(name: str) -> None:
    assert len(captions(state(ANATOMY, {"data": name, "k": "12"}))) == 5


@pytest.mark.parametrize("k", ["1", "2", "110", "111", "200"])
def test_a_hundred_digits_are_drawn_with_their_nearest_real_ones(k: str) -> None:
    shown = scene(state(DIGITS, {"k": k}))
    sheets = [trace for trace in shown.data if trace["name"] == "pictures"]
    assert [len(sheet["text"]) for sheet in sheets[:2]] == [100, 100]
    assert all("nearest real digit: a " in text for text in sheets[0]["text"])
    assert {"pictures 1", "pictures 2"} <= {image["name"] for image in shown.layout["images"]}


def test_a_walk_ends_at_a_component_that_is_there() -> None:
    app = move(visit(DIGITS, "k=200&from=199&to=150"), k=10)
    assert {values(app)[key] for key in ("from", "to")} <= set(range(1, 11))


def test_the_handbooks_choices_have_their_numbers_and_are_marked() -> None:
    assert numbers(state(DIGITS))["AIC"] == "-198,824.8"
    shown = state(DIGITS, "k=140")
    assert numbers(shown)["AIC"] == "-222,286.3"
    names = [shape["name"] for shape in scene(shown).layout["shapes"]]
    assert any("110" in name for name in names)
    assert any("140" in name for name in names)


def test_a_fit_in_one_session_holds_no_other_session_back(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def long_fit(k: int, fit: Callable[[int], gmm.Trace] = digits.fit) -> gmm.Trace:
        if k == 139:
            begun.set()
            assert may_end.wait(60)
        return fit(k)

    monkeypatch.setattr(digits, "fit", long_fit)
    with ThreadPoolExecutor() as pool:
        other = pool.submit(of_digits.mixture, 139)
        assert begun.wait(60)
        move(visit(DIGITS, "k=3"), draw=1)
        visit(SAMPLE)
        assert not other.done()
        may_end.set()
        assert len(other.result().weights) == 139


@pytest.mark.parametrize("name", ["blobs", "faithful", "iris", "wine", "noise"])
@pytest.mark.parametrize("kind", ["full", "spherical"])
def test_new_points_lie_on_the_line(name: str, kind: str) -> None:
    query = {"data": name, "cov": kind, "k": "3"}
    x = new_points(CONDITIONAL, query)["x"]
    assert x == pytest.approx([at(CONDITIONAL, query)["at"]] * 200, abs=1e-5)


def test_another_data_set_moves_the_line_into_its_range() -> None:
    app = choose(visit(CONDITIONAL, "at=60"), "data", "iris")
    app = choose(app, "given", "petal length (cm)")
    x = next(t for t in figure(app)["data"] if t["name"] == "new points")["x"]
    assert x == pytest.approx([values(app)["at"]] * 200, abs=1e-5)
    assert not app.info


def test_the_line_is_dragged_as_far_as_the_data_go() -> None:
    app = gesture(visit(CONDITIONAL, "scale=as+measured"), "drag", handle="line", x=60.5, y=3)
    assert values(app)["at"] == 60.5
    assert values(gesture(app, "drag", handle="line", x=1e9, y=3))["at"] == 96


def test_conditional_moments_are_those_of_the_points_drawn() -> None:
    shown = state(CONDITIONAL, "new=10000")
    mean, std = (float(fact.value) for fact in next(iter(shown.facts.values())))
    drawn = np.array(trace_of(shown, "new points")["y"])
    assert drawn.mean() == pytest.approx(mean, abs=5 * std / 100)
    assert drawn.std() == pytest.approx(std, rel=0.05)
    through = cut_of(at(CONDITIONAL, "new=10000"))
    assert through.points[:, through.against] == pytest.approx(drawn)


def test_a_mixture_by_hand_is_in_the_picture() -> None:
    shown = state(BY_HAND, "x1=-7.5&k=2")
    assert list(trace_of(shown, "centres")["x"]) == [-7.5, 5]
    assert len([t for t in scene(shown).data if t["name"].startswith("fitted")]) == 2


@pytest.mark.parametrize("query", ["", "new=20", "new=20&xx7=0.001"])
def test_twelve_components_by_hand_open_apart_and_are_fitted(query: str) -> None:
    shown = state(BY_HAND, f"k=12&{query}")
    centres = trace_of(shown, "centres")
    means = np.column_stack([centres["x"], centres["y"]])
    gaps = np.linalg.norm(means[:, None] - means, axis=2) + 99 * np.eye(12)
    assert gaps.min() > 3
    assert len([t for t in scene(shown).data if t["name"].startswith("fitted")]) == 12


def test_errors_fall_with_the_root_of_n_on_the_page() -> None:
    app = visit(BY_HAND, "errors=true")
    said = next(note.value for note in app.caption if note.value.startswith("Slopes"))
    slopes = [float(value) for value in re.findall(r"-0\.\d\d", said.split(". -0.5")[0])]
    assert slopes == pytest.approx([-0.5] * 3, abs=0.15)


def test_one_component_has_no_error_of_its_weight_and_nothing_says_nan() -> None:
    said = by_hand.falling(by_hand.recoveries(by_hand.places_of(at(BY_HAND, "k=1")), 0))
    assert "weight" not in said
    assert "nan" not in said


MIXTURE = gmm.Mixture(
    np.array([0.1, 0.9]), np.array([[1 / 3, 2.0], [-1.0, 0.1]]), np.array([0.7, 1.1]), "spherical"
)


def paste(app: AppTest, text: str) -> AppTest:
    """Use parameters as JSON."""
    app.text_area(key="json").set_value(text)
    return press(app, "Use these parameters")


def test_parameters_are_read_back_from_json_to_the_last_digit() -> None:
    app = paste(visit(BY_HAND), written.to_json(MIXTURE))
    shown = values(app)
    assert (shown["weight1"], shown["x1"], shown["xx2"], shown["xy1"]) == (0.1, 1 / 3, 1.1, 0.0)
    again = by_hand.handmade.mixed(by_hand.places_of(values(visit(BY_HAND, address(app)))))[0]
    assert json.loads(written.to_json(again))["means"] == MIXTURE.means.tolist()
    assert address(gesture(app, "undo")) == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "Not taken over: a mixture must be JSON"),
        ("", "Not taken over: a mixture must be JSON"),
        (
            written.to_json(gmm.Mixture(np.ones(1), np.zeros((1, 3)), np.eye(3)[None])),
            "got 3 and 1",
        ),
        (
            written.to_json(gmm.Mixture(np.ones(1), np.array([[99.0, 0]]), np.eye(2)[None])),
            "Mean, x must be from -50 to 50, got 99",
        ),
    ],
)
def test_a_damaged_or_unfit_json_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    app = visit(BY_HAND)
    before = message(app)
    app = paste(app, text)
    assert sentence in app.info[0].value
    assert message(app) == before


def answers(shown: State) -> list[str]:
    """What is written below the cards."""
    written_ = scene(shown).layout["annotations"]
    return [each["text"] for each in written_ if each["name"].startswith("caption")]


@pytest.mark.parametrize("what", ["digits", "moons, 2 components", "moons, 16 components"])
def test_a_vote_is_scored_when_the_answers_are_shown(what: str) -> None:
    vote = {"what": what, "cards": "10", "marks": [str(number) for number in range(1, 11)]}
    assert numbers(state(GUESS, vote)) == {}
    assert numbers(state(GUESS, vote | {"reveal": "true"})) == {
        "Right": "5 of 10",
        "In the long run, 95 % interval": "24 to 76 %",
    }


def test_without_a_vote_there_is_no_verdict_and_no_answer() -> None:
    shown = state(GUESS, "reveal=true")
    assert answers(shown) == [str(number) for number in range(1, 21)]
    assert shown.facts == {}
    assert list(shown.notes) == [
        "You haven't voted yet: mark the cards that you take for generated."
    ]


def test_answers_are_a_secret_until_they_are_shown() -> None:
    secret, shown = (answers(state(GUESS, {"marks": "1", "reveal": r})) for r in ("false", "true"))
    assert not any("generated" in text for text in secret)
    assert sum("generated" in text for text in shown) == 10


def test_who_marks_just_the_generated_ones_can_tell_them_apart() -> None:
    dealt = guess.deal_of(at(GUESS))
    marks = [str(number) for number, made in enumerate(dealt.generated, start=1) if made]
    shown = state(GUESS, {"reveal": "true", "marks": marks})
    assert numbers(shown)["Right"] == "20 of 20"
    assert shown.notes[-1].endswith("you can tell them apart.")


def test_a_click_on_a_card_marks_it_and_another_one_unmarks_it() -> None:
    app = visit(GUESS)
    middles, _ = guess.places("digits", guess.deal_of(at(GUESS)))
    x, y = middles[6].tolist()
    app = gesture(app, "click", x=x, y=y, panel=1, trace=None, point=None)
    assert address(app) == {"marks": "7"}
    assert address(gesture(app, "click", x=x, y=y, panel=1, trace=None, point=None)) == {}
