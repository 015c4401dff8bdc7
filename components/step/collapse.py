"""The collapse laboratory: its controls, its films and its sentences."""

from dataclasses import dataclass

import streamlit as st

from components import widgets
from components.figures import films
from components.figures.views import view_of
from components.frame import Fact
from components.stage.stage import Film
from components.step import words
from core import film, gmm, laboratory
from core.film import EMFrame
from core.laboratory import Case, Width

TOL = 1e-3  # nats per point
CURES = {  # of laboratory.CURES: what a button says, and what was done
    "floor": (
        "Put a floor under the variances",
        f"{laboratory.FLOOR:g} is added to every variance, so no width can vanish",
    ),
    "fewer": (
        f"Ask for {laboratory.FEWER} components",
        f"only {laboratory.FEWER} components are asked for, so each has points enough",
    ),
    "kmeans": (
        "Start from k-means",
        "EM starts from the clusters of k-means, so no component begins alone",
    ),
}


@dataclass(frozen=True, eq=False)
class Run:
    """A case as it is, or cured, half a step at a time.

    Args:
        case: points and start.
        trace: every step.
        frames: every half-step.
        film: their pictures and sentences.
    """

    case: Case
    trace: gmm.Trace
    frames: tuple[EMFrame, ...]
    film: Film


@st.cache_resource(max_entries=len(laboratory.CASES) * len(laboratory.CURES), show_spinner=False)
def run(title: str, cure: str) -> Run:
    """The film of a case."""
    case = laboratory.CASES[title]()
    x, trace = case.points, laboratory.run(case, cure, tol=TOL)
    frames = tuple(film.em_frame(x, trace, index) for index in range(film.n_frames(trace)))
    captions = [
        f"{words.em_sentence(before, frame, len(x))} {_narrowest(frame)}"
        for before, frame in zip((None, *frames[:-1]), frames, strict=True)
    ]
    view = view_of(x, ("x", "y"), ["EM"])
    figures = [films.em(view, frame, films.trail(trace, frame.t)) for frame in frames]
    curve = [frame.log_likelihood for frame in frames]
    return Run(case, trace, frames, Film(figures, captions, "step", curve, "log-likelihood, nats"))


def _narrowest(frame: EMFrame) -> str:
    if frame.half is film.Half.SHARE:
        return ""
    width = laboratory.narrowest(frame.mixture, len(frame.reshared))
    return (
        f"The narrowest is component {width.component + 1}: its least variance {width.least:.3g}."
    )


def choose() -> tuple[str, str]:
    """Which case, and which cure."""
    case = widgets.choice(
        "case",
        "Case",
        list(laboratory.CASES),
        next(iter(laboratory.CASES)),
        "Each is a start from which the likelihood runs away.",
        _rewind,
    )
    cure = widgets.choice(
        "cure",
        "Cure",
        list(laboratory.CURES),
        "none",
        "What is done about it: none; floor: something is added to every variance; fewer: fewer "
        "components; kmeans: another start.",
        _rewind,
    )
    return case, cure


def _rewind() -> None:
    """Another film begins at its beginning."""
    st.query_params.pop("step", None)


def _apply(cure: str) -> None:
    st.session_state["cure"] = cure  # a callback is the only way to set a bound widget
    _rewind()


def treatment(cure: str) -> str:
    """What is done about it, in a sentence."""
    if cure == "none":
        return "Nothing is added to the variances."
    return f"**Cure:** {CURES[cure][1]}."


def card(shown: Run, cure: str, at: int) -> None:
    """What happened, once the film is at its end, and buttons for what to do about it."""
    if at < len(shown.frames) - 1:
        return
    if shown.trace.collapse:
        st.warning(f"{words.collapse(shown.trace)} {_peak(shown)}", icon=":material/compress:")
    else:
        st.success(_cured(shown, cure), icon=":material/healing:")
    with st.container(horizontal=True):
        for name, (label, _) in CURES.items():
            st.button(label, key=f"cure by {name}", on_click=_apply, args=(name,))
        if cure != "none":
            st.button("Let it collapse", key="cure by none", on_click=_apply, args=("none",))


def _peak(shown: Run) -> str:
    """The formula with its numbers."""
    first, last = (
        laboratory.narrowest(shown.trace.steps[i].mixture, len(shown.case.points)) for i in (0, -1)
    )
    gain = shown.trace.steps[-1].log_likelihood - shown.trace.steps[0].log_likelihood
    return (
        rf"In the plane it is $1 / (2 \pi \sqrt{{\det \Sigma}})$: {first.peak:.3g} in the "
        f"narrowest component of the first frame, {last.peak:.3g} in that of the last. The "
        f"log-likelihood gained {gain:,.0f} nats, and says nothing about the data any more."
    )


def _cured(shown: Run, cure: str) -> str:
    """What was done, and that it helped."""
    width = laboratory.narrowest(shown.trace.steps[-1].mixture, len(shown.case.points))
    return (
        f"**Cured:** {CURES[cure][1]}. EM converged after {shown.trace.n_iter} iterations, "
        f"and the least variance of its narrowest component, number {width.component + 1}, is "
        f"{width.least:.3g}."
    )


def facts(frame: EMFrame) -> dict[str, list[Fact]]:
    """How narrow the narrowest component is, and what the likelihood makes of it."""
    width: Width = laboratory.narrowest(frame.mixture, len(frame.reshared))
    return {
        "This frame": [
            Fact("Iteration", f"{frame.t}", "How often the components have been refitted."),
            Fact(
                "Log-likelihood, nats",
                f"{frame.log_likelihood:,.4f}",
                "Of all points under the components of this frame.",
            ),
        ],
        f"The narrowest: component {width.component + 1}": [
            Fact(
                "Least variance",
                f"{width.least:.3g}",
                "In the direction in which it is narrowest, the square of the data's unit.",
            ),
            Fact("Density at its mean", f"{width.peak:.3g}", "Its peak, without the weight."),
            Fact("Points", f"{width.points:.2f}", "How many it has, shares added up."),
        ],
    }


def alt(shown: Run) -> str:
    """What the film shows, for those who can't see it."""
    first, last = (shown.trace.steps[i].log_likelihood for i in (0, -1))
    return (
        f"{shown.case.title}: {len(shown.case.points)} points and "
        f"{len(shown.trace.steps[0].mixture.weights)} ellipses over {shown.trace.n_iter} "
        f"iterations. The log-likelihood rises from {first:,.2f} to {last:,.2f} nats."
    )


HINT = (
    "Play it to the end, or step with the arrow keys: the curve is the log-likelihood, and the "
    "last frame says what happened and what helps."
)
