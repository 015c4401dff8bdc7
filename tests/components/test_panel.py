"""Widgets, undo and reset say what is set, and whatever else changes it reaches them."""

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import settle
from tests.pages.driver import (
    COMPARE,
    EM,
    GUESS,
    SAMPLE,
    SUBJECTS,
    address,
    at,
    gesture,
    healthy,
    message,
    move,
    press,
    trigger,
    values,
    visit,
)


def button(app: AppTest, label: str) -> bool:
    """Whether a button can be pressed."""
    return not next(each for each in app.button if each.label == label).disabled


def test_every_kind_of_widget_sets_its_setting() -> None:
    app = visit(EM)
    app.selectbox(key="cov").set_value("tied").run()
    app.toggle(key="bound").set_value(True).run()
    app.selectbox(key="begin").set_value("by_hand").run()
    app.text_input(key="means").set_value("-5,5;-3,3").run()
    assert address(healthy(app)) == {
        "cov": "tied",
        "bound": "true",
        "begin": "by_hand",
        "means": "-5,5;-3,3",
        "k": "2",
    }
    assert values(app) == at(EM, address(app))


def test_several_options_are_pressed_one_by_one() -> None:
    app = visit(SAMPLE)
    app.button_group(key="only").set_value(["2", "5"]).run()
    assert values(healthy(app))["only"] == ("2", "5")
    assert address(app) == {"only": "2,5"}
    assert any("Drawn from components 2, 5 only" in note for note in message(app)["notes"])


def test_a_number_that_is_moved_by_something_else_moves_its_widget() -> None:
    app = visit(COMPARE, "cov=tied&rings=false")
    app = press(app, "Reset")
    assert app.selectbox(key="cov 1").value == "full"
    assert app.toggle(key="rings 1").value is True
    app = press(app, "Undo")
    assert app.selectbox(key="cov 2").value == "tied"
    app.selectbox(key="cov 2").set_value("diag").run()
    assert address(healthy(app)) == {"cov": "diag", "rings": "false"}


def test_a_widget_that_is_gone_sets_nothing_however_long_its_browser_tells_of_it() -> None:
    app = visit(COMPARE, "cov=tied")
    late = next(w for w in app._tree.get_widget_states().widgets if w.id.endswith("-cov"))
    app = press(app, "Reset")
    told = app._tree.get_widget_states()
    told.widgets.append(late)
    assert values(healthy(app._run(told)))["cov"] == "full"


@pytest.mark.parametrize("page", SUBJECTS)
def test_reset_brings_back_what_the_page_opens_with_and_can_be_undone(page: str) -> None:
    opening = settle(SUBJECTS[page].SETTINGS, {})
    other = {
        key: text
        for key, text in (
            ("k", "2"),
            ("draw", "3"),
            ("case", "Duplicated points"),
            ("data", "blobs"),
            ("step", "3"),
        )
        if key in opening.settings
    }
    app = visit(page, other)
    before, shown = address(app), message(app)
    app = press(app, "Reset")
    assert (address(app), values(app)) == ({}, opening.values)
    assert not button(app, "Reset")
    app = press(app, "Undo")
    assert (address(app), message(app)) == (before, shown)


def test_a_presentation_is_in_the_address_and_no_change_of_the_state() -> None:
    app = gesture(visit(COMPARE), "present", how="1")
    assert address(app) == {"present": "1"}
    assert not button(app, "Undo")
    app = gesture(app, "present", how="nonsense")
    assert address(app) == {"present": "1"}
    app = gesture(app, "present", how="0")
    assert address(app) == {}


def test_buttons_and_keys_undo_and_redo_the_same() -> None:
    app = visit(COMPARE)
    assert not button(app, "Undo")
    app = move(app, k=3)
    app.selectbox(key="cov").set_value("tied").run()
    app = press(healthy(app), "Undo")
    assert address(app) == {"k": "3"}
    app = gesture(app, "undo")
    assert address(app) == {}
    assert not button(app, "Undo")
    app = press(gesture(app, "redo"), "Redo")
    assert address(app) == {"k": "3", "cov": "tied"}
    assert not button(app, "Redo")
    assert message(app) == message(visit(COMPARE, address(app)))


def test_going_back_restores_the_address_that_the_browser_shows() -> None:
    app = move(visit(COMPARE, "data=moons&k=2"), k=4)
    app = gesture(app, "address", query="?data=moons&k=2")
    assert values(app) == at(COMPARE, "data=moons&k=2")
    assert message(app) == message(visit(COMPARE, "data=moons&k=2"))
    assert address(gesture(app, "address", query="")) == {}


def test_a_film_that_is_reset_stands_at_its_start() -> None:
    app = press(move(visit(EM), step=9), "Reset")
    assert values(app)["step"] == 0


def test_a_new_deal_takes_the_marks_away() -> None:
    assert values(move(visit(GUESS, "marks=1&marks=2"), draw=1))["marks"] == ()


def test_a_browser_without_the_stage_gets_plain_widgets_and_a_plain_picture() -> None:
    app = trigger(visit(COMPARE), "failed", True)
    assert any("could not load the interactive picture" in note.value for note in app.caption)
    app.slider(key="k").set_value(3).run()
    app.select_slider(key="n").set_value(1_000).run()
    assert address(healthy(app)) == {"k": "3", "n": "1000"}
    assert len(app.get("plotly_chart")) == 1
    film = trigger(visit(EM, "step=3"), "failed", True)
    assert any(note.value.startswith("E: ") for note in film.caption)
