"""How well one sample passes for another: tests that find differences."""

from dataclasses import dataclass

import numpy as np

from core import gmm
from core.arrays import MAX_SEED, Array, Mask, Points, stream, whole

MAX_PAIRED_POINTS = 2_000  # of both samples together, for a test on all pairs of points


def permutation_test(
    x: Points, y: Points, *, seed: int, n_permutations: int = 199
) -> tuple[float, float]:
    """Whether two samples could come from one distribution, by their energy distance.

    Args:
        x: (n, d).
        y: (m, d); beyond 2,000 points together, evenly many of both are drawn.
        seed: of the random stream.
        n_permutations: how often the points are dealt out anew.

    Returns:
        statistic: the energy distance.
        p_value: how often a deal is at least as far apart, the one at hand counted in.

    Source: Szekely and Rizzo (2013), section 6; Phipson and Smyth (2010) for the one counted in.
    """
    rng = stream(seed)
    n_permutations = whole("n_permutations", n_permutations, 1, 9_999)
    x, y = _some(x, y, rng)
    distances = _distances(np.concatenate([x, y]))
    first = np.arange(len(x) + len(y)) < len(x)
    statistic = _energy(distances, first)
    deals = np.array([_energy(distances, rng.permutation(first)) for _ in range(n_permutations)])
    tolerance = 1e-12 * abs(statistic)
    return statistic, float((1 + (deals >= statistic - tolerance).sum()) / (1 + n_permutations))


def recognition(x: Points, y: Points, *, seed: int) -> float:
    """How well a classifier tells two samples apart: 0.5 is by chance, 1 always.

    Args:
        x: (n, d).
        y: (m, d); beyond 2,000 points together, evenly many of both are drawn.
        seed: of the folds.

    Returns:
        area under the ROC curve of the votes of 15 nearest neighbours, from five-fold
        cross-validation on standardised columns.

    Source: Lopez-Paz and Oquab (2017), "Revisiting classifier two-sample tests".
    """
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y = _some(x, y, stream(seed))
    points, side = np.concatenate([x, y]), np.repeat([0, 1], [len(x), len(y)])
    points = points - points.mean(axis=0)
    classifier = make_pipeline(StandardScaler(), KNeighborsClassifier(15))
    # A seed of its own: points shuffled by the same stream would fall into folds by their place.
    apart = int(np.random.default_rng(seed).integers(MAX_SEED))
    folds = StratifiedKFold(5, shuffle=True, random_state=apart)
    votes = cross_val_predict(classifier, points, side, cv=folds, method="predict_proba")
    return float(roc_auc_score(side, votes[:, 1]))


@dataclass(frozen=True)
class Verdict:
    """How well generated points pass for real ones.

    Args:
        energy: energy distance of the two samples, in the unit of the data.
        p_value: of its permutation test.
        recognised: area under the ROC curve of a classifier that looks for differences.
        real, generated: mean log-likelihood of the points under the mixture, nats per point.
    """

    energy: float
    p_value: float
    recognised: float
    real: float
    generated: float


def judge(x: Points, y: Points, mixture: gmm.Mixture, *, seed: int) -> Verdict:
    """Compare real points with generated ones in every way there is here.

    Args:
        x: real, (n, d).
        y: generated, (m, d).
        mixture: that was fitted to the real ones.
        seed: of the tests.
    """
    energy, p_value = permutation_test(x, y, seed=seed)
    real, generated = (gmm.e_step(points, mixture)[1] / len(points) for points in (x, y))
    return Verdict(energy, p_value, recognition(x, y, seed=seed), real, generated)


def _some(x: Points, y: Points, rng: np.random.RandomState) -> tuple[Points, Points]:
    """Of each sample at most half of MAX_PAIRED_POINTS."""
    half = MAX_PAIRED_POINTS // 2
    x, y = (
        points if len(points) <= half else points[rng.choice(len(points), half, replace=False)]
        for points in (x, y)
    )
    return x, y


def _distances(points: Points) -> Array:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(points, points))


def _energy(distances: Array, first: Mask) -> float:
    """How far the distributions of the points that are first, (n + m,), and the others are apart.

    Returns:
        2 E|X - Y| - E|X - X'| - E|Y - Y'|, each the mean over all pairs: 0 for the same, in the
        unit of the data.

    Source: Szekely and Rizzo (2013), equation 5.
    """
    sides = np.stack([first, ~first]).astype(np.float64)  # (2, n + m)
    sides /= sides.sum(axis=1, keepdims=True)
    (xx, xy), (_, yy) = sides @ distances @ sides.T
    return float(2 * xy - xx - yy)
