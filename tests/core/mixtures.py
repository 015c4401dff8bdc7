"""Mixtures that Hypothesis chooses."""

import numpy as np
from hypothesis import strategies as st

from core import gmm


@st.composite
def mixtures(draw: st.DrawFn, dimensions: tuple[int, int] = (1, 4)) -> gmm.Mixture:
    k, d = draw(st.integers(1, 5)), draw(st.integers(*dimensions))
    kind = draw(st.sampled_from(gmm.COVARIANCE_TYPES))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    roots = rng.normal(size=(k, d, d))
    full = roots @ np.swapaxes(roots, 1, 2) + 0.2 * np.eye(d)
    covariances = {
        "full": full,
        "tied": full[0],
        "diag": np.einsum("kii->ki", full),
        "spherical": full[:, 0, 0],
    }[kind]
    return gmm.Mixture(
        rng.dirichlet(np.full(k, 3.0)), 4 * rng.normal(size=(k, d)), covariances, kind
    )
