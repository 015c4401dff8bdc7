"""What Mixture Lab is, its doors, and the six figures of the article."""

from components import controls, fits, frame, words
from components.figures import comparisons, samples
from components.figures.comparisons import Look
from components.figures.stills import shrunk
from components.fits import Model
from components.generate import fits as generate_fits
from components.step import fits as step_fits
from components.step import words as step_words
from components.step.fits import Plan
from core import datasets

COMPARE = "pages/compare/compare.py"
KMEANS = Look(gmm=False)
GMM = Look(kmeans=False, shading="none")
KMEANS_POINTS = Look(gmm=False, circles=False)
GMM_POINTS = Look(kmeans=False, shading="none", levels=(), colours="hard")
FIGURES = (
    ("1. Five groups by k-means", "blobs", 5, 420, KMEANS_POINTS),
    ("2. Its clusters in circles", "blobs", 5, 420, KMEANS),
    ("3. Five groups by a mixture", "blobs", 5, 420, GMM_POINTS),
    ("4. Its components in ellipses", "blobs", 5, 420, GMM),
    ("5. Circles on stretched groups", "stretched", 4, 0, KMEANS),
    ("6. Ellipses on stretched groups", "stretched", 4, 42, GMM),
)

frame.heading(
    "Mixture Lab",
    "See k-means and Gaussian mixtures think: the same points in circles and in ellipses, "
    "with every number as the model has it. You can't break anything; every state has a link.",
)
with frame.gallery(360):
    data, model = datasets.draw("blobs", seed=17), Model(seed=420)
    both = fits.compare(data, 5, model)
    frame.door(
        comparisons.small(data, both.comparison, Look(shading="responsibilities")),
        "Compare",
        "Both models on the same points. Turn a slider, and both fit anew.",
        alt=words.comparison(data, both),
        page=COMPARE,
    )
    stretched = datasets.draw("stretched")
    strip = step_fits.em_film(stretched, Plan(4, "first_points", 0))
    frame.door(
        shrunk(strip.film.figures[12]),
        "Step",
        "EM and k-means as films, half a step at a time, forwards and backwards.",
        alt=step_words.em_alt(stretched, strip.trace),
        page="pages/step/em.py",
    )
    new = generate_fits.plain_draw(both.comparison.mixture, 500, 0)
    frame.door(
        shrunk(samples.drawn(data, new, beside=True)),
        "Generate",
        "A fitted mixture makes new points. Can they be told from the measured ones?",
        alt="Left the measured points, right as many new ones drawn from the fitted mixture.",
        page="pages/generate/sample.py",
    )

frame.section(
    "Six figures of an article, live",
    "From circles that cut through groups to ellipses that follow them. Open one and change it.",
)
with frame.gallery(360):
    for title, name, k, seed, look in FIGURES:
        data, model = datasets.draw(name, seed=datasets.RECIPES[name].seed), Model(seed=seed)
        both = fits.compare(data, k, model)
        frame.door(
            comparisons.small(data, both.comparison, look),
            title,
            words.result(both, look),
            alt=words.comparison(data, both),
            page=COMPARE,
            settings=controls.address(name, k, model, look),
        )
