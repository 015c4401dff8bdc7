"""Results are made once, for all who ask, and bounded in bytes together."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest
from cachetools import LRUCache

from components import memory
from components.memory import remembered, size_of
from core.arrays import Array


@dataclass(frozen=True, eq=False)
class Made:
    """A record of arrays."""

    one: Array
    more: tuple[Array, ...] = ()


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app keeps is of no concern here."""
    monkeypatch.setattr(memory, "_memory", LRUCache(100_000, getsizeof=size_of))


def test_an_array_counts_once_wherever_it_is() -> None:
    x = np.zeros(1_000)
    alone = size_of(Made(x))
    assert alone == pytest.approx(8_000, abs=memory.SMALL)
    assert size_of(Made(x, (x, x))) == size_of({"a": [x, (x, Made(x))], "b": x}) == alone
    assert size_of(Made(x, (np.zeros(1_000),))) == alone + 8_000


def test_a_view_counts_as_what_it_keeps_alive() -> None:
    x = np.zeros(1_000)
    assert size_of(Made(x[:10])) == size_of(Made(x, (x[:10], x[5:]))) == size_of(Made(x))


def test_a_result_is_made_once_and_is_the_same_for_all() -> None:
    calls = []

    @remembered
    def made(k: int, *, name: str = "") -> Made:
        calls.append((k, name))
        return Made(np.zeros(k))

    assert made(1) is made(1)
    assert made(2, name="a") is made(2, name="a") is not made(1)
    assert calls == [(1, ""), (2, "a")]


def test_all_kinds_share_one_bound_and_the_least_recently_used_goes_first() -> None:
    calls = []

    @remembered
    def large(k: int) -> Made:
        calls.append(k)
        return Made(np.full(5_000, k))

    @remembered
    def other() -> Made:
        return Made(np.zeros(5_000))

    first, second = large(1), large(2)
    assert large(1) is first
    other()  # of 40,000 bytes each two fit into 100,000
    assert (large(1) is first, large(2) is second) == (True, False)
    assert calls == [1, 2, 2]
    assert memory._memory.currsize <= memory._memory.maxsize


def test_what_is_larger_than_all_that_can_be_kept_is_made_and_not_kept() -> None:
    @remembered
    def huge() -> Made:
        return Made(np.zeros(50_000))

    assert huge() is not huge()


def test_two_who_ask_for_the_same_wait_for_one_and_others_do_not_wait() -> None:
    calls, begun, may_end = [], threading.Event(), threading.Event()

    @remembered
    def made(k: int) -> Made:
        calls.append(k)
        if k == 1:
            begun.set()
            assert may_end.wait(60)
        return Made(np.zeros(k))

    with ThreadPoolExecutor() as pool:
        first = pool.submit(made, 1)
        assert begun.wait(60)
        second = pool.submit(made, 1)
        made(2)
        assert not second.done()
        may_end.set()
        assert first.result() is second.result()
    assert calls == [1, 2]


def test_who_waits_for_one_that_fails_tries_in_turn() -> None:
    calls = []

    @remembered
    def made() -> Made:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ValueError("the first one fails")
        return Made(np.zeros(1))

    with pytest.raises(ValueError, match="the first one fails"):
        made()
    assert made() is made()
    assert calls == [0, 1]


def test_nothing_is_left_when_all_is_forgotten() -> None:
    @remembered
    def made() -> Made:
        return Made(np.zeros(1))

    first = made()
    memory.forget()
    assert made() is not first


def test_what_was_made_of_one_thing_is_forgotten_and_the_rest_stays() -> None:
    @remembered
    def made(name: str) -> Made:
        return Made(np.zeros(len(name)))

    one, other = made("one"), made("other")
    memory.forget("one")
    assert made("one") is not one
    assert made("other") is other
