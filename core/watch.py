"""Whoever waits for a long computation can learn how far it is, and give it up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watcher = Callable[[str, int], None]  # told what is being counted, and how many there were

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


class GivenUpError(Exception):
    """Nobody waits for the result any more."""


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Have a function told how far computations in here are; it may raise GivenUpError."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(what: str, number: int) -> None:
    """Say how far a computation is: "iteration", 12. Whatever may take long calls this at times.

    Raises:
        GivenUpError: nobody waits for it any more.
    """
    watcher = _watcher.get()
    if watcher is not None:
        watcher(what, number)
