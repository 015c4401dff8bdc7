"""Work that grows: shared, fair, given up when nobody asks, and kept when it is complete."""

import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from cachetools import LRUCache

from components import growing, memory
from components.growing import grown
from core import watch

SOON = 5.0  # seconds in which a loaded machine gets round to it


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept, and nobody waits for what isn't there yet."""
    monkeypatch.setattr(memory, "_memory", LRUCache(100_000, getsizeof=memory.size_of))
    monkeypatch.setattr(growing, "WAIT", 0)


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end, "it has not come to that"
        time.sleep(0.002)


def complete(function: Callable[..., Iterator[int]], *args: int) -> int | None:
    until(lambda: grown(function, *args)[1])
    return grown(function, *args)[0]


def test_each_question_is_answered_with_what_there_is_until_it_is_complete() -> None:
    go = [Event() for _ in range(3)]

    def counted() -> Iterator[int]:
        for number, gate in enumerate(go):
            gate.wait(SOON)
            yield number

    assert grown(counted) == (None, False)
    for number, gate in enumerate(go):
        gate.set()
        until(lambda number=number: grown(counted)[0] == number)  # type: ignore[misc]
    assert complete(counted) == 2


def test_what_is_complete_is_made_once_for_all() -> None:
    begun = []

    def counted(to: int) -> Iterator[int]:
        begun.append(to)
        yield from range(to)

    assert complete(counted, 3) == complete(counted, 3) == 2
    assert complete(counted, 2) == 1
    assert begun == [3, 2]


def test_work_takes_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, order = Event(), []

    def counted(who: int) -> Iterator[int]:
        gate.wait(SOON)
        for number in range(3):
            order.append(who)
            yield number

    monkeypatch.setattr(growing, "_pool", growing.ThreadPoolExecutor(1))
    for who in (1, 2):
        grown(counted, who)
    gate.set()
    for who in (1, 2):
        complete(counted, who)
    assert order == [1, 2] * 3


def test_what_a_slider_has_left_behind_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, gate, order = Event(), Event(), []

    def counted(who: int) -> Iterator[int]:
        begun.set()
        gate.wait(SOON)
        for number in range(3):
            order.append(who)
            yield number

    monkeypatch.setattr(growing, "_pool", growing.ThreadPoolExecutor(1))
    monkeypatch.setattr(growing, "PATIENCE", 100 * SOON)
    monkeypatch.setattr(growing, "FRESH", 9 * SOON)
    for who in (1, 2):
        grown(counted, who)
        assert begun.wait(SOON)
    next(each for each in growing._growing.values() if each.key[1] == (1,)).asked -= 10 * SOON
    gate.set()
    until(lambda: not growing._growing)
    assert order == [1, 2, 2, 2, 1, 1]


def test_nobody_works_on_what_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "PATIENCE", 0.05)
    given_up = Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                time.sleep(0.01)
                watch.tell("step", 0)  # so that a long step ends, too
        except watch.GivenUpError:
            given_up.set()
            raise
        yield 0

    grown(endless)
    assert given_up.wait(SOON)
    until(lambda: not growing._growing)


def test_only_so_much_is_worked_on_and_the_least_wanted_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(growing, "MOST", 3)
    gate = Event()

    def slow(who: int) -> Iterator[int]:
        gate.wait(SOON)
        yield who

    for who in range(10):
        grown(slow, who)
    assert len(growing._growing) == 3
    gate.set()
    assert complete(slow, 9) == 9


def test_whoever_asks_is_told_of_an_error() -> None:
    def wrong() -> Iterator[int]:
        raise ValueError("k must be a whole number")
        yield 0

    with pytest.raises(ValueError, match="whole number"):
        complete(wrong)
