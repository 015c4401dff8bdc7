"""Small still pictures, which can only be looked at."""

import plotly.graph_objects as go

from components.figures import theme
from components.stage.scene import AXIS, Piece, Scene


def shrunk(scene: Scene) -> go.Figure:
    """A small copy of a picture, without axes."""
    axes = {
        key: entries | {"visible": False}
        for key, entries in scene.layout.items()
        if AXIS.fullmatch(key)
    }
    layout = scene.layout | axes | theme.SMALL
    return Scene([_small(trace) for trace in scene.data], layout).figure()


def _small(trace: Piece) -> Piece:
    if "markers" not in trace.get("mode", ""):
        return trace
    marker = trace["marker"] | theme.SMALL_MARKER
    return trace | {"marker": marker, "textfont": {"size": 1}}
