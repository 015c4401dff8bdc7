"""New data from a fitted mixture, and how well they pass for the real ones."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from core import gmm
from core.arrays import MAX_SEED, Array, Labels, Points, check_points, frozen, stream, whole
from core.mixture import matrices

Mask = npt.NDArray[np.bool_]
FORMAT = "mixture-lab/1"
MAX_PAIRED_POINTS = 2_000  # of both samples together, for a test on all pairs of points


@dataclass(frozen=True, eq=False)
class Anatomy:
    """One point in the making.

    Args:
        spin: uniform in 0..1; the component is the one in whose share of the weights it falls.
        component: chosen by the weights.
        z: (d,) from a standard normal.
        factor: (d, d) lower triangular, the Cholesky factor of the component's covariance.
        stretched: (d,) factor @ z.
        point: (d,) stretched + mean.
    """

    spin: float
    component: int
    z: Array
    factor: Array
    stretched: Array
    point: Array


def anatomy(mixture: gmm.Mixture, *, seed: int) -> Anatomy:
    """Make one point step by step: choose a component, draw z, stretch it, add the mean.

    Args:
        mixture: k components.
        seed: of the random stream.

    Source: Bishop (2006), section 11.1.1: z standard normal gives L z + mean with covariance L L^T.
    """
    rng = stream(seed)
    shares = np.cumsum(mixture.weights)
    spin = float(rng.random_sample())
    component = int(np.searchsorted(shares / shares[-1], spin, side="right"))
    z = rng.standard_normal(mixture.means.shape[1:])
    factor = np.linalg.cholesky(matrices(mixture)[component])
    stretched = factor @ z
    return Anatomy(spin, component, z, factor, stretched, mixture.means[component] + stretched)


def densities(x: Points, mixture: gmm.Mixture) -> Array:
    """What every component adds to the density at every point.

    Args:
        x: points, (n, d).
        mixture: k components.

    Returns:
        weight times density, (n, k); a row sums to the density of the mixture.

    Source: Bishop (2006), equation 9.7.
    """
    return np.asarray(mixture.weights * np.exp(gmm.log_density(x, mixture)))


def moments(mixture: gmm.Mixture) -> tuple[float, float]:
    """Mean and standard deviation of a one-dimensional mixture.

    Source: Bishop (2006), equations 9.49 and 9.50 for continuous data.
    """
    weights, means = mixture.weights, mixture.means[:, 0]
    mean = float(weights @ means)
    variance = weights @ (matrices(mixture)[:, 0, 0] + (means - mean) ** 2)
    return mean, float(np.sqrt(variance))


def tempered(mixture: gmm.Mixture, temperature: float) -> gmm.Mixture:
    """The same mixture with its covariances multiplied by a positive temperature."""
    if not 0 < temperature < np.inf:
        raise ValueError(f"a temperature must be a positive number, got {temperature}")
    return replace(mixture, covariances=mixture.covariances * temperature)


def chosen(mixture: gmm.Mixture, components: Labels) -> gmm.Mixture:
    """The mixture of some components alone, their weights in the same proportions.

    Args:
        mixture: k components.
        components: row numbers, (m,), m >= 1.
    """
    rows = np.asarray(components, dtype=np.int64)
    if len(rows) == 0:
        raise ValueError("choose at least one component, got none")
    shared = mixture.covariance_type == "tied"
    return replace(
        mixture,
        weights=mixture.weights[rows] / mixture.weights[rows].sum(),
        means=mixture.means[rows],
        covariances=mixture.covariances if shared else mixture.covariances[rows],
    )


def marginal(mixture: gmm.Mixture, columns: Labels) -> gmm.Mixture:
    """The mixture of some columns, whatever the others are.

    Args:
        mixture: k components in d dimensions.
        columns: (m,) of 0 to d - 1.

    Source: Bishop (2006), equation 2.98, for every component.
    """
    rows = np.asarray(columns, dtype=np.int64)
    covariances = matrices(mixture)[:, rows[:, None], rows]
    return gmm.Mixture(mixture.weights, mixture.means[:, rows], covariances)


def conditional(mixture: gmm.Mixture, column: int, value: float) -> gmm.Mixture:
    """The mixture of all other columns, given the value of one.

    Args:
        mixture: k components in d >= 2 dimensions.
        column: 0 to d - 1.
        value: of that column.

    Returns:
        k full components in d - 1 dimensions; weights by how well each explains the value.

    Source: Bishop (2006), equations 2.81 and 2.82, for every component.
    """
    d = mixture.means.shape[1]
    column = whole("column", column, 0, d - 1)
    if d < 2 or not np.isfinite(value):
        raise ValueError(f"conditioning needs 2 or more columns and a number, got {d} and {value}")
    others = np.delete(np.arange(d), column)
    covariances = matrices(mixture)
    variances = covariances[:, column, column]  # (k,)
    slopes = covariances[:, others, column] / variances[:, None]  # (k, d - 1)
    distances = value - mixture.means[:, column]  # (k,)
    with np.errstate(divide="ignore"):
        log_weights = np.log(mixture.weights) - 0.5 * (np.log(variances) + distances**2 / variances)
    weights = np.exp(log_weights - log_weights.max())
    return gmm.Mixture(
        weights / weights.sum(),
        mixture.means[:, others] + slopes * distances[:, None],
        covariances[:, others[:, None], others]
        - slopes[:, :, None] * covariances[:, None, column, others],
    )


def energy_distance(x: Points, y: Points) -> float:
    """How far two samples' distributions are apart: 0 for the same, in the units of the data.

    Args:
        x: (n, d).
        y: (m, d).

    Returns:
        2 E|X - Y| - E|X - X'| - E|Y - Y'|, each the mean over all pairs.

    Source: Szekely and Rizzo (2013), equation 5.
    """
    return _energy(_distances(np.concatenate([x, y])), np.arange(len(x) + len(y)) < len(x))


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
    """Energy distance of the points that are first, (n + m,) bool, and the others."""
    sides = np.stack([first, ~first]).astype(np.float64)  # (2, n + m)
    sides /= sides.sum(axis=1, keepdims=True)
    (xx, xy), (_, yy) = sides @ distances @ sides.T
    return float(2 * xy - xx - yy)


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


@dataclass(frozen=True, eq=False)
class Recovery:
    """How close a fitted mixture comes to the one that made its data.

    Args:
        order: (k,) the fitted component that belongs to each true one.
        weights: (k,) errors of the weights.
        means: (k,) distances of the means.
        covariances: (k,) errors of the covariances, relative, in the Frobenius norm.
    """

    order: Labels
    weights: Array
    means: Array
    covariances: Array


def recovery(truth: gmm.Mixture, fitted: gmm.Mixture) -> Recovery:
    """Match the components of two mixtures by their means, and measure what differs.

    Args:
        truth: k components.
        fitted: k components of the same dimensions.
    """
    if truth.means.shape != fitted.means.shape:
        raise ValueError(
            f"both mixtures need the same shape of means, "
            f"got {truth.means.shape} and {fitted.means.shape}"
        )
    distances = np.linalg.norm(truth.means[:, None] - fitted.means[None], axis=2)
    order = linear_sum_assignment(distances)[1]
    ours, theirs = matrices(truth), matrices(fitted)[order]
    norms = np.linalg.norm(ours, axis=(1, 2))
    return Recovery(
        order,
        np.abs(fitted.weights[order] - truth.weights),
        distances[np.arange(len(order)), order],
        np.linalg.norm(theirs - ours, axis=(1, 2)) / norms,
    )


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


def recoveries(
    truth: gmm.Mixture, sizes: Sequence[int], n_draws: int, *, seed: int
) -> dict[str, Array]:
    """How errors of recovered parameters fall with the number of points.

    EM starts from the truth, so that what is seen is the error of the sample alone.

    Args:
        truth: k components.
        sizes: (m,) points in a sample.
        n_draws: samples of each size.
        seed: of the first sample.

    Returns:
        for weights, means and covariances, (m,) the mean error.
    """
    errors = np.zeros((3, len(sizes)))
    for column, n in enumerate(sizes):
        for draw in range(n_draws):
            points, _ = gmm.sample(truth, n, seed=(seed + draw) % MAX_SEED)
            fitted = gmm.fit(points, len(truth.weights), mixture=truth).steps[-1].mixture
            found = recovery(truth, fitted)
            parts = found.weights, found.means, found.covariances
            errors[:, column] += [part.mean() / n_draws for part in parts]
    return dict(zip(("weights", "means", "covariances"), errors, strict=True))
