"""Two moons: a mixture as a density rather than as clusters."""

from components import frame
from components.figures import curves, samples
from components.generate import controls, fits
from components.generate.words import moons as words
from components.generate.words import points
from core import datasets

SHOWN_BY = {
    "As clusters, two components fail": ("Two components", {"k": "2"}),
    "As a density, many succeed": ("Sixteen components", {"k": "16"}),
    "How many? BIC and AIC disagree": ("What BIC prefers", {"k": "7"}),
    "The choice depends on luck, too": ("Ten starts", {"k": "6", "starts": "10"}),
}

stage, panel = frame.open_page(
    "Two moons",
    "No ellipse is a moon. Two components make poor clusters of them, sixteen a good density: "
    "what they generate are moons again.",
)
with panel, frame.group("Mixture"):
    moons = controls.moons()

data = datasets.draw("moons", n_samples=moons.n, noise=moons.noise, seed=moons.seed)
sweep = fits.sweep(data, controls.MOST_MOONS, moons.n_starts)
mixture = sweep.mixtures[moons.k - 1]
new = fits.plain_draw(mixture, moons.n, moons.draw)
with stage:
    frame.show(
        samples.drawn(data, new, beside=True, badges=False),
        key="moons",
        alt=points.drawn(data, new),
    )
    frame.facts(words.facts(data, sweep, moons.k))
    frame.show(
        curves.criteria(sweep.counts, {"BIC": sweep.bic, "AIC": sweep.aic}, moons.k),
        key="criteria",
        alt=words.criteria(sweep),
    )

frame.section("What to look for", "Each of these can be seen: press the button below it.")
frame.claims("moons", SHOWN_BY, "pages/generate/moons.py")
frame.read_more("generate")
