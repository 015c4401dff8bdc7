"""A table of one's own: what is asked, what is shown, and its words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from components import brought, compare, models, points
from components.figures import comparisons, pairs
from components.figures.comparisons import Look
from components.stage.scene import Scene
from components.stage.state import State
from components.store import StoreError
from core import columns, reading, small_sets
from core.projection import principal_components
from core.settings import Fold, Group, Setting, Values
from core.wording import counted, literal

PAIRS = Fold("pairs", "Every two of up to five columns")
LOADINGS = Fold("loadings", "How the principal components are made")
FEW = 5  # columns that are shown pair by pair
ROWS = 10  # that are shown as they were understood
OPENS_WITH = "faithful"
USED = {"data": brought.KIND}
SET = {each.key: "" for each in brought.held()} | {"scale": "suggested"}  # nothing overruled
Keep = Callable[[bytes], str]


def how(at: Values) -> Sequence[Setting]:
    """How a table is read, once there is one."""
    return brought.HOW if at[brought.TABLE.key] else brought.held()[2:-2]


def asked(at: Values) -> Sequence[Setting]:
    """Which columns count, once there are some."""
    return brought.asked(at) or brought.held()[-2:]


PAINTED, _, DATA, DIALS, *PLANE = points.data_settings(OPENS_WITH, table=())
SETTINGS = (
    Group("How it was read", (brought.TABLE, brought.FILE, how), folded=True),
    Group("Columns", (asked, replace(points.SCALE, rare=False))),
    Group("Or a built-in set", (PAINTED, DATA, DIALS), folded=True),
    Group("Picture", PLANE),
    Group("Models", (models.K, models.COVARIANCE_TYPE, models.START, models.SEED, models.N_STARTS)),
    Group("", (PAIRS, LOADINGS)),
)


def state(at: Values) -> State:
    """Both models on the points, and what became of the rows."""
    data, fits, look = points.data_of(at), compare.fits_of(at), Look()
    return State(
        comparisons.compare(data, fits.comparison, look),
        compare.alt(data, fits),
        compare.facts(fits),
        [*rows(at), *compare.notes(data, fits, look, at["k"])],
    )


def rows(at: Values) -> list[str]:
    """What there is to say of the rows and columns of the reader's own table."""
    if at["data"] != brought.KIND:
        return []
    data, said = brought.points(points.origin_of(at))
    n, d = data.points.shape
    return [" ".join([f"{data.title}: {counted(n, 'row')} of {counted(d, 'column')}.", *said])]


def trouble(at: Values) -> str:
    """Why the reader's own table can't be read as things are set; nothing where it can."""
    try:
        brought.origin(at, points.MOST)
    except (ValueError, StoreError) as why:
        return str(why)
    return ""


def notes(at: Values) -> list[str]:
    """What was missing, left out or changed when the table was read; as Markdown."""
    table = brought.reading_of(at)
    return [literal(f"Read as: {table.how}."), *map(literal, table.notes)]


def is_wide(at: Values) -> bool:
    """Whether there are more columns than a picture shows at once."""
    return len(points.data_of(at).columns) > 2


def take(data: bytes, file: str, keep: Keep, *, in_link: bool = False) -> tuple[Values, str]:
    """Keep a table, and say what is set then: a table that can't be read yet isn't shown yet.

    Args:
        data: as it came.
        file: its name.
        keep: keeps it, and gives the name under which it is.
        in_link: whether its points travel in the link itself, where there are few enough.

    Returns:
        what is set, and what there is to say about it.

    Raises:
        StoreError: the store can't keep it.
        ValueError: it is too large, or isn't text or Parquet.
    """
    reading.check(data, file)
    if in_link and (told := _in_link(data)):
        return told
    changes = {brought.TABLE.key: keep(data), brought.FILE.key: file[: brought.FILE.longest]}
    return changes if trouble(SET | changes) else changes | USED, ""


def _in_link(data: bytes) -> tuple[Values, str] | None:
    """The same where the columns to cluster are few, and so are the rows; else None."""
    try:
        table = reading.read(data)
        found = columns.suggested(table)
        made, said = columns.dataset(table, found.columns, found.classes)
    except ValueError:
        return None
    if not small_sets.fits(made.points):
        return None
    text = small_sets.encode(made.points, made.labels, made.columns)
    if not np.array_equal(small_sets.decode(text).points, made.points):
        said = [*said, "The numbers were rounded, so that they fit into the link."]
    changes = {points.POINTS.key: text, "data": points.PAINTED, brought.TABLE.key: ""}
    return changes, " ".join(said)


def understood(at: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first rows of a table, and what each column is taken for."""
    table = brought.reading_of(at)
    found, chosen = brought.suggestion_of(at), brought.chosen(at)
    names = columns.short(table.columns)
    rows = {name: [row[number] for row in table.head(ROWS)] for number, name in enumerate(names)}
    used = [
        "clustered" if number in chosen else found.reasons.get(number, "Not chosen.")
        for number in range(len(names))
    ]
    kinds = ["numbers" if name in table.numbers else "text" for name in table.columns]
    return rows, {"Column": names, "Type": kinds, "Use": used}


def every_pair(at: Values) -> tuple[Scene, str]:
    """The first columns pair by pair, and the same in words."""
    data, c = points.data_of(at), compare.fits_of(at).comparison
    shown = range(min(FEW, len(data.columns)))
    names = ", ".join(data.columns[number] for number in shown)
    return (
        pairs.pairs(data, c, shown),
        f"Every two of the columns {names}: the points, coloured by their shares in the mixture's "
        "components, and ellipses of its marginals at 1 and 2 standard deviations.",
    )


def components(at: Values) -> dict[str, Any]:
    """The columns of the table of loadings, d rows: how much each column weighs."""
    data = points.data_of(at)
    axes, shares = principal_components(data.points)
    return {"column": data.columns} | {
        f"component {number} ({100 * share:.1f} %)": axis
        for number, (axis, share) in enumerate(zip(axes[:FEW], shares, strict=False), 1)
    }
