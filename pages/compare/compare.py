"""k-means and a Gaussian mixture on the same points."""

from components import compare, frame, panel, points
from core.settings import Values

STRETCHED = {"data": "stretched", "k": "4", "fit_seed": "0"}
SHOWN_BY = {
    "k-means can't say how sure it is": (
        "Where is it hard to say?",
        {"std": "1.5", "shading": "uncertainty"},
    ),
    "Its clusters are round": ("Show who owns which place", STRETCHED | {"regions": "true"}),
    "A mixture is k-means with probabilities": (
        "Allow only round components",
        {"cov": "spherical", "shading": "responsibilities"},
    ),
    "A hard edge, a smooth density": (
        "Ellipses for 50, 90 and 95 %",
        {"std": "1.5", "levels": "50, 90, 95 %"},
    ),
    "Four shapes to choose from": (
        "One shape for all",
        STRETCHED | {"cov": "tied", "types": "true"},
    ),
    "Why several starts": (
        "A start that went wrong",
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
    sentence="The same points twice: k-means gives each one to the nearest centre; "
    "a Gaussian mixture (GMM) shares each one among its components.",
    details=details,
    claims=("compare_claims", SHOWN_BY),
    more="compare",
)
