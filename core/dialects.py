"""How lines are split into cells, and how that is found out.

The way to split is the one whose lines have the same number of cells (the rectangular share) and
whose cells are numbers, dates or clean text (the typed share). It is chosen on the first lines.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import compress, dropwhile, product

from core.numerals import is_number, is_quantity

SEPARATORS = {
    "\t": "tab",
    ";": "semicolon",
    "|": "bar",
    ",": "comma",
    "  ": "gaps of two spaces",
    " ": "spaces",
    "": "one column",
}  # in the order of preference where several split equally well
QUOTES = {
    '"': "double quotes",
    "\\": "backslashes before quotes",
    "'": "single quotes",
    "": "no quotes",
}

Row = list[str]

SAMPLE_CHARACTERS = 50_000
SAMPLE_LINES = 100
SAMPLE_CELLS = 4_000
WORTH = dict.fromkeys(SEPARATORS, 0.6) | {" ": 0.5, "  ": 0.5, "": 0.0}  # of a cell of clean text
NO_TABLE = 0.1  # below this share, lines have the same number of cells by chance
DAY = r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{4}-[0-9]{2}"
TIME = (
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"(?: ?[AaPp][Mm]|Z|[+-][0-9]{2}:?[0-9]{2})?"
)
MOMENT = re.compile(rf"(?:{DAY})(?:[T ]{TIME})?|{TIME}")
TRUTH = frozenset(("true", "false", "yes", "no"))
DOUBLE, SINGLE = (re.compile(rf"(?m)(?:^|[,;\t| ]){quote}") for quote in "\"'")


def kind(cell: str) -> str:
    """What a cell is, if it is no text: a number, a quantity, a moment, or a truth; else ""."""
    cell = cell.strip()
    if is_number(cell):
        return "number"
    if MOMENT.fullmatch(cell):
        return "moment"
    if cell.casefold() in TRUTH:
        return "truth"
    return "quantity" if is_quantity(cell) else ""


def choose(text: str, separator: str | None = None, quote: str | None = None) -> tuple[str, str]:
    """Choose separator and quotes by the first lines that are no comments.

    Args:
        text: its lines end with a line feed.
        separator: of `SEPARATORS`, if it is known.
        quote: of `QUOTES`, if it is known.

    Raises:
        ValueError: no separator is in as many places of every line.
    """
    lines = text[: text.find("\n", SAMPLE_CHARACTERS) + 1 or None].split("\n")
    lines = list(dropwhile(lambda line: not line or line.startswith("#"), lines)) or lines
    sample = "\n".join(lines[:SAMPLE_LINES])
    separators = [s for s in SEPARATORS if s in sample] if separator is None else [separator]
    quotes = ['"'] if quote is None else [quote]
    if quote is None and '\\"' in sample:
        quotes.append("\\")
    if quote is None and SINGLE.search(sample) and not DOUBLE.search(sample):
        quotes.append("'")
    scores = {dialect: _score(sample, *dialect) for dialect in product(separators, quotes)}
    best = max(scores, key=scores.__getitem__)
    if separator is None and scores[best][0] < NO_TABLE:
        raise ValueError(
            "No table was found in this file, since nothing parts its lines into as many cells "
            "each: give one row a line, with the same separator between all cells."
        )
    return best


def _score(sample: str, separator: str, quote: str) -> tuple[float, int]:
    """The rectangular share times the typed share; then, fewer quotes that were left over."""
    try:
        rows, _ = split(sample, separator, quote)
    except ValueError:  # a quote without end, or one whose end isn't in the sample
        rows, _ = split(sample, separator, "")
    rows = list(filter(any, rows))
    if not rows:
        return 0.0, 0
    width = common_width(rows, separator)
    are_full = [fits(row, width) for row in rows]
    full = list(compress(rows, are_full))
    rectangular = len(full) ** 2 / len(rows) / (len(rows) - are_full.index(True))
    foreign = set('\t;|,"') - {separator}
    names = [cell for cell in full[0] if not (foreign.isdisjoint(cell) or kind(cell))]
    cells = [cell.strip() for row in full[1:] or full for cell in row][:SAMPLE_CELLS] + names
    worth = sum(
        (1 if kind(cell) else WORTH[separator] * foreign.isdisjoint(cell)) if cell else 0.5
        for cell in cells
    )
    left_over = sum(cell[0] == cell[-1] == "'" for cell in cells if cell)
    return round(rectangular * worth / len(cells), 9), -left_over


def split(text: str, separator: str, quote: str) -> tuple[list[Row], list[int]]:
    """Split text into rows.

    Args:
        text: its lines end with a line feed.
        separator: of `SEPARATORS`.
        quote: of `QUOTES`.

    Returns:
        rows: the cells of each, as many as there are.
        lines: the line in which each begins, from 1.

    Raises:
        ValueError: quotes that aren't closed, or a cell that is too long.
    """
    if separator in (" ", "  "):
        text = re.sub(r"(?m)^[ \t]+|[ \t]+$", "", text)
        text = text.replace("\t", " ") if separator == " " else re.sub(r"\t| {2,}", "\t", text)
    reader = csv.reader(
        io.StringIO(text),
        delimiter={"  ": "\t", "": "\x1f"}.get(separator, separator),
        quotechar="'" if quote == "'" else '"',
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        escapechar="\\" if quote == "\\" else None,
        skipinitialspace=True,
        strict=True,
    )
    rows: list[Row] = []
    lines = [1]
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num + 1)
    except csv.Error as error:
        if "field limit" in str(error):
            raise ValueError(
                f"A cell that begins in line {lines[-1]:,} has more than "
                f"{csv.field_size_limit():,} characters: close its quotes, or shorten it."
            ) from None
        raise ValueError(
            f"A quote that opens in line {lines[-1]:,} isn't closed before the separator: close "
            "it, or say that the file has no quotes."
        ) from None
    return rows, lines[:-1]


def common_width(rows: Sequence[Row], separator: str) -> int:
    """How many cells most rows have, without columns at the end that are empty."""
    counts = Counter(map(len, rows))
    if separator and len(counts) > 1:
        del counts[1], counts[0]
    width = max(counts, key=lambda n: (counts[n], n), default=1)
    full = [row for row in rows if len(row) == width]
    while width > 1 and not any(row[width - 1].strip() for row in full):
        width -= 1
    return width


def fits(row: Row, width: int) -> bool:
    """Whether a row has so many cells, or only empty ones beyond."""
    return len(row) == width or (len(row) > width and not any(map(str.strip, row[width:])))
