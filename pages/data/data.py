"""A table of one's own becomes a data set like every other."""

from components import frame, panel
from components.data import arrival, bring
from core.settings import Values

WAYS = {
    "pages/compare/compare.py": "Compare the models",
    "pages/step/em.py": "EM step by step",
    "pages/generate/sample.py": "New points",
}


def details(at: Values) -> None:
    """What was read, and what lies beyond two columns."""
    frame.ways(WAYS)
    if at["data"] == bring.USED["data"]:
        rows, columns = bring.understood(at)
        frame.section("What was read", " ".join(bring.notes(at)))
        frame.rows(rows)
        frame.rows(columns)
    if bring.is_wide(at):
        if section := panel.folded(bring.PAIRS):
            with section:
                scene, alt = bring.every_pair(at)
                frame.still(scene, key="every pair", alt=alt)
        if section := panel.folded(bring.LOADINGS):
            with section:
                frame.table(bring.components(at), "loadings.csv")


frame.show(
    bring.SETTINGS,
    bring.state,
    key="yours",
    sentence="Bring a table, or paste one: it becomes a data set on every page.",
    lead=arrival.draw,
    details=details,
    more="data",
)
