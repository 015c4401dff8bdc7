"""How large a table may be, and how whoever runs the server sets it.

The environment overrules each: `MIXTURE_LAB_MAX_BYTES`, `MIXTURE_LAB_MAX_ROWS` and
`MIXTURE_LAB_MAX_COLUMNS`.
"""

import os

from core.arrays import MAX_POINTS, whole


def _limit(what: str, default: int, greatest: int) -> int:
    name = f"MIXTURE_LAB_MAX_{what}"
    value = os.environ.get(name, "").strip() or str(default)
    return whole(name, int(value) if value.isdecimal() else value, 1, greatest)


MAX_BYTES = _limit("BYTES", 5 * 2**20, 2**30)
MAX_ROWS = _limit("ROWS", 200_000, MAX_POINTS)
MAX_COLUMNS = _limit("COLUMNS", 500, 10_000)


def check_bytes(size: int, what: str = "This file has", most: int = MAX_BYTES) -> None:
    """Refuse what is too large to be read.

    Args:
        size: in bytes.
        what: begins the sentence.
        most: what is allowed.

    Raises:
        ValueError: more than is allowed.
    """
    if size > most:
        raise ValueError(
            f"{what} {size / 2**20:,.3g} MB, and at most {most / 2**20:,.3g} MB are read: "
            "leave out rows or columns that you don't need."
        )


def check_shape(rows: int, columns: int) -> None:
    """Refuse a table with too many rows or columns.

    Raises:
        ValueError: more than `MAX_ROWS` or `MAX_COLUMNS`.
    """
    for count, most, what in ((rows, MAX_ROWS, "rows"), (columns, MAX_COLUMNS, "columns")):
        if count > most:
            raise ValueError(
                f"This table has {count:,} {what}, and at most {most:,} are read: "
                "leave some of them out."
            )
