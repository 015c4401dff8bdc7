"""The collapse laboratory shows the real run, and its buttons cure it."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.stage.state import Film
from core import film, laboratory
from core.mixture import matrices
from tests.pages.driver import COLLAPSE, captions, facts, message, move, press, state, values, visit


def at_the_end(title: str, cure: str = "none") -> AppTest:
    trace = laboratory.run(laboratory.CASES[title](), cure)
    return visit(COLLAPSE, {"case": title, "cure": cure, "step": str(film.n_frames(trace) - 1)})


@pytest.mark.parametrize("title", laboratory.CASES)
def test_every_frame_tells_the_least_variance_there_is(title: str) -> None:
    trace = laboratory.run(laboratory.CASES[title]())
    shown = state(COLLAPSE, {"case": title})
    assert isinstance(shown.picture, Film)
    said = captions(shown)
    for t, step in enumerate(trace.steps):
        found = re.search(r"least variance is (\S+)\.$", said[2 * t])
        assert found
        least = np.linalg.eigvalsh(matrices(step.mixture)).min()
        assert float(found.group(1)) == pytest.approx(least, rel=6e-3)
        assert shown.picture.curve[2 * t] == step.log_likelihood


@pytest.mark.parametrize("title", laboratory.CASES)
@pytest.mark.parametrize("cure", ["floor", "fewer", "kmeans"])
def test_the_card_comes_at_the_end_and_its_buttons_cure(title: str, cure: str) -> None:
    label = {
        "floor": "Put a floor under the variances",
        "fewer": f"Ask for {laboratory.FEWER} components",
        "kmeans": "Start from k-means",
    }[cure]
    assert not visit(COLLAPSE, {"case": title}).warning
    app = at_the_end(title)
    assert "collapsed on the way to iteration" in app.warning[0].value
    app = press(app, label)
    assert (values(app)["cure"], values(app)["step"]) == (cure, 0)
    assert dict(facts(app))["Iteration"] == "0"
    app = move(app, step=len(message(app)["captions"]) - 1)
    assert app.success[0].value.startswith("**Cure: ")
    assert float(dict(facts(app))["Least variance"]) > 1e-3


def test_another_case_begins_at_the_start() -> None:
    app = at_the_end("Duplicated points")
    app.selectbox(key="case").select("Too many components").run()
    assert (values(app)["step"], values(app)["cure"]) == (0, "none")
