"""The page that the stage is measured against, as one would write it, with default settings.

The same sliders, the same fits, the same numbers; points, circles, ellipses and shading as Plotly
draws them, in two charts.
"""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components import controls, fits, frame, words
from components.figures import theme
from core import geometry
from core.arrays import Labels, Points
from core.comparison import Comparison


def chart(points: Points, labels: Labels, c: Comparison, *, gmm: bool) -> go.Figure:
    """One of the two models."""
    figure = go.Figure()
    if gmm:
        grid = geometry.grid(points.min(axis=0) - 2, points.max(axis=0) + 2, 100)
        density = geometry.density(grid, c.mixture)
        figure.add_heatmap(x=grid.xs, y=grid.ys, z=density, showscale=False, opacity=0.5)
        for mean, covariance in zip(c.mixture.means, c.mixture.covariances, strict=True):
            for level in (1, 2, 3):
                x, y = geometry.ellipse(mean, covariance, level).T
                figure.add_scatter(x=x, y=y, mode="lines", hoverinfo="skip")
    else:
        for (x, y), radius in zip(c.centres, c.radii, strict=True):
            corners = {"x0": x - radius, "x1": x + radius, "y0": y - radius, "y1": y + radius}
            figure.add_shape(type="circle", **corners)
    scatter = go.Scattergl if len(points) > 1_000 else go.Scatter  # as Plotly Express decides
    colours = np.array(theme.PALETTE)[labels % 10]
    figure.add_trace(scatter(x=points[:, 0], y=points[:, 1], mode="markers", marker_color=colours))
    return figure.update_layout(height=560, showlegend=False, yaxis_scaleanchor="x")


st.set_page_config(layout="wide")
stage, panel = frame.open_page("Plain", "Two charts as Streamlit draws them.")
with panel:
    data = controls.dataset()
    k = controls.components(data)
    model = controls.model()
c = (both := fits.compare(data, k, model)).comparison
with stage:
    for column, labels in zip(st.columns(2), (c.labels, c.components), strict=True):
        with column:
            gmm = labels is c.components
            st.plotly_chart(chart(data.points, labels, c, gmm=gmm), key=f"gmm {gmm}")
    frame.facts(words.comparison_facts(both))
