"""The page that the stage is measured against: the same sliders, fits and numbers, plain charts."""

import streamlit as st

from components import controls, fits, frame, words
from components.figures import scenes

st.set_page_config(layout="wide")
stage, panel = frame.open_page("Plain", "Two charts as Streamlit draws them.")
with panel:
    data = controls.dataset()
    k = controls.components(data)
    model = controls.model()
both = fits.compare(data, k, model)
with stage:
    for column, side in zip(st.columns(2), ("kmeans", "gmm"), strict=True):
        look = scenes.Look(kmeans=side == "kmeans", gmm=side == "gmm")
        with column:
            st.plotly_chart(
                scenes.compare(data.points, data.columns, both.comparison, look), key=side
            )
    frame.facts(words.comparison_facts(both))
