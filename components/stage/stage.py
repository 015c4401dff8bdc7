"""The Python side of the stage: a figure goes to the browser, what happens on it comes back."""

import plotly.graph_objects as go
import streamlit as st

from components.stage import assets, payload

FALLBACK = {"displaylogo": False, "showSendToCloud": False}
_FAILED = "stage_failed"


def show(figure: go.Figure, *, key: str, alt: str) -> None:
    """Draw a figure where the last one of the same key was drawn.

    Zoom, pan and hover stay. A browser that can't load the stage gets the same figure from
    `st.plotly_chart`, with a note.

    Args:
        figure: complete; it is also what is exported.
        key: unique on the page; the name of exported files.
        alt: what the figure shows, in words.
    """
    # Only the browser knows that it can't load the stage, and only the session can remember it.
    if st.session_state.get(_FAILED):
        st.plotly_chart(figure, key=f"{key} fallback", alt=alt, config=FALLBACK)
        st.caption(
            "This browser could not load the interactive picture, so this is a plain one: "
            "it loses its zoom when a control changes."
        )
        return
    _mount(
        key=key,
        data=payload.encode(figure, name=key, alt=alt),
        on_failed_change=_fall_back,
    )


def _fall_back() -> None:
    st.session_state[_FAILED] = True


# One line would be taken for a path.
_LOADER = f"""
const at = (path) => new URL(path, document.baseURI).href;
export default (component) =>
  import(at("{assets.address("stage.js")}"))
    .then((stage) => stage.draw(component, at("{assets.address(assets.PLOTLY)}")))
    .catch((error) => {{ console.warn(error); component.setTriggerValue("failed", true); }});
"""
_ROOM = """
<div class="stage" data-testid="stage" style="min-height: 20rem"></div>
"""
_mount = st.components.v2.component("stage", html=_ROOM, js=_LOADER, isolate_styles=False)
