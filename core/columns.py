"""Which columns of a table are clustered, which one has the classes, and which rows count."""

import re
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Labels
from core.datasets import Dataset
from core.reading import Reading
from core.wording import counted

MOST = 50  # columns at once
MOST_CLASSES = 20
APART = 10.0  # times as wide: columns of one unit rarely are
LONGEST = 40  # characters of a name
CLASSES = re.compile(
    "class|label|species|group|target|type|category|cultivar|variety|cluster|klasse|art|y",
    re.IGNORECASE,
)
NUMBERED = re.compile("(.*[ _-])?(id|nr|no|index|row|number|key|code|zip)[.]?", re.IGNORECASE)
UNIT = re.compile(r"[(\[]([^)\]]*)[)\]]\s*$")


@dataclass(frozen=True)
class Suggestion:
    """What to begin with.

    Args:
        columns: numbers of the columns to be clustered, from 0.
        reasons: why each of the others isn't among them, by its number.
        classes: number of the column that has the classes, or None.
        mixed_units: whether the columns can't be compared until they are scaled.
    """

    columns: tuple[int, ...]
    reasons: Mapping[int, str]
    classes: int | None
    mixed_units: bool


def suggested(table: Reading) -> Suggestion:
    """Choose the columns that are worth clustering, and say why not the others."""
    classes = _classes(table)
    reasons: dict[int, str] = {}
    for number, name in enumerate(table.columns):
        if number == classes:
            reasons[number] = "It has the classes, which the models don't see."
        elif name in table.texts:
            reasons[number] = table.reasons.get(name, "It has no numbers.")
        elif reason := _unfit(name, table.numbers[name]):
            reasons[number] = reason
    numeric = [number for number, name in enumerate(table.columns) if name in table.numbers]
    chosen = [number for number in numeric if number not in reasons] or [
        number for number in numeric if np.isfinite(table.numbers[table.columns[number]]).any()
    ]
    for number in chosen[MOST:]:
        reasons[number] = f"At most {MOST} columns are clustered at once."
    columns = tuple(chosen[:MOST])
    kept = {number: reason for number, reason in reasons.items() if number not in columns}
    names = [table.columns[number] for number in columns]
    return Suggestion(columns, kept, classes, _differ(names, [table.numbers[n] for n in names]))


def dataset(
    table: Reading, columns: Sequence[int], classes: int | None = None, title: str = ""
) -> tuple[Dataset, list[str]]:
    """The points in some columns of a table; rows with a missing cell among them are left out.

    Args:
        table: as it was read.
        columns: numbers of columns of numbers, from 0, at most `MOST`.
        classes: number of the column that says which class a row belongs to.
        title: of the data set.

    Returns:
        the data set, and sentences on the rows that were left out.

    Raises:
        ValueError: no such columns, or no row has a number in each of them.
    """
    chosen = [table.columns[number] for number in columns if 0 <= number < len(table.columns)]
    if not chosen or len(chosen) > MOST or any(name not in table.numbers for name in chosen):
        raise ValueError(f"Choose from 1 to {MOST} columns of numbers.")
    cells = np.column_stack([table.numbers[name] for name in chosen])
    complete = np.isfinite(cells).all(axis=1)
    if not complete.any():
        raise ValueError(
            "No row has a number in each of the chosen columns: leave out the one with most gaps."
        )
    labels, notes = None, []
    if missing := int((~complete).sum()):
        notes.append(
            f"{counted(missing, 'row')} of {len(cells):,} left out: a cell is missing there."
        )
    if classes is not None and 0 <= classes < len(table.columns):
        labels = _codes(table, table.columns[classes])[complete]
    return Dataset(cells[complete], labels, title, short(chosen)), notes


def short(names: Sequence[str], longest: int = LONGEST) -> tuple[str, ...]:
    """Names in one line each, cut where they are long, all different."""
    taken: dict[str, None] = {}
    for name in names:
        line = " ".join("".join(c if c.isprintable() else " " for c in name[:1_000]).split())
        cut = line if len(line) <= longest else f"{line[: longest - 1]}…"
        tries = (cut, *(f"{cut} ({number})" for number in range(2, len(names) + 2)))
        taken[next(each for each in tries if each not in taken)] = None
    return tuple(taken)


def _unfit(name: str, cells: Array) -> str:
    """Why a column of numbers isn't worth clustering; "" where it is."""
    values = cells[np.isfinite(cells)]
    if 2 * len(values) < len(cells):
        return "More than half of its cells are missing."
    if not np.ptp(values):
        return "It is the same in every row."
    is_whole = bool((values == np.rint(values)).all())
    different = len(np.unique(values))
    if is_whole and different == len(values) >= 5:
        steps = np.diff(values)
        if (steps == steps[0]).all():
            return "It counts the rows."
        if NUMBERED.fullmatch(name.strip()):
            return "It looks like a number that names the row."
    if different == 2:
        return "It has only two different values."
    return ""


def _classes(table: Reading) -> int | None:
    """The column that most looks as if it said which class a row belongs to."""
    candidates = []
    for number, name in enumerate(table.columns):
        is_named = bool(CLASSES.fullmatch(name.strip()))
        cells = table.texts.get(name)
        if cells is None:
            values = table.numbers[name]
            if not is_named or np.isnan(values).any() or (values != np.rint(values)).any():
                continue
            different = len(np.unique(values))
        else:
            different = len({*cells})
        if 2 <= different <= min(MOST_CLASSES, _rows(table) // 2):
            candidates.append((is_named, cells is not None, number))
    return max(candidates)[-1] if candidates else None


def _codes(table: Reading, name: str) -> Labels:
    """The class of every row as a number from 0; rows without one are a class of their own."""
    cells = table.texts[name] if name in table.texts else table.numbers[name].tolist()
    return np.unique(np.asarray(cells), return_inverse=True)[1].astype(np.int64)


def _rows(table: Reading) -> int:
    columns: list[Sized] = [*table.numbers.values(), *table.texts.values()]
    return len(columns[0]) if columns else 0


def _differ(names: Sequence[str], columns: Sequence[Array]) -> bool:
    """Whether columns have different units, or spreads that one unit rarely has."""
    units = {match[1] for name in names if (match := UNIT.search(name))}
    spreads = [np.nanstd(column) for column in columns]
    positive = [spread for spread in spreads if spread > 0]
    return len(units) > 1 or (len(positive) > 1 and max(positive) > APART * min(positive))
