"""Where points came from, and how a model is fitted to them.

Both together are the key of whatever is kept, and all that a script needs.
"""

from dataclasses import dataclass
from typing import Any

from core.handmade import Places


@dataclass(frozen=True)
class Origin:
    """How points came about.

    Args:
        recipe: name of the data set.
        seed: of its random stream.
        dials: (name, value) of each of the recipe's dials that isn't at its default; of points
            that somebody brought, all that says which they are.
        scale: what was done to every column, one of datasets.SCALES.
        pair: the two columns that a picture shows, where they were chosen.
    """

    recipe: str
    seed: int = 0
    dials: tuple[tuple[str, Any], ...] = ()
    scale: str = "as measured"
    pair: tuple[int, int] | None = None


@dataclass(frozen=True)
class Plan:
    """How a model is fitted.

    Args:
        k: clusters or components.
        covariance_type: of the components.
        start: where it begins, one of the algorithm's own starts or of starts.STARTS.
        seed: of the start.
        n_starts: of which the one that ends best is kept.
        reg_covar: added to every variance, in the square of the data's unit.
        places: k of them, by hand, instead of a start.
    """

    k: int
    covariance_type: str = "full"
    start: str = "kmeans"
    seed: int = 0
    n_starts: int = 1
    reg_covar: float = 1e-6
    places: Places = ()
