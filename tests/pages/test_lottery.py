"""The start lottery: where many starts end, in order, and what a press on one of them shows."""

import numpy as np
import pytest

from components import growing, points
from components.choose import lottery
from components.stage.events import Click
from components.stage.scene import Scene
from core import gmm
from tests.pages.driver import EM, LOTTERY, at, numbers, state


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every lottery is complete."""
    monkeypatch.setattr(growing, "WAIT", 60)


def drawn(query: str) -> lottery.Drawn:
    found, is_complete = lottery.drawn(at(LOTTERY, query))
    assert found is not None
    assert is_complete
    return found


@pytest.mark.parametrize("query", ["", "model=kmeans&data=blobs&k=5", "data=waiting&k=2"])
def test_starts_are_in_order_and_each_is_the_fit_with_its_seed(query: str) -> None:
    found, values = drawn(query), at(LOTTERY, query)
    assert sorted(found.seeds) == list(range(values["fit_seed"], values["fit_seed"] + 50))
    assert (np.diff(found.optimum) >= 0).all()
    x = points.data_of(values).points
    assert found.numbers.shape == (50, len(x))
    if values["model"] == "gmm":
        seed = int(found.seeds[7])
        trace = gmm.fit(x, values["k"], start="random_points", seed=seed, tol=1e-6, max_iter=1_000)
        ours = trace.steps[-1].log_likelihood / len(x)
        assert found.values[7] == pytest.approx(ours, rel=1e-6)


def test_the_published_lottery_comes_out() -> None:
    found = drawn("data=faithful&scale=as+measured&k=3&fit_seed=0")
    n = len(points.data_of(at(LOTTERY, "data=faithful")).points)
    assert np.bincount(found.optimum)[0] == 7
    assert found.values[0] * n == pytest.approx(-1114.440, abs=1e-3)


def test_the_start_that_is_shown_opens_step_by_step() -> None:
    query = "k=4&rank=3"
    shown = numbers(state(LOTTERY, query))
    opened = lottery.opened(at(LOTTERY, query))
    assert opened == {"begin": "random_points", "fit_seed": shown["Seed"]}
    assert state(EM, {**opened, "data": "stretched", "k": "4"}).alt.startswith("Stretched")


def test_a_press_on_a_small_picture_shows_it() -> None:
    assert lottery.heed(Click(0, 0, 1, "starts", 16), at(LOTTERY)) == {"rank": 17}
    assert lottery.heed(Click(0, 0, 3, "points", 2), at(LOTTERY)) is None


def test_more_starts_than_ended_show_the_last_one_and_say_so_in_numbers() -> None:
    shown = state(LOTTERY, "draws=10&rank=10")
    assert isinstance(shown.picture, Scene)
    assert numbers(shown)["Starts"] == "10"
    assert "A better one may be left." in shown.notes[0]
