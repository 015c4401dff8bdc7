"""Which cluster of one labelling is which of another."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from core.arrays import Labels, frozen


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


def _check_range(name: str, labels: Labels, count: int) -> None:
    if len(labels) and not 0 <= np.min(labels) <= np.max(labels) < count:
        raise ValueError(
            f"{name} must be 0 to {count - 1}; got {np.min(labels)} to {np.max(labels)}"
        )
