"""What Mixture Lab is, its doors, and the figures of the article."""

from components import frame

COMPARE = "pages/compare/compare.py"
SET_A = {"k": "5", "fit_seed": "420"}
SET_B = {"data": "stretched", "k": "4"}
PLAIN = {"shading": "none", "levels": "none", "colours": "hard"}
FIGURES = (
    ("Five groups by k-means", SET_A | {"show": "k-means", "circles": "false"}),
    ("k-means draws circles", SET_A | {"show": "k-means"}),
    ("Five groups by a mixture", SET_A | {"show": "GMM"} | PLAIN),
    ("A mixture draws ellipses", SET_A | {"show": "GMM"}),
    ("Circles on stretched groups", SET_B | {"show": "k-means", "fit_seed": "0"}),
    ("Ellipses on stretched groups", SET_B | {"show": "GMM", "fit_seed": "42"}),
)

frame.open_page(
    "Mixture Lab",
    "See k-means and Gaussian mixtures think: the same points in circles and ellipses, "
    "with every number as the model has it.",
)
