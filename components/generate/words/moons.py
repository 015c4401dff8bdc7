"""What the page on two moons says."""

import numpy as np

from components.frame import Fact
from components.generate.controls import MOST_MOONS
from core import gmm
from core.datasets import Dataset
from core.scores import adjusted_rand
from core.sweep import Sweep

_LEAST = f"The number of components with the least value, of 1 to {MOST_MOONS}."


def facts(data: Dataset, sweep: Sweep, k: int) -> dict[str, list[Fact]]:
    """How good the mixture with k components is, and how many the criteria prefer."""
    mixture = sweep.mixtures[k - 1]
    shares, log_likelihood = gmm.e_step(data.points, mixture)
    n, p = len(data.points), gmm.n_parameters(mixture)
    truth = np.zeros(n, int) if data.labels is None else data.labels
    facts = [
        Fact(
            "Log-likelihood, nats",
            f"{log_likelihood:,.4f}",
            f"Of all {n:,} points: {log_likelihood / n:.5f} nats per point. Higher is better.",
        ),
        Fact(
            "BIC",
            f"{sweep.bic[k - 1]:,.3f}",
            f"Lower is better: -2 log-likelihood + {p} parameters times ln {n:,}.",
        ),
        Fact(
            "AIC",
            f"{sweep.aic[k - 1]:,.3f}",
            f"Lower is better: -2 log-likelihood + 2 times {p} parameters.",
        ),
        Fact(
            "Adjusted Rand index",
            f"{adjusted_rand(shares.argmax(axis=1), truth):.5f}",
            "Agreement of the components with the two moons: 1 is perfect, 0 is chance.",
        ),
    ]
    best = [
        Fact("By BIC", f"k = {1 + sweep.bic.argmin()}", _LEAST),
        Fact("By AIC", f"k = {1 + sweep.aic.argmin()}", _LEAST),
    ]
    return {f"k = {k}": facts, "Preferred": best}


def criteria(sweep: Sweep) -> str:
    """What the curves of BIC and AIC show."""
    return (
        f"BIC and AIC for 1 to {len(sweep.mixtures)} components. BIC falls to "
        f"{sweep.bic.min():,.1f} at {1 + sweep.bic.argmin()}, AIC to {sweep.aic.min():,.1f} at "
        f"{1 + sweep.aic.argmin()}."
    )
