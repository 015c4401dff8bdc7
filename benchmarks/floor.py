"""The least that a change can cost: a fragment that returns one element."""

import streamlit as st


@st.fragment
def page() -> None:
    """Say where the slider is."""
    value = st.slider("std", 0.1, 3.0, 0.9, 0.05, key="std")
    st.html(f'<div id="floor">{value}</div>')


page()
