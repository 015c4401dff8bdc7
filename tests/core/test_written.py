"""A mixture that is written down is the same when it is read."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import gmm, written
from core.mixture import matrices
from tests.core.mixtures import mixtures


@given(mixtures())
def test_json_keeps_every_digit(mixture: gmm.Mixture) -> None:
    read = written.from_json(written.to_json(mixture))
    assert read.covariance_type == mixture.covariance_type
    for name in ("weights", "means", "covariances"):
        assert np.array_equal(getattr(read, name), getattr(mixture, name))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "other"}, "must be a JSON object"),
        ({"weights": [0.5, 0.4]}, "sum to 1"),
        ({"weights": None}, "weights and covariances must have shapes"),
        ({"means": [[0, 0], [1, float("nan")]]}, "finite"),
        ({"means": "abc"}, "means|numbers|convert"),
        ({"covariances": [[[1, 2], [2, 1]]] * 2}, "component 1 must be symmetric"),
        ({"covariances": [[[1, 0.5], [0, 1]]] * 2}, "component 1 must be symmetric"),
        ({"covariance_type": "round"}, "covariance_type must be one of"),
    ],
)
def test_a_damaged_mixture_is_refused_with_a_sentence(
    change: dict[str, object], sentence: str
) -> None:
    mixture = gmm.Mixture(np.array([0.5, 0.5]), np.eye(2), np.tile(np.eye(2), (2, 1, 1)))
    fields = json.loads(written.to_json(mixture)) | change
    with pytest.raises(ValueError, match=sentence):
        written.from_json(json.dumps(fields))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a mixture must"):
        written.from_json(text)


def test_an_impossible_covariance_is_refused_with_its_bounds_and_drawn_without() -> None:
    sound, wrong = (written.Part(1, 0, 0, 1, 4, xy) for xy in (1.9, -2.0))
    mixture, refused = written.mixed([sound, wrong])
    assert mixture.weights.tolist() == [0.5, 0.5]
    assert mixture.covariances[0].tolist() == [[1, 1.9], [1.9, 4]]
    assert mixture.covariances[1].tolist() == [[1, 0], [0, 4]]
    assert len(refused) == 1
    assert "Component 2" in refused[0]
    assert "within ±2" in refused[0]


@given(mixtures(dimensions=(2, 2)))
def test_parts_and_mixtures_are_the_same_thing(mixture: gmm.Mixture) -> None:
    again, refused = written.mixed(written.parts_of(mixture, 5))
    assert refused == []
    assert again.weights == pytest.approx(mixture.weights)
    assert np.array_equal(again.means, mixture.means)
    assert np.array_equal(again.covariances, matrices(mixture))


@given(mixtures(dimensions=(2, 2)))
def test_axes_end_on_the_ellipse_and_pulling_nothing_changes_nothing(mixture: gmm.Mixture) -> None:
    covariance = matrices(mixture)[0]
    ends = written.half_axes(covariance)
    assert ends[0] @ ends[1] == pytest.approx(0, abs=1e-9)
    assert np.einsum("ai,ai->a", ends, np.linalg.solve(covariance, ends.T).T) == pytest.approx(1)
    for axis in (0, 1):
        assert written.pulled(covariance, axis, ends[axis]) == pytest.approx(covariance)
        longer = written.pulled(covariance, axis, 3 * ends[axis])
        assert np.linalg.det(longer) == pytest.approx(9 * np.linalg.det(covariance))


def test_an_axis_pulled_onto_the_mean_leaves_a_covariance() -> None:
    np.linalg.cholesky(written.pulled(np.eye(2), 0, np.zeros(2)))
