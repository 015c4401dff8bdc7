"""Whoever waits for a long computation can learn how far it is, and give it up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_watcher: ContextVar[Callable[[str], None] | None] = ContextVar("watcher", default=None)


class GivenUpError(Exception):
    """Nobody waits for the result any more."""


@contextmanager
def watched(watcher: Callable[[str], None]) -> Iterator[None]:
    """Have a function told how far computations in here are; it may raise GivenUpError."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(how_far: str) -> None:
    """Say how far a computation is, for a reader; called once in a while by whatever takes long.

    Raises:
        GivenUpError: nobody waits for it any more.
    """
    watcher = _watcher.get()
    if watcher is not None:
        watcher(how_far)
