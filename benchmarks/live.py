"""Compare with live sliders: picture, sliders and numbers are one element of one fragment."""

from functools import partial

import streamlit as st

import server
from components import fits, words
from components.figures import scenes
from components.stage import stage
from components.stage.sliders import Slider, State, values
from core import datasets

AHEAD = ("std", "seed")
SLIDERS = [
    Slider("n", "Samples", 10, 100_000, 10, 500),
    Slider("std", "Standard deviation", 0.1, 3.0, 0.05, 0.9),
    Slider("seed", "Seed of the data", 0, 200, 1, 17),
    Slider("k", "Clusters and components, k", 1, 12, 1, 5),
]


def state(n: int, std: float, seed: int, k: int) -> State:
    """What the page shows at some values."""
    data = datasets.draw("blobs", n_samples=n, n_clusters=5, cluster_std=std, seed=seed)
    both = fits.compare(data, k, fits.Model(seed=420))
    return State(
        scenes.compare(data.points, data.columns, both.comparison, scenes.Look()),
        words.comparison(data, both),
        {
            title: [(fact.name, fact.value, fact.meaning) for fact in group]
            for title, group in words.comparison_facts(both).items()
        },
    )


@st.fragment
def page() -> None:
    """The picture, its sliders and its numbers."""
    at = values("comparison", SLIDERS)
    now = state(**at)
    stage.show(
        now.figure,
        key="comparison",
        alt=now.alt,
        sliders=SLIDERS,
        facts=now.facts,
        ahead={key: partial(_at, at, key) for key in AHEAD if "ahead" in st.query_params},
    )


def _at(at: dict[str, float], key: str, value: float) -> State:
    return state(**(at | {key: value}))


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    page()
else:
    app = st.App(__file__, routes=server.ROUTES, middleware=server.MIDDLEWARE)
