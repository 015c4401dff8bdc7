"""Points painted by hand, and both models that follow."""

from components import frame
from components.data import paint
from core.settings import Values

WAYS = {
    "pages/compare/compare.py": "Compare the models",
    "pages/step/em.py": "EM step by step",
    "pages/step/kmeans.py": "k-means step by step",
}


def details(_at: Values) -> None:
    """Where the painted points go from here."""
    frame.ways(WAYS)


frame.show(
    paint.SETTINGS,
    paint.state,
    key="painting",
    sentence="Paint points; both models follow. The link holds them, on any server.",
    heed=paint.heed,
    lead=lambda: frame.actions(paint.CLEAR),
    details=details,
    more="paint",
)
