"""A start of one's own is a line of text that can be read back, and pulls do what they say."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import datasets, gmm, handmade, starts, written
from core.arrays import shares
from core.covariances import is_covariance
from core.handmade import Place
from core.mixture import matrices
from tests.core.mixtures import mixtures

X = datasets.draw("stretched").points
IRIS = datasets.draw("iris").points

numbers = st.floats(-50, 50)
widths = st.floats(0.01, 50)
shapes = st.one_of(
    st.just(()), st.tuples(widths), st.tuples(widths, widths), st.tuples(widths, widths, numbers)
)
covariances = st.tuples(st.floats(0.01, 50), st.floats(-0.09, 0.09), st.floats(1, 50)).map(
    lambda c: (c[0], c[1] * c[0] ** 0.5, c[2])
)
means = st.tuples(numbers, numbers)
in_the_plane = st.lists(
    st.one_of(
        st.builds(Place, means, widths, shapes),
        st.builds(Place, means, widths, covariance=covariances),
    ),
    min_size=1,
    max_size=12,
).map(tuple)


@given(in_the_plane)
def test_what_is_written_is_read_back(places: handmade.Places) -> None:
    assert handmade.read(handmade.write(places), X) == places


@given(st.lists(st.tuples(*[numbers] * 4), min_size=1, max_size=12))
def test_places_of_four_dimensions_are_read_back(means: list[tuple[float, ...]]) -> None:
    places = tuple(Place(mean) for mean in means)
    assert handmade.read(handmade.write(places), IRIS) == places


def test_the_line_of_the_docstring_says_what_it_says() -> None:
    line = "-5,5;-3,3*0.5;-1,1~2;0,4*2~1.5,0.4,30;2,2:1,0.5,4"
    assert line in str(handmade.__doc__)
    places = (
        Place((-5, 5)), Place((-3, 3), 0.5), Place((-1, 1), shape=(2,)),
        Place((0, 4), 2, (1.5, 0.4, 30)), Place((2, 2), covariance=(1, 0.5, 4)),
    )  # fmt: skip
    assert handmade.read(line, X) == places
    assert handmade.write(places) == line
    assert handmade.covariance_of(places[-1]).tolist() == [[1, 0.5], [0.5, 4]]


@given(st.text("0123456789.,;*~:-+einfa_ ", max_size=60))
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
        ("0,0~600,0.00001,41", "shape of place 1 must be positive definite"),
        ("0,0~1:1,0,1", "groups of 2 numbers"),
        ("0,0:1,0", "covariance of place 1 must be 3 numbers, got 2"),
        ("0,0:0.3,0.3,0.3", "covariance of place 1 must be positive definite"),
        ("0,0:1,nan,1", "covariance of place 1 must be made of finite numbers"),
        ("0,0:1e9,0,1", "standard deviations of place 1 must be from"),
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


@given(in_the_plane, st.sampled_from(gmm.COVARIANCE_TYPES), st.integers(0, 1), widths, numbers)
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


@given(in_the_plane, st.integers(1, 12), st.integers(1, 12))
def test_what_is_shown_depends_on_the_line_and_k_alone(
    places: handmade.Places, k: int, other: int
) -> None:
    line = handmade.write(places)
    handmade.read_as(line, X, other)
    shown = handmade.read_as(line, X, k)
    assert shown == handmade.read_as(handmade.write(shown), X, k)
    assert shown[: len(places)] == places[:k]
    assert len(shown) == k


@given(in_the_plane, st.sampled_from([0.0, 1e5, 1e8]))
def test_rounded_places_are_short_and_as_near_wherever_zero_is(
    places: handmade.Places, far: float
) -> None:
    moved = tuple(Place(tuple(m + far for m in p.mean), p.weight, p.shape) for p in places)
    rounded = handmade.rounded(X + far, moved)
    reach = handmade.reach_of(X)
    means = handmade.centres(rounded) - handmade.centres(moved)
    assert np.abs(means).max() <= 1e-5 * reach + 1e-15 * far
    assert all(len(part) < 80 for part in handmade.write(rounded).split(";"))


@given(in_the_plane, st.data())
def test_a_place_is_moved_weighed_and_removed_and_the_others_stay(
    places: handmade.Places, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(places) - 1))
    for changed in (handmade.moved(places, row, (1.0, 2.0)), handmade.weighed(places, row, 3.0)):
        assert handmade.removed(changed, row) == handmade.removed(places, row)
    assert handmade.moved(places, row, (1.0, 2.0))[row].mean == (1.0, 2.0)
    assert handmade.weighed(places, row, 3.0)[row].weight == 3.0


@given(mixtures())
def test_a_mixture_is_taken_apart_and_put_together_and_written_to_the_last_bit(
    mixture: gmm.Mixture,
) -> None:
    again, refused = handmade.mixed(handmade.exactly(mixture))
    assert refused == []
    assert np.array_equal(again.means, mixture.means)
    assert np.array_equal(again.covariances, matrices(mixture))
    assert np.array_equal(again.weights, shares(mixture.weights))
    read = written.from_json(written.to_json(again))
    third, _ = handmade.mixed(handmade.exactly(read))
    for name in ("weights", "means", "covariances"):
        assert np.array_equal(getattr(third, name), getattr(again, name))


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_weights_by_hand_come_back_from_json_to_the_last_bit(weights: list[float]) -> None:
    places = tuple(Place((0.0, 0.0), weight, covariance=(1.0, 0.0, 1.0)) for weight in weights)
    mixture, _ = handmade.mixed(places)
    read = written.from_json(written.to_json(mixture))
    again, _ = handmade.mixed(handmade.exactly(read))
    assert np.array_equal(again.weights, mixture.weights)


@pytest.mark.parametrize("size", [2.0, -2.0, 2.5])
def test_an_impossible_covariance_is_refused_with_its_bounds_and_left_out(size: float) -> None:
    sound, wrong = (Place((0, 0), 1, covariance=(1, xy, 4)) for xy in (1.9, size))
    mixture, refused = handmade.mixed([sound, wrong])
    assert mixture.weights.tolist() == [0.5, 0.5]
    assert mixture.covariances[0].tolist() == [[1, 1.9], [1.9, 4]]
    assert mixture.covariances[1].tolist() == [[1, 0], [0, 4]]
    (sentence,) = refused
    assert sentence.startswith("The covariance of component 2 must be positive definite")
    assert f"within ±2, and not at the bound, got {size}." in sentence


@given(mixtures(dimensions=(2, 2)))
def test_axes_are_those_of_the_covariance_and_pulling_nothing_changes_nothing(
    mixture: gmm.Mixture,
) -> None:
    covariance = matrices(mixture)[0]
    shape = handmade.axes(covariance)
    long, short = handmade.ends(shape)
    assert math.hypot(*long) >= math.hypot(*short)
    assert long[1] >= 0
    for axis, end in enumerate((long, short)):
        same = handmade.pulled(shape, axis, end, 1e-6)
        assert handmade.covariance_of(Place((0, 0), shape=same)) == pytest.approx(covariance)
        far = handmade.pulled(shape, axis, (3 * end[0], 3 * end[1]), 1e-6)
        larger = np.linalg.det(handmade.covariance_of(Place((0, 0), shape=far)))
        assert larger == pytest.approx(9 * np.linalg.det(covariance))


@given(st.floats(0.04, 9), st.floats(0.04, 9), st.floats(-180, 180), means, st.integers(0, 1))
def test_a_pull_within_bounds_leaves_a_covariance_also_when_it_is_rounded(
    a: float, b: float, turn: float, end: tuple[float, float], axis: int
) -> None:
    shape = handmade.pulled((a, b, turn), axis, end, 0.001**0.5, 10.0)
    covariance = handmade.covariance_of(Place((0, 0), shape=shape)).round(5)
    assert is_covariance(covariance)
    assert 0.001 <= covariance.diagonal().min() <= covariance.diagonal().max() <= 100


def test_more_than_there_are_go_where_the_points_are_farthest() -> None:
    x = np.array([[0.0, 0], [1, 0], [9, 0], [4, 0]])
    places = handmade.resized(x, (Place((0, 0), 2),), 3)
    assert [place.mean for place in places] == [(0, 0), (9, 0), (4, 0)]
    assert [place.weight for place in places] == [2, 2, 2]
    assert handmade.resized(x, places, 1) == places[:1]
