"""Sentences on what was read otherwise than it stands in the file, and why."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np

from core.numerals import EITHER, SAMPLE, Bare, Numbers, Refusal
from core.wording import counted, listed, shown

TOTAL = re.compile(
    "(?:grand |sub-?)?totals?|sums?|averages?|means?|gesamt|insgesamt|summe|mittelwert|somme|media",
    re.IGNORECASE,
)
SENTINELS = (-99.0, -999.0, -9999.0, -99999.0)


def reason(name: str, cells: Sequence[str], refusal: Refusal, lines: Sequence[int]) -> str:
    """Say why a column stays text.

    Args:
        name: of the column.
        cells: its n cells.
        refusal: by `core.numerals.numbers`.
        lines: in which the n rows begin.
    """
    if not refusal.why:
        return f"{shown(name)} stays text: none of its cells has a value."
    cell, line = cells[refusal.row], lines[refusal.row]
    return f"{shown(name)} stays text: {shown(cell)} in line {line:,} {refusal.why}."


def is_surprising(column: Bare, refusal: Refusal) -> bool:
    """Whether numbers might be expected where text is: there are some, or what begins like one."""
    return (
        not refusal.why
        or any(map(str.isdigit, column.cells[refusal.row][:3]))
        or any(map(EITHER.fullmatch, column.texts[:SAMPLE]))
    )


def is_total(cells: Sequence[str], results: Sequence[Numbers | Refusal]) -> bool:
    """Whether the last row says that it is a total, or has no name, and holds sums or means.

    Args:
        cells: of the last row.
        results: all columns, with the last row.
    """
    named = any(map(TOTAL.fullmatch, cells))
    if not named and all(cells):
        return False
    columns = [result.values for result in results if isinstance(result, Numbers)]
    columns = [values for values in columns if len(values) > 2 and not np.isnan(values[-1])]
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.array([np.nansum(values[:-1]) for values in columns])
        counts = np.array([max(1, np.isfinite(values[:-1]).sum()) for values in columns])
        last = np.array([values[-1] for values in columns])
        if named:
            agree = np.isclose(last, sums, rtol=1e-6) | np.isclose(last, sums / counts, rtol=1e-6)
            return bool(columns) and bool(agree.all())
        return len(columns) > 1 and bool((np.isclose(last, sums, rtol=1e-6) & (last != 0)).all())


def kept_total(name: str, cells: Sequence[str], lines: Sequence[int]) -> list[str]:
    """Point at a row that says it is a total, if there is one."""
    rows = (row for row, cell in enumerate(cells) if TOTAL.fullmatch(cell))
    return [
        f"Kept, though {shown(name)} says {shown(cells[row])}: line {lines[row]:,}."
        for row in islice(rows, 1)
    ]


def changes(
    columns: Iterable[tuple[str, Bare, Numbers | Refusal]],
) -> list[str]:
    """Say what was missing or changed in columns of numbers, with counts.

    Args:
        columns: name, what was taken off, and the numbers; columns of text are passed over.
    """
    remarks: defaultdict[str, list[str]] = defaultdict(list)
    for name, column, result in columns:
        if isinstance(result, Refusal):
            continue
        where, values = shown(name), result.values
        infinite = column.infinite + result.too_large
        if missing := int(np.isnan(values).sum()) - infinite:
            remarks["Missing"].append(f"{counted(missing, 'cell')} in {where}")
        if infinite:
            remarks["Infinite or too large, so missing"].append(
                f"{counted(infinite, 'cell')} in {where}"
            )
        if column.unit:
            remarks["Units taken off"].append(f"{column.unit} in {where}")
        if result.grouped:
            remarks["Thousands marks taken out"].append(where)
        if column.minus:
            remarks["Typographic minus signs read as minus"].append(where)
        if column.parentheses:
            remarks["Negative because in parentheses"].append(
                f"{counted(column.parentheses, 'cell')} in {where}"
            )
        if result.rounded:
            remarks["Rounded to the 17 digits that can be held"].append(where)
        for mark in SENTINELS:
            n = int((values == mark).sum())
            if n and not (values[values != mark] < mark / 10).any():
                remarks["Kept as numbers, though they may mean missing"].append(
                    f"{mark:.0f} ({counted(n, 'cell')} in {where})"
                )
    return [f"{what}: {listed(where)}." for what, where in remarks.items()]
