"""Any ordinary table, read right to the last digit or refused with a sentence.

How lines are split is in `core.dialects`, which are rows in `core.grids`, what counts as a number
in `core.numerals`, how much is read in `core.limits`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType

import numpy as np

from core import decoding, dialects, grids, numerals, parquet, remarks
from core.arrays import Array, frozen, one_of, whole
from core.decoding import ENCODINGS
from core.grids import Grid
from core.limits import check_bytes
from core.numerals import MISSING, Bare, Numbers, Refusal
from core.wording import counted, shown

GUESSED = (
    "Read as Windows-1252, because it isn't UTF-8: if letters look wrong, choose another encoding."
)
DECIMALS = {".": "decimal point", ",": "decimal comma"}


@dataclass(frozen=True)
class Dialect:
    """How a text file is written; every part can be given to `read` to overrule it.

    Args:
        encoding: of `core.decoding.ENCODINGS`.
        separator: of `core.dialects.SEPARATORS`.
        quote: of `core.dialects.QUOTES`.
        decimal: of `DECIMALS`; "" where no cell decides.
        header: its line, from 1; 0 for none.
    """

    encoding: str
    separator: str
    quote: str
    decimal: str
    header: int


@dataclass(frozen=True, eq=False)
class Reading:
    """A table as it was understood.

    Args:
        columns: every column in order; no two names are the same, and none is empty.
        numbers: the columns of numbers, (n,) each, NaN where a cell is missing.
        texts: the others, n texts each, "" where a cell is empty.
        how: one line on how the file was read.
        notes: sentences on what was missing, left out or changed.
        reasons: why each column of text isn't numeric, a sentence each.
        dialect: how the text is written; None for Parquet.
    """

    columns: tuple[str, ...]
    numbers: Mapping[str, Array]
    texts: Mapping[str, tuple[str, ...]]
    how: str
    notes: tuple[str, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)
    dialect: Dialect | None = None

    def head(self, n: int = 10) -> tuple[tuple[float | str, ...], ...]:
        """The first rows, as they were understood.

        Args:
            n: at most so many.
        """
        columns: list[Sequence[float | str]] = [
            self.numbers[name][:n].tolist() if name in self.numbers else self.texts[name][:n]
            for name in self.columns
        ]
        return tuple(zip(*columns, strict=True))


def read(
    data: bytes,
    *,
    name: str = "",
    encoding: str | None = None,
    separator: str | None = None,
    quote: str | None = None,
    decimal: str | None = None,
    header: int | None = None,
    missing: Collection[str] = MISSING,
    units: bool = True,
) -> Reading:
    """Read a table, or say why it can't be read.

    Args:
        data: a file of text, or Parquet.
        name: of the file, for sentences; what it is, its bytes say.
        encoding: of `core.decoding.ENCODINGS`, as the next four as in `Dialect`; None finds it.
        separator: of `core.dialects.SEPARATORS`.
        quote: of `core.dialects.QUOTES`.
        decimal: of `DECIMALS`.
        header: its line, from 1; 0 for none.
        missing: what a missing cell says, besides nothing, in large or small letters.
        units: whether units that all cells of a column share are taken off.

    Raises:
        ValueError: one sentence: where, what, and what to do.
    """
    check(data, name)
    if parquet.is_parquet(data):
        return _read_parquet(data)
    text, found = decoding.decode(data, _checked("encoding", encoding, ENCODINGS))
    marks = numerals.marks(missing)
    grid = grids.grid(
        text,
        missing=marks,
        separator=_checked("separator", separator, dialects.SEPARATORS),
        quote=_checked("quote", quote, dialects.QUOTES),
        header=header if header is None else whole("header", header, 0, text.count("\n") + 1),
    )
    notes = grid.notes
    if found == "windows-1252" and not encoding:
        notes.insert(0, GUESSED)
    bare = [numerals.bare(cells, marks, units=units) for cells in grid.columns]
    decimal = _checked("decimal", decimal, DECIMALS) or _decimal_mark(bare, grid)
    results = [numerals.numbers(column, decimal) for column in bare]
    if remarks.is_total([cells[-1] for cells in grid.columns], results):
        notes.append(f"Left out: line {grid.lines[-1]:,} (totals of the rows above).")
        bare = [numerals.bare(cells[:-1], marks, units=units) for cells in grid.columns]
        results = [numerals.numbers(column, decimal) for column in bare]
    names = _distinct(grid.names)
    reasons: dict[str, str] = {}
    for name, column, result in zip(names, bare, results, strict=True):
        if isinstance(result, Refusal):
            reasons[name] = remarks.reason(name, column.cells, result, grid.lines)
            notes += [reasons[name]] if remarks.is_surprising(column, result) else []
            notes += remarks.kept_total(name, column.cells, grid.lines)
    notes += remarks.changes(zip(names, bare, results, strict=True))
    return _reading(
        names,
        [
            column.cells if isinstance(result, Refusal) else result.values
            for column, result in zip(bare, results, strict=True)
        ],
        how=_how(found, grid, decimal, bare, results),
        notes=notes,
        reasons=reasons,
        dialect=Dialect(found, grid.separator, grid.quote, decimal, grid.header),
    )


def check(data: bytes, name: str = "") -> None:
    """Refuse what is no table, or too large, however it is read.

    Raises:
        ValueError: as `read`.
    """
    file = shown(re.split(r"[/\\\\]", name)[-1]) if name else "This file"
    check_bytes(len(data), f"{file} has")
    if not parquet.is_parquet(data):
        decoding.check_kind(data, file)


def _read_parquet(data: bytes) -> Reading:
    titles, cells, notes = parquet.columns(data)
    names = _distinct(titles)
    numbers = {
        name: numerals.finite(values)
        for name, values in zip(names, cells, strict=True)
        if isinstance(values, np.ndarray)
    }
    reasons = {
        name: f"{shown(name)} stays text, as the file says."
        for name in names
        if name not in numbers
    }
    nothing = Bare((), (), "")
    notes += remarks.changes((name, nothing, result) for name, result in numbers.items())
    columns = [
        numbers[name].values if name in numbers else texts
        for name, texts in zip(names, cells, strict=True)
    ]
    return _reading(names, columns, how="Parquet", notes=notes, reasons=reasons, dialect=None)


def _reading(
    names: Sequence[str],
    columns: Iterable[Array | Sequence[str]],
    *,
    how: str,
    notes: Iterable[str],
    reasons: Mapping[str, str],
    dialect: Dialect | None,
) -> Reading:
    table = dict(zip(names, columns, strict=True))
    numbers = {name: frozen(c) for name, c in table.items() if isinstance(c, np.ndarray)}
    texts = {name: tuple(c) for name, c in table.items() if not isinstance(c, np.ndarray)}
    return Reading(
        tuple(names),
        MappingProxyType(numbers),
        MappingProxyType(texts),
        how,
        tuple(notes),
        MappingProxyType(dict(reasons)),
        dialect,
    )


def _checked(name: str, value: str | None, options: Mapping[str, str]) -> str | None:
    return value if value is None else one_of(name, value, options)


def _decimal_mark(bare: Sequence[Bare], grid: Grid) -> str:
    """The decimal mark of a file: what its cells prove, else the point where commas separate."""
    mark, places = numerals.decimal_mark(bare)
    if grid.separator == ",":
        return mark or "."
    if places:
        (j, row), (k, other) = places
        raise ValueError(
            f"{shown(bare[j].cells[row])} in line {grid.lines[row]:,} has a decimal point and "
            f"{shown(bare[k].cells[other])} in line {grid.lines[other]:,} a decimal comma: "
            "use one in the whole file, or choose one."
        )
    return mark


def _distinct(titles: Sequence[str]) -> list[str]:
    """Name every column: trimmed, by its place where it has no name, repeated ones numbered."""
    wanted = [
        title.lstrip("\ufeff").strip() or f"column {place}" for place, title in enumerate(titles, 1)
    ]
    taken = set(wanted)
    names: dict[str, None] = {}
    for title in wanted:
        numbered = (f"{title} ({i})" for i in count(2))
        free = (name for name in numbered if name not in names and name not in taken)
        names[next(free) if title in names else title] = None
    return list(names)


def _how(
    encoding: str,
    grid: Grid,
    decimal: str,
    bare: Sequence[Bare],
    results: Sequence[Numbers | Refusal],
) -> str:
    read = [
        (column, result)
        for column, result in zip(bare, results, strict=True)
        if isinstance(result, Numbers)
    ]
    words = {
        ENCODINGS[encoding]: encoding != "utf-8",
        dialects.SEPARATORS[grid.separator]: True,
        dialects.QUOTES[grid.quote]: grid.quote != '"',
        DECIMALS.get(decimal, "decimal mark undecided"): decimal
        or any(isinstance(r, Refusal) and r.why == numerals.UNDECIDED for r in results),
        f"header in line {grid.header}" if grid.header else "no header": True,
        f"{counted(grid.skipped, 'line')} skipped": grid.skipped,
        "units removed": any(column.unit for column, _ in read),
        "thousands marks removed": any(result.grouped for _, result in read),
    }
    return ", ".join(word for word, holds in words.items() if holds)
