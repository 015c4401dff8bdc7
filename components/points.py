"""Which points: the settings that choose a data set, and the data set that they name."""

from collections.abc import Sequence
from dataclasses import replace

from components import brought
from components.figures.thumbnails import BLANK, opening, thumbnail
from components.figures.views import kind_of
from components.memory import remembered
from components.store import StoreError
from core import datasets, small_sets
from core.datasets import SCALES, SEED, Dataset
from core.plans import Origin
from core.projection import plane_of
from core.settings import Choice, Entry, Frame, Held, Setting, Values

MOST = 1_000_000  # points
PAINTED = "painted"
POINTS = Held("points", "Points", longest=small_sets.LONGEST)
SCALE = Choice(
    "scale",
    "Scale",
    {"suggested": "as suggested"} | {name: name for name in SCALES},
    "suggested",
    "Standardised: every column has mean 0 and standard deviation 1, so that none outweighs the "
    "others; robust: median 0 and interquartile range 1. Suggested: standardised where the columns "
    "have different units.",
    rare=True,
)
NAME = "Your points"
NOT_PAINTED = "There are no points in this link. Paint some, on the page “Paint your own”."


def data_settings(
    opens_with: str = "blobs", most: int = MOST, *, table: Sequence[Entry] | None = None
) -> tuple[Entry, ...]:
    """The data set, its dials, its seed, and its scale.

    Args:
        opens_with: the data set that a page opens with.
        most: points, where their number can be chosen; of larger tables evenly spread rows.
        table: settings of the reader's own table, where a page asks for them.
    """
    recipes = datasets.RECIPES
    dials = {dial.key for recipe in recipes.values() for dial in recipe.dials}
    drawn = Choice(
        "data",
        "Data set",
        {name: recipe.title for name, recipe in recipes.items()},
        opens_with,
        forgets=frozenset({*dials, SEED.key, Frame().key, "rows", "across", "up"}),
        about={name: recipe.about for name, recipe in recipes.items()},
        pictures={name: opening(name) for name in recipes},
    )

    def data(at: Values) -> Sequence[Setting]:
        """What there is to choose from, the reader's own sets after the others."""
        options, pictures, absent = dict(drawn.options), dict(drawn.pictures), {}
        for name in (PAINTED, brought.KIND):
            try:
                own = _own(name, at, most)
                options[name], pictures[name] = made(own).title, _thumbnail(own)
            except (ValueError, StoreError) as why:
                absent[name] = str(why)
        if opens_with == PAINTED and not at[POINTS.key]:  # an empty canvas
            options[PAINTED], pictures[PAINTED] = NAME, BLANK
        return [replace(drawn, options=options, pictures=pictures, absent=absent)]

    def dials_of(at: Values) -> Sequence[Setting]:
        if at["data"] == brought.KIND:
            return brought.rows(at, most)
        if at["data"] == PAINTED:
            return []
        recipe = recipes[at["data"]]
        listed = [
            replace(dial, high=most) if dial.name == "n_samples" else dial for dial in recipe.dials
        ]
        return [*listed, replace(SEED, default=recipe.seed)] if recipe.seeded else listed

    held = brought.held() if table is None else table
    return POINTS, *held, SCALE, data, dials_of, *PLANE


def _across(at: Values) -> Sequence[Setting]:
    """Which plane is seen, where there is a choice."""
    names = () if at["data"] == PAINTED else _columns(_whole(at))
    if len(names) <= 2:
        return []
    options = {f"{number}": name for number, name in enumerate(names)}
    return [
        Choice(
            "across",
            "Picture shows",
            {"": "principal components"} | options,
            "",
            "The plane that is seen: that of the first two principal components, or of two columns "
            "of yours. The models see all columns.",
            forgets=frozenset({"up"}),
        )
    ]


def _up(at: Values) -> Sequence[Setting]:
    """The other column of two that were chosen."""
    if not at.get("across"):
        return []
    options = {f"{number}": name for number, name in enumerate(_columns(_whole(at)))}
    del options[at["across"]]
    return [Choice("up", "against", options, next(iter(options)))]


PLANE: tuple[Entry, ...] = (_across, _up)


@remembered
def _columns(origin: Origin) -> tuple[str, ...]:
    return made(origin).columns


def origin_of(at: Values) -> Origin:
    """Where the points come from at some values of the settings."""
    origin = _whole(at)
    return replace(origin, pair=(int(at["across"]), int(at["up"]))) if at.get("up") else origin


def _whole(at: Values) -> Origin:
    """Where the points come from, whatever is seen of them."""
    recipe = datasets.RECIPES.get(at["data"])
    if recipe is None:
        return _own(at["data"], at, at.get("rows", MOST))
    dials = tuple(
        (dial.name, at[dial.key]) for dial in recipe.dials if at[dial.key] != dial.default
    )
    scale = at["scale"]
    if scale == "suggested":
        scale = "standardised" if recipe.mixed_units else "as measured"
    return Origin(recipe.name, at[SEED.key] if recipe.seeded else 0, dials, scale)


def _own(kind: str, at: Values, most: int) -> Origin:
    """Where points come from that somebody painted or brought.

    Raises:
        ValueError, StoreError: there are none.
    """
    if kind == brought.KIND:
        return brought.origin(at, most)
    if not at[POINTS.key]:
        raise ValueError(NOT_PAINTED)
    scale = "as measured" if at["scale"] == "suggested" else at["scale"]
    return Origin(PAINTED, dials=((POINTS.key, at[POINTS.key]),), scale=scale)


def data_of(at: Values) -> Dataset:
    """The data set at some values of the settings."""
    return made(origin_of(at))


@remembered
def made(origin: Origin) -> Dataset:
    """The data set of an origin.

    Raises:
        ValueError, StoreError: what was painted or brought can't be read, or is gone.
    """
    match origin.recipe:
        case brought.KIND:
            data, _ = brought.points(origin)
        case "painted":
            told = small_sets.decode(dict(origin.dials)[POINTS.key])
            data = Dataset(told.points, told.labels, NAME, told.columns)
        case _:
            return datasets.made(origin)
    return replace(datasets.scaled(data, origin.scale), origin=origin, pair=origin.pair)


@remembered
def _thumbnail(origin: Origin) -> str:
    return thumbnail(made(origin))


def picture_notes(data: Dataset, *drawn: str) -> list[str]:
    """How points of so many dimensions became a picture, where that isn't plain.

    Args:
        data: the points.
        drawn: what is in the picture: "points", "curves", "trails", "tally".
    """
    plane, read = plane_of(data.points, data.pair), kind_of(data.points).notes
    if plane.is_exact:
        sentences = " ".join(read[what] for what in drawn if what in read)
        return [sentences] if sentences else []
    seen = "the first two principal components"
    if data.pair:
        seen = " and ".join(f"“{title}”" for title in plane.titles(data.columns))
    return [
        f"The models see all {data.points.shape[1]} columns; the picture shows the plane of "
        f"{seen} ({100 * plane.share:.1f} % of the variance), "
        "and the shadows of circles, ellipses and shading on it."
    ]
