"""Tables for other programs and for papers: CSV safe in a spreadsheet, Parquet, LaTeX, Markdown."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import numpy.typing as npt

# How a spreadsheet knows that a text is a formula, also in the wide signs of East Asian keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_csv(columns: Mapping[str, npt.ArrayLike]) -> bytes:
    """Write columns as CSV; no text in it is taken for a formula.

    Args:
        columns: by name, each of n values.

    Source: OWASP, "CSV Injection": a text that begins like a formula gets an apostrophe, and all
    texts get quotes, since spreadsheets of some countries split cells at semicolons.
    """
    import pandas as pd

    table = pd.DataFrame(dict(columns))
    numbers = table.select_dtypes(include=["number", "bool"]).columns
    table = table.apply(lambda column: column if column.name in numbers else column.map(_harmless))
    table.columns = [_harmless(name) for name in table.columns]
    return bytes(table.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode())


def to_parquet(columns: Mapping[str, npt.ArrayLike]) -> bytes:
    """Write columns as Parquet, every number in full.

    Args:
        columns: by name, each of n values.
    """
    import pandas as pd

    buffer = io.BytesIO()
    pd.DataFrame(dict(columns)).to_parquet(buffer, index=False)
    return buffer.getvalue()


LATEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def to_latex(columns: Mapping[str, Sequence[object]]) -> bytes:
    """Write columns as a tabular environment, the first line its head.

    Args:
        columns: by name, each of n values.
    """
    head, *rows = (
        " & ".join(str(cell).translate(LATEX) for cell in row) + r" \\" for row in _rows(columns)
    )
    lines = [rf"\begin{{tabular}}{{{'l' * len(columns)}}}", r"\hline", head, r"\hline", *rows]
    return "\n".join([*lines, r"\hline", r"\end{tabular}", ""]).encode()


def to_markdown(columns: Mapping[str, Sequence[object]]) -> bytes:
    """Write columns as a table of Markdown.

    Args:
        columns: by name, each of n values.
    """
    head, *rows = (
        f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in row)} |"
        for row in _rows(columns)
    )
    return "\n".join([head, "|" + " --- |" * len(columns), *rows, ""]).encode()


def _rows(columns: Mapping[str, Sequence[object]]) -> Iterator[tuple[object, ...]]:
    yield tuple(columns)
    yield from zip(*columns.values(), strict=True)


def _harmless(text: object) -> object:
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text
