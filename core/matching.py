"""Which cluster of one model is which of another: by their points, or as distributions."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from core.arrays import Array, Labels, Mask, frozen
from core.covariances import firm, roots
from core.mixture import Mixture, matrices, roots_of

NEARNESS = 1e-6  # of a shared point: what being near counts where nothing is shared


def match(labels: Labels, reference: Labels, n_labels: int, n_reference: int) -> Labels:
    """Number clusters after a reference, such that as many points as possible keep their number.

    Of equally good matchings one that leaves the most labels unchanged is taken. A label that
    shares no point with the number it could have is left over; those left over take, in order,
    the lowest numbers not in use. So every label has a number of its own, and `numbers[labels]`
    is the labelling in the reference's numbers.

    Args:
        labels: (n,), 0 to n_labels - 1.
        reference: (n,), 0 to n_reference - 1; numbers may be missing from it.
        n_labels: how many clusters there are; some may be empty.
        n_reference: how many numbers the reference has.

    Returns:
        numbers: (n_labels,) the number of every label.

    Raises:
        ValueError: labels out of their range or not as many as the reference's.

    Source: linear sum assignment on the contingency table; Kuhn (1955), in SciPy's form.
    """
    if np.shape(labels) != np.shape(reference):
        raise ValueError(
            f"two labellings must be of the same points; got {len(labels)} and {len(reference)}"
        )
    _check_range("labels", labels, n_labels)
    _check_range("reference labels", reference, n_reference)
    pairs = np.asarray(labels, dtype=np.int64) * n_reference + reference
    overlap = np.bincount(pairs, minlength=n_labels * n_reference).reshape(n_labels, n_reference)
    unchanged = np.eye(n_labels, n_reference, dtype=np.int64) * (overlap > 0)
    matched, to = linear_sum_assignment(overlap * (n_labels + 1) + unchanged, maximize=True)

    numbers = np.full(n_labels, -1, dtype=np.int64)
    shared = overlap[matched, to] > 0
    numbers[matched[shared]] = to[shared]
    left_over = np.flatnonzero(numbers < 0)
    unused = np.setdiff1d(np.arange(n_labels), numbers)
    numbers[left_over] = unused[: len(left_over)]
    return frozen(numbers, np.int64)


def disagreements(labels: Labels, reference: Labels, n_labels: int, n_reference: int) -> Mask:
    """Which points two labellings part differently, whatever they call their clusters.

    Args:
        labels: (n,), 0 to n_labels - 1.
        reference: (n,), 0 to n_reference - 1.
        n_labels: how many clusters there are; some may be empty.
        n_reference: how many numbers the reference has.

    Returns:
        (n,) whether a point's number isn't that of the reference, once they are matched.
    """
    numbers = match(labels, reference, n_labels, n_reference)
    return np.asarray(numbers[labels] != reference)


def match_components(mixture: Mixture, reference: Mixture) -> Labels:
    """Number components after those of a reference, by all that they are: weight, mean, covariance.

    The pairs are those whose weighted densities have the least squared Hellinger distances in
    sum, or, since the weights are spent in every pairing, the greatest overlaps
    sqrt(weight weight') x integral of sqrt(density density'), which are 1 in sum where the
    mixtures are the same. Being bounded, they let one component that is far off, or has no
    width, not decide about the others. Where two hardly overlap with any, the nearer are paired.

    Args:
        mixture: k components.
        reference: k components of the same dimensions.

    Returns:
        numbers: (k,) the row in the reference that each component belongs to.

    Raises:
        ValueError: the mixtures haven't the same k and d, or a covariance can't be used.

    Source: Bhattacharyya (1943); Kailath (1967), "The divergence and Bhattacharyya distance
    measures in signal selection", for the integral; Kuhn (1955) for the pairs.
    """
    if mixture.means.shape != reference.means.shape:
        raise ValueError(
            f"both mixtures need the same shape of means, "
            f"got {mixture.means.shape} and {reference.means.shape}"
        )
    distances = _distances(mixture, reference)
    weights = np.sqrt(np.outer(mixture.weights, reference.weights))
    likeness = weights * np.exp(-distances) + NEARNESS / (1 + distances)
    return frozen(linear_sum_assignment(likeness, maximize=True)[1], np.int64)


def _distances(mixture: Mixture, reference: Mixture) -> Array:
    """Bhattacharyya distances of all pairs, (k, k): -log integral of sqrt(density density')."""
    ours, theirs = matrices(mixture), matrices(reference)
    log_roots, reference_log_roots = _log_root(roots_of(mixture)), _log_root(roots_of(reference))
    result = np.empty((len(ours), len(theirs)))
    for j, (mean, covariance) in enumerate(zip(reference.means, theirs, strict=True)):
        middle = (ours + covariance) / 2  # (k, d, d)
        factors = roots(firm(middle, np.einsum("kii->ki", middle)))
        z = np.linalg.solve(factors, (mixture.means - mean)[:, :, None])[:, :, 0]  # (k, d)
        wider = _log_root(factors) - (log_roots + reference_log_roots[j]) / 2
        result[:, j] = (z**2).sum(axis=1) / 8 + wider
    return np.maximum(result, 0.0)


def _log_root(factors: Array) -> Array:
    """Half the log determinants of covariances, by their roots, (k, d, d): (k,)."""
    return np.asarray(np.log(np.einsum("kii->ki", factors)).sum(axis=1))


def _check_range(name: str, labels: Labels, count: int) -> None:
    if len(labels) and not 0 <= np.min(labels) <= np.max(labels) < count:
        raise ValueError(
            f"{name} must be 0 to {count - 1}; got {np.min(labels)} to {np.max(labels)}"
        )
