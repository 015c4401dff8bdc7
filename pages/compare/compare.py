"""k-means and a Gaussian mixture on the same points."""

from components import compare, frame, panel, points
from core.settings import Values

STRETCHED = {"data": "stretched", "k": "4", "fit_seed": "0"}
SHOWN_BY = {
    "How sure is k-means of a point between two groups?": (
        "Show where it is hard to say",
        {"std": "1.5", "shading": "uncertainty"},
    ),
    "Does a point inside a circle belong to that cluster?": (
        "Show who owns which place",
        STRETCHED | {"regions": "true"},
    ),
    "What would turn a mixture into k-means?": (
        "Allow only round components",
        {"cov": "spherical", "shading": "responsibilities"},
    ),
    "How many points does an ellipse hold?": (
        "Draw those for 50, 90 and 95 %",
        {"std": "1.5", "levels": "50, 90, 95 %"},
    ),
    "Which of the four shapes is worth its parameters?": (
        "Try one shape for all",
        STRETCHED | {"cov": "tied", "types": "true"},
    ),
    "Does it matter where a fit begins?": (
        "Show a start that went wrong",
        STRETCHED | {"start": "random_points", "starts": "1"},
    ),
}


def details(at: Values) -> None:
    """What is behind the picture, folded."""
    if section := panel.folded(compare.TABLE):
        with section:
            table = compare.probabilities(points.data_of(at), compare.fits_of(at))
            frame.table(table, "probabilities.csv")
    if section := panel.folded(compare.TYPES):
        with section:
            compare.show_types(at)


frame.show(
    compare.SETTINGS,
    compare.state,
    key="comparison",
    sentence="k-means gives each point to the nearest centre; a Gaussian mixture (GMM) shares it "
    "among its components.",
    details=details,
    claims=("compare_cards", SHOWN_BY),
    more="compare",
)
