"""Fit mixtures to the digits and keep the results for the Digits page: python -m benchmarks.digits.

Every number of components is fitted as scikit-learn would fit it with random_state=0. What is
kept is the component of each digit, from which `core.digits.mixture` takes EM up again.
"""

import numpy as np

from core import digits, gmm, scores

COUNTS = range(10, 201, 10)


def main() -> None:
    """Fit, and write core/data/digits.npz."""
    points = digits.load().points
    rows = []
    for k in COUNTS:
        trace = gmm.fit(points, k)
        labels = gmm.e_step(points, trace.steps[-1].mixture)[0].argmax(axis=1)
        mixture = digits.resumed(labels, k)
        row = labels, scores.aic(points, mixture), scores.bic(points, mixture), trace.n_iter
        rows.append(row)
        print(f"k = {k}: {trace.n_iter} iterations, AIC {row[1]:,.0f}, BIC {row[2]:,.0f}")
    labels, aic, bic, iterations = zip(*rows, strict=True)
    np.savez_compressed(
        digits.FITS,
        counts=np.array(COUNTS),
        labels=np.array(labels, dtype=np.uint8),
        aic=np.array(aic),
        bic=np.array(bic),
        iterations=np.array(iterations),
    )


if __name__ == "__main__":
    main()
