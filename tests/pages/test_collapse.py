"""The collapse laboratory shows the real run, and its buttons cure it."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import film, laboratory
from core.mixture import matrices
from tests.components.message import decoded
from tests.pages.driver import facts, healthy, visit

PAGE = "pages/step/collapse.py"


def at_the_end(title: str, cure: str = "none") -> AppTest:
    trace = laboratory.run(laboratory.CASES[title](), cure)
    last = film.n_frames(trace) - 1
    return visit(PAGE, {"case": title, "cure": cure, "step": str(last)})


@pytest.mark.parametrize("title", laboratory.CASES)
def test_every_frame_tells_the_least_variance_there_is(title: str) -> None:
    case = laboratory.CASES[title]()
    trace = laboratory.run(case)
    app = visit(PAGE, {"case": title})
    message = decoded(app.get("bidi_component")[0].proto.bytes)
    for t, step in enumerate(trace.steps):
        least = np.linalg.eigvalsh(matrices(step.mixture)).min()
        said = re.search(r"least variance (\S+)\.$", message["captions"][2 * t])
        assert said
        assert float(said.group(1)) == pytest.approx(least, rel=6e-3)
        assert message["curve"][2 * t] == step.log_likelihood


@pytest.mark.parametrize("title", laboratory.CASES)
@pytest.mark.parametrize("cure", ["floor", "fewer", "kmeans"])
def test_the_card_comes_at_the_end_and_its_buttons_cure(title: str, cure: str) -> None:
    assert not visit(PAGE, {"case": title}).warning
    app = at_the_end(title)
    assert "collapsed on the way to iteration" in app.warning[0].value
    app.button(key=f"cure by {cure}").click().run()
    healthy(app)
    assert app.selectbox(key="cure").value == cure
    assert dict(facts(app))["Iteration"] == "0"
    cured = at_the_end(title, cure)
    assert "Cured" in cured.success[0].value
    assert float(dict(facts(cured))["Least variance"]) > 1e-3


@pytest.mark.parametrize("value", ["", "abc", "1e9", "-1"])
def test_wild_values_in_the_address_give_a_picture(value: str) -> None:
    visit(PAGE, dict.fromkeys(("case", "cure", "step"), value))
