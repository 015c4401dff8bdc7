"""Tables say what they were given, and no spreadsheet takes their text for a formula."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from core import tables

COLUMNS = {"x": np.array([0.1, -1e-17]), "component": np.array([2, 1])}


def test_parquet_and_csv_keep_every_digit() -> None:
    for table in (
        pd.read_parquet(io.BytesIO(tables.to_parquet(COLUMNS))),
        pd.read_csv(io.BytesIO(tables.to_csv(COLUMNS))),
    ):
        assert list(table.columns) == ["x", "component"]
        assert table["x"].tolist() == [0.1, -1e-17]
        assert table["component"].tolist() == [2, 1]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "a;=1", 'a",=1']
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_text_is_taken_for_a_formula(text: str, separator: str) -> None:
    cells = tables.to_csv({text: [text, "plain"]}).decode()
    rows = csv.reader(io.StringIO(cells, newline=""), delimiter=separator)
    harmless = text if text.startswith("a") else f"'{text}"
    assert list(rows) == [[harmless], [harmless], ["plain"]]


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_text_of_every_kind_is_made_harmless_and_numbers_are_left_alone(kind: str) -> None:
    cells = tables.to_csv({"text": pd.Series(["=1", "-x"], dtype=kind), "n": [-1, -2]}).decode()
    assert cells.splitlines() == ['"text","n"', '"\'=1",-1', '"\'-x",-2']


def test_no_column_is_lost_where_two_names_are_made_alike() -> None:
    cells = tables.to_csv({"=a": [1], "'=a": [2]}).decode()
    assert cells.splitlines()[1] == "1,2"


def test_tables_for_papers_escape_what_their_language_means_by_a_sign() -> None:
    table = {"a|b": ["50 %", "x_1"], "k": ["3", "none"]}
    assert tables.to_markdown(table).decode().splitlines() == [
        "| a&#124;b | k |",
        "| --- | --- |",
        "| 50 % | 3 |",
        "| x_1 | none |",
    ]
    latex = tables.to_latex(table).decode()
    assert r"\begin{tabular}{ll}" in latex
    assert r"50 \% & 3 \\" in latex
    assert r"x\_1 & none \\" in latex
