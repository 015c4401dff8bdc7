"""Page settings and the table of contents; when imported, the ASGI app."""

import streamlit as st

import server


def contents() -> st.Page:
    return st.navigation(
        [
            st.Page("pages/start/start.py", title="Start", default=True),
            st.Page("pages/compare/compare.py", title="Compare", url_path="compare"),
        ]
    )


if __name__ == "__main__":
    st.set_page_config(page_title="Mixture Lab", layout="wide")
    contents().run()
else:
    app = st.App(__file__)
    contents()
