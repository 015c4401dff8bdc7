"""Which matrices are covariances: one test, for all that uses and all that draws them."""

import math

import numpy as np
import numpy.typing as npt

from core.arrays import MAX_VALUE, Array

EPS = float(np.finfo(np.float64).eps)
LEAST = MAX_VALUE**-2  # of variances: the squares of whitened residuals stay finite
FLAT = 4 * EPS  # of a variance: what the other columns leave of it must be more than rounding
ASYMMETRY = 1e-9  # of two standard deviations: sums over a million points differ by less
SHOWN = 3  # dimensions up to which a refusal shows the whole matrix


def roots(covariances: npt.ArrayLike, name: str = "a covariance") -> Array:
    """The lower-triangular roots L of covariances L L^T; what has none can't be used or drawn.

    Args:
        covariances: (..., d, d); of each, what is below the diagonal counts.
        name: what one is called in the error message; `{}` in it stands for its number.

    Returns:
        (..., d, d).

    Raises:
        ValueError: one isn't finite, symmetric and positive definite beyond rounding.

    Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, theorem 10.7: rounding
    decides where the pivots, the variances that the columns before leave, are as small as this.
    """
    matrices = np.asarray(covariances, dtype=np.float64)
    if matrices.ndim < 2 or matrices.shape[-1] != matrices.shape[-2] or not matrices.size:
        raise ValueError(f"{name} must be a (d, d) matrix, got the shape {matrices.shape}")
    try:
        factors = np.asarray(np.linalg.cholesky(matrices), dtype=np.float64)
        if _are_sound(matrices, factors):
            return factors
    except np.linalg.LinAlgError:
        pass
    stack = matrices.reshape(-1, *matrices.shape[-2:])
    number = next(row for row, matrix in enumerate(stack) if not is_covariance(matrix))
    raise ValueError(f"{name.format(number + 1)} must be {_lacks(stack[number])}")


def is_covariance(matrix: Array) -> bool:
    """Whether a matrix, (d, d), has a root: the test that `roots` makes."""
    try:
        return _are_sound(matrix, np.asarray(np.linalg.cholesky(matrix), dtype=np.float64))
    except np.linalg.LinAlgError:
        return False


def check_variances(variances: Array) -> Array:
    """The variances of components without covariances, any shape, if they can be used and drawn.

    Raises:
        ValueError: one isn't positive, or too small to compute with, or infinite.
    """
    if not LEAST < variances.min() <= variances.max() < np.inf:  # a NaN fails, too
        wrong = variances[~((variances > LEAST) & (variances < np.inf))][0]
        required = f"finite and above {LEAST:g}" if wrong > 0 else "positive"
        raise ValueError(f"variances must be {required}, got {wrong:g}")
    return variances


def firm(covariances: Array, variances: Array) -> Array:
    """Parts, shadows and slices of covariances; those that rounding spoiled, a trace wider.

    Args:
        covariances: (k, d, d), made from some that have roots.
        variances: (k, d) that rounding in the making was relative to.

    Returns:
        (k, d, d), all with roots; the same where they had them.
    """
    d = covariances.shape[-1]
    even = (covariances + covariances.swapaxes(1, 2)) / 2
    trace = 8 * (d + 2) * EPS * variances[:, :, None] * np.eye(d)  # more than d products round
    flat = np.array([not is_covariance(covariance) for covariance in even])
    return np.asarray(even + np.where(flat[:, None, None], trace, 0.0))


def _are_sound(matrices: Array, factors: Array) -> bool:
    """Whether matrices, (..., d, d), are covariances, given their Cholesky factors."""
    variances = matrices.diagonal(axis1=-2, axis2=-1)
    pivots = factors.diagonal(axis1=-2, axis2=-1) ** 2  # NaN and infinity fail, too
    if not (pivots > FLAT * variances + LEAST).all():
        return False
    turned = matrices.swapaxes(-1, -2)
    return bool((matrices == turned).all()) or _are_symmetric(matrices, turned, variances)


def _are_symmetric(matrices: Array, turned: Array, variances: Array) -> bool:
    widths = np.sqrt(variances)
    allowed = ASYMMETRY * widths[..., :, None] * widths[..., None, :]
    return bool((np.abs(matrices - turned) <= allowed).all())


def _lacks(matrix: Array) -> str:
    """What is required of a matrix, (d, d), that is no covariance, and what it is."""
    variances, got = np.diag(matrix), f"got {matrix.tolist()}"
    if len(matrix) > SHOWN:
        got = f"got a matrix of {len(matrix)} columns with variances from {variances.min():g}"
    if not np.isfinite(matrix).all():
        return f"made of finite numbers, {got}"
    if not (variances > LEAST).all():
        return f"positive definite, with variances above {LEAST:g}, {got}"
    if not _are_symmetric(matrix, matrix.T, variances):
        return f"symmetric, {got}"
    if len(matrix) == 2:
        (a, _), (b, c) = matrix.tolist()
        return (
            f"positive definite: with variances {a:g} and {c:g} what is beside them must be "
            f"within ±{math.sqrt(a) * math.sqrt(c):.15g}, and not at the bound, got {b}"
        )
    return f"positive definite, {got}"
