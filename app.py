"""Page settings and the table of contents; when imported, the ASGI app."""

import streamlit as st
from streamlit.navigation.page import Page

import server
from components import frame

CHAPTERS = {  # in the order in which one could teach: address, title and file of every page
    "": (
        ("", "Start", "pages/start/start.py"),
        ("compare", "Compare", "pages/compare/compare.py"),
    ),
    "Your data": (
        ("data", "Your data", "pages/data/data.py"),
        ("paint", "Paint your own", "pages/data/paint.py"),
    ),
    "Step": (
        ("em", "EM step by step", "pages/step/em.py"),
        ("kmeans", "k-means step by step", "pages/step/kmeans.py"),
        ("race", "Two models, one clock", "pages/step/race.py"),
        ("soften", "From soft to hard", "pages/step/soften.py"),
        ("fuzzy", "Fuzzy c-means", "pages/step/fuzzy.py"),
    ),
    "Choose": (
        ("criteria", "How many components?", "pages/choose/criteria.py"),
        ("merge", "Split or merge", "pages/choose/merge.py"),
        ("tree", "The tree over k", "pages/choose/tree.py"),
        ("lottery", "Start lottery", "pages/choose/lottery.py"),
        ("stability", "How stable?", "pages/choose/stability.py"),
        ("contest", "Which criterion finds k?", "pages/choose/contest.py"),
    ),
    "Generate": (
        ("sample", "New points", "pages/generate/sample.py"),
        ("anatomy", "How a point is made", "pages/generate/anatomy.py"),
        ("by_hand", "A mixture by hand", "pages/generate/by_hand.py"),
        ("conditional", "One column known", "pages/generate/conditional.py"),
        ("digits", "Digits", "pages/generate/digits.py"),
        ("guess", "Real or generated?", "pages/generate/guess.py"),
    ),
    "Break": (
        ("collapse", "Collapse laboratory", "pages/step/collapse.py"),
        ("moons", "Two moons", "pages/generate/moons.py"),
    ),
}
PAGES = {address: file for pages in CHAPTERS.values() for address, _, file in pages}


def navigation() -> tuple[Page, list[Page]]:
    """Announce the pages by chapters; return the one that was asked for, and all in order."""
    menu = {
        chapter: [
            st.Page(file, title=title, url_path=address, default=not address)
            for address, title, file in pages
        ]
        for chapter, pages in CHAPTERS.items()
    }
    return st.navigation(menu, position="top"), [page for pages in menu.values() for page in pages]


if __name__ == "__main__":
    page, pages = navigation()
    st.set_page_config(
        page_title=f"{page.title} · Mixture Lab", page_icon=str(server.ICON), layout="wide"
    )
    at = [each.url_path for each in pages].index(page.url_path)
    frame.bar(page, pages[at - 1] if at else None, pages[at + 1] if at + 1 < len(pages) else None)
    page.run()
else:
    # Streamlit takes a folder named pages for its old multipage mode until the first call of
    # st.navigation: called here, before there is any visitor, it spares the first one that mode.
    with server.outside_a_session():
        navigation()
    app = st.App(
        __file__,
        routes=server.ROUTES,
        middleware=server.MIDDLEWARE,
        lifespan=server.lifespan(list(PAGES)),
    )
