"""What every page has: heading, stage and panel, facts, tables, further reading."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.stage import stage
from components.stage.events import Events
from components.stage.scene import Scene
from components.stage.sliders import Slider, Values
from components.stage.stage import Film
from components.stage.states import Facts, State
from core import tables

TEXTS = Path(__file__).parent.parent / "texts"
CHART = {"displaylogo": False, "showSendToCloud": False, "scrollZoom": True}


@dataclass(frozen=True)
class Fact:
    """A number on the screen.

    Args:
        name: the field's term.
        value: with its unit, where it has one.
        meaning: one sentence.
    """

    name: str
    value: str
    meaning: str


def heading(title: str, sentence: str) -> None:
    """The name of a page, and one sentence on what to see."""
    st.title(title)
    st.markdown(sentence)


def open_page(title: str, sentence: str) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The heading, and two containers: stage (wide) and panel."""
    heading(title, sentence)
    stage, panel = st.columns([3, 1], gap="medium")
    return stage, panel


def group(title: str, *, folded: bool = False) -> AbstractContextManager[Any]:
    """A group of controls."""
    return st.expander(title, expanded=not folded)


def place() -> DeltaGenerator:
    """Room for controls that depend on others further down."""
    return st.container()


def show(figure: Scene, *, key: str, alt: str) -> None:
    """A picture, with what it shows in words."""
    stage.show(figure, key=key, alt=alt)


def live(
    state_at: Callable[[Values], State],
    sliders: Sequence[Slider],
    *,
    key: str,
    details: Callable[[Values], None],
) -> None:
    """A picture with its numbers that follows its sliders while they are dragged.

    Args:
        state_at: what is shown at some values; called outside runs of the page, too.
        sliders: as `widgets.live` gave them.
        key: unique on the page.
        details: draws what else depends on the values, below.
    """
    stage.live(state_at, sliders, key=key, details=details)


def told(groups: Mapping[str, Sequence[Fact]]) -> Facts:
    """Named numbers as a picture takes them along."""
    return {
        title: [(fact.name, fact.value, fact.meaning) for fact in group]
        for title, group in groups.items()
    }


def play(
    film: Film,
    *,
    key: str,
    alt: str,
    clicks: bool = False,
    handles: Sequence[stage.Handle] = (),
    heed: Callable[[Events], None] | None = None,
) -> Events:
    """A picture in many frames, and what the reader did on it.

    Handles are there on the first frame, where the algorithm begins; with `heed`, which is told
    before the page runs, the start can also be edited by keys.
    """
    shown = handles if stage.frame_of(key, film) == 0 else ()
    return stage.show(film, key=key, alt=alt, clicks=clicks, handles=shown, heed=heed)


def stop(sentence: str, ways_on: Mapping[str, tuple[str, Mapping[str, str]]]) -> None:
    """End a page that can't show anything, with a sentence and links to what can be done.

    Args:
        sentence: what the page needs, and what it got.
        ways_on: by their labels, a page's file and the settings it opens with.
    """
    st.info(sentence, icon=":material/info:")
    for label, (page, settings) in ways_on.items():
        st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=settings)
    st.stop()


def section(title: str, sentence: str) -> None:
    """A part of a page."""
    st.header(title)
    st.markdown(sentence)


def gallery(width: int = 220) -> AbstractContextManager[Any]:
    """Small pictures side by side, at least so many pixels wide."""
    return st.grid("auto", min_column_width=width, gap="medium")


def small(figure: go.Figure, caption: str, *, alt: str) -> None:
    """A small picture that can only be looked at, and what it is.

    Streamlit tells pictures apart by what they show, unless they have keys; here two with
    different captions may show the same.
    """
    with st.container(gap="small"):
        st.plotly_chart(figure, key=caption, alt=alt, config=CHART | {"staticPlot": True})
        st.markdown(caption)


def door(
    figure: go.Figure,
    title: str,
    sentence: str,
    *,
    alt: str,
    page: str,
    settings: Mapping[str, str] | None = None,
) -> None:
    """A link to a page in some state, with a small picture of what is behind it."""
    with st.container(border=True, gap="small"):
        st.plotly_chart(figure, alt=alt, config=CHART | {"staticPlot": True})
        st.page_link(page, label=f"**{title}**", query_params=settings)
        st.caption(sentence)


def facts(groups: Mapping[str, Sequence[Fact]]) -> None:
    """Named numbers, a column for each group."""
    for column, (title, group) in zip(st.columns(len(groups)), groups.items(), strict=True):
        with column:
            st.markdown(f"**{title}**")
            with st.grid("auto", min_column_width=180, gap="small"):
                for fact in group:
                    st.metric(fact.name, fact.value, help=fact.meaning)


def notes(sentences: Sequence[str]) -> None:
    """Sentences under the picture."""
    for sentence in sentences:
        st.caption(sentence)


def folded(key: str, title: str) -> DeltaGenerator | None:
    """A section that is worked out only when it is open; None while it is closed."""
    section = st.expander(title, key=key, on_change="rerun", bind="query-params")
    return section if section.open else None


def table(columns: Mapping[str, Any], file_name: str) -> None:
    """Columns by name, sortable, and to be downloaded as CSV that is safe in a spreadsheet."""
    rows = pd.DataFrame(columns)
    four_digits = st.column_config.NumberColumn(format="%.4f")
    config = dict.fromkeys(rows.select_dtypes("float"), four_digits)
    st.dataframe(rows, hide_index=True, column_config=config)
    st.download_button(
        "Download as CSV",
        lambda: tables.to_csv(columns),
        file_name,
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def claims(name: str, links: Mapping[str, tuple[str, Mapping[str, str]]], page: str) -> None:
    """A text of `texts/`, section by section, each with a link that shows what it says.

    Args:
        name: of the text.
        links: for every section by its heading, the link's label and its settings.
        page: the file of the page that the links open.
    """
    sections = _text(name).split("## ")[1:]
    with st.grid("auto", min_column_width=340, border=True) as grid:
        for section in sections:
            heading, body = section.split("\n", 1)
            with grid.cell():
                st.markdown(f"### {heading}\n{body}")
                label, settings = links[heading]
                st.page_link(page, label=label, icon=":material/visibility:", query_params=settings)


def read_more(name: str, title: str = "The mathematics, and sources") -> None:
    """A text of `texts/`, folded."""
    with st.expander(title):
        st.markdown(_text(name))


def _text(name: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8")
