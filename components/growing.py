"""Results that grow while one looks: heavy work of all readers, a step at a time.

A generator gives ever better results: after every step it goes back to the end of one queue, so
that no reader waits for all of another's work; what a slider has left behind, and nobody asks for
now, comes after all else. Few threads work through that queue, and none of them makes the states of
sliders. Who asks for the same shares the work; what nobody has asked for lately is given up; what
is complete is kept in `memory`.
"""

import os
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event, Lock
from typing import Any, ParamSpec, TypeVar

from components import memory
from core.watch import GivenUpError, watched

WAIT = 0.15  # seconds in which most work is complete: one picture then, instead of two
FRESH = 0.5  # seconds without a question, then it comes last
PATIENCE = 5.0  # seconds without a question, then nobody waits any more
WORKERS = int(os.environ.get("MIXTURE_LAB_WORKERS", "0")) or max(1, (os.cpu_count() or 1) // 2)
MOST = 100  # works at a time

Result = TypeVar("Result")
P = ParamSpec("P")


class Growth:
    """Work that is being done.

    Args:
        key: what it is kept under.
        begin: gives the generator of its results.
    """

    def __init__(self, key: Hashable, begin: Callable[[], Iterator[Any]]) -> None:
        self.key, self.begin = key, begin
        self.results: Iterator[Any] | None = None
        self.latest: Any = None
        self.error: Exception | None = None
        self.over = Event()
        self.began = self.asked = time.monotonic()

    def step(self) -> None:
        """Get to the next result, and go to the end of the queue."""
        try:
            with watched(self._hear):
                self._hear()
                self.results = self.results or self.begin()
                self.latest = next(self.results)
        except StopIteration:
            memory.keep(self.key, self.latest)
            self._end()
        except GivenUpError:
            self._end()
        except Exception as error:  # it stays until somebody was told
            self.error = error
            self.over.set()
        else:
            _enqueue(self)

    @property
    def unasked(self) -> float:
        """Seconds since anybody asked."""
        return time.monotonic() - self.asked

    def _hear(self, *_how_far: Any) -> None:
        if self.unasked > PATIENCE:
            raise GivenUpError

    def _end(self) -> None:
        _forget(self)
        self.over.set()


def grown(
    function: Callable[P, Iterator[Result]], *args: P.args, **more: P.kwargs
) -> tuple[Result | None, bool]:
    """The latest result of a generator that is worked through in the background.

    Args:
        function: a generator function.
        *args: its arguments: small hashable records, as of `memory.remembered`.
        **more: likewise.

    Returns:
        the latest result, None before the first; and whether it is the last.

    Raises:
        Exception: whatever the generator raised.
    """
    key = memory.key_of(function, args, more)
    kept = memory.kept(key)
    if kept is not None:
        return kept, True
    with _lock:
        growth = _growing.get(key)
        if growth is None:
            growth = _growing[key] = Growth(key, partial(function, *args, **more))
            _give_up_the_least_wanted()
            _enqueue(growth)
        growth.asked = time.monotonic()
    growth.over.wait(max(0.0, growth.began + WAIT - time.monotonic()))
    if growth.error:
        _forget(growth)
        raise growth.error
    return growth.latest, growth.over.is_set()


def _enqueue(growth: Growth) -> None:
    _queue.append(growth)
    _pool.submit(_work)


def _work() -> None:
    """A step of what has waited longest, among what somebody asks for now if there is any."""
    with _lock:
        growth = next((each for each in _queue if each.unasked < FRESH), _queue[0])
        _queue.remove(growth)
    growth.step()


def _forget(growth: Growth) -> None:
    with _lock:
        if _growing.get(growth.key) is growth:
            del _growing[growth.key]


def _give_up_the_least_wanted() -> None:
    """Bound how much is worked on at a time."""
    if len(_growing) > MOST:
        least = min(_growing.values(), key=lambda growth: growth.asked)
        least.asked = -PATIENCE
        del _growing[least.key]


_growing: dict[Hashable, Growth] = {}
_queue: list[Growth] = []
_lock = Lock()
_pool = ThreadPoolExecutor(WORKERS, "growing")
