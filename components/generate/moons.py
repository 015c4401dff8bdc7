"""Two moons: a mixture as a density; what is asked, what is made, and its words."""

import numpy as np

from components import models, points
from components.figures import curves, samples
from components.generate import draws
from components.memory import remembered
from components.stage.scene import joined
from components.stage.state import Fact, Facts, State, brief
from core import generation, gmm
from core import sweep as sweeping
from core.datasets import SEED, Dataset
from core.plans import Origin
from core.scores import adjusted_rand
from core.settings import Group, Number, Values
from core.sweep import Sweep

MOST = 20  # components
SETTINGS = (
    Group(
        "Mixture",
        (
            Number(
                "k",
                "Components, k",
                1,
                MOST,
                16,
                step=1,
                help="How many ellipses share the two moons.",
            ),
            draws.DRAW,
        ),
    ),
    Group(
        "Data and fits",
        (
            Number("n", "Samples", 50, 1_000, 200, step=50, help="How many points are measured."),
            Number("noise", "Noise", 0.0, 0.3, 0.05, help="How far points stray from their moon."),
            SEED,
            Number(
                "starts",
                "Number of starts",
                1,
                10,
                1,
                step=1,
                help="Of every fit; the one that ends with the greatest likelihood is kept.",
            ),
        ),
        folded=True,
    ),
)


def origin_of(at: Values) -> Origin:
    """Where the moons come from."""
    return Origin("moons", at["seed"], (("n_samples", at["n"]), ("noise", at["noise"])))


@remembered
def sweep(origin: Origin, n_starts: int) -> Sweep:
    """Mixtures with 1 component, 2 and so on."""
    return sweeping.sweep(points.made(origin).points, MOST, n_starts=n_starts)


def state(at: Values) -> State:
    """The moons, new points from a mixture of them, and the criteria over k."""
    origin = origin_of(at)
    data, fits = points.made(origin), sweep(origin, at["starts"])
    made = generation.sampled(fits.mixtures[at["k"] - 1], at["n"], seed=at["draw"])
    values = {"BIC": fits.bic, "AIC": fits.aic}
    chosen = curves.criteria(fits.counts, values, at["k"], stars=fits.sound)
    return State(
        joined(samples.drawn(data, made, beside=True, badges=False), chosen, share=0.7),
        f"{draws.alt(data, made)} {criteria(fits)}",
        facts(data, fits, at["k"]),
        [
            preferred(fits, at["k"]),
            *models.floor_notes(fits.mixtures[at["k"] - 1]),
            *left_out(fits),
        ],
    )


def preferred(fits: Sweep, k: int) -> str:
    """What the criteria prefer, and what is shown."""
    by_bic, by_aic = fits.preferred(fits.bic), fits.preferred(fits.aic)
    return f"BIC prefers {by_bic} components, AIC {by_aic}; shown here: {k}."


def left_out(fits: Sweep) -> list[str]:
    """Which numbers of components can't be preferred, if any."""
    if fits.sound.all():
        return []
    counts = ", ".join(map(str, fits.counts[~fits.sound]))
    return [
        f"Out of the running: k = {counts}. There a component has no width of its own, and "
        "the criteria say more about that than about the data."
    ]


_LEAST = (
    f"The number of components with the least value, of 1 to {MOST}; fits with a component that "
    "has no width of its own don't count."
)


def facts(data: Dataset, fits: Sweep, k: int) -> Facts:
    """How good the mixture with k components is, and how many the criteria prefer."""
    mixture, n = fits.mixtures[k - 1], len(data.points)
    shares, log_likelihood = gmm.e_step(data.points, mixture)
    truth = np.zeros(n, int) if data.labels is None else data.labels
    p = gmm.n_parameters(mixture)
    return {
        f"k = {k}": [
            Fact(
                "Log-likelihood, nats",
                f"{log_likelihood:,.4f}",
                f"Of all {n:,} points: {log_likelihood / n:.5f} nats per point. Higher is a closer "
                "fit.",
            ),
            Fact(
                "BIC",
                f"{fits.bic[k - 1]:,.3f}",
                f"Lower is better: -2 log-likelihood + {p} parameters times ln {n:,}.",
                brief(float(fits.bic[k - 1])),
            ),
            Fact(
                "AIC",
                f"{fits.aic[k - 1]:,.3f}",
                f"Lower is better: -2 log-likelihood + 2 times {p} parameters.",
                brief(float(fits.aic[k - 1])),
            ),
            Fact(
                "Adjusted Rand index",
                f"{adjusted_rand(shares.argmax(axis=1), truth):.5f}",
                "Agreement of the components with the two moons: 1 is perfect, around 0 is what "
                "chance would give.",
                f"{adjusted_rand(shares.argmax(axis=1), truth):.2f}",
            ),
        ],
        "Preferred": [
            Fact("By BIC", f"k = {fits.preferred(fits.bic)}", _LEAST),
            Fact("By AIC", f"k = {fits.preferred(fits.aic)}", _LEAST),
        ],
    }


def criteria(fits: Sweep) -> str:
    """What the curves of BIC and AIC show."""
    by_bic, by_aic = fits.preferred(fits.bic), fits.preferred(fits.aic)
    return (
        f"Beside them BIC and AIC for 1 to {len(fits.mixtures)} components. BIC prefers {by_bic}, "
        f"where it is {fits.bic[by_bic - 1]:,.1f}, AIC {by_aic}, where it is "
        f"{fits.aic[by_aic - 1]:,.1f}."
    )
