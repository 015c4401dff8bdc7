"""New points on several pages: how many, which draw, their table, and what can be downloaded."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import models
from core import tables
from core.arrays import MAX_SEED
from core.datasets import Dataset
from core.generation import Sample
from core.gmm import Mixture
from core.settings import Number
from core.written import to_json

NEW_POINTS = Number(
    "n_new",
    "New points",
    10,
    100_000,
    500,
    "new",
    10,
    "How many points are drawn from the mixture.",
)
DRAW = Number(
    "draw",
    "Seed of the draw",
    0,
    100,
    0,
    step=1,
    help="The same seed gives the same points.",
    reach=MAX_SEED,
    dice="Draw again",
    rare=True,
)


def alt(data: Dataset, made: Sample) -> str:
    """What a picture of new points shows, for those who can't see it."""
    counts = [
        f"{number + 1}: {(made.components == row).sum():,}"
        for row, number in enumerate(made.numbers)
    ]
    return (
        f"{data.title}, {models.counted(len(data.points), 'measured point')} in grey, and "
        f"{models.counted(len(made.points), 'generated one')} in the colours of the components "
        f"they come from, points from each {', '.join(counts)}."
    )


def table(columns: tuple[str, ...], made: Sample) -> dict[str, Any]:
    """The columns of the table of new points, with the component that each comes from."""
    return {
        **{name: made.points[:, column] for column, name in enumerate(columns)},
        "component": made.numbers[made.components] + 1,
    }


def offer(
    columns: Mapping[str, Any],
    name: str,
    mixture: Mixture,
    dimensions: Sequence[str],
    about: str,
) -> None:
    """Points as CSV and as Parquet, and the parameters of the mixture that they come from as JSON.

    Args:
        columns: of the points, by name.
        name: of the files.
        mixture: that the points were drawn from.
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
        ("Their mixture as JSON", "mixture.json", "application/json", parameters),
    )
    with st.container(horizontal=True):
        for label, file, kind, content in files:
            st.download_button(
                label, content, file, kind, icon=":material/download:", on_click="ignore"
            )
