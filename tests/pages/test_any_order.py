"""Whatever a reader does, in any order: frame, sentence, numbers and picture belong together."""

import re
from itertools import zip_longest

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from streamlit.testing.v1 import AppTest

from components import points
from components.stage.state import brief
from core import film, gmm, handmade, kmeans, starts
from core.mixture import Mixture
from core.settings import Values
from tests.pages.driver import (
    address,
    at,
    choose,
    facts,
    gesture,
    header,
    healthy,
    message,
    move,
    press,
    values,
    visit,
)

DATA = ("moons", "iris", "stretched")
BEGINNINGS = ("first_points", "in_a_corner", "identical", "k-means++", "random_points", "by_hand")
TOL, ITERATIONS = 1e-3, 60  # of the films
BY_HAND = "0,0;1,0.5*2~0.5;-1,1"


class Film(RuleBasedStateMachine):
    """What a reader does on a page with a film."""

    page = ""

    @initialize()
    def open(self) -> None:
        self.app: AppTest = visit(self.page, "n=60")

    @rule(by=st.sampled_from([-3, -1, 1, 2, 5, 99]))
    def step(self, by: int) -> None:
        last = len(message(self.app)["captions"]) - 1
        self.app = move(self.app, step=min(max(self.frame() + by, 0), last))

    @rule(k=st.integers(1, 5), n=st.sampled_from([30, 60]))
    def slide(self, k: int, n: int) -> None:
        has_n = "n" in values(self.app)
        self.app = move(self.app, k=k, **({"n": n} if has_n else {}))

    @rule(name=st.sampled_from(DATA))
    def change_data(self, name: str) -> None:
        self.app = choose(self.app, "data", name)

    @rule(begin=st.sampled_from(BEGINNINGS))
    def change_start(self, begin: str) -> None:
        self.app = choose(self.app, "begin", begin)
        if begin == "by_hand":
            field = next(box for box in self.app.text_input if (box.key or "").startswith("means"))
            self.app = healthy(field.set_value(BY_HAND).run())

    @rule(x=st.sampled_from([-1.5, 0.25]))
    def drag(self, x: float) -> None:
        self.app = gesture(self.app, "drag", handle="place 0 1", x=x, y=0.5)
        assert values(self.app)["begin"] == "by_hand"

    @rule(x=st.sampled_from([-1.5, 0.25]))
    def add(self, x: float) -> None:
        before = len(message(self.app)["handles"])
        self.app = gesture(self.app, "add", x=x, y=0.5, panel=1)
        assert len(message(self.app)["handles"]) > before

    @rule(name=st.sampled_from(["undo", "redo"]))
    def turn(self, name: str) -> None:
        self.app = gesture(self.app, name)

    @rule()
    def reset(self) -> None:
        if address(self.app):
            self.app = press(self.app, "Reset")
        assert address(self.app) == {}

    @invariant()
    def the_address_is_what_is_set(self) -> None:
        assert at(self.page, address(self.app)) == values(self.app)
        told = header(self.app)["values"]
        assert told.items() <= values(self.app).items()

    def frame(self) -> int:
        """Where the film stands: the last frame, if it has become shorter."""
        return min(values(self.app)["step"], len(message(self.app)["captions"]) - 1)

    def shown(self) -> tuple[str, np.ndarray]:
        """The sentence, and where the badges are, of the frame that the address names."""
        shown, stands = message(self.app), self.frame()
        whole, news = shown["figure"]["data"], shown["frames"][stands]["data"]
        traces = [{**trace, **fresh} for trace, fresh in zip_longest(whole, news, fillvalue={})]
        badges = next(trace for trace in traces if trace["name"] == "centres")
        return shown["captions"][stands], np.column_stack([badges["x"], badges["y"]])

    def points(self) -> np.ndarray:
        """The points that the settings ask for."""
        return points.data_of(values(self.app)).points

    def places(self, x: np.ndarray) -> handmade.Places:
        """The places by hand, or where these make no sense, none."""
        now: Values = values(self.app)
        try:
            return handmade.read_as(now["means"], x, now["k"])
        except ValueError:
            return ()


class EM(Film):
    """EM half a step at a time."""

    page = "pages/step/em.py"

    @rule(kind=st.sampled_from(gmm.COVARIANCE_TYPES))
    def change_type(self, kind: str) -> None:
        self.app = choose(self.app, "cov", kind)

    @rule(weight=st.sampled_from([0.5, 2.0]))
    def change_weight(self, weight: float) -> None:
        field = next(box for box in self.app.number_input if box.label == "Weight of component 1")
        self.app = healthy(field.set_value(weight).run())

    @invariant()
    def all_belongs_together(self) -> None:
        x = self.points()
        begin = self.begin(x)
        kind, k = begin.covariance_type, len(begin.weights)
        trace = gmm.fit(x, k, covariance_type=kind, mixture=begin, tol=TOL, max_iter=ITERATIONS)
        told, stands = message(self.app), self.frame()
        assert len(told["captions"]) == len(told["curve"]) == film.n_frames(trace)
        t, said = stands // 2, dict(facts(self.app))
        step = trace.steps[t]
        assert said["Iteration"] == str(t)
        assert said["Half-step"] == ("start" if stands == 0 else "E" if stands % 2 else "M")
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
        """The mixture that the settings begin with."""
        now = values(self.app)
        start, k, kind = now["begin"], now["k"], now["cov"]
        if start in gmm.STARTS:
            return gmm.initial_mixture(x, k, covariance_type=kind, start=start)
        if start == "by_hand" and (places := self.places(x)):
            return handmade.mixture(x, places, kind)
        name = start if start in starts.STARTS else "first_points"
        return starts.mixture(x, starts.centres(x, k, name), kind)


class KMeans(Film):
    """k-means half a step at a time."""

    page = "pages/step/kmeans.py"

    @invariant()
    def all_belongs_together(self) -> None:
        x, now = self.points(), values(self.app)
        start, k = now["begin"], now["k"]
        if start in kmeans.STARTS:
            begin = kmeans.initial_centres(x, k, start=start)
        elif start == "by_hand" and (places := self.places(x)):
            begin = handmade.centres(places)
        else:
            begin = starts.centres(x, k, start if start in starts.STARTS else "first_points")
        trace = kmeans.fit(x, k, centres=begin, max_iter=ITERATIONS)
        stands, said = self.frame(), dict(facts(self.app))
        sentence, badges = self.shown()
        assert said["Iteration"] == str(stands // 2)
        step = trace.steps[stands // 2]
        if stands % 2:
            assert said["Inertia"] == f"{step.inertia:,.4f}"
            assert brief(step.inertia) in sentence
        if x.shape[1] == 2:
            assert badges == pytest.approx(step.centres, rel=1e-6, abs=1e-6)


bounded = settings(
    max_examples=6, stateful_step_count=9, suppress_health_check=list(HealthCheck), deadline=None
)
EM.TestCase.settings = KMeans.TestCase.settings = bounded
TestEM = EM.TestCase
TestKMeans = KMeans.TestCase
