"""What Choose computes: maps of criteria, lotteries, the bootstrap test, stability."""

from __future__ import annotations

import numpy as np
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from benchmarks.measure import Duel, blobs, duel
from core import gmm, lottery, selection

REPLICATES = 199
SOME = 8  # replicates that scikit-learn is measured by; all of them would take a minute


def criteria(n: int, wanted: float) -> Duel:
    """BIC, AIC and ICL of k = 1 to 12 with four covariance types."""
    x = make_blobs(n, centers=5, cluster_std=0.9, random_state=17)[0]

    def theirs() -> int:
        for k in range(1, 13):
            for kind in gmm.COVARIANCE_TYPES:
                model = GaussianMixture(k, covariance_type=kind, random_state=0).fit(x)
                shares = model.predict_proba(x)
                entropy = -np.sum(shares * np.log(np.maximum(shares, 1e-300)))
                _ = model.aic(x), model.bic(x) + 2 * entropy
        return 1

    def ours() -> int:
        result = selection.criteria(x)
        _ = result.aic, result.bic, result.icl
        return 1

    return duel(f"criteria, k=1..12, 4 types, n={n:,}", n, theirs, ours, wanted)


def draws(wanted: float) -> Duel:
    """Run fifty starts from random points to a tolerance of 1e-6."""
    x = make_blobs(500, centers=5, cluster_std=0.9, random_state=17)[0]
    how = {"init_params": "random_from_data", "tol": 1e-6, "max_iter": 1_000}

    def theirs() -> int:
        for seed in range(50):
            GaussianMixture(5, random_state=seed, **how).fit(x).predict(x)
        return 1

    def ours() -> int:
        lottery.draw(x, 5)
        return 1

    return duel("lottery of 50 to 1e-6, k=5, n=500", 500, theirs, ours, wanted)


def bootstrap(wanted: float) -> Duel:
    """Test 2 against 3 components; scikit-learn fits both sizes twice, to the same tolerance."""
    x = blobs(500, k=2)
    truth = gmm.fit(x, 2).steps[-1].mixture

    def theirs() -> int:
        for seed in range(SOME):
            points, _ = gmm.sample(truth, len(x), seed=seed)
            for k in (2, 3):
                how = {"n_init": 2, "tol": 1e-5, "max_iter": 2_000, "random_state": seed}
                GaussianMixture(k, **how).fit(points).score(points)
        return SOME

    def ours() -> int:
        selection.bootstrap_lrt(x, 2, n_replicates=REPLICATES)
        return REPLICATES

    return duel("bootstrap test, a replicate, k=2, n=500", 500, theirs, ours, wanted)


def resamples(wanted: float) -> Duel:
    """Fit fifty resamples and compare each with the fit on all points."""
    x = blobs(500, k=3)

    def theirs() -> int:
        labels = GaussianMixture(3, random_state=0).fit(x).predict(x)
        for seed in range(50):
            rows = np.random.default_rng(seed).integers(len(x), size=len(x))
            model = GaussianMixture(3, random_state=0).fit(x[rows])
            adjusted_rand_score(labels, model.predict(x))
        return 1

    def ours() -> int:
        selection.stability(x, 3)
        return 1

    return duel("stability of 50, k=3, n=500", 500, theirs, ours, wanted)
