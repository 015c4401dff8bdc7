"""What can be taken away from the Generate pages."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core import tables
from core.gmm import Mixture
from core.written import to_json


def offer(
    columns: Mapping[str, Any],
    name: str,
    mixture: Mixture,
    dimensions: Sequence[str],
    about: str,
) -> None:
    """Points as CSV and as Parquet, and the mixture's parameters as JSON, made when asked for.

    Args:
        columns: of the points, by name.
        name: of the files.
        mixture: that the points come from.
        dimensions: names of its dimensions, which are among the columns.
        about: what it is, in a sentence.
    """

    def parameters() -> str:
        return to_json(mixture, columns=dimensions, about=about)

    files = (
        ("Points as CSV", f"{name}.csv", "text/csv", lambda: tables.to_csv(columns)),
        (
            "Points as Parquet",
            f"{name}.parquet",
            "application/vnd.apache.parquet",
            lambda: tables.to_parquet(columns),
        ),
        ("Mixture as JSON", "mixture.json", "application/json", parameters),
    )
    with st.container(horizontal=True):
        for label, file, kind, content in files:
            st.download_button(
                label, content, file, kind, icon=":material/download:", on_click="ignore"
            )
