"""The frame of every page: heading, picture, panel, and what is one press away."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from components import panel, settings
from components.figures.stills import shrunk
from components.stage import stage
from components.stage.scene import Scene
from components.stage.state import Facts, Film, State
from components.stage.states import Heed, StateAt
from core import tables
from core.settings import Frame, Table, Texts, Values, settle

TEXTS = Path(__file__).parent.parent / "texts"
CHART = {"displaylogo": False, "showSendToCloud": False, "staticPlot": True}
Links = Mapping[str, tuple[str, Texts]]  # by heading: what a button says, and what it sets


def show(
    table: Table,
    state_at: StateAt,
    *,
    key: str,
    title: str,
    sentence: str,
    heed: Heed = stage.nothing,
    details: Callable[[Values], None] = lambda _: None,
    claims: tuple[str, Links] | None = None,
    more: str = "",
) -> None:
    """A page: a table of settings, and what is on the stage at their values.

    Args:
        table: the settings, in groups.
        state_at: what is shown at some values; a pure function, which also runs outside the page.
        key: of the page and its picture; the name of files saved from it.
        title: of the page.
        sentence: what to see.
        heed: what a gesture on the picture changes; pure, likewise.
        details: draws what is one press away, under the picture.
        claims: the name of a text whose sections say what to look for, and for every heading
            a button that shows it.
        more: the name of the text with the mathematics and the sources.
    """
    now = settings.enter(key, table)
    heading(title, sentence)
    left, right = st.columns([3, 1], gap="medium")
    with right:
        panel.refusals()
        panel.draw(now)
        panel.undo_and_reset()
    with left:
        stage.show(state_at, table, key=key, heed=heed, details=details)
    if claims:
        _claims(*claims)
    if more:
        read_more(more)


def front(title: str, sentence: str) -> None:
    """A page without settings: what is set elsewhere stays, and links from here are read."""
    settings.enter(title, ())
    heading(title, sentence)


def heading(title: str, sentence: str) -> None:
    """The name of a page, and one sentence on what to see."""
    st.title(title)
    st.markdown(sentence)


def section(title: str, sentence: str) -> None:
    """A part of a page."""
    st.header(title)
    st.markdown(sentence)


def gallery(width: int = 220) -> AbstractContextManager[Any]:
    """Small pictures side by side, at least so many pixels wide."""
    return st.grid("auto", min_column_width=width, gap="medium")


def small(scene: Scene, caption: str, *, alt: str) -> None:
    """A small picture that can only be looked at, and what it is.

    Streamlit tells pictures apart by what they show, unless they have keys; here two with
    different captions may show the same.
    """
    with st.container(gap="small"):
        st.plotly_chart(scene.figure(), key=caption, alt=alt, config=CHART)
        st.markdown(caption)


def still(scene: Scene, *, key: str, alt: str) -> None:
    """A picture that can only be looked at."""
    st.plotly_chart(scene.figure(), key=key, alt=alt, config=CHART)


class Subject(Protocol):
    """A module that says what is asked on a page, and what is on its stage."""

    @property
    def SETTINGS(self) -> Table:  # noqa: N802 - a constant of the module
        """What can be set."""

    def state(self, at: Values, /) -> State:
        """What is shown at some values."""


def door(subject: Subject, texts: Texts, title: str, sentence: str, page: str) -> None:
    """A link to a page in some state, with a small picture of what is on its stage there.

    Args:
        subject: of the page.
        texts: of its settings, as a link has them.
        title: of the link.
        sentence: below it.
        page: the page's file.
    """
    scene, alt = still_of(subject, texts)
    with st.container(border=True, gap="small"):
        st.plotly_chart(shrunk(scene), key=title, alt=alt, config=CHART)
        st.page_link(page, label=f"**{title}**", query_params=dict(texts))
        st.caption(sentence)


def still_of(subject: Subject, texts: Texts) -> tuple[Scene, str]:
    """What is on the stage of a page in some state, of a film one frame, and the same in words."""
    now = settle(subject.SETTINGS, texts)
    state = subject.state(now.values)
    if not isinstance(state.picture, Film):
        return state.picture, state.alt
    at = next(now.values[key] for key, each in now.settings.items() if isinstance(each, Frame))
    return state.picture.frame(min(at, state.picture.length - 1)).scene, state.alt


def facts(groups: Facts) -> None:
    """Named numbers, a column for each group."""
    for column, (title, group) in zip(st.columns(len(groups)), groups.items(), strict=True):
        with column:
            st.markdown(f"**{title}**")
            with st.grid("auto", min_column_width=180, gap="small"):
                for fact in group:
                    st.metric(fact.name, fact.value, help=fact.meaning)


def note(sentence: str) -> None:
    """A sentence under the picture."""
    st.caption(sentence)


def text(markdown: str) -> None:
    """A passage with mathematics."""
    st.markdown(markdown)


def warning(sentence: str) -> None:
    """A sentence that mustn't be missed."""
    st.warning(sentence, icon=":material/compress:")


def success(sentence: str) -> None:
    """A sentence that says that something went well."""
    st.success(sentence, icon=":material/healing:")


def fold(title: str) -> AbstractContextManager[Any]:
    """What only few need, folded."""
    return st.expander(title)


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


def actions(links: Mapping[str, Values]) -> None:
    """Buttons that change some settings, by what they say."""
    with st.container(horizontal=True):
        for label, changes in links.items():
            st.button(label, on_click=settings.look, args=(settings.change, changes))


def _claims(name: str, links: Links) -> None:
    """What to look for: a text, section by section, each with a button that shows it."""
    section("What to look for", "Try each of these: its button sets the picture above.")
    with st.grid("auto", min_column_width=340, border=True) as grid:
        for part in _text(name).split("## ")[1:]:
            title, body = part.split("\n", 1)
            with grid.cell():
                st.markdown(f"### {title}\n{body}")
                label, texts = links[title]
                st.button(
                    label,
                    icon=":material/visibility:",
                    on_click=settings.look,
                    args=(settings.open_link, texts),
                )


def read_more(name: str, title: str = "The mathematics, and sources") -> None:
    """A text of `texts/`, folded."""
    with st.expander(title):
        st.markdown(_text(name))


def _text(name: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8")
