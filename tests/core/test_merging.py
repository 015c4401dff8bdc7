"""Components join as clustCombi joins them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import gmm
from core.datasets import draw
from core.selection import merge

TIED = gmm.Mixture(
    [0.173947, 0.204577, 0.469634, 0.151842],
    [
        [3.807354, 77.670289],
        [2.041631, 53.219789],
        [4.469912, 80.838249],
        [2.032448, 56.207110],
    ],
    [[0.077731, 0.488613], [0.488613, 33.057041]],
    "tied",
)


def test_by_hand():
    merging = merge([[0.5, 0, 0.5]] * 4 + [[0, 1, 0]] * 5)
    assert merging.merged[0] == (0, 2)
    np.testing.assert_allclose(merging.entropy, [4 * np.log(2), 0, 0], atol=1e-12)
    assert merging.labels(2).tolist() == [0] * 4 + [1] * 5
    assert set(merging.labels(1)) == {0}


def test_old_faithful_as_clustcombi():
    merging = merge(gmm.e_step(draw("faithful").points, TIED)[0])
    assert merging.merged == ((1, 3), (0, 2), (0, 1))
    np.testing.assert_allclose(merging.entropy, [106.145, 43.533, 0.476, 0], atol=5e-4)


def test_a_point_goes_where_the_sum_is_greatest():
    merging = merge([[0.3, 0.3, 0.4]] * 3 + [[0.5, 0.5, 0.0]] * 9)
    assert merging.merged[0] == (0, 1)
    assert merging.labels(3)[0] == 2
    assert merging.labels(2)[0] == 0


def plainly(shares):
    """The method from its description, with nothing kept."""

    def entropy(classes):
        t = np.array([shares[:, list(members)].sum(axis=1) for members in classes])
        return -(t * np.log(np.where(t > 0, t, 1))).sum()

    classes = [(j,) for j in range(shares.shape[1])]
    merged, entropies = [], [entropy(classes)]
    while len(classes) > 1:
        options = [
            sorted([c for c in classes if c not in (a, b)] + [a + b], key=min)
            for a, b in combinations(classes, 2)
        ]
        before = classes
        classes = min(options, key=entropy)
        joined = sorted(min(c) for c in before if c not in classes)
        merged.append(tuple(joined))
        entropies.append(entropy(classes))
    return merged, entropies


@given(st.integers(0, 2**31), st.integers(1, 6), st.integers(2, 40))
def test_as_written_in_the_paper(seed, k, n):
    shares = np.random.default_rng(seed).dirichlet(np.full(k, 0.5), n)
    merging = merge(shares)
    merged, entropies = plainly(shares)
    assert list(merging.merged) == merged
    np.testing.assert_allclose(merging.entropy, entropies, atol=1e-9)
    assert (np.diff(merging.entropy) <= 1e-9).all()


@pytest.mark.parametrize("shares", [[], [[0.5, -0.5]], [[np.nan, 1.0]], [0.5, 0.5]])
def test_what_is_no_table_of_shares_is_refused(shares):
    with pytest.raises(ValueError, match="table of shares"):
        merge(np.array(shares))
