"""Page settings and the table of contents; when imported, the ASGI app."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

import server

PAGES = {  # address: title, file
    "": ("Start", "pages/start/start.py"),
    "compare": ("Compare", "pages/compare/compare.py"),
    "em": ("EM", "pages/step/em.py"),
    "kmeans": ("k-means", "pages/step/kmeans.py"),
    "fuzzy": ("Fuzzy c-means", "pages/step/fuzzy.py"),
    "race": ("Two models, one clock", "pages/step/race.py"),
    "soften": ("From soft to hard", "pages/step/soften.py"),
    "collapse": ("Collapse laboratory", "pages/step/collapse.py"),
    "sample": ("Sample", "pages/generate/sample.py"),
    "anatomy": ("Anatomy", "pages/generate/anatomy.py"),
    "by_hand": ("By hand", "pages/generate/by_hand.py"),
    "moons": ("Two moons", "pages/generate/moons.py"),
    "conditional": ("Conditional", "pages/generate/conditional.py"),
    "digits": ("Digits", "pages/generate/digits.py"),
    "guess": ("Real or generated?", "pages/generate/guess.py"),
}


def navigation() -> Page:
    """Announce the pages, those of a folder together, and return the one that was asked for."""
    menu: dict[str, list[Page]] = {"": []}
    for address, (title, file) in PAGES.items():
        page = st.Page(file, title=title, url_path=address, default=not address)
        folder = Path(file).parent.name
        alone = sum(folder == Path(other).parent.name for _, other in PAGES.values()) == 1
        menu.setdefault("" if alone else folder.capitalize(), []).append(page)
    return st.navigation(menu, position="top")


if __name__ == "__main__":
    page = navigation()
    st.set_page_config(
        page_title=f"{page.title} · Mixture Lab", page_icon=str(server.ICON), layout="wide"
    )
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
