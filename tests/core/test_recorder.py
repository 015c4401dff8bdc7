"""The loop takes what a generator yields, until a rule, the limit or the generator ends it."""

import itertools
from enum import Enum

import pytest

from core import recorder


class Stop(Enum):
    SMALL = "small"
    LIMIT = "limit"


def halving(from_):
    """Halves a number, as long as it is even."""
    while from_ % 2 == 0:
        yield from_
        from_ //= 2
    return f"{from_} is odd"


@pytest.mark.parametrize(
    ("max_iter", "least", "steps", "reason"),
    [
        (9, 0, (24, 12, 6), "3 is odd"),
        (9, 6, (24, 12, 6), Stop.SMALL),
        (2, 6, (24, 12, 6), Stop.SMALL),
        (1, 6, (24, 12), Stop.LIMIT),
        (0, 6, (24,), Stop.LIMIT),
    ],
)
def test_a_run_is_its_start_its_iterations_and_why_it_ended(max_iter, least, steps, reason):
    def small(taken):
        return Stop.SMALL if taken[-1] <= least else None

    assert recorder.record(halving(24), small, max_iter, Stop.LIMIT) == (steps, reason)


def test_no_step_is_made_that_is_not_kept():
    numbers = itertools.count()
    endless = (next(numbers) for _ in itertools.repeat(None))
    recorder.record(endless, lambda _: None, 3, Stop.LIMIT)
    assert next(numbers) == 4


def test_the_first_of_the_best_is_kept():
    runs = [(2, "a"), (1, "b"), (1, "c"), (3, "d")]
    assert recorder.best(runs, lambda run, kept: run[0] < kept[0]) == (1, "b")
