"""What Mixture Lab is, its doors, and the six figures of the article."""

from components import compare, frame
from components.generate import sample
from components.step import em

COMPARE = "pages/compare/compare.py"
BLOBS = {"data": "blobs", "k": "5", "fit_seed": "420"}
STRETCHED = {"data": "stretched", "k": "4"}
KMEANS = {"show": "k-means"}
GMM = {"show": "GMM", "shading": "none"}
POINTS = {"circles": "false", "levels": "none", "colours": "hard"}
FIGURES = (
    ("1. Five groups by k-means", BLOBS | KMEANS | POINTS),
    ("2. Its clusters in circles", BLOBS | KMEANS),
    ("3. Five groups by a mixture", BLOBS | GMM | POINTS),
    ("4. Its components in ellipses", BLOBS | GMM),
    ("5. Circles on stretched groups", STRETCHED | KMEANS | {"fit_seed": "0"}),
    ("6. Ellipses on stretched groups", STRETCHED | GMM | {"fit_seed": "42"}),
)
DOORS = (
    (
        "Compare",
        "Both models on the same points. Turn a slider, and both fit anew.",
        COMPARE,
        compare,
        {"data": "blobs", "shading": "responsibilities"},
    ),
    (
        "Step",
        "EM and k-means as films, half a step at a time, forwards and backwards.",
        "pages/step/em.py",
        em,
        {"data": "stretched", "step": "12"},
    ),
    (
        "Generate",
        "A fitted mixture makes new points. Can they be told from the measured ones?",
        "pages/generate/sample.py",
        sample,
        {"data": "blobs"},
    ),
)

frame.front("Mixture Lab")
frame.section(
    "Mixture Lab",
    "See k-means and Gaussian mixtures think: the same points in circles and in ellipses, "
    "with every number as the model has it. You can't break anything; every state has a link.",
)
with frame.gallery(360):
    for title, sentence, page, subject, texts in DOORS:
        frame.door(subject, texts, title, sentence, page)

frame.section(
    "Six figures of an article, live",
    "From circles that cut through groups to ellipses that follow them. Open one and change it.",
)
with frame.gallery(360):
    for title, texts in FIGURES:
        frame.door(compare, texts, title, compare.result(texts), COMPARE)
