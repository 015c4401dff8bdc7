"""The page that the stage is measured against, as one would write it, with default settings.

The same sliders, the same fits, the same numbers; points, circles, ellipses and shading as Plotly
draws them, in two charts.
"""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components import compare, frame, panel, points, settings
from components.figures import theme
from components.stage import stage
from core import geometry
from core.arrays import Labels, Points
from core.comparison import Comparison
from core.settings import settle


def chart(x: Points, labels: Labels, c: Comparison, *, gmm: bool) -> go.Figure:
    """One of the two models."""
    figure = go.Figure()
    if gmm:
        grid = geometry.grid(x.min(axis=0) - 2, x.max(axis=0) + 2, 100)
        density = geometry.density(grid, c.mixture)
        figure.add_heatmap(x=grid.xs, y=grid.ys, z=density, showscale=False, opacity=0.5)
        for mean, covariance in zip(c.mixture.means, c.mixture.covariances, strict=True):
            for level in (1, 2, 3):
                across, up = geometry.ellipse(mean, covariance, level).T
                figure.add_scatter(x=across, y=up, mode="lines", hoverinfo="skip")
    else:
        for centre, radius in zip(c.centres, c.radii, strict=True):
            (left, low), (right, high) = centre - radius, centre + radius
            corners = {"x0": left, "x1": right, "y0": low, "y1": high}
            figure.add_shape(type="circle", **corners)
    scatter = go.Scattergl if len(x) > 1_000 else go.Scatter  # as Plotly Express decides
    colours = np.array(theme.PALETTE)[labels % 10]
    figure.add_trace(scatter(x=x[:, 0], y=x[:, 1], mode="markers", marker_color=colours))
    return figure.update_layout(height=560, showlegend=False, yaxis_scaleanchor="x")


st.set_page_config(layout="wide")
st.session_state[stage.FAILED] = True  # so that sliders are Streamlit's
now = settings.enter("plain", compare.SETTINGS[:2])
left, right = st.columns([3, 1])
with right:
    panel.draw(now, right)
at = settle(compare.SETTINGS, now.texts()).values
data, fits = points.data_of(at), compare.fits_of(at)
c = fits.comparison
with left:
    for column, labels in zip(st.columns(2), (c.labels, c.components), strict=True):
        with column:
            gmm = labels is c.components
            st.plotly_chart(chart(data.points, labels, c, gmm=gmm), key=f"gmm {gmm}")
    frame.facts(compare.facts(fits))
