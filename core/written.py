"""Mixtures written down: by hand in the plane, and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core import gmm
from core.arrays import Array, check_points, frozen
from core.mixture import matrices

FORMAT = "mixture-lab/1"


@dataclass(frozen=True)
class Part:
    """A component in the plane as it is written down by hand.

    Args:
        weight: positive; of any size, since weights are divided by their sum.
        x, y: the mean.
        xx, yy: variances.
        xy: covariance.
    """

    weight: float
    x: float
    y: float
    xx: float
    yy: float
    xy: float

    def covariance(self) -> Array:
        """The covariance matrix, (2, 2)."""
        return np.array([[self.xx, self.xy], [self.xy, self.yy]])


def mixed(parts: Sequence[Part]) -> tuple[gmm.Mixture, list[str]]:
    """A mixture of components written down by hand.

    Args:
        parts: k components.

    Returns:
        mixture: with a covariance of 0 where the one asked for is impossible.
        refused: a sentence about each of those.
    """
    covariances = np.array([part.covariance() for part in parts])
    refused = []
    for row, part in enumerate(parts):
        if not _is_definite(covariances[row]):
            covariances[row] = np.diag([part.xx, part.yy])
            refused.append(
                f"Component {row + 1}: with variances {part.xx:g} and {part.yy:g} the covariance "
                f"must be within ±{np.sqrt(part.xx * part.yy):.4g} for the matrix to be positive "
                f"definite, got {part.xy:g}; it is drawn with 0."
            )
    weights = np.array([part.weight for part in parts])
    means = np.array([[part.x, part.y] for part in parts])
    return gmm.Mixture(weights / weights.sum(), means, covariances), refused


def parts_of(mixture: gmm.Mixture, at_most: int) -> list[Part]:
    """The components of a mixture in the plane, as they would be written down by hand.

    Raises:
        ValueError: it has other than two dimensions, or more components than allowed.
    """
    k, d = mixture.means.shape
    if d != 2 or k > at_most:
        raise ValueError(
            f"a mixture for the plane must have 2 dimensions and at most {at_most} components, "
            f"got {d} and {k}"
        )
    rows = zip(mixture.weights.tolist(), mixture.means.tolist(), matrices(mixture), strict=True)
    return [
        Part(weight, x, y, float(c[0, 0]), float(c[1, 1]), float(c[0, 1]))
        for weight, (x, y), c in rows
    ]


def half_axes(covariance: Array) -> Array:
    """From the mean to the ends of an ellipse at 1 standard deviation: the short axis, the long.

    Args:
        covariance: (2, 2).

    Returns:
        a row for each axis, (2, 2), pointing up or to the right.
    """
    variances, vectors = np.linalg.eigh(covariance)
    ends = vectors.T * np.sqrt(variances)[:, None]
    return np.asarray(ends * np.where(ends @ [1e-9, 1.0] < 0, -1, 1)[:, None])


def pulled(covariance: Array, axis: int, end: Array) -> Array:
    """The covariance whose ellipse has one axis pulled elsewhere; the other stays as long.

    Args:
        covariance: (2, 2).
        axis: 0 for the short one, 1 for the long one.
        end: (2,) where its end is now, from the mean.
    """
    length = max(float(np.linalg.norm(end)), 1e-3)
    along = end / length if np.linalg.norm(end) > 1e-3 else np.array([1.0, 0.0])
    across = np.array([-along[1], along[0]])
    other = np.linalg.eigvalsh(covariance)[1 - axis]
    return np.asarray(length**2 * np.outer(along, along) + other * np.outer(across, across))


def to_json(mixture: gmm.Mixture) -> str:
    """Write a mixture's parameters as JSON, every number in full."""
    return json.dumps(
        {
            "format": FORMAT,
            "covariance_type": mixture.covariance_type,
            "weights": mixture.weights.tolist(),
            "means": mixture.means.tolist(),
            "covariances": mixture.covariances.tolist(),
        },
        indent=1,
    )


def from_json(text: str) -> gmm.Mixture:
    """Read a mixture's parameters from JSON.

    Raises:
        ValueError: the text isn't such a mixture; the sentence says where it is wrong.
    """
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise ValueError(f'a mixture must be a JSON object with "format": "{FORMAT}"')
        weights, means, covariances = (
            frozen(fields[name]) for name in ("weights", "means", "covariances")
        )
        mixture = gmm.Mixture(weights, means, covariances, str(fields["covariance_type"]))
    except KeyError as missing:
        raise ValueError(f"a mixture must have the field {missing}, which is missing") from None
    except (json.JSONDecodeError, TypeError, RecursionError) as error:
        raise ValueError(f"a mixture must be JSON with arrays of numbers: {error}") from None
    return checked(mixture)


def checked(mixture: gmm.Mixture) -> gmm.Mixture:
    """The mixture, if one can draw from it.

    Raises:
        ValueError: weights that aren't shares, values that aren't finite, or a covariance that
            isn't symmetric and positive definite.
    """
    check_points(mixture.means)
    weights, total = mixture.weights, float(mixture.weights.sum())
    if not (weights >= 0).all() or abs(total - 1) > 1e-6:
        raise ValueError(f"weights must be 0 or more and sum to 1, got a sum of {total:g}")
    for number, covariance in enumerate(matrices(mixture), start=1):
        symmetric = np.allclose(covariance, covariance.T, rtol=1e-9, atol=0)
        if not symmetric or not np.isfinite(covariance).all() or not _is_definite(covariance):
            raise ValueError(
                f"the covariance of component {number} must be symmetric and positive definite, "
                f"got {covariance.tolist()}"
            )
    return mixture


def _is_definite(covariance: Array) -> bool:
    try:
        np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        return False
    return True
