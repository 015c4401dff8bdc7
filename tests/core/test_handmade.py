"""A start of one's own is a line of text that can be read back, and pulls do what they say."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import datasets, gmm, handmade, starts
from core.handmade import Place
from core.mixture import matrices

X = datasets.draw("stretched").points
IRIS = datasets.draw("iris").points

six_digits = st.floats(-50, 50).map(lambda value: float(f"{value:.6g}"))
widths = st.floats(0.01, 50).map(lambda value: float(f"{value:.6g}"))
shapes = st.one_of(
    st.just(()), st.tuples(widths), st.tuples(widths, widths), st.tuples(widths, widths, six_digits)
)
in_the_plane = st.lists(
    st.builds(Place, st.tuples(six_digits, six_digits), widths, shapes), min_size=1, max_size=12
).map(tuple)


@given(in_the_plane)
def test_what_is_written_is_read_back(places: handmade.Places) -> None:
    assert handmade.read(handmade.write(places), X) == places


@given(st.lists(st.tuples(*[six_digits] * 4), min_size=1, max_size=12))
def test_places_of_four_dimensions_are_read_back(means: list[tuple[float, ...]]) -> None:
    places = tuple(Place(mean) for mean in means)
    assert handmade.read(handmade.write(places), IRIS) == places


def test_the_line_of_the_docstring_says_what_it_says() -> None:
    assert handmade.read("-5,5;-3,3*0.5;-1,1~2;0,4*2~1.5,0.4,30", X) == (
        Place((-5, 5)), Place((-3, 3), 0.5), Place((-1, 1), shape=(2,)),
        Place((0, 4), 2, (1.5, 0.4, 30)),
    )  # fmt: skip


@given(st.text("0123456789.,;*~-+einfa_ ", max_size=60))
def test_any_text_is_refused_or_is_places_that_can_begin(text: str) -> None:
    with contextlib.suppress(ValueError):
        places = handmade.read(text, X)
        trace = gmm.fit(X, len(places), mixture=handmade.mixture(X, places), max_iter=2)
        assert math.isfinite(trace.steps[0].log_likelihood)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "1 to 12 groups of 2 numbers, as in 0,0;0,1"),
        ("1,2,3", "groups of 2 numbers"),
        (";".join(["1,1"] * 13), "1 to 12 groups"),
        ("1,nan", "place 1 must be within 100 times"),
        ("0,0;1,1e300", "place 2 must be within 100 times"),
        ("0,0*0", "weight of place 1 must be from 1e-06 to 1e+06, got 0"),
        ("0,0*nan", "weight of place 1"),
        ("0,0~0", "shape of place 1 must be one standard deviation, or two"),
        ("0,0~1,1,1,1", "shape of place 1"),
        ("0,0~1,1,inf", "shape of place 1"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("+", r"\+")):
        handmade.read(text, X)


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
def test_places_without_a_shape_begin_as_the_starts_that_are_made_to_learn_from(kind: str) -> None:
    places = tuple(Place(tuple(mean)) for mean in X[:4].tolist())
    ours, theirs = handmade.mixture(X, places, kind), starts.mixture(X, X[:4], kind)
    assert np.array_equal(ours.covariances, theirs.covariances)
    assert handmade.places_of(X, theirs) == places


@pytest.mark.parametrize("kind", gmm.COVARIANCE_TYPES)
@pytest.mark.parametrize("start", gmm.STARTS)
def test_a_mixture_is_taken_over_as_it_is(kind: str, start: str) -> None:
    begin = gmm.initial_mixture(X, 3, covariance_type=kind, start=start, seed=2)
    again = handmade.mixture(X, handmade.places_of(X, begin), kind)
    assert again.weights == pytest.approx(begin.weights / begin.weights.sum())
    assert np.array_equal(again.means, begin.means)
    assert matrices(again) == pytest.approx(matrices(begin), rel=1e-6)


@given(in_the_plane, st.sampled_from(gmm.COVARIANCE_TYPES))
def test_the_ends_of_the_axes_lie_on_the_ellipse_of_one_sd(
    places: handmade.Places, kind: str
) -> None:
    begun = matrices(handmade.mixture(X, places, kind))
    for shape, covariance in zip(handmade.shapes(X, places, kind), begun, strict=True):
        for end in handmade.ends(shape):
            assert np.array(end) @ np.linalg.solve(covariance, end) == pytest.approx(1, rel=1e-6)


@given(in_the_plane, st.sampled_from(gmm.COVARIANCE_TYPES), st.integers(0, 1), widths, six_digits)
def test_a_pulled_end_is_where_it_was_pulled_to_as_far_as_the_type_allows(
    places: handmade.Places, kind: str, axis: int, right: float, up: float
) -> None:
    shape = handmade.shapes(X, places, kind)[0]
    axis = min(axis, len(handmade.ends(shape)) - 1)
    got = handmade.pulled(shape, axis, (right, up), 0.01)
    changed = handmade.with_shape(places, 0, got, kind)
    shown = handmade.shapes(X, changed, kind)
    end, reached = handmade.ends(shown[0])[axis], math.hypot(right, up)
    expected = {
        "full": (right, up),
        "tied": (right, up),
        "diag": ((right, 0), (0, max(abs(up), 0.01)))[axis],
        "spherical": (reached, 0),
    }[kind]
    assert end == pytest.approx(expected, rel=1e-6, abs=1e-6 * reached)
    if kind == "tied":
        assert len(set(shown)) == 1


def test_more_than_there_are_go_where_the_points_are_farthest() -> None:
    x = np.array([[0.0, 0], [1, 0], [9, 0], [4, 0]])
    places = handmade.resized(x, (Place((0, 0), 2),), 3)
    assert [place.mean for place in places] == [(0, 0), (9, 0), (4, 0)]
    assert [place.weight for place in places] == [2, 2, 2]
    assert handmade.resized(x, places, 1) == places[:1]
