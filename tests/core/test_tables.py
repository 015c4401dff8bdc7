"""Tables say what they were given, and no spreadsheet takes their text for a formula."""

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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    cells = tables.to_csv({text: [text, "plain"]}).decode()
    first, second = pd.read_csv(io.StringIO(cells), lineterminator="\n").iloc[:, 0]
    assert cells.lstrip('"').startswith("'")
    assert (first, second) == (f"'{text}", "plain")
