"""What is set: changed, told by the browser, undone, done again, opened by a link."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from components import settings
from components.settings import Standing
from core.settings import (
    Choice,
    Frame,
    Group,
    Number,
    Setting,
    Several,
    Switch,
    Text,
    Values,
    settle,
)

SHAPE = Choice("shape", "Shape", {"a": "A", "b": "B"}, "a", forgets=frozenset({"n", "step"}))
MORE = Number("more", "More", 0, 9, 4)


def shaped(at: Values) -> list[Setting]:
    """A setting that only one shape has."""
    return [MORE] if at["shape"] == "b" else []


TABLE = (
    Group(
        "All kinds",
        (
            SHAPE,
            Number("n", "N", 1, 100, 50, reach=1_000),
            Number("width", "Width", 0.0, 2.0, 0.5),
            shaped,
            Switch("on", "On", True),
            Text("words", "Words", then=lambda text: {"n": len(text) or 1}),
            Several("some", "Some", {"1": "one", "2": "two"}),
            Frame(),
        ),
    ),
)
OTHER = (Group("Another page", (Number("n", "N", 1, 60, 7), SHAPE)),)


@pytest.fixture
def s(monkeypatch: pytest.MonkeyPatch) -> Standing:
    return standing_in(monkeypatch)


def standing_in(monkeypatch: pytest.MonkeyPatch) -> Standing:
    """A fresh session on a page."""
    made = Standing(table=TABLE)
    monkeypatch.setattr(settings, "standing", lambda: made)
    return made


def value_of(setting: Setting) -> SearchStrategy[Any]:
    """Any value of a setting."""
    match setting:
        case Number():
            numbers = st.integers if setting.whole else st.floats
            return numbers(setting.low, setting.most)
        case Choice():
            return st.sampled_from(list(setting.options))
        case Several():
            return st.lists(st.sampled_from(list(setting.options)), unique=True).map(
                lambda chosen: tuple(sorted(chosen))
            )
        case Switch():
            return st.booleans()
        case Frame():
            return st.integers(0, 99)
    return st.text(max_size=5)


def changed(data: DataObject, s: Standing) -> Values:
    """Change a setting, whichever, by whoever knows its value."""
    now = s.settled()
    key = data.draw(st.sampled_from(sorted(now.settings)))
    value = data.draw(value_of(now.settings[key]))
    if isinstance(now.settings[key], Number | Frame) and data.draw(st.booleans()):
        settings.take({"round": s.round, **now.values, key: value})
    else:
        settings.change({key: value}, told=data.draw(st.booleans()))
    return s.settled().values


@given(data=st.data())
def test_undo_brings_every_state_back_and_redo_every_one_that_was_undone(data: DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        s = standing_in(patch)
        seen = [s.settled().values]
        for _ in range(data.draw(st.integers(1, 6))):
            length = len(s.past)
            now = changed(data, s)
            if len(s.past) > length:
                seen.append(now)
            else:
                seen[-1] = now  # the film went on, or nothing changed
        assert len(s.past) == len(seen) - 1
        for expected in reversed(seen[:-1]):
            settings.undo()
            assert without_film(s.settled().values) == without_film(expected)
        for expected in seen[1:]:
            settings.redo()
            assert without_film(s.settled().values) == without_film(expected)
        assert s.future == []


def without_film(values: Values) -> Values:
    """A film goes on without being a step that is undone."""
    return {key: value for key, value in values.items() if key != "step"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("shape", "b"), ("n", 3), ("width", 1.25), ("on", False), ("words", "four"), ("some", ("2",))],
)
@pytest.mark.parametrize("told", [False, True])
def test_any_setting_can_be_changed_undone_and_done_again(
    s: Standing, key: str, value: object, told: bool
) -> None:
    before = s.settled().values
    settings.change({key: value}, told=told)
    after = s.settled().values
    assert after[key] == value
    settings.undo()
    assert s.settled().values == before
    settings.redo()
    assert s.settled().values == after


def test_a_change_after_an_undo_leaves_nothing_to_redo(s: Standing) -> None:
    settings.change({"n": 3})
    settings.undo()
    settings.change({"n": 4})
    settings.redo()
    assert s.settled().values["n"] == 4


@pytest.mark.parametrize("act", [settings.undo, settings.redo])
def test_where_there_is_nothing_to_undo_nothing_happens(
    s: Standing, act: Callable[[], None]
) -> None:
    act()
    assert (s.settled().values, s.round) == (settle(TABLE, {}).values, 0)


def test_where_a_film_rests_is_kept_and_is_no_step_to_be_undone(s: Standing) -> None:
    settings.change({"n": 3})
    settings.take({"round": s.round, **s.settled().values, "step": 9})
    assert (s.settled().values["step"], len(s.past)) == (9, 1)


def test_what_is_as_it_was_is_no_change(s: Standing) -> None:
    settings.change({"n": 50, "on": True})
    settings.take({"round": s.round, **s.settled().values})
    assert (s.past, s.settled().address()) == ([], {})


def test_only_so_many_states_are_kept(s: Standing) -> None:
    for i in range(settings.KEPT + 50):
        settings.change({"n": 1 + i % 2})
    assert len(s.past) == settings.KEPT


def test_values_told_in_an_earlier_round_count_for_nothing(s: Standing) -> None:
    early = s.round
    settings.change({"n": 3})
    settings.take({"round": early, "n": 77})
    assert s.settled().values["n"] == 3
    settings.take({"round": s.round, "n": 77})
    assert s.settled().values["n"] == 77


@pytest.mark.parametrize(
    "told", [None, [], "abc", 3, {}, {"n": 9}, {"round": {}}, {"round": "0", "n": 9}]
)
def test_nonsense_from_the_browser_is_passed_over(s: Standing, told: object) -> None:
    settings.take(told)
    assert (s.settled().values, s.past) == (settle(TABLE, {}).values, [])


@pytest.mark.parametrize("wrong", [1e9, 2.5, "abc", None, -1, True, float("nan"), [], {}])
def test_a_value_that_a_slider_cannot_have_is_passed_over_and_others_are_taken(
    s: Standing, wrong: object
) -> None:
    settings.take({"round": s.round, "n": wrong, "width": 1.5, "unknown": 3})
    assert (s.settled().values["n"], s.settled().values["width"]) == (50, 1.5)


def test_the_readers_own_control_is_left_alone_and_all_others_learn_of_a_change(
    s: Standing,
) -> None:
    """A widget keeps its key while its reader turns it; a live slider, its round."""
    settings.change({"on": False}, told=True)
    assert (s.versions.get("on", 0), s.round) == (0, 0)
    settings.change({"on": True})
    assert (s.versions["on"], s.round) == (1, 1)
    settings.change({"words": "four"}, told=True)
    assert (s.versions.get("words", 0), s.versions["n"]) == (0, 1)


def test_a_text_takes_along_what_follows_from_it_unless_that_is_said_too(s: Standing) -> None:
    settings.change({"words": "four"})
    assert s.settled().values["n"] == 4
    settings.change({"words": "seventh", "n": 9})
    assert s.settled().values["n"] == 9


def test_another_choice_takes_back_what_belongs_to_the_one_before(s: Standing) -> None:
    settings.change({"n": 3, "step": 5, "width": 1.5})
    settings.change({"shape": "a"})
    assert (s.settled().values["n"], s.settled().values["step"]) == (3, 5)
    settings.change({"shape": "b"})
    assert s.settled().values == settle(TABLE, {"shape": "b", "width": "1.5"}).values


def test_a_link_sets_all_settings_and_is_one_step_back(s: Standing) -> None:
    settings.change({"n": 3, "on": False})
    before = s.settled().values
    settings.open_link({"width": "1.5"})
    assert s.settled().address() == {"width": "1.5"}
    settings.undo()
    assert s.settled().values == before


@given(
    texts=st.dictionaries(
        st.sampled_from(["n", "shape", "words", "some", "step", "more"]), st.text()
    )
)
def test_back_and_forward_restore_exactly_what_their_address_says(texts: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        s = standing_in(patch)
        settings.change({"n": 3, "on": False, "shape": "b"})
        earlier = s.round
        settings.open_address("?" + urlencode(texts))
        assert s.settled() == settle(TABLE, texts)
        assert s.round == earlier + 1


def test_what_another_page_has_stays_when_a_link_is_opened_here(s: Standing) -> None:
    settings.change({"width": 1.5})
    s.table = OTHER
    settings.open_link({"n": "9"})
    s.table = TABLE
    assert s.settled().address() == {"n": "9", "width": "1.5"}
