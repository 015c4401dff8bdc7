"""Stability: what refits on resamples keep in place, k by k and point by point."""

import numpy as np
import pytest

from components import growing, points
from components.choose import stability
from components.stage.events import Click
from components.stage.scene import Scene
from core import stability as arithmetic
from tests.pages.driver import STABILITY, at, numbers, state


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever grows is complete."""
    monkeypatch.setattr(growing, "WAIT", 60)


@pytest.mark.parametrize(("model", "name"), [("k-means", "kmeans"), ("GMM", "gmm")])
def test_the_numbers_are_those_of_the_core(model: str, name: str) -> None:
    query = f"model={model}&data=faithful&k=2&resamples=10"
    values = at(STABILITY, query)
    found = arithmetic.stability(
        points.data_of(values).points, 2, model=name, n_resamples=10, seed=values["fit_seed"]
    )
    shown = numbers(state(STABILITY, query))
    assert shown["Mean adjusted Rand"] == f"{found.rand.mean():.5f}"
    assert shown["Unsteady points"] == f"{(found.per_point < 0.5).sum():,} of 272"


def test_groups_far_apart_are_kept_and_noise_is_not() -> None:
    apart = state(STABILITY, "model=k-means&data=blobs&std=0.1&clusters=3&k=3&resamples=10")
    assert numbers(apart)["Mean adjusted Rand"] == "1.00000"
    assert "at least half" in apart.notes[0]
    noise = state(STABILITY, "model=k-means&data=noise&k=7&resamples=10")
    assert float(numbers(noise)["Mean adjusted Rand"]) < 0.8


def test_one_cluster_says_nothing_and_the_page_says_so() -> None:
    shown = state(STABILITY, "k=1&resamples=10")
    assert numbers(shown)["Mean adjusted Rand"] == "1.00000"
    assert "says nothing" in shown.notes[0]


def test_a_point_fades_as_fewer_refits_keep_it_and_every_k_has_its_strip() -> None:
    query = "model=k-means&data=noise&k=7&resamples=10"
    shown, (found, is_complete) = state(STABILITY, query), stability.found_of(at(STABILITY, query))
    assert is_complete
    assert sorted(found) == list(range(1, 13))
    assert isinstance(shown.picture, Scene)
    dots, mean = (
        shown.picture.data[0],
        {piece["name"]: piece for piece in shown.picture.data}["mean"],
    )
    np.testing.assert_allclose(dots["customdata"][:, 1], 100 * found[7].per_point)
    np.testing.assert_allclose(mean["y"], [found[k].rand.mean() for k in sorted(found)])


def test_a_press_on_a_strip_chooses_its_k() -> None:
    assert stability.heed(Click(7.2, 0.5, 2), at(STABILITY)) == {"k": 7}
    assert stability.heed(Click(7.2, 0.5, 1), at(STABILITY)) is None
