"""k-means and a Gaussian mixture on the same points."""

from components import controls, fits, frame, words
from components.figures import comparisons
from components.stage.sliders import Values
from components.stage.states import State

KEY = "comparison"
GMM_ALONE = comparisons.Look(kmeans=False, shading="none", levels=(2.0,))
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

stage, panel = frame.open_page(
    "Circles and ellipses",
    "The same points twice: k-means gives each one to the nearest centre; "
    "a Gaussian mixture (GMM) shares each one among its components.",
)
with panel:
    with frame.group("Data"):
        source = controls.live_dataset(KEY)
    with frame.group("Models"):
        models = controls.live_models(KEY)
    with frame.group("Picture", folded=True):
        look = controls.look()
    controls.reset()


def state(at: Values) -> State:
    """What the sliders show: the picture and its numbers."""
    data = source.at(at)
    both = fits.compare(data, *models.at(at, data))
    return State(
        comparisons.compare(data, both.comparison, look),
        words.comparison(data, both),
        frame.told(words.comparison_facts(both)),
        words.comparison_notes(data, both, look, at["k"]),
    )


def details(at: Values) -> None:
    """What is behind the picture, folded."""
    if section := frame.folded("table", "Every point's probabilities"):
        with section:
            data = source.at(at)
            both = fits.compare(data, *models.at(at, data))
            frame.table(words.probabilities(data, both), "probabilities.csv")
    if section := frame.folded("types", "The four covariance types on these points"):
        with section:
            data = source.at(at)
            kinds = fits.covariance_types(data, *models.at(at, data))
            with frame.gallery():
                for fit in kinds.values():
                    frame.small(
                        comparisons.small(data, fit.comparison, GMM_ALONE),
                        words.covariance_type(fit),
                        alt=words.comparison(data, fit),
                    )
            frame.notes([words.best_by_bic(kinds)])


with stage:
    frame.live(state, (*source.sliders, *models.sliders), key=KEY, details=details)

frame.section("What to look for", "Each of these can be seen: press the button below it.")
frame.claims("compare_claims", SHOWN_BY, "pages/compare/compare.py")
frame.read_more("compare")
