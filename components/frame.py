"""The frame of every page: heading, picture, panel, and what is one press away."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from components import panel, settings
from components.figures import theme
from components.figures.stills import shrunk
from components.stage import stage
from components.stage.scene import Scene
from components.stage.state import Facts, Film, State
from components.stage.states import Heed, StateAt
from core import tables
from core.settings import Card, Frame, Group, Table, Texts, Values, settle

HERE = Path(__file__).parent
TEXTS = HERE.parent / "texts"
STYLES = HERE / "frame.css"
CHART = {"displaylogo": False, "showSendToCloud": False, "staticPlot": True}
Links = Mapping[str, tuple[str, Texts]]  # by question: what a button says, and what it sets


def bar(here: Page, before: Page | None, after: Page | None) -> None:
    """What stands above every page: its name, and the ways to its neighbours."""
    st.html(STYLES)
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        st.title(here.title, anchor=False)
        if before:
            st.page_link(before, label=before.title, icon=":material/chevron_left:")
        if after:
            st.page_link(after, label=after.title, icon=":material/chevron_right:")


def show(
    table: Table,
    state_at: StateAt,
    *,
    key: str,
    sentence: str,
    heed: Heed = stage.nothing,
    lead: Callable[[], None] = lambda: None,
    details: Callable[[Values], None] = lambda _: None,
    claims: tuple[str, Links] | None = None,
    more: str = "",
) -> None:
    """A page: a table of settings, and what is on the stage at their values.

    Args:
        table: the settings, in groups.
        state_at: what is shown at some values; a pure function, which also runs outside the page.
        key: of the page and its picture; the name of files saved from it.
        sentence: what to see.
        heed: what a gesture on the picture changes; pure, likewise.
        lead: draws what stands before the settings.
        details: draws what is one press away, under the picture.
        claims: the name of a text whose sections are cards, each a question and its answer; and
            for every question a button that shows where to look.
        more: the name of the text with the mathematics and the sources.
    """
    cards = (_card(len(claims[1])),) if claims else ()
    table = (*table, Group("", (*cards, settings.PRESENT)))
    now = settings.enter(key, table)
    with st.container(key="screen"):
        scene, controls = st.container(key="scene"), st.container(key="panel")
    with controls:
        with st.container(key="card", gap="small"):
            if claims:
                _show_card(sentence, *claims, now.values[CARD])
            else:
                st.markdown(sentence)
        panel.refusals()
        lead()
        panel.draw(now, scene.container(key="look"))
        panel.undo_and_reset()
        if more:
            read_more(more)
    with scene:
        stage.show(state_at, table, key=key, heed=heed, details=details, legend=theme.LEGEND)


Way = tuple[str, str, str, Texts]  # a title, a sentence, a page's file, and what is set there


def front(
    state_at: StateAt, table: Table, *, key: str, title: str, sentence: str, ways: Sequence[Way]
) -> None:
    """The first page: a picture, what this is, and ways in; what is set elsewhere stays.

    Args:
        state_at: what is shown, as on every page.
        table: the page's settings; none of them has a control but the picture's own.
        key: of the page and its picture.
        title: of all pages together.
        sentence: what they are.
        ways: into them.
    """
    table = (*table, Group("", (settings.PRESENT,)))
    settings.drawn(settings.enter(key, table), {})
    with st.container(key="screen"):
        scene, beside = st.container(key="scene"), st.container(key="panel")
    with beside:
        section(title, sentence)
        for label, what, page, texts in ways:
            with st.container(border=True, gap="small", key=f"door {label}"):
                st.page_link(page, label=f"**{label}**", query_params=dict(texts))
                st.markdown(what)
    with scene:
        stage.show(state_at, table, key=key, legend=theme.LEGEND)


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
    with st.container(border=True, gap="small", key=f"door {title}"):
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


def rows(columns: Mapping[str, Any]) -> None:
    """A small table, by columns, to be read."""
    st.dataframe(pd.DataFrame(dict(columns)), hide_index=True)


def fold(title: str) -> AbstractContextManager[Any]:
    """What only few need, folded."""
    return st.expander(title)


def table(columns: Mapping[str, Any], file_name: str, *, in_papers: bool = False) -> None:
    """Columns by name, sortable, and to be downloaded as CSV that is safe in a spreadsheet.

    Args:
        columns: by name, each of n values.
        file_name: of the CSV.
        in_papers: whether LaTeX and Markdown are offered, too.
    """
    rows = pd.DataFrame(columns)
    four_digits = st.column_config.NumberColumn(format="%.4f")
    config = dict.fromkeys(rows.select_dtypes("float"), four_digits)
    st.dataframe(rows, hide_index=True, column_config=config)
    written: dict[str, tuple[Callable[[Mapping[str, Any]], bytes], str, str]] = {}
    written["CSV"] = (tables.to_csv, "csv", "text/csv")
    if in_papers:
        written["LaTeX"] = tables.to_latex, "tex", "application/x-latex"
        written["Markdown"] = tables.to_markdown, "md", "text/markdown"
    with st.container(horizontal=True):
        for form, (write, ending, kind) in written.items():
            st.download_button(
                f"Download as {form}",
                partial(write, columns),
                f"{Path(file_name).stem}.{ending}",
                kind,
                icon=":material/download:",
                on_click="ignore",
            )


def way(page: str, label: str, texts: Texts | None = None) -> None:
    """A link to a page: what is set goes along, or all but for some other settings.

    Args:
        page: its file.
        label: what the link says.
        texts: of settings that are others there.
    """
    query = {**settings.current().address(), **texts} if texts else None
    st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=query)


def ways(pages: Mapping[str, str]) -> None:
    """Links to pages, by their files, and what they say."""
    with st.container(horizontal=True):
        for page, label in pages.items():
            way(page, label)


def actions(links: Mapping[str, Values]) -> None:
    """Buttons that change some settings, by what they say."""
    with st.container(horizontal=True):
        for label, changes in links.items():
            st.button(label, on_click=settings.look, args=(settings.change, changes))


CARD = "card"
ANSWER = " answer"  # after the number of a card: its other side


def _card(n: int) -> Card:
    """Which card is on top, and which side of it: after what the page is about, n questions."""
    sides = [f"{i}{side}" for i in range(1, n + 1) for side in ("", ANSWER)]
    return Card(CARD, "Card", {side: side for side in ("0", *sides)}, "0")


def _show_card(sentence: str, name: str, links: Links, shown: str) -> None:
    """What to see, then what to look for: a question, a button that shows it, the answer."""
    parts = dict(part.split("\n", 1) for part in _text(name).split("## ")[1:])
    at = int(shown.removesuffix(ANSWER))
    if not at:
        st.markdown(sentence)
    else:
        question = list(parts)[at - 1]
        label, texts = links[question]
        st.markdown(f"**{question}**")
        if shown.endswith(ANSWER):
            st.markdown(parts[question])
        else:
            st.button(
                label,
                icon=":material/visibility:",
                on_click=settings.look,
                args=(settings.open_link, {**texts, CARD: f"{at}{ANSWER}"}),
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{at} of {len(parts)}" if at else "What to look for")
        _turn("Previous card", "chevron_left", at - 1, len(parts))
        _turn("Next card", "chevron_right", at + 1, len(parts))


def _turn(label: str, icon: str, to: int, n: int) -> None:
    st.button(
        label,
        key=label,
        icon=f":material/{icon}:",
        on_click=settings.change,
        args=({CARD: f"{to}"},),
        disabled=not 0 <= to <= n,
    )


def read_more(name: str, title: str = "Mathematics and sources") -> None:
    """A text of `texts/`, in a drawer."""
    with st.popover(title, icon=":material/functions:"):
        st.markdown(_text(name))


def _text(name: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8")
