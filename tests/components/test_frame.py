"""What every page has, has what it says."""

from typing import Any

import pytest
import streamlit as st

from components import frame


def test_a_table_is_downloaded_without_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, Any] = {}
    monkeypatch.setattr(
        st, "download_button", lambda _label, content, name, *_, **__: files.update({name: content})
    )
    frame.table({"=x": ["@y", "z"], "n": [-1, 2]}, "table.csv")
    assert files["table.csv"]().decode().splitlines() == ['"\'=x","n"', '"\'@y",-1', '"z",2']
