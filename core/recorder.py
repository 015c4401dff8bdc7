"""The loop that every algorithm shares: take steps until a rule says stop, and keep them all.

An algorithm is a generator that yields its start and then the state after each iteration, and a
rule that looks at the steps so far; the loop, the limit, the trace and the best of several starts
are here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from itertools import count
from typing import Any, Generic, TypeVar

from core.watch import tell

Step = TypeVar("Step")
Reason = TypeVar("Reason", bound=Enum)
End = TypeVar("End")
Run = TypeVar("Run")


@dataclass(frozen=True, eq=False)
class Trace(Generic[Step, Reason]):
    """A recorded fit.

    Attributes:
        steps: the start, then the state after each iteration.
        stop: why it ended.
    """

    steps: tuple[Step, ...]
    stop: Reason

    @property
    def n_iter(self) -> int:
        """Iterations, as scikit-learn counts them."""
        return len(self.steps) - 1


def record(
    steps: Generator[Step, Any, End],
    stop: Callable[[Sequence[Step]], Reason | None],
    max_iter: int,
    at_limit: Reason,
) -> tuple[tuple[Step, ...], Reason | End]:
    """Take steps until they end.

    Args:
        steps: yields the start, then the state after each iteration; it need not end, and where it
            does, it returns why it can't go on.
        stop: why the steps so far are enough, or None to go on.
        max_iter: iterations at most.
        at_limit: the reason where there have been so many.

    Returns:
        steps: at least the start.
        reason: `stop`'s, `at_limit`, or what the generator returned.
    """
    taken: list[Step] = []
    while True:
        try:
            tell("iteration", len(taken))
            taken.append(next(steps))
        except StopIteration as end:
            return tuple(taken), end.value
        reason = stop(taken)
        if reason is None and len(taken) > max_iter:
            reason = at_limit
        if reason is not None:
            return tuple(taken), reason


def best(runs: Iterable[Run], better: Callable[[Run, Run], bool]) -> Run:
    """The best of several runs; of equals the first.

    Args:
        runs: one or more; they may be made one by one, and no more than two are kept.
        better: whether a run is better than another.
    """
    return reduce(lambda kept, run: run if better(run, kept) else kept, _told(runs))


def _told(runs: Iterable[Run]) -> Iterator[Run]:
    """The same runs, each of them told of before it is made."""
    several = iter(runs)
    for number in count(1):
        tell("start", number)
        try:
            yield next(several)
        except StopIteration:
            return
