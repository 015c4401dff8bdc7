"""Parquet as columns of numbers and text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from core import numerals
from core.arrays import Array
from core.limits import MAX_BYTES, check_bytes, check_shape
from core.numerals import Numbers
from core.wording import listed, shown

if TYPE_CHECKING:
    import pyarrow as pa

MAGIC = b"PAR1"
UNPACKED = 20  # times `MAX_BYTES` may the columns have when they are unpacked


def is_parquet(data: bytes) -> bool:
    """Whether a file says that it is Parquet."""
    return data.startswith(MAGIC) and b"\0" in data


def columns(data: bytes) -> tuple[list[str], list[Array | list[str]], list[str]]:
    """Read the columns that hold one value a row; lists and records are left out.

    A few bytes may unfold to gigabytes: sizes are checked before anything is unpacked, and a text
    that is repeated is kept once.

    Args:
        data: a whole file.

    Returns:
        names: as they stand in the file.
        cells: for each name (n,) floats, NaN where one is missing; or n texts, "" where missing.
        notes: sentences on what was left out.

    Raises:
        ValueError: damaged, encrypted, without rows, or too large.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        about = parquet.read_metadata(pa.BufferReader(data))
        schema = about.schema.to_arrow_schema()
        groups = [about.row_group(i) for i in range(about.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise _damaged() from None
    check_shape(about.num_rows, about.num_columns)
    check_bytes(unpacked, "This Parquet file unfolds to", UNPACKED * MAX_BYTES)
    flat = [field for field in schema if not pa.types.is_nested(field.type)]
    names = [field.name for field in flat]
    try:
        table = parquet.ParquetFile(
            pa.BufferReader(data),
            read_dictionary=[field.name for field in flat if _is_text(field.type)],
        ).read(columns=names, use_threads=False)
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise _damaged() from None
    if table.column_names != names or table.num_rows != about.num_rows:
        raise _damaged()
    if not table.num_rows or not names:
        raise ValueError(
            "This Parquet file has no rows, or no column with one value a row: give one with data."
        )
    read = zip(names, map(_cells, table.columns), strict=True)
    kept = [(name, cells) for name, cells in read if cells is not None]
    left_out = Counter(field.name for field in schema) - Counter(name for name, _ in kept)
    notes = []
    if left_out:
        notes.append(f"Left out, without one number or text a row: {listed(map(shown, left_out))}.")
    return [name for name, _ in kept], [cells for _, cells in kept], notes


def _damaged() -> ValueError:
    return ValueError(
        "This Parquet file is damaged or ends too early: download or export it again."
    )


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _cells(column: pa.ChunkedArray) -> Array | list[str] | None:
    """Read a column: floats where all are held exactly, else texts; None if it is neither."""
    import pyarrow as pa

    kind = column.type
    try:
        if pa.types.is_floating(kind) or pa.types.is_integer(kind):
            return np.array(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
    except pa.ArrowInvalid:  # an integer that is too long
        return _texts(column.cast(pa.string()))
    try:
        texts = _texts(column if pa.types.is_dictionary(kind) else column.cast(pa.string()))
    except (pa.ArrowException, ValueError):
        return None
    if pa.types.is_decimal(kind):
        numbers = numerals.numbers(numerals.bare(texts, frozenset()), ".")
        return numbers.values.copy() if isinstance(numbers, Numbers) else texts
    return texts


def _texts(column: pa.ChunkedArray) -> list[str]:
    """The texts of a column; those that a dictionary holds are shared, however often they occur."""
    texts: list[str] = []
    for chunk in column.dictionary_encode().chunks:
        words = ["" if word is None else str(word) for word in chunk.dictionary.to_pylist()]
        texts += ["" if i is None else words[i] for i in chunk.indices.to_pylist()]
    return texts
