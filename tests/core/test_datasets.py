"""Data sets: the article's come out exactly, and every dial does what it says."""

import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import make_blobs, make_circles, make_moons

from core import datasets, kmeans, scores
from core.datasets import RECIPES, SHARED, Dataset, Dial, draw, scaled

quick = settings(derandomize=True, deadline=None, max_examples=40)
ROOT = Path(__file__).parents[2]
LAWS = "ring or promised or one_meaning"  # of the tests on all data sets, those on the example
NAMES = sorted(RECIPES)
MEASURED = {"faithful": (272, 2), "waiting": (272, 1), "iris": (150, 4), "wine": (178, 13)}


def test_the_sets_that_are_promised_are_there():
    promised = "blobs stretched moons circles anisotropic spreads sizes cigars noise line nested"
    assert {*promised.split(), *MEASURED} <= set(RECIPES)


def test_set_a_is_scikit_learns_blobs():
    x, y = make_blobs(500, centers=5, cluster_std=0.9, random_state=17)
    data = draw("blobs", n_samples=500, n_clusters=5, cluster_std=0.9, seed=17)
    np.testing.assert_array_equal(data.points, x)
    np.testing.assert_array_equal(data.labels, y)
    opening = draw("blobs", seed=RECIPES["blobs"].seed)
    np.testing.assert_array_equal(opening.points, x)


def test_set_b_is_the_stretched_set_at_its_defaults():
    x, y = make_blobs(400, centers=4, cluster_std=0.60, random_state=0)
    data = draw("stretched", seed=RECIPES["stretched"].seed)
    np.testing.assert_array_equal(data.points, x[:, ::-1] @ np.random.RandomState(13).randn(2, 2))
    np.testing.assert_array_equal(data.labels, y)


def test_moons_and_circles_are_scikit_learns():
    x, _ = make_moons(200, noise=0.05, random_state=0)
    np.testing.assert_array_equal(draw("moons").points, x)
    x, _ = make_circles(300, factor=0.3, noise=0.1, random_state=4)
    dials = {"n_samples": 300, "factor": 0.3, "noise": 0.1}
    np.testing.assert_array_equal(draw("circles", seed=4, **dials).points, x)


@pytest.mark.parametrize("name", MEASURED)
def test_measured_data_are_whole_and_have_no_dials(name):
    data, item = draw(name), RECIPES[name]
    assert data.points.shape == MEASURED[name]
    assert len(data.columns) == MEASURED[name][1]
    assert item.dials == ()
    assert not item.seeded
    np.testing.assert_array_equal(data.points, draw(name, seed=5).points)


def test_old_faithful_is_as_in_r():
    data = draw("faithful")
    np.testing.assert_allclose(data.points.mean(axis=0), [3.487783, 70.897059], atol=5e-7)
    assert data.columns == ("eruption (min)", "waiting (min)")
    assert data.labels is None


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_says_what_it_is(name):
    item = RECIPES[name]
    assert item.name == name
    assert item.title == draw(name).title
    for sentence in (item.about, item.source, *(dial.help for dial in item.dials)):
        assert not sentence or sentence.endswith(".")
    for dial in item.dials:
        assert dial.low <= dial.default <= dial.high


def test_a_url_name_has_one_meaning_and_one_range():
    ranges = {}
    for item in RECIPES.values():
        for dial in item.dials:
            meaning = (dial.name, dial.low, dial.high, dial.step, dial.whole)
            assert ranges.setdefault(dial.url, meaning) == meaning
            assert dial.url.startswith(f"{item.name}_") or dial.name in SHARED
    assert (SHARED["n_samples"].low, SHARED["n_samples"].high) == (10, 1_000_000)


@pytest.mark.parametrize("name", [name for name in NAMES if RECIPES[name].seeded])
@pytest.mark.parametrize("end", ["low", "high"])
def test_the_ends_of_every_dial_are_allowed(name, end):
    dials = {dial.name: getattr(dial, end) for dial in RECIPES[name].dials}
    data = draw(name, **dials)
    assert len(data.points) == dials.get("n_samples", len(data.points))
    assert data.points.shape[1] == len(data.columns)
    assert data.labels is None or data.labels.shape == (len(data.points),)
    assert np.isfinite(data.points).all()
    assert not data.points.flags.writeable


@quick
@given(st.data(), st.sampled_from([name for name in NAMES if RECIPES[name].seeded]))
def test_a_seed_repeats_the_draw_and_another_one_changes_it(data, name):
    seed = data.draw(st.integers(0, 2**32 - 2))
    sized = any(dial.name == "n_samples" for dial in RECIPES[name].dials)
    size = {"n_samples": data.draw(st.integers(10, 60))} if sized else {}
    once, again, other = (draw(name, seed=s, **size) for s in (seed, seed, seed + 1))
    np.testing.assert_array_equal(once.points, again.points)
    assert len(once.points) == size.get("n_samples", len(once.points))
    assert not np.array_equal(once.points, other.points)


@pytest.mark.parametrize(
    ("dials", "said"),
    [
        ({"n_samples": 9}, "n_samples must be a whole number from 10 to 1,000,000; got 9"),
        ({"n_samples": 1_000_001}, "got 1000001"),
        ({"n_samples": 10.5}, "n_samples must be a whole number"),
        ({"n_samples": True}, "n_samples must be a whole number"),
        ({"n_samples": math.nan}, "got nan"),
        ({"cluster_std": math.inf}, "cluster_std must be a number from 0.05 to 5.0; got inf"),
        ({"cluster_std": "0.9"}, "got '0.9'"),
        ({"cluster_std": None}, "got None"),
        ({"width": 1}, "has the dials n_samples, n_clusters, cluster_std; got 'width'"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4,294,967,295; got -1"),
        ({"seed": math.inf}, "seed must be a whole number"),
        ({"seed": 2**32}, "seed must be a whole number"),
    ],
)
def test_what_a_dial_does_not_allow_is_refused_with_a_sentence(dials, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        draw("blobs", **dials)


def test_what_is_not_there_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"a data set must be one of blobs, .*; got 'blob'"):
        draw("blob")
    with pytest.raises(ValueError, match=r"'iris' has no dials; got 'n_samples'"):
        draw("iris", n_samples=100)


def example():
    """The data set that CONTRIBUTING.md adds to core/datasets.py."""
    return re.findall(
        r"```python\n(@recipe.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL
    )


def test_a_new_data_set_is_one_function(monkeypatch):
    monkeypatch.setattr(datasets, "_recipes", {})
    (snippet,) = example()
    exec(snippet, vars(datasets) | {"__name__": "example"})
    (item,) = datasets._recipes.values()
    assert (item.name, item.title, item.seeded, item.seed) == ("ring", "Ring", True, 0)
    assert item.about == "One closed curve: no ellipse has a hole."
    assert [dial.url for dial in item.dials] == ["n", "ring_width"]
    radii = np.linalg.norm(item.draw(width=0.05).points, axis=1)
    assert radii.shape == (500,)
    assert radii.std() == pytest.approx(0.05, rel=0.2)


def test_whoever_adds_a_data_set_touches_one_file(tmp_path):
    """The example, pasted into a copy of that file, passes what is asked of all data sets."""
    for name in ("core", "tests", "pyproject.toml", "CONTRIBUTING.md"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    file, (snippet,) = tmp_path / "core" / "datasets.py", example()
    file.write_text(f"{file.read_text()}\n\n{snippet}")
    for command in (
        ["ruff", "check", file],
        ["ruff", "format", "--check", file],
        ["pytest", "tests/core/test_datasets.py", "tests/core/test_starts.py", "-k", LAWS],
    ):
        run = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout


def test_cigars_look_better_cut_crosswise():
    data = draw("cigars")
    crosswise = kmeans.fit(data.points, 3, n_starts=5).steps[-1]
    middles = np.array([data.points[data.labels == j].mean(axis=0) for j in range(3)])
    assert crosswise.inertia < kmeans.inertia(data.points, data.labels, middles)
    praised = scores.silhouette(data.points, crosswise.labels)
    assert praised > scores.silhouette(data.points, data.labels)


def test_crossing_groups_are_four_bars_in_two_places():
    data = draw("crossing", n_samples=40_000, aspect=9.0)
    for bar, (middle, axis) in enumerate(
        [([-5, -5], [1, 0]), ([-5, -5], [0, 1]), ([5, 5], [1, 1]), ([5, 5], [-1, 1])]
    ):
        points = data.points[data.labels == bar]
        np.testing.assert_allclose(points.mean(axis=0), middle, atol=0.1)
        variances, axes = np.linalg.eigh(np.cov(points.T))
        np.testing.assert_allclose(variances, [1 / 9, 9], rtol=0.1)
        assert abs(axes[:, 1] @ axis) / np.linalg.norm(axis) == pytest.approx(1, abs=1e-3)


def test_the_share_of_the_largest_group_is_its_share():
    sizes = np.bincount(draw("sizes", n_samples=1_000, share=0.8).labels)
    assert sizes.tolist() == [800, 100, 100]


def test_standardised_columns_compare_and_constant_ones_stay_still():
    wine = scaled(draw("wine"), "standardised")
    np.testing.assert_allclose(wine.points.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(wine.points.std(axis=0), 1)
    constant = Dataset(np.column_stack([np.full(10, 0.1), np.arange(10.0)]), None)
    assert not scaled(constant, "standardised").points[:, 0].any()


def test_robust_columns_have_median_0_and_quartiles_1_apart():
    x = np.random.RandomState(0).standard_t(2, (1_001, 2)) * 1e-5 + 1e6
    robust = scaled(Dataset(x, None), "robust").points
    low, middle, high = np.percentile(robust, [25, 50, 75], axis=0)
    np.testing.assert_allclose(middle, 0, atol=1e-9)
    np.testing.assert_allclose(high - low, 1, rtol=1e-6)
    half_equal = Dataset(np.array([[0.0], [0], [0], [0], [5]]), None)
    assert scaled(half_equal, "robust").points.tolist() == [[0], [0], [0], [0], [2.5]]


def test_a_wide_dial_has_round_stops_its_default_among_them():
    stops = RECIPES["moons"].dials[0].stops
    assert (stops[0], stops[-1]) == (10, 1_000_000)
    assert {100, 200, 500, 1_000, 10_000} <= set(stops)
    assert list(stops) == sorted(set(stops))
    assert Dial("depth", "Depth", 0, 5_000, 5).stops == ()
