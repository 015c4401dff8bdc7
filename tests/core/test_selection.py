"""Criteria, elbow, silhouettes, gap and folds: as published, and as others compute them."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.metrics import silhouette_samples
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import KFold

from core import gmm, kmeans, selection
from core.criteria import STARTS
from core.datasets import draw, scaled
from core.selection import criteria, elbow, gap, held_out, silhouettes, stability

FAITHFUL = draw("faithful").points
STRETCHED = draw("stretched").points
MOONS = draw("moons").points
NOISE = draw("noise", seed=0).points


def cigars(seed):
    rng = np.random.RandomState(seed)
    return np.concatenate([rng.randn(200, 2) * [6, 0.4] + [0, 3 * i] for i in range(3)])


def least(result, criterion):
    return np.nanmin(getattr(result, criterion))


@pytest.mark.parametrize("start", ["kmeans", "random_points"])
def test_criteria_are_scikit_learns(start):
    x = make_blobs(200, n_features=3, centers=3, cluster_std=2, random_state=4)[0]
    result = criteria(x, (1, 3, 4), start=start, seed=5, n_starts=2)
    init = {"kmeans": "kmeans", "random_points": "random_from_data"}[start]
    for i, k in enumerate(result.ks):
        for j, kind in enumerate(result.covariance_types):
            how = {"init_params": init, "n_init": 2, "random_state": 5}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model = GaussianMixture(k, covariance_type=kind, **how).fit(x)
            ours = result.bic[i, j], result.aic[i, j], result.icl[i, j], result.log_likelihood[i, j]
            shares = model.predict_proba(x)
            entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum()
            bic, aic = model.bic(x), model.aic(x)
            theirs = bic, aic, bic + 2 * entropy, model.score(x) * len(x)
            np.testing.assert_allclose(ours, theirs, rtol=1e-7)
            assert result.n_parameters[i, j] == model._n_parameters()


@pytest.mark.parametrize(
    ("seed", "best", "full", "all_types"),
    [
        (0, (7, 5937.21), (3, 5815.27), ((9, "tied"), 5890.17)),
        (1, (6, 5923.19), (3, 5836.40), ((6, "tied"), 5859.59)),
        (2, (6, 5915.36), (3, 5844.94), ((6, "full"), 5915.36)),
    ],
)
def test_cigars_are_a_matter_of_the_tolerance(seed, best, full, all_types):
    x = cigars(seed)
    early = criteria(x)
    ks = early.bic[:, 0]
    assert (early.ks[ks.argmin()], ks.min()) == (best[0], pytest.approx(best[1], abs=5e-3))
    assert early.best("bic") == all_types[0]
    assert least(early, "bic") == pytest.approx(all_types[1], abs=5e-3)
    late = criteria(x, range(1, 6), ("full",), tol=1e-6, max_iter=1000)
    assert late.best("bic") == (full[0], "full")
    assert least(late, "bic") == pytest.approx(full[1], abs=5e-3)


def test_a_whitened_start_alone_is_no_cure():
    result = criteria(cigars(0), covariance_types=("full",), start="kmeans_whitened")
    assert result.best("bic")[0] != 3


def test_stretched_blobs_are_tied():
    result = criteria(STRETCHED, seed=42)
    assert result.within("bic", 10.0) == ((4, "tied"),)
    assert result.bic[3, :2] == pytest.approx([1672.585, 1624.07], abs=5e-3)
    assert result.n_parameters[3, :2].tolist() == [23, 14]


def test_moons():
    result = criteria(MOONS, range(1, 21), ("full",))
    found = [(result.best(name)[0], least(result, name)) for name in ("bic", "aic", "icl")]
    assert [k for k, _ in found] == [7, 12, 6]
    np.testing.assert_allclose([v for _, v in found], [407.443, 245.856, 435.609], atol=5e-4)


def test_measured_data():
    early, late = criteria(FAITHFUL), criteria(FAITHFUL, tol=1e-5)
    assert (early.best("bic"), late.best("bic")) == ((2, "full"), (3, "tied"))
    assert least(early, "bic") == pytest.approx(2322.192, abs=5e-4)
    assert least(late, "bic") == pytest.approx(2314.312, abs=5e-4)
    iris = criteria(draw("iris").points)
    assert iris.within("bic")[0] == (2, "full")
    assert (3, "full") in iris.within("bic")
    wine = criteria(scaled(draw("wine"), "standardised").points, range(1, 7))
    assert (wine.best("bic"), least(wine, "bic")) == (
        (4, "diag"),
        pytest.approx(5536.411, abs=5e-4),
    )


def test_crossing_groups_are_four_components_and_two_clusters():
    x = draw("crossing", seed=4).points
    result = criteria(x, range(1, 7), seed=0)
    assert (result.best("bic"), result.best("icl")[0]) == ((4, "full"), 2)
    shares = gmm.e_step(x, result.cells[12].step.mixture)[0]
    merging = selection.merge(shares)
    assert merging.entropy[2] < 0.05 * merging.entropy[0]
    bars = draw("crossing", seed=4).labels
    assert len({(a, b) for a, b in zip(merging.labels(2), bars // 2, strict=True)}) == 2


def test_one_component_has_no_entropy_and_no_choice_of_sharing():
    result = criteria(FAITHFUL, (1,), ("full", "tied"))
    np.testing.assert_allclose(result.icl, result.bic)
    np.testing.assert_allclose(result.bic[0, 0], result.bic[0, 1])


def test_what_cannot_be_fitted_is_nan():
    result = criteria(np.repeat(np.eye(2), 20, axis=0), (1, 2, 3))
    assert np.isnan(result.bic[2]).all()
    assert result.cells[-1].step is None
    assert result.best("bic")[0] == 2
    nothing = criteria(np.zeros((5, 2)), (2,))
    with pytest.raises(ValueError, match="none is best"):
        nothing.best("bic")


def test_a_larger_model_that_fits_worse_is_marked():
    result = criteria(cigars(0), range(1, 13))
    heights = result.log_likelihood
    marked = np.argwhere(result.below)
    assert len(marked)
    for i, j in marked:
        assert heights[i, j] < heights[:i, j].max()
    np.testing.assert_array_equal(criteria(cigars(0), range(12, 0, -1)).below[::-1], result.below)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ks": ()}, "ks must"),
        ({"ks": (2, 2)}, "ks must"),
        ({"ks": range(1, 70)}, "ks must"),
        ({"ks": (0,)}, "k must"),
        ({"start": "guess"}, "start"),
        ({"n_starts": 0}, "n_starts"),
        ({"covariance_types": ("round",)}, "covariance_type"),
    ],
)
def test_criteria_refuse_what_is_out_of_range(wrong, said):
    with pytest.raises(ValueError, match=said):
        criteria(FAITHFUL, **wrong)


@pytest.mark.parametrize("start", STARTS)
def test_every_start_works(start):
    assert np.isfinite(criteria(FAITHFUL, (2,), start=start, n_starts=2).icl).all()


@pytest.mark.parametrize(
    ("inertias", "found"),
    [
        (1 / np.arange(1, 11), 3),
        (np.arange(10, 0, -1), None),
        ([100, 60, 20, 18, 16, 14, 12, 10], 3),
        ([50440.157025, 8901.768721, 5188.540468, 2941.720903, 2028.444478], 2),
        ([99, 96, 91, 84, 75, 64, 51, 36, 19, 0], None),
        (np.arange(10) ** 2, None),
        (np.ones(10), None),
        ([3, 1], None),
        ([1], None),
        ([], None),
        ([3, np.nan, 1, 0], None),
    ],
)
def test_elbow(inertias, found):
    assert elbow(range(1, len(inertias) + 1), inertias) == found


def test_silhouettes_by_hand():
    x = np.array([[0, 0], [0, 1], [4, 0], [4, 3], [20, 20.0]])
    got = silhouettes(x, np.array([0, 0, 1, 1, 2]))
    np.testing.assert_allclose(got, [0.777778, 0.767313, 0.261366, 0.366563, 0], atol=5e-7)


@settings(max_examples=40)
@given(st.integers(4, 60), st.integers(1, 3), st.integers(2, 4), st.integers(0, 2**31))
def test_silhouettes_are_scikit_learns(n, d, k, seed):
    rng = np.random.default_rng(seed)
    x, labels = rng.normal(size=(n, d)), rng.integers(k, size=n)
    labels[:3] = 0, 1, 1
    got = silhouettes(x, labels)
    np.testing.assert_allclose(got, silhouette_samples(x, labels), atol=1e-6)


def test_silhouettes_praise_four_clusters_of_noise():
    ks = range(2, 9)
    means = [silhouettes(NOISE, kmeans.fit(NOISE, k).steps[-1].labels).mean() for k in ks]
    assert ks[int(np.argmax(means))] == 4
    assert max(means) == pytest.approx(0.406, abs=5e-4)
    with pytest.raises(ValueError, match="2 clusters"):
        silhouettes(NOISE, np.zeros(len(NOISE), dtype=int))
    assert not silhouettes(np.zeros((4, 2)), np.array([0, 0, 1, 1])).any()


@pytest.mark.parametrize("box", ["axes", "pca"])
def test_gap_as_written_in_the_paper(box):
    x, ks = STRETCHED[:150], (1, 2, 4)
    result = gap(x, ks, box=box, n_references=4, seed=3)

    def log_inertia(points, k):
        return np.log(KMeans(k, n_init=1, random_state=3).fit(points).inertia_)

    centred = x - x.mean(axis=0)
    turn = np.linalg.svd(centred)[2].T if box == "pca" else np.eye(2)
    low, high = (centred @ turn).min(axis=0), (centred @ turn).max(axis=0)
    drawn = [np.random.default_rng([3, b]).uniform(0, 1, x.shape) for b in range(4)]
    sets = [(low + (high - low) * u) @ turn.T for u in drawn]
    references = np.array([[log_inertia(one, k) for one in sets] for k in ks])
    np.testing.assert_allclose(result.log_inertia, [log_inertia(x, k) for k in ks], rtol=1e-9)
    np.testing.assert_allclose(result.references, references, rtol=1e-6)
    np.testing.assert_allclose(result.value, references.mean(axis=1) - result.log_inertia)
    spread = np.sqrt(((references.T - references.mean(axis=1)) ** 2).mean(axis=0))
    np.testing.assert_allclose(result.standard_error, np.sqrt(1.25) * spread, rtol=1e-5)


def test_gap_of_old_faithful():
    result = gap(FAITHFUL, range(1, 6), n_references=60)
    assert result.best() == 2
    np.testing.assert_allclose(result.value[:2], [0.232, 0.584], atol=0.04)
    np.testing.assert_allclose(result.references.std(axis=1), 0.05, atol=0.02)


def test_the_gap_of_noise_is_one_cluster_unless_the_box_is_turned():
    result = gap(NOISE, range(1, 9))
    assert result.best() == 1
    assert result.ks[result.value.argmax()] > 1
    assert gap(NOISE, (1,), box="pca").value[0] == pytest.approx(0.66, abs=0.1)


def test_a_gap_does_not_depend_on_the_others_asked_for():
    whole, alone = gap(STRETCHED, range(1, 5)), gap(STRETCHED, (3,))
    np.testing.assert_array_equal(whole.references[2], alone.references[0])
    assert alone.best() is None
    assert np.isnan(gap(np.repeat(np.eye(2), 3, axis=0), (1, 2, 3)).value).tolist() == [0, 1, 1]


def test_held_out_old_faithful():
    full = [-4.186741, -4.070841, -4.269149, -4.418012, -4.120876]
    tied = [-4.230076, -4.093443, -4.323999, -4.403364, -4.108182]
    np.testing.assert_allclose(held_out(FAITHFUL, 2), full, atol=5e-7)
    np.testing.assert_allclose(held_out(FAITHFUL, 2, "tied"), tied, atol=5e-7)


def test_held_out_folds_are_scikit_learns():
    x = STRETCHED[:101]
    expected = []
    for rest, fold in KFold(4, shuffle=True, random_state=9).split(x):
        mixture = gmm.fit(x[rest], 2, seed=9).steps[-1].mixture
        expected.append(gmm.e_step(x[fold], mixture)[1] / len(fold))
    np.testing.assert_array_equal(held_out(x, 2, folds=4, seed=9), expected)
    assert np.isnan(held_out(x[:4], 4, folds=2)).all()


@pytest.mark.parametrize("model", ["gmm", "kmeans"])
def test_stability_of_what_is_far_apart_and_of_one_cluster(model):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3, 50, 2)) + 50 * np.eye(3, 2)[:, None]
    x = x.reshape(-1, 2)
    for k in (1, 3):
        result = stability(x, k, model=model, n_resamples=20)
        assert (result.rand == 1).all()
        assert (result.per_point == 1).all()


@pytest.mark.parametrize(("model", "rand"), [("kmeans", 0.998), ("gmm", 0.995)])
def test_stability_of_old_faithful(model, rand):
    result = stability(FAITHFUL, 2, model=model)
    assert result.rand.mean() == pytest.approx(rand, abs=2e-3)
    assert result.per_point.min() >= 0.75
    assert result.per_point.shape == (272,)


def test_resamples_without_enough_points_are_left_out():
    result = stability(np.arange(4.0)[:, None], 3, model="kmeans", n_resamples=30)
    assert 0 < np.isnan(result.rand).sum() < 30
    assert np.isfinite(result.per_point).all()
