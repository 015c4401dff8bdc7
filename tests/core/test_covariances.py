"""What passes for a covariance can be used and drawn everywhere, and what doesn't is refused."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import generation, geometry, gmm, line, matching, recovery, written
from core.covariances import EPS, FLAT, firm, is_covariance, roots
from core.mixture import Mixture, matrices
from core.projection import plane_of

many = settings(max_examples=300)


@st.composite
def nearly_covariances(draw: st.DrawFn) -> np.ndarray:
    """Matrices in 1 to 5 dimensions about as thin as float64 can tell, and some that aren't any."""
    d = draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    turn, _ = np.linalg.qr(rng.normal(size=(d, d)))
    thin = draw(st.floats(-18, 0))
    variances = np.append(10 ** rng.uniform(-3, 3, d - 1), 1.0 if d == 1 else 10**thin)
    matrix = turn * variances @ turn.T
    matrix = (matrix + matrix.T) / 2 * 10 ** draw(st.floats(-30, 30))
    units = 10 ** rng.uniform(-5, 5, d)
    matrix = matrix * np.outer(units, units)
    match draw(st.sampled_from(["", "", "", "", "turned", "nan", "low", "singular"])):
        case "turned":
            matrix[0, -1] *= 1.001
        case "nan":
            matrix[-1, 0] = draw(st.sampled_from([np.nan, np.inf, -np.inf]))
        case "low":
            matrix[-1, -1] *= draw(st.sampled_from([0.0, -1.0, 1e-300]))
        case "singular":
            matrix[:] = draw(st.sampled_from([0.3, 0.1, 0.7]))
    return matrix


def _uses(matrix: np.ndarray) -> list[np.ndarray]:
    """All that is made of a covariance."""
    d = len(matrix)
    mixture = Mixture(np.array([0.4, 0.6]), np.eye(2, d), np.stack([matrix, matrix]))
    x, _ = gmm.sample(mixture, 20, seed=0)
    made = [x, gmm.log_density(x, mixture), *gmm.e_step(x, mixture)]
    made += [generation.anatomy(mixture, seed=1).point, generation.densities(x, mixture)]
    made += [geometry.distances(x, np.zeros(20, int), mixture)]
    made += [matching.match_components(mixture, mixture)]
    made += vars(recovery.recovery(mixture, mixture)).values()
    parts = [mixture, *(generation.marginal(mixture, np.array([j])) for j in range(d))]
    if d > 1:
        orders = [np.array([0, d - 1]), np.array([d - 1, 0])]
        parts += [generation.marginal(mixture, columns) for columns in orders]
        parts += [generation.conditional(mixture, j, float(x[0, j])) for j in range(d)]
    parts.append(plane_of(x).project_mixture(mixture))
    for part in parts:
        made.append(roots(matrices(part)))
        mean, covariance = part.means[0], matrices(part)[0]
        if len(mean) == 1:
            made.append(line.bell(float(mean[0]), float(covariance[0, 0]), 0.5, 2.0))
        if len(mean) == 2:
            made += [geometry.half_axes(covariance), geometry.ellipse(mean, covariance, 2.0)]
            reach = np.sqrt(np.diag(covariance)) + 1e-6 * np.abs(mean)
            made.append(geometry.density(geometry.grid(mean - reach, mean + reach, 5), part))
    return [np.asarray(one) for one in made]


@many
@given(nearly_covariances())
def test_what_is_accepted_can_be_used_and_drawn_and_what_is_not_is_refused_at_every_door(
    matrix: np.ndarray,
) -> None:
    if is_covariance(matrix):
        assert all(np.isfinite(made).all() for made in _uses(matrix))
        return
    d = len(matrix)
    mixture = Mixture(np.ones(1), np.zeros((1, d)), matrix[None])
    doors = [
        lambda: roots(matrix),
        lambda: gmm.log_density(np.zeros((1, d)), mixture),
        lambda: gmm.e_step(np.zeros((1, d)), mixture),
        lambda: gmm.sample(mixture, 1, seed=0),
        lambda: generation.anatomy(mixture, seed=0),
        lambda: recovery.recovery(mixture, mixture),
        lambda: geometry.distances(np.zeros((1, d)), np.zeros(1, int), mixture),
        lambda: written.from_json(written.to_json(mixture)),
    ]
    if d > 1:
        doors.append(lambda: generation.conditional(mixture, 0, 0.0))
    if d == 2:
        doors.append(lambda: geometry.ellipse((0, 0), matrix, 1))
    for door in doors:
        with pytest.raises(ValueError, match=r"must be .*, got "):
            door()


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        ([[0.3, 0.3], [0.3, 0.3]], "variances 0.3 and 0.3 what is beside them must be within ±0.3, "
         "and not at the bound, got 0.3"),
        ([[1, 2], [2, 1]], "must be within ±1"),
        ([[1, 0.5], [0.4, 1]], "symmetric, got [[1.0, 0.5], [0.4, 1.0]]"),
        ([[0, 0], [0, 1]], "with variances above 1e-300, got"),
        ([[np.nan, 0], [0, 1]], "made of finite numbers, got"),
        (np.ones((5, 5)), "positive definite, got a matrix of 5 columns with variances from 1"),
        (np.ones((2, 3)), "must be a (d, d) matrix, got the shape (2, 3)"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_required_and_what_was_got(
    matrix: list[list[float]], sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        roots(np.array(matrix))


def test_of_several_the_first_that_is_none_is_named() -> None:
    stack = np.array([np.eye(2), np.ones((2, 2)), np.zeros((2, 2))])
    with pytest.raises(ValueError, match="the covariance of component 2 must be positive definite"):
        roots(stack, "the covariance of component {}")


@pytest.mark.parametrize("unit", [1e-20, 1e-3, 1.0, 1e20])
def test_the_bound_is_that_of_rounding_whatever_the_units(unit: float) -> None:
    def thin(left: float) -> np.ndarray:
        return np.array([[1.0, unit], [unit, unit**2 * (1 + left)]])

    assert is_covariance(thin(4 * FLAT))
    assert not is_covariance(thin(EPS))


def test_what_has_a_root_is_left_as_it_is_and_what_rounding_took_is_given_back() -> None:
    stack = np.array([np.eye(2), np.ones((2, 2))])
    made = firm(stack, np.ones((2, 2)))
    np.testing.assert_array_equal(made[0], np.eye(2))
    np.testing.assert_allclose(made[1], stack[1], rtol=1e-13)
    roots(made)


@pytest.mark.parametrize("covariance_type", ["diag", "spherical"])
@pytest.mark.parametrize("variance", [0.0, -1.0, np.nan, np.inf, 1e-320])
def test_variances_alone_are_held_to_the_same(covariance_type: str, variance: float) -> None:
    shape = (1, 2) if covariance_type == "diag" else (1,)
    mixture = Mixture(np.ones(1), np.zeros((1, 2)), np.full(shape, variance), covariance_type)
    for door in (
        lambda: gmm.e_step(np.zeros((1, 2)), mixture),
        lambda: gmm.sample(mixture, 1, seed=0),
    ):
        with pytest.raises(ValueError, match=r"must be .*, got "):
            door()
