"""Mixtures as JSON, every number in full."""

import json
from collections.abc import Sequence

from core.arrays import check_points, frozen, shares
from core.mixture import Mixture, roots_of

FORMAT = "mixture-lab/1"
ROUNDED = 1e-3  # by how much weights with few digits may miss a sum of 1


def to_json(mixture: Mixture, *, columns: Sequence[str] = (), about: str = "") -> str:
    """Write a mixture's parameters as JSON, every number in full.

    Args:
        mixture: k components in d dimensions.
        columns: names of the d dimensions, where they have any.
        about: what the mixture is, for the reader.
    """
    return json.dumps(
        {
            "format": FORMAT,
            **({"about": about} if about else {}),
            **({"columns": list(columns)} if columns else {}),
            "covariance_type": mixture.covariance_type,
            "weights": mixture.weights.tolist(),
            "means": mixture.means.tolist(),
            "covariances": mixture.covariances.tolist(),
        },
        indent=1,
    )


def from_json(text: str) -> Mixture:
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
        mixture = Mixture(weights, means, covariances, str(fields["covariance_type"]))
    except KeyError as missing:
        raise ValueError(f"a mixture must have the field {missing}, which is missing") from None
    except (json.JSONDecodeError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError(f"a mixture must be JSON with arrays of numbers: {error}") from None
    return _checked(mixture)


def _checked(mixture: Mixture) -> Mixture:
    """The mixture, if one can draw from it, with weights that sum to one.

    Raises:
        ValueError: weights that aren't shares, values that aren't finite, or a covariance that
            can't be used; see `core.covariances`.
    """
    check_points(mixture.means)
    total = float(mixture.weights.sum())
    if not (mixture.weights >= 0).all() or abs(total - 1) > ROUNDED:
        raise ValueError(f"weights must be 0 or more and sum to 1, got a sum of {total:g}")
    roots_of(mixture)
    return Mixture(
        shares(mixture.weights), mixture.means, mixture.covariances, mixture.covariance_type
    )
