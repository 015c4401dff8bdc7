"""Lines of cells as a table: where its header is, and which lines are no rows of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice, pairwise, takewhile

from core import dialects
from core.dialects import SEPARATORS, Row, fits, kind
from core.limits import MAX_ROWS, check_shape
from core.numerals import UNITS_ALONE
from core.wording import counted, listed, shown

SAMPLE_ROWS = 60
RAGGED = 1 / 3  # more lines of another length than this are no slips
YEAR = re.compile("1[5-9][0-9]{2}|20[0-9]{2}")
COMMENTS = re.compile(r"^[ \t]*(?:%|;|!|//)", re.MULTILINE)  # besides #, among numbers and gaps
FOOTER = re.compile(
    r"\s*(?:sources?|(?:foot)?notes?|remarks?|quelle|hinweis|anmerkung|fuente|nota)\s*:",
    re.IGNORECASE,
)
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?=\n)', re.IGNORECASE)


@dataclass(frozen=True)
class Grid:
    """A table of text.

    Args:
        names: one a column, as they stand in the header; "" without one.
        columns: of n cells each.
        lines: the line in which each row begins, from 1.
        separator, quote: how it was split, of `core.dialects.SEPARATORS` and `QUOTES`.
        header: its line; 0 without one.
        skipped: how many lines are above the header or the first row.
        notes: sentences on what was left out.
    """

    names: Row
    columns: list[list[str]]
    lines: list[int]
    separator: str
    quote: str
    header: int
    skipped: int
    notes: list[str]


class _Expected:
    """What the first rows let expect of others."""

    def __init__(self, rows: Iterable[Row], width: int, missing: frozenset[str]) -> None:
        full = list(islice((row[:width] for row in rows if fits(row, width)), SAMPLE_ROWS))
        self.below = full[1:] or full
        self.width = width
        self.missing = missing
        self.kinds = [self._common_kind(column) for column in zip(*self.below, strict=True)]
        self.hashes = 2 * sum(row[0].startswith("#") for row in self.below) >= len(self.below)

    def _common_kind(self, column: Iterable[str]) -> str:
        """What half of the cells are, if it is no text."""
        kinds = Counter(kind(cell) for cell in column if self.is_filled(cell))
        n = kinds.total()
        del kinds[""]
        return next((kind for kind, count in kinds.most_common(1) if 2 * count >= n), "")

    def is_filled(self, cell: str) -> bool:
        """Whether a cell isn't missing."""
        return bool(cell.strip()) and cell.strip().casefold() not in self.missing

    def typed_cells(self, row: Row) -> Row:
        """The numbers in columns of numbers, the dates in columns of dates, and so on."""
        cells = zip(row, self.kinds, strict=False)  # a row may have empty cells beyond
        return [cell for cell, usual in cells if usual and kind(cell) == usual]

    def are_names(self, row: Row) -> bool:
        """Whether a row has words where others have numbers or dates, and none of these."""
        return (
            fits(row, self.width)
            and not self.typed_cells(row)
            and any(map(self.is_filled, compress(row, self.kinds)))
        )

    def are_units(self, row: Row) -> bool:
        """Whether names below the header are units, or there are too many to be slips."""
        return self.are_names(row) and (
            sum(map(bool, self.kinds)) > 1
            or all(UNITS_ALONE.fullmatch(cell.strip()) for cell in row if self.is_filled(cell))
        )

    def is_comment(self, row: Row) -> bool:
        """Whether a row begins with # and the others don't."""
        return row[0].startswith("#") and self.is_filled(row[0]) and not self.hashes

    def is_data(self, row: Row) -> bool:
        """Whether a row is surely an observation: complete by half, with numbers or dates."""
        return (
            fits(row, self.width)
            and not self.is_comment(row)
            and 2 * sum(map(bool, row)) > self.width
            and bool(self.typed_cells(row))
        )

    def count_up(self, row: Row) -> bool:
        """Whether numbers are names: years, or 0, 1, 2 .. above columns with decimals."""
        expected = [cell for cell in compress(row, self.kinds) if self.is_filled(cell)]
        cells = self.typed_cells(row)
        if not all(re.fullmatch("[0-9]{1,4}", cell) for cell in cells):
            return False
        steps = {int(b) - int(a) for a, b in pairwise(cells)}
        if len(steps) != 1 or min(steps) < 1:
            return False
        below = list(zip(*(compress(other, self.kinds) for other in self.below), strict=True))
        if all(map(YEAR.fullmatch, cells)):
            return not any(all(map(YEAR.fullmatch, column)) for column in below)
        return len(expected) > len(cells) or (
            len(cells) > 2 and all("." in (c := "".join(column)) or "," in c for column in below)
        )


def grid(
    text: str,
    *,
    missing: frozenset[str],
    separator: str | None = None,
    quote: str | None = None,
    header: int | None = None,
) -> Grid:
    """Find the table in a text.

    Lines with more or fewer cells than the others are left out by number, since it can't be known
    which cell is too much; so are comments, units below the header, and what is below the table.

    Args:
        text: its lines end with a line feed.
        missing: marks of missing cells, in small letters.
        separator: of `core.dialects.SEPARATORS`; None finds it.
        quote: of `core.dialects.QUOTES`; None finds it.
        header: the line of the header, from 1; 0 for none; None finds it.

    Raises:
        ValueError: no table, quotes that don't close, lines of many lengths, or too large.
    """
    if text.count("\n") > 2 * MAX_ROWS:
        check_shape(text.count("\n"), 1)
    if said := SEPARATOR_LINE.match(text):
        text = text[said.end() :]
        separator = said[1] if separator is None and said[1] in SEPARATORS else separator
    separator, quote = dialects.choose(text, separator, quote)
    if separator in (" ", "  "):
        text = COMMENTS.sub("#", text)
    records, begins = dialects.split(text, separator, quote)
    width = dialects.common_width(records, separator)
    check_shape(0, width)
    filled = [len(row) == width > 1 or any(row) for row in records]
    rows, lines = list(compress(records, filled)), list(compress(begins, filled))
    if not any(map(any, rows)):
        raise ValueError("This file has no cell with anything in it: give a table with data.")
    for i, row in enumerate(rows[:SAMPLE_ROWS]):
        if row[0] == "#" and len(row) == width + 1:  # a commented header among spaces
            rows[i] = [f"# {row[1]}", *row[2:]]
    expected = _Expected(rows, width, missing)
    number, names, first = _header(rows, lines, expected, separator, header)
    kept, notes = _kept(rows, lines, first, expected, names if number else None)
    if not kept:
        raise ValueError(
            f"There is no row of data below line {lines[first - 1]:,}, which reads like a header: "
            "add rows, or say that the file has no header."
        )
    check_shape(len(kept), width)
    lines = [lines[i] for i in kept]
    skipped = (number or lines[0]) - 1
    if skipped:
        notes.insert(0, _left_out(range(1, skipped + 1), "above the table"))
    blank = [line for line, row in zip(begins, records, strict=True) if width == 1 > any(row)]
    if blank := [line for line in blank if lines[0] < line < lines[-1]]:
        notes.append(_left_out(blank, "empty"))
    cells = list(chain.from_iterable(rows[i] for i in kept))
    columns = [cells[j::width] for j in range(width)]
    if len(records) <= text.count("\n"):
        _check_quotes(columns, lines, expected, separator)
    used = [bool(name.strip()) or any(c) for name, c in zip(names, columns, strict=True)]
    if not all(used):
        notes.append(f"Left out: {counted(used.count(False), 'column')} without name or cells.")
    return Grid(
        list(compress(names, used)),
        list(compress(columns, used)),
        lines,
        separator,
        quote,
        number,
        skipped,
        notes,
    )


def _header(
    rows: Sequence[Row],
    lines: Sequence[int],
    expected: _Expected,
    separator: str,
    wanted: int | None,
) -> tuple[int, Row, int]:
    """Find the header: its line, or 0; the names; where in `rows` those below it begin."""
    width = expected.width
    first = next(i for i, row in enumerate(rows) if fits(row, width) and any(row))
    nameless = [""] * width
    if wanted == 0:
        return 0, nameless, first
    if wanted:
        places = [i for i, line in enumerate(lines) if line == wanted and fits(rows[i], width)]
        if not places:
            raise ValueError(
                f"Line {wanted:,} can't be the header: it hasn't {counted(width, 'cell')} as most "
                "lines have; choose another line, or 0 for none."
            )
    elif any(expected.kinds):
        lead = takewhile(lambda row: not expected.is_data(row), rows)
        places = [i for i, row in enumerate(lead) if expected.are_names(row) and row[0] != "#"]
        parted = [i for i in places if i and lines[i] > lines[i - 1] + 1]
        places = [i for i in places if not parted or i >= parted[-1]]  # not a title further above
        if not places and expected.count_up(rows[first]):
            places = [first]
    else:
        places = [i for i, row in enumerate(rows[:SAMPLE_ROWS]) if fits(row, width)]
    if places:
        comment, _, at = min(
            (expected.is_comment(rows[i]), -sum(map(bool, rows[i])), i) for i in places
        )
        name = rows[at][0].lstrip("# ") if comment else rows[at][0]
        return lines[at], [name, *rows[at][1:width]], at + 1
    above = rows[first - 1] if first else []
    if len(above) < 2 or any(map(kind, above)) or not any(above) or expected.is_comment(above):
        return 0, nameless, first
    if separator.strip(" \t"):
        raise ValueError(
            f"Line {lines[first - 1]:,} has {counted(len(above), 'name')}, and the lines below it "
            f"have {counted(width, 'cell')}: give every column one name; cells with the separator "
            "in them need quotes."
        )
    if len(above) == width - 1:  # as R writes tables whose rows have names
        return lines[first - 1], ["", *above], first
    return 0, nameless, first


def _kept(
    rows: list[Row], lines: Sequence[int], first: int, expected: _Expected, names: Row | None
) -> tuple[list[int], list[str]]:
    """Tell which rows are observations, and say which lines aren't and why."""
    width = expected.width
    left_out: dict[str, list[int]] = {}
    misfits, odd = [], set()
    for i in range(first, len(rows)):
        row = rows[i]
        if len(row) == width and row[0][:1] != "#" and row != names:
            continue
        if expected.is_comment(row):
            left_out.setdefault("comment", []).append(i)
        elif row == names:
            left_out.setdefault("the header again", []).append(i)
        elif fits(row, width):
            rows[i] = row[:width]
            continue
        else:
            misfits.append(i)
        odd.add(i)
    kept = [i for i in range(first, len(rows)) if i not in odd]
    if names:
        further = list(takewhile(lambda i: expected.are_units(rows[i]), kept))
        left_out["units or further names, no numbers"] = further
        kept = kept[len(further) :]

    def is_below(i: int) -> bool:
        return expected.are_names(rows[i]) or FOOTER.match(rows[i][0]) is not None

    below = list(takewhile(is_below, reversed(kept)))[::-1]
    before = below[0] - 1 if below else 0
    if below and (
        sum(map(bool, expected.kinds)) > 1
        or lines[before + 1] > lines[before] + 1
        or not any(rows[before])
    ):
        kept = kept[: -len(below)]
    else:
        below = []
    while kept and not any(rows[kept[-1]]):
        kept.pop()
    end = kept[-1] if kept else first
    if names is None and kept:  # these are above the table
        left_out["comment"] = [i for i in left_out.get("comment", []) if i > kept[0]]
    left_out["below the table"] = sorted([*below, *(i for i in misfits if i > end)])
    misfits = [i for i in misfits if i < end]
    if misfits:
        example = counted(len(rows[misfits[0]]), "cell")
        if len(misfits) > RAGGED * (len(kept) + len(misfits)):
            raise ValueError(
                f"Line {lines[misfits[0]]:,} has {example} and others have {width}: choose another "
                "separator, or give every line as many cells."
            )
        why = f"{example} instead of {width}" if len(misfits) == 1 else f"not {width} cells"
        left_out[why] = misfits
    return kept, [
        _left_out([lines[i] for i in places], why) for why, places in left_out.items() if places
    ]


def _left_out(lines: Sequence[int], why: str) -> str:
    run = len(lines) > 2 and lines[-1] - lines[0] == len(lines) - 1
    where = f"{lines[0]:,} to {lines[-1]:,}" if run else listed(f"{line:,}" for line in lines)
    return f"Left out: line{'s' * (len(lines) > 1)} {where} ({why})."


def _check_quotes(
    columns: Sequence[Sequence[str]], lines: Sequence[int], expected: _Expected, separator: str
) -> None:
    """Refuse a cell of several lines that are rows themselves: a quote was forgotten."""
    for column in columns:
        for line, cell in zip(lines, column, strict=True):
            for inner in cell.split("\n")[1:-1]:
                row = [part.strip() for part in inner.split(separator or None)]
                if len(row) == expected.width and expected.typed_cells(row):
                    raise ValueError(
                        f"The quotes that open in line {line:,} close some lines below, and what "
                        f"is between reads like rows ({shown(inner)}): close them earlier."
                    )
