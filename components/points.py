"""Which points: the settings that choose a data set, and the data set that they name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.figures.thumbnails import thumbnail
from components.figures.views import kind_of
from components.memory import remembered
from core import datasets
from core.datasets import SEED, Dataset, Recipe
from core.plans import Origin
from core.projection import plane_of
from core.settings import Choice, Entry, Frame, Setting, Values

SCALE = Choice(
    "scale",
    "Scale",
    {
        "suggested": "as suggested",
        "as measured": "as measured",
        "standardised": "standardised",
    },
    "suggested",
    "Standardised: every column has mean 0 and standard deviation 1, so that none outweighs the "
    "others. Suggested: standardised where the columns have different units.",
    rare=True,
)


def recipes() -> Mapping[str, Recipe]:
    """All data sets that there are for this reader, by name."""
    return datasets.RECIPES


def data_settings(opening: str = "blobs", most: int = 1_000_000) -> tuple[Entry, ...]:
    """The data set, its dials, its seed, and its scale.

    Args:
        opening: the data set that a page opens with.
        most: points, where their number can be chosen.
    """

    def dials(at: Values) -> Sequence[Setting]:
        recipe = recipes()[at["data"]]
        listed = [
            replace(dial, high=most) if dial.name == "n_samples" else dial for dial in recipe.dials
        ]
        return [*listed, replace(SEED, default=recipe.seed)] if recipe.seeded else listed

    every = recipes()
    own = {dial.key for recipe in every.values() for dial in recipe.dials}
    data = Choice(
        "data",
        "Data set",
        {name: recipe.title for name, recipe in every.items()},
        opening,
        forgets=frozenset({*own, SEED.key, Frame().key}),
        about={name: recipe.about for name, recipe in every.items()},
        pictures={name: thumbnail(name) for name in every},
    )
    return data, dials, SCALE


def origin_of(at: Values) -> Origin:
    """Where the points come from at some values of the settings."""
    recipe = recipes()[at["data"]]
    dials = tuple(
        (dial.name, at[dial.key]) for dial in recipe.dials if at[dial.key] != dial.default
    )
    standardised = at["scale"] == "standardised" or (
        at["scale"] == "suggested" and recipe.mixed_units
    )
    return Origin(recipe.name, at[SEED.key] if recipe.seeded else 0, dials, standardised)


def data_of(at: Values) -> Dataset:
    """The data set at some values of the settings."""
    return made(origin_of(at))


@remembered
def made(origin: Origin) -> Dataset:
    """The data set of an origin."""
    return datasets.made(origin)


def picture_notes(data: Dataset, *drawn: str) -> list[str]:
    """How points of so many dimensions became a picture, where that isn't plain.

    Args:
        data: the points.
        drawn: what is in the picture: "points", "curves", "trails", "tally".
    """
    plane, read = plane_of(data.points), kind_of(data.points).notes
    if plane.is_exact:
        sentences = " ".join(read[what] for what in drawn if what in read)
        return [sentences] if sentences else []
    return [
        f"The models see all {data.points.shape[1]} columns; the picture shows the plane of "
        f"the first two principal components ({100 * plane.share:.1f} % of the variance), "
        "and the shadows of circles, ellipses and shading on it."
    ]
