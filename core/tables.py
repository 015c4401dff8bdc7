"""Tables for other programs: CSV that is safe to open in a spreadsheet, and Parquet."""

import io
from collections.abc import Mapping

import numpy.typing as npt

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows that a text is a formula


def to_csv(columns: Mapping[str, npt.ArrayLike]) -> bytes:
    """Write columns as CSV; no text in it is taken for a formula.

    Args:
        columns: by name, each of n values.

    Source: OWASP, "CSV Injection": a text that begins like a formula gets an apostrophe.
    """
    import pandas as pd

    table = pd.DataFrame({_harmless(name): values for name, values in columns.items()})
    texts = table.select_dtypes(include=["object", "string"])
    table[texts.columns] = texts.map(_harmless)
    return bytes(table.to_csv(index=False).encode())


def to_parquet(columns: Mapping[str, npt.ArrayLike]) -> bytes:
    """Write columns as Parquet, every number in full.

    Args:
        columns: by name, each of n values.
    """
    import pandas as pd

    buffer = io.BytesIO()
    pd.DataFrame(dict(columns)).to_parquet(buffer, index=False)
    return buffer.getvalue()


def _harmless(text: object) -> object:
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text
