"""Tables that readers bring: what a link says of one, how it is read, and the points in it.

What is kept, in the store or for one session, are the bytes as they came: the same file has the
same digest, so a link works again once somebody has brought the file again. How they are read, and
which columns count, are settings like all others: controls on the page "Your data", and texts that
go along on all other pages.
"""

import secrets
from collections.abc import Sequence
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from components.memory import remembered
from components.store import DIGEST, StoreError, store
from core import columns as columns_of
from core import reading
from core.columns import Suggestion
from core.datasets import Dataset
from core.decoding import ENCODINGS
from core.dialects import QUOTES, SEPARATORS
from core.limits import MAX_ROWS
from core.numerals import MISSING
from core.plans import Origin
from core.reading import Reading
from core.settings import Choice, Held, Number, Setting, Several, Switch, Text, Values

GONE = (
    "The table of this link isn't on this server any more: bring it again, on the page "
    "“Your data”, and the link works again."
)
FOUND = {"": "as found"}
NONE = "none"
# What addresses call the signs by which a table is written.
SEPARATED = {
    "tab": "\t",
    "semicolon": ";",
    "bar": "|",
    "comma": ",",
    "gaps": "  ",
    "spaces": " ",
    "one": "",
}
QUOTED = {"double": '"', "backslash": "\\", "single": "'", NONE: ""}
DECIMALS = {"point": ".", "comma": ","}
KIND = "brought"  # the recipe that an origin names
MANY = 100  # rows, of which fewer could be used
LINES = 30  # of which one may be the header

FILE = Held("file", "File", longest=200)
HOW: tuple[Choice | Text | Switch, ...] = (
    Choice(
        "separator",
        "Separator",
        FOUND | {word: SEPARATORS[sign] for word, sign in SEPARATED.items()},
        "",
    ),
    Choice(
        "decimal",
        "Decimal mark",
        FOUND | {word: reading.DECIMALS[sign] for word, sign in DECIMALS.items()},
        "",
    ),
    Choice(
        "header",
        "Header",
        FOUND | {"0": "none"} | {f"{line}": f"line {line}" for line in range(1, LINES + 1)},
        "",
        "The line with the names of the columns.",
    ),
    Text(
        "missing",
        "Marks of missing cells",
        "",
        "With commas between them, besides the usual ones (NA, NaN, null, a dash, ...).",
        longest=200,
    ),
    Switch("units", "Take units off", True, "Read “5 cm” as 5 where a whole column has “cm”."),
    Choice("encoding", "Encoding", FOUND | ENCODINGS, ""),
    Choice("quote", "Quotes", FOUND | {word: QUOTES[sign] for word, sign in QUOTED.items()}, ""),
)
COLUMNS, CLASSES = Held("columns", "Columns"), Held("classes", "Classes", longest=10)
TABLE = Held(
    "kept",
    "Table",
    longest=22,
    forgets=frozenset({*(each.key for each in HOW), COLUMNS.key, CLASSES.key, "rows", "across"}),
)
How = tuple[tuple[str, str], ...]  # what was overruled: settings and their texts


class Private:
    """Bytes that are kept for one session alone, under a name that nobody can guess."""

    def __init__(self, data: bytes) -> None:
        self.data, self.name = data, secrets.token_urlsafe(16)
        _private[self.name] = self


_private: WeakValueDictionary[str, Private] = WeakValueDictionary()


def is_private(name: str) -> bool:
    """Whether bytes are kept for one session alone."""
    return name in _private


def data_of(name: str) -> bytes:
    """The bytes of a table.

    Raises:
        ValueError: they aren't kept any more.
        StoreError: the store can't be reached.
    """
    private = _private.get(name)
    data = private.data if private else store().get(name) if DIGEST.fullmatch(name) else None
    if data is None:
        raise ValueError(GONE)
    return data


def held() -> Sequence[Held]:
    """All that a link says of a table, on pages that don't ask for it."""
    how = [Held(each.key, each.label) for each in HOW]
    return (TABLE, FILE, *how, COLUMNS, CLASSES)


def asked(at: Values) -> Sequence[Setting]:
    """The columns that are clustered, and the one with the classes; nothing without a table."""
    try:
        table = reading_of(at)
    except (ValueError, StoreError):
        return ()
    found = suggestion_of(at)
    names = columns_of.short(table.columns)
    numeric = {
        f"{number}": name
        for number, name in enumerate(names)
        if table.columns[number] in table.numbers
    }
    return (
        Several(
            COLUMNS.key,
            "Columns to cluster",
            numeric,
            default=tuple(map(str, found.columns)),
        ),
        Choice(
            CLASSES.key,
            "Column with the classes",
            {NONE: "none"} | {f"{number}": name for number, name in enumerate(names)},
            NONE if found.classes is None else f"{found.classes}",
            "The truth, where it is known. The models don't see it; it is what their clusters are "
            "compared with.",
        ),
    )


def suggestion_of(at: Values) -> Suggestion:
    """Which columns to begin with; errors as of `reading_of`."""
    return suggestion(at[TABLE.key], how_of(at), at[FILE.key])


def chosen(at: Values) -> tuple[int, ...]:
    """The numbers of the columns that are clustered; errors as of `reading_of`."""
    told = at[COLUMNS.key]
    if isinstance(told, str):
        told = told.split(",") if told else suggestion_of(at).columns
    return tuple(map(_number, told))


def rows(at: Values, most: int) -> Sequence[Setting]:
    """How many rows are used, where there are many."""
    n = len(points(origin(at, MAX_ROWS))[0].points)
    if n <= MANY:
        return ()
    most = min(n, most)
    said = "Of all rows with a number in each chosen column, evenly spread over the table."
    return (Number("rows", "Rows", MANY, most, most, step=10, help=said, rare=True),)


def how_of(at: Values) -> How:
    """What a reader overrules of the way in which a table is read."""
    return tuple(
        (each.key, text)
        for each in HOW
        for text, default in [(_text(each, at[each.key]), _text(each, each.default))]
        if text not in ("", default)
    )


def _text(setting: Any, value: Any) -> str:
    """A value as an address has it; a `Held` one is that already."""
    return value if isinstance(value, str) else str(setting.write(value))


def reading_of(at: Values) -> Reading:
    """The table as it is understood.

    Raises:
        ValueError: it is gone, or can't be read so; one sentence.
        StoreError: the store can't be reached.
    """
    return read(at[TABLE.key], how_of(at), at[FILE.key])


@remembered
def read(name: str, how: How, file: str) -> Reading:
    """A table that is kept, read with what was overruled; errors as of `reading_of`."""
    over = dict(how)
    missing = over.get("missing", "")
    try:
        return reading.read(
            data_of(name),
            name=file,
            encoding=over.get("encoding"),
            separator=SEPARATED[over["separator"]] if "separator" in over else None,
            quote=QUOTED[over["quote"]] if "quote" in over else None,
            decimal=DECIMALS[over["decimal"]] if "decimal" in over else None,
            header=int(over["header"]) if "header" in over else None,
            missing=(*MISSING, *missing.split(",")) if missing else MISSING,
            units=over.get("units") != "false",
        )
    except KeyError as unknown:
        raise ValueError(f"The link asks to read the table in an unknown way: {unknown}.") from None


@remembered
def suggestion(name: str, how: How, file: str) -> Suggestion:
    """Which columns of a table to begin with; errors as of `reading_of`."""
    return columns_of.suggested(read(name, how, file))


def origin(at: Values, most: int) -> Origin:
    """Where the chosen points come from.

    Args:
        at: values of the settings.
        most: rows; of longer tables evenly spread ones.

    Raises:
        ValueError, StoreError: as `reading_of`.
    """
    name, how, file = at[TABLE.key], how_of(at), at[FILE.key]
    found = suggestion(name, how, file)
    classes = at[CLASSES.key]
    if not classes:
        classes = NONE if found.classes is None else found.classes
    says = {
        "table": name,
        "how": how,
        "file": file,
        "columns": chosen(at),
        "classes": None if classes == NONE else _number(classes),
        "most": most,
    }
    scale = at["scale"]
    if scale == "suggested":
        scale = "standardised" if found.mixed_units else "as measured"
    return Origin(KIND, dials=tuple(says.items()), scale=scale)


def _number(text: str | int) -> int:
    if isinstance(text, str) and not text.isdecimal():
        raise ValueError("The link asks for columns that the table doesn't have.")
    return int(text)


@remembered
def points(origin: Origin) -> tuple[Dataset, list[str]]:
    """The points of an origin, not scaled yet, and what there is to say of the rows.

    Raises:
        ValueError, StoreError: as `reading_of`, or as `core.columns.dataset`.
    """
    says = dict(origin.dials)
    table = read(says["table"], says["how"], says["file"])
    title = columns_of.short([says["file"] or "Your table"])[0]
    data, notes = columns_of.dataset(table, says["columns"], says["classes"], title)
    n, most = len(data.points), says["most"]
    if n > most:
        rows = np.linspace(0, n - 1, most).astype(int)
        labels = None if data.labels is None else data.labels[rows]
        data = Dataset(data.points[rows], labels, data.title, data.columns)
        notes.append(f"Shown are {most:,} of {n:,} rows, evenly spread over the table.")
    return data, notes
