"""Many starts, and how often each end is reached."""

from components import frame
from components.choose import lottery
from core.settings import Values


def details(at: Values) -> None:
    """The start shown, step by step."""
    page = "pages/step/em.py" if at["model"] == "gmm" else "pages/step/kmeans.py"
    frame.way(page, "Step through this start", lottery.opened(at))


frame.show(
    lottery.SETTINGS,
    lottery.state,
    key="lottery",
    sentence="A fit depends on where it begins. Every small picture is one start; press one to see "
    "it large.",
    heed=lottery.heed,
    details=details,
    more="lottery",
)
