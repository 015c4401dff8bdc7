"""A setting is said once: what is written is read again, and anything else is refused."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import (
    Choice,
    Fold,
    Frame,
    Group,
    Number,
    Refusal,
    Several,
    Switch,
    Text,
    settle,
)

COUNT = Number("count", "Count", 10, 1_000_000, 500, "n", 10)
WIDTH = Number("width", "Width", 0.0, 0.5, 0.1)
SEED = Number("seed", "Seed", 0, 100, 7, step=1, reach=2**32 - 1)
COLOUR = Choice("colour", "Colour", {"red": "deep red", "blue": "light blue"}, "red")
SOME = Several("some", "Some", {"1": "one", "2": "two", "3": "three"})
ALL = (COUNT, WIDTH, SEED, COLOUR, SOME, Switch("on", "On", True), Text("t", "T"), Frame())


@given(st.integers(10, 1_000_000), st.floats(0, 0.5), st.integers(0, 2**32 - 1))
def test_a_number_comes_back_to_the_last_bit(count: int, width: float, seed: int) -> None:
    assert COUNT.read(COUNT.write(count)) == count
    assert WIDTH.read(WIDTH.write(width)) == width
    assert SEED.read(SEED.write(seed)) == seed


@given(st.sets(st.sampled_from("123")), st.text(max_size=50), st.booleans(), st.integers(0, 999))
def test_other_kinds_come_back_too(some: set[str], text: str, on: bool, frame: int) -> None:
    chosen = tuple(sorted(some))
    assert SOME.read(SOME.write(chosen)) == chosen
    assert Text("t", "T").read(text) == text
    assert Switch("on", "On").read(Switch("on", "On").write(on)) is on
    assert Frame().read(Frame().write(frame)) == frame


@given(st.text(alphabet=string.printable, max_size=60))
def test_any_text_is_a_value_or_is_refused_in_a_sentence_that_names_it(text: str) -> None:
    for setting in ALL:
        value = setting.read(text)
        if isinstance(value, Refusal):
            assert value.sentence.startswith(f"{setting.label}: this has to be ")
            assert value.sentence.count("`") == 2  # nothing in the text ends the code span
            assert len(value.sentence) < 200
        else:
            assert setting.read(setting.write(value)) == value


@pytest.mark.parametrize("text", ["9", "1000001", "nan", "inf", "10.5", "", "1e9", "ten"])
def test_a_whole_number_has_bounds(text: str) -> None:
    assert isinstance(COUNT.read(text), Refusal)


def test_stops_are_round_and_other_numbers_may_be_typed() -> None:
    assert COUNT.stops[0] == 10
    assert COUNT.stops[-1] == 1_000_000
    assert COUNT.default in COUNT.stops
    assert 505 not in COUNT.stops
    assert COUNT.read("505") == 505
    assert SEED.stops == WIDTH.stops == ()


def dependent(at: object) -> list[Number]:
    return [Number("part", "Part", 1, at["n"], 1, step=1)]  # type: ignore[index]


TABLE = (Group("A", (COUNT, WIDTH)), Group("B", (COLOUR, dependent, Fold("open", "Open"))))


def test_a_table_reads_what_it_has_and_passes_over_the_rest() -> None:
    now = settle(TABLE, {"n": "20", "part": "15", "colour": "green", "other": "1"})
    assert now.values == {
        "n": 20, "width": 0.1, "colour": "red", "part": 15, "open": False,
    }  # fmt: skip
    assert [refusal.key for refusal in now.refusals] == ["colour"]
    assert now.address() == {"n": "20", "part": "15"}
    assert list(now.texts()) == ["n", "width", "colour", "part", "open"]


def test_what_depends_on_a_value_is_bounded_by_it() -> None:
    now = settle(TABLE, {"n": "20", "part": "21"})
    assert now.values["part"] == 1
    assert "from 1 to 20" in now.refusals[0].sentence


@given(st.dictionaries(st.sampled_from(["n", "width", "colour", "part"]), st.text(max_size=8)))
def test_any_address_settles_and_its_own_address_gives_the_same(texts: dict[str, str]) -> None:
    now = settle(TABLE, texts)
    again = settle(TABLE, now.address())
    assert again.values == now.values
    assert again.refusals == ()
