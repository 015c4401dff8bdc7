"""Which columns of a table count, which rows, and that models see exactly these."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import RobustScaler, StandardScaler

from core import gmm, kmeans
from core.columns import MOST, dataset, short, suggested
from core.datasets import scaled
from core.reading import Reading, read

PENGUINS = b"""id;species;bill (mm);mass (kg);island;tag;wet
1;Adelie;39,1;3,75;Torgersen;7;0
2;Adelie;39,5;3,80;Torgersen;7;1
3;Gentoo;46,1;NA;Biscoe;7;0
4;Gentoo;50,0;5,70;Biscoe;7;1
5;Gentoo;48,7;5,65;Biscoe;7;1
"""


def table(text: bytes = PENGUINS) -> Reading:
    return read(text, name="penguins.csv")


def test_sensible_columns_are_chosen_and_each_other_one_has_a_reason() -> None:
    found = suggested(table())
    assert found.columns == (2, 3)
    assert found.classes == 1
    assert found.mixed_units
    assert found.reasons[0] == "It counts the rows."
    assert "classes" in found.reasons[1]
    assert "stays text" in found.reasons[4]
    assert found.reasons[5] == "It is the same in every row."
    assert found.reasons[6] == "It has only two different values."


def test_rows_with_gaps_are_left_out_and_counted() -> None:
    data, notes = dataset(table(), (2, 3), 1, "penguins")
    assert data.points.tolist() == [[39.1, 3.75], [39.5, 3.8], [50, 5.7], [48.7, 5.65]]
    assert data.labels is not None
    assert data.labels.tolist() == [0, 0, 1, 1]
    assert data.columns == ("bill (mm)", "mass (kg)")
    assert notes == ["1 row of 5 left out: a cell is missing there."]
    assert dataset(table(), (2,))[1] == []


@pytest.mark.parametrize("columns", [(), (1,), (99,), (-1,), tuple(range(2, 54))])
def test_columns_that_cannot_be_clustered_are_refused(columns: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=f"from 1 to {MOST} columns of numbers"):
        dataset(table(), columns)
    with pytest.raises(ValueError, match="leave out the one with most gaps"):
        dataset(table(b"a,b\n1,\n,2\n3,\n,4\n"), (0, 1))


def test_a_table_of_nothing_but_counters_still_has_columns() -> None:
    assert suggested(table(b"a,b\n1,5\n2,6\n3,7\n4,8\n5,9\n6,10\n")).columns == (0, 1)
    assert suggested(table(b"a,b\nx,y\nz,w\n")).columns == ()


@given(st.lists(st.text(max_size=60), max_size=6))
def test_names_are_short_one_line_and_different(names: list[str]) -> None:
    cut = short(names)
    assert len(set(cut)) == len(names)
    assert all(len(name) <= 45 and "\n" not in name for name in cut)
    assert short(["x" * 10_000, "x" * 10_000])[0].endswith("…")


@settings(max_examples=40)
@given(
    d=st.sampled_from([1, 2, 3, 10, 50]),
    seed=st.integers(0, 50),
    unit=st.sampled_from([1.0, 1e-6, 1e6]),
    scale=st.sampled_from(["standardised", "robust"]),
    kind=st.sampled_from(["full", "tied", "diag", "spherical"]),
)
def test_fits_are_scikit_learns_on_the_same_scaled_columns(
    d: int, seed: int, unit: float, scale: str, kind: str
) -> None:
    r = np.random.RandomState(seed)
    x = (r.randn(240, d) + 6 * r.randint(0, 2, (240, 1))) * unit + 3 * unit
    text = "\n".join(
        [",".join(f"c{i}" for i in range(d)), *(",".join(map(repr, y)) for y in x.tolist())]
    )
    data, _ = dataset(read(text.encode()), range(d))
    np.testing.assert_array_equal(data.points, x)
    scaler = StandardScaler() if scale == "standardised" else RobustScaler()
    theirs = scaler.fit_transform(x)
    ours = scaled(data, scale).points
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)
    sk = KMeans(2, random_state=seed, n_init=1).fit(theirs)
    assert kmeans.fit(ours, 2, seed=seed).steps[-1].inertia == pytest.approx(sk.inertia_, rel=1e-8)
    mixture = GaussianMixture(2, covariance_type=kind, random_state=seed).fit(theirs)
    trace = gmm.fit(ours, 2, covariance_type=kind, seed=seed)
    assert trace.n_iter == mixture.n_iter_
    np.testing.assert_allclose(trace.steps[-1].mixture.means, mixture.means_, atol=1e-7)
