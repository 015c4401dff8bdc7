"""What pictures of new points beside measured ones say, on several pages."""

from typing import Any

from components.generate.fits import Made
from core.datasets import Dataset
from core.projection import plane_of


def drawn(data: Dataset, made: Made) -> str:
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


def plane_notes(data: Dataset) -> list[str]:
    """What the picture leaves out, where it does."""
    plane = plane_of(data.points)
    if plane.is_exact:
        return []
    return [
        f"Points have {data.points.shape[1]} columns; the picture shows the plane of the first "
        f"two principal components ({100 * plane.share:.1f} % of the variance)."
    ]


def table(data: Dataset, made: Made) -> dict[str, Any]:
    """The columns of the table of new points, with the component that each comes from."""
    return {
        **{name: made.points[:, column] for column, name in enumerate(data.columns)},
        "component": made.numbers[made.components] + 1,
    }
