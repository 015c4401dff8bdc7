"""A mixture that is written down is the same when it is read."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import gmm, written
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
        ({"covariances": [[[1, 2], [2, 1]]] * 2}, "component 1 must be positive definite"),
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


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e400", "-Infinity", "NaN", "true", "null"])
@pytest.mark.parametrize("field", ["weights", "means", "covariances"])
def test_numbers_that_are_none_are_refused_with_a_sentence(field: str, number: str) -> None:
    mixture = gmm.Mixture(
        np.array([0.5, 0.5]), np.full((2, 1), 7.0), np.array([7.0, 7]), "spherical"
    )
    fields = json.loads(written.to_json(mixture)) | {field: None}
    row = f"[{number}]" if field == "means" else number
    text = json.dumps(fields).replace("null", f"[{row}, {row}]", 1)
    if number == "true" and field != "weights":
        return  # a one to any JSON reader of numbers
    with pytest.raises(ValueError, match=r"must (be|have|sum)"):
        written.from_json(text)


def test_a_file_says_what_it_holds() -> None:
    mixture = gmm.Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[None])
    fields = json.loads(written.to_json(mixture, columns=("a", "b"), about="Two columns."))
    assert (fields["columns"], fields["about"]) == (["a", "b"], "Two columns.")


def test_weights_with_few_digits_are_divided_by_their_sum() -> None:
    mixture = gmm.Mixture(np.full(3, 0.333333), np.zeros((3, 1)), np.ones(3), "spherical")
    read = written.from_json(written.to_json(mixture))
    assert read.weights.sum() == pytest.approx(1, abs=1e-15)
