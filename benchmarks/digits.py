"""Fit mixtures to the digits and keep how they score: python -m benchmarks.digits.

The Digits page draws the curves. Every number of components is fitted as scikit-learn would fit it
with random_state=0.
"""

import csv

from core import digits, gmm, scores


def main() -> None:
    """Fit, and write core/data/digits.csv."""
    points = digits.load().points
    with digits.SWEEP.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["components", "AIC", "BIC", "iterations"])
        for k in range(1, digits.MOST + 1):
            trace = gmm.fit(points, k)
            mixture = trace.steps[-1].mixture
            aic, bic = scores.aic(points, mixture), scores.bic(points, mixture)
            table.writerow([k, f"{aic:.4f}", f"{bic:.4f}", trace.n_iter])
            print(f"k = {k}: {trace.n_iter} iterations, AIC {aic:,.0f}, BIC {bic:,.0f}")


if __name__ == "__main__":
    main()
