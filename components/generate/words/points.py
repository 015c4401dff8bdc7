"""What pictures of new points beside measured ones say, on several pages."""

from typing import Any

from components.words import picture_notes
from core.datasets import Dataset
from core.generation import Sample


def drawn(data: Dataset, made: Sample) -> str:
    """What the picture of new points shows, for those who can't see it."""
    counts = [
        f"{number + 1}: {(made.components == row).sum():,}"
        for row, number in enumerate(made.numbers)
    ]
    return (
        f"{data.title}, {len(data.points):,} measured points in grey, and {len(made.points):,} "
        f"generated ones in the colours of the components they come from, points from each "
        f"{', '.join(counts)}."
    )


def plane_notes(data: Dataset, *more: str) -> list[str]:
    """How points of so many dimensions became a picture, and more that is drawn there."""
    return picture_notes(data, "points", "curves", *more)


def table(data: Dataset, made: Sample) -> dict[str, Any]:
    """The columns of the table of new points, with the component that each comes from."""
    return {
        **{name: made.points[:, column] for column, name in enumerate(data.columns)},
        "component": made.numbers[made.components] + 1,
    }
