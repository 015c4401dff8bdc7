"""A table as large as is allowed: read, settled, drawn, and drawn again as k moves, in seconds.

`python -m benchmarks.tables` times this thread's own work, so that a busy machine counts for less.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from components import compare
from components.data import bring
from components.stage import states
from components.stage.states import StateAt
from components.store import store
from core.limits import MAX_BYTES, MAX_ROWS
from core.settings import Table, Texts, settle

Result = TypeVar("Result")


def timed(what: str, work: Callable[..., Result], *args: Any) -> Result:
    """Do something, and say how long it took."""
    begin = time.thread_time()
    made = work(*args)
    print(f"| {what} | {time.thread_time() - begin:.2f} |")
    return made


def table(n: int, d: int) -> bytes:
    """Three groups of n points in d columns and a column of their names, at most `MAX_BYTES`."""
    random = np.random.RandomState(0)
    group = random.randint(0, 3, n)
    x = (2 * random.standard_normal((n, d)) + 5 * group[:, None]).round(4 if d > 2 else 3)
    names = ",".join(f"column {i}" for i in range(d))
    rows = (
        f"{'abc'[g]}," + ",".join(map(str, row))
        for g, row in zip(group.tolist(), x.tolist(), strict=True)
    )
    whole = "\n".join([f"kind,{names}", *rows]).encode()[:MAX_BYTES]
    return whole[: whole.rfind(b"\n")]


def measure(n: int, d: int) -> None:
    """Print how long each step takes with a table of one shape."""
    data = table(n, d)
    lines = data.count(b"\n")
    print(f"\n| {len(data) / 2**20:.1f} MB, {lines:,} rows, {d} columns | s |\n|---|---|")
    link, _ = timed("keep, read, choose columns", bring.take, data, "t", store().put)
    values = timed("settings", settle, bring.SETTINGS, link).values
    timed("first picture", show, bring.SETTINGS, bring.state, link)
    for k in (4, 6, 7):
        timed(f"k = {k}", show, compare.SETTINGS, compare.state, {**link, "k": f"{k}"})
    timed("what was read", bring.understood, values)
    if bring.is_wide(values):
        timed("every two columns", bring.every_pair, values)


def show(table: Table, state_at: StateAt, texts: Texts) -> bytes:
    """What a browser gets for a picture."""
    return states.encode(state_at(settle(table, texts).values))


if __name__ == "__main__":
    measure(MAX_ROWS, 2)
    measure(MAX_ROWS, 6)
