"""Whatever a reader does, in any order: frame, sentence, numbers and picture belong together."""

import re
from itertools import zip_longest
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from streamlit.testing.v1 import AppTest

from core import datasets, film, gmm, handmade, kmeans, starts
from core.mixture import Mixture
from tests.components.message import decoded
from tests.pages.driver import facts, healthy, visit

DATA = ("moons", "iris", "stretched")
BEGINNINGS = ("first_points", "in_a_corner", "identical", "k-means++", "random_points", "by_hand")
TOL, ITERATIONS = 1e-3, 60  # of the films
BY_HAND = "0,0;1,0.5*2~0.5;-1,1"


class Film(RuleBasedStateMachine):
    """What a reader does on a page with a film."""

    page = ""

    @initialize()
    def open(self) -> None:
        self.app: AppTest = visit(f"pages/step/{self.page}.py", {"n": "60"})

    @rule(by=st.sampled_from([-3, -1, 1, 2, 5, 99]))
    def step(self, by: int) -> None:
        resets = self.value("number of resets", 0)
        key = f"{self.page} {resets}" if resets else self.page
        last = len(self.message()["captions"]) - 1
        self.app.session_state[key] = {"frame": min(max(self.frame() + by, 0), last)}
        healthy(self.app.run())

    @rule(k=st.integers(1, 5))
    def change_k(self, k: int) -> None:
        healthy(self.app.slider(key="k").set_value(k).run())

    @rule(name=st.sampled_from(DATA))
    def change_data(self, name: str) -> None:
        healthy(self.app.selectbox(key="data").set_value(name).run())

    @rule(begin=st.sampled_from(BEGINNINGS))
    def change_start(self, begin: str) -> None:
        healthy(self.app.selectbox(key="begin").set_value(begin).run())
        if begin == "by_hand":
            healthy(self.app.text_input(key="means").set_value(BY_HAND).run())

    @rule(name=st.sampled_from(["undo", "redo"]))
    def turn(self, name: str) -> None:
        button = self.app.button(key=f"{self.page} {name}")
        if not button.disabled:
            healthy(button.click().run())

    @rule()
    def reset(self) -> None:
        healthy(next(b for b in self.app.button if b.label == "Reset").click().run())
        assert self.frame() == 0
        assert "begin" not in self.app.query_params

    def value(self, key: str, otherwise: Any = None) -> Any:
        state = self.app.session_state
        return state[key] if key in state else otherwise  # noqa: SIM401 - it has no `get`

    def frame(self) -> int:
        (step,) = self.app.query_params.get("step", ["0"])
        return int(step)

    def message(self) -> dict[str, Any]:
        return decoded(self.app.get("bidi_component")[0].proto.bytes)

    def shown(self) -> tuple[str, np.ndarray]:
        """The sentence, and where the badges are, of the frame that the address names."""
        message, at = self.message(), self.frame()
        whole, news = message["figure"]["data"], message["frames"][at]["data"]
        traces = [{**trace, **fresh} for trace, fresh in zip_longest(whole, news, fillvalue={})]
        badges = next(trace for trace in traces if trace["name"] == "centres")
        return message["captions"][at], np.column_stack([badges["x"], badges["y"]])

    def points(self) -> np.ndarray:
        """The points that the widgets ask for."""
        recipe = datasets.RECIPES[self.value("data")]
        dials = {dial.name: self.value(dial.url) for dial in recipe.dials}
        seed = {"seed": round(self.value("seed"))} if recipe.seeded else {}
        return datasets.draw(recipe.name, **seed, **dials).points

    def places(self, x: np.ndarray) -> handmade.Places:
        """The places by hand, or where these make no sense, none."""
        try:
            return handmade.resized(x, handmade.read(self.value("means"), x), self.value("k"))
        except ValueError:
            return ()


class EM(Film):
    """EM half a step at a time."""

    page = "em"

    @rule(kind=st.sampled_from(gmm.COVARIANCE_TYPES))
    def change_type(self, kind: str) -> None:
        healthy(self.app.selectbox(key="cov").set_value(kind).run())

    @rule(weight=st.sampled_from([0.5, 2.0]))
    def change_weight(self, weight: float) -> None:
        healthy(self.app.number_input(key="weight 1").set_value(weight).run())

    @invariant()
    def all_belongs_together(self) -> None:
        x = self.points()
        begin = self.begin(x)
        kind, k = begin.covariance_type, len(begin.weights)
        trace = gmm.fit(x, k, covariance_type=kind, mixture=begin, tol=TOL, max_iter=ITERATIONS)
        message, at = self.message(), self.frame()
        assert len(message["captions"]) == len(message["curve"]) == film.n_frames(trace)
        t, said = at // 2, dict(facts(self.app))
        step = trace.steps[t]
        assert said["Iteration"] == str(t)
        assert said["Half-step"] == ("start" if at == 0 else "E" if at % 2 else "M")
        assert said["Log-likelihood, nats"] == f"{step.log_likelihood:,.4f}"
        sentence, badges = self.shown()
        assert sentence.startswith({"start": "Start:", "E": "E:", "M": "M:"}[said["Half-step"]])
        if sentence.startswith("M:"):
            gain = step.log_likelihood - trace.steps[t - 1].log_likelihood
            got = re.search(r"(gained|fell by) ([\d.]+) nats", sentence)
            assert got
            assert float(got.group(2)) == pytest.approx(abs(gain), abs=6e-5)
        if x.shape[1] == 2:
            assert badges == pytest.approx(step.mixture.means, rel=1e-6, abs=1e-6)

    def begin(self, x: np.ndarray) -> Mixture:
        """The mixture that the widgets begin with."""
        start, k, kind = self.value("begin"), self.value("k"), self.value("cov")
        if start in gmm.STARTS:
            return gmm.initial_mixture(x, k, covariance_type=kind, start=start)
        if start == "by_hand" and (places := self.places(x)):
            return handmade.mixture(x, places, kind)
        name = start if start in starts.STARTS else "first_points"
        return starts.mixture(x, starts.centres(x, k, name), kind)


class KMeans(Film):
    """k-means half a step at a time."""

    page = "kmeans"

    @invariant()
    def all_belongs_together(self) -> None:
        x, start, k = self.points(), self.value("begin"), self.value("k")
        if start in kmeans.STARTS:
            begin = kmeans.initial_centres(x, k, start=start)
        elif start == "by_hand" and (places := self.places(x)):
            begin = handmade.centres(places)
        else:
            begin = starts.centres(x, k, start if start in starts.STARTS else "first_points")
        trace = kmeans.fit(x, k, centres=begin, max_iter=ITERATIONS)
        at, said = self.frame(), dict(facts(self.app))
        sentence, badges = self.shown()
        assert said["Iteration"] == str(at // 2)
        step = trace.steps[at // 2]
        if at % 2:
            assert said["Inertia"] == f"{step.inertia:,.4f}"
            assert said["Inertia"] in sentence
        if x.shape[1] == 2:
            assert badges == pytest.approx(step.centres, rel=1e-6, abs=1e-6)


bounded = settings(
    max_examples=6, stateful_step_count=9, suppress_health_check=list(HealthCheck), deadline=None
)
EM.TestCase.settings = KMeans.TestCase.settings = bounded
TestEM = EM.TestCase
TestKMeans = KMeans.TestCase
