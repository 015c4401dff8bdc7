"""What a gesture changes: whatever a browser tells, no exception, and nothing behind one's back."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.choose import contest, criteria, lottery, merging, stability, tree
from components.data import paint
from components.generate import by_hand, conditional, guess
from components.stage.events import FARTHEST, Add, Brush, Click, Drag, Gesture, Remove, Stroke
from components.stage.states import Heed
from components.step import em, fuzzy, kmeans, race
from core.settings import Refusal, settle
from tests.pages.driver import (
    BY_HAND,
    CONDITIONAL,
    CONTEST,
    CRITERIA,
    EM,
    FUZZY,
    GUESS,
    KMEANS,
    LOTTERY,
    MERGE,
    PAINT,
    RACE,
    STABILITY,
    SUBJECTS,
    TREE,
    address,
    at,
    gesture,
    message,
    state,
    texts_of,
    values,
    visit,
)

STARTS = {"begin", "means", "k"}
HEED: Mapping[str, tuple[Heed, set[str]]] = {  # and which settings a gesture may change
    EM: (em.heed, STARTS | {"follow", "point"}),
    KMEANS: (kmeans.heed, STARTS),
    FUZZY: (fuzzy.heed, STARTS),
    RACE: (race.heed, STARTS),
    BY_HAND: (by_hand.heed, {f"{name}{row}" for name in by_hand.NAMES for row in range(1, 13)}),
    CONDITIONAL: (conditional.heed, {"at"}),
    GUESS: (guess.heed, {"marks"}),
    TREE: (tree.heed, {"k"}),
    LOTTERY: (lottery.heed, {"rank"}),
    STABILITY: (stability.heed, {"k"}),
    PAINT: (paint.heed, {"points", "canvas", "data", "long", "wide", "turn"}),
    CRITERIA: (criteria.heed, {"k", "cov"}),
    MERGE: (merging.heed, {"into"}),
    CONTEST: (
        contest.heed,
        {f"{name}{row}" for name in by_hand.NAMES for row in range(1, 1 + contest.KS[-1])},
    ),
}
QUERIES = {
    EM: ("", "data=wine&k=2", "data=waiting&k=2", "n=10&k=12", "cov=tied&begin=by_hand&means=0,0"),
    KMEANS: ("", "data=iris", "data=waiting&k=1"),
    FUZZY: ("", "data=iris&m=1.01"),
    RACE: ("", "data=waiting&k=2"),
    BY_HAND: ("", "k=1&xx1=0.3&yy1=0.3&xy1=0.3", "xx1=0.001&yy1=100&xy1=0"),
    CONDITIONAL: ("", "data=waiting", "data=iris&at=2"),
    GUESS: ("cards=10", "what=moons,+2+components&marks=1"),
    LOTTERY: ("draws=500",),
    STABILITY: ("resamples=10",),
    TREE: ("", "most_k=3&data=waiting"),
    PAINT: ("", "tool=erase&data=moons", "tool=move&data=wine", "tool=gaussian&canvas=0,0,1e-9,1"),
    CRITERIA: ("", "by=gap", "by=silhouette&data=waiting"),
    CONTEST: ("rounds=10", "truth=hand&rounds=10", "truth=hand&k=1&sample=20&rounds=10"),
    MERGE: ("what=merge&k=3", "what=merge&k=1", "replicates=19"),
}
CASES = [(page, query) for page, queries in QUERIES.items() for query in queries]

PLACE = st.floats(-FARTHEST, FARTHEST) | st.floats(-9, 9)
NUMBER = st.integers(-3, 15) | st.integers()
NAMES = ("tip", "side", "place", "axis", "mean", "long", "short", "line", "")
KNOWN = ("place 0 1", "place 1 2", "axis 0 0", "axis 1 1", "mean 0", "long 0", "short 0", "line")
NAME = (
    st.builds(lambda *parts: " ".join(map(str, parts)), st.sampled_from(NAMES), NUMBER, NUMBER)
    | st.sampled_from(KNOWN)
    | st.text()
)
GESTURE: st.SearchStrategy[Gesture] = st.one_of(
    st.builds(
        Click, PLACE, PLACE, NUMBER, st.sampled_from([None, "points", "x"]), st.none() | NUMBER
    ),
    st.builds(Add, PLACE, PLACE, NUMBER),
    st.builds(Drag, NAME, PLACE, PLACE),
    st.builds(Remove, NAME),
    st.builds(Brush, st.tuples(PLACE, PLACE), st.tuples(PLACE, PLACE), NUMBER, st.just({})),
    st.builds(Stroke, st.lists(st.tuples(PLACE, PLACE), min_size=1, max_size=5).map(tuple)),
)  # fmt: skip


@pytest.mark.parametrize(("page", "query"), CASES)
@given(told=GESTURE)
def test_any_gesture_changes_only_what_it_may_to_what_can_be(
    page: str, query: str, told: Gesture
) -> None:
    heed, may_change = HEED[page]
    before = at(page, query)
    kept = dict(before)
    changes = heed(told, before) or {}
    assert before == kept
    assert changes.keys() <= may_change
    settings = settle(SUBJECTS[page].SETTINGS, texts_of(query) | {"follow": "true"}).settings
    for key, value in changes.items():
        read = settings[key].read(value if isinstance(value, str) else settings[key].write(value))
        assert not isinstance(read, Refusal), read.sentence


@pytest.mark.parametrize("page", sorted(SUBJECTS.keys() - HEED.keys()))
def test_pictures_without_hands_have_none(page: str) -> None:
    shown = state(page)
    assert (list(shown.handles), shown.clicks, shown.brush, shown.paint) == ([], False, False, None)


@pytest.mark.parametrize(("page", "query"), CASES)
def test_every_handle_that_is_shown_can_be_dragged_to_where_it_is_let_go(
    page: str, query: str
) -> None:
    for handle in state(page, query).handles:
        told = Drag(handle.name, handle.x + 0.25, handle.y + 0.125)
        changes = HEED[page][0](told, at(page, query))
        assert changes, handle
        texts = texts_of(query) | {
            key: value if isinstance(value, str) else repr(value) for key, value in changes.items()
        }
        moved = {each.name: each for each in state(page, texts).handles}[handle.name]
        if handle.name.split()[0] in ("place", "mean"):
            flat = page != BY_HAND and state(page, query).handles[0].y == 0 and "waiting" in query
            assert moved.x == pytest.approx(handle.x + 0.25, abs=1e-4)
            assert flat or moved.y == pytest.approx(handle.y + 0.125, abs=1e-4)


@pytest.mark.parametrize(
    ("page", "kind", "told"),
    [
        (EM, "drag", {"handle": "place 99 1", "x": 0, "y": 0}),
        (EM, "drag", {"handle": "axis", "x": 0, "y": 0}),
        (EM, "remove", {"handle": "place -1 1"}),
        (EM, "click", {"x": "abc", "y": 0, "panel": 1, "trace": "points", "point": 1}),
        (KMEANS, "drag", {"handle": "axis 0 0", "x": 1, "y": 1}),
        (KMEANS, "brush", {"x": [0, 1], "y": [0, 1], "panel": 1, "points": {"points": [1]}}),
        (CONDITIONAL, "drag", {"handle": "mean 0", "x": 0, "y": 0}),
        (GUESS, "click", {"x": 1e9, "y": 0, "panel": 1, "trace": None, "point": None}),
        (GUESS, "nonsense", {}),
    ],
)
def test_a_forged_gesture_leaves_everything_as_it_was(
    page: str, kind: str, told: dict[str, object]
) -> None:
    app = visit(page)
    before = message(app)
    app = gesture(app, kind, **told)
    assert (message(app), address(app)) == (before, {})


def test_who_places_a_start_by_hand_sees_it_and_can_take_it_back() -> None:
    app = gesture(visit(EM), "add", x=0, y=0, panel=1)
    assert (values(app)["begin"], values(app)["k"]) == ("by_hand", 5)
    app = gesture(app, "remove", handle="place 4 1")
    assert values(app)["k"] == 4
    for _ in range(2):
        app = gesture(app, "undo")
    assert address(app) == {}


def test_a_gesture_that_is_told_again_counts_once() -> None:
    app = gesture(visit(PAINT, "tool=point"), "stroke", path="1,2", number=1)
    once = address(app)
    assert address(gesture(app, "stroke", path="1,2", number=1)) == once
    assert address(gesture(app, "stroke", path="3,4", number=2)) != once
