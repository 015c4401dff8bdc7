"""A page run without a browser, and what it puts on the screen."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.components.message import decoded

ROOT = Path(__file__).parents[2]

START = "pages/start/start.py"
COMPARE = "pages/compare/compare.py"


def visit(page: str, settings: dict[str, Any] | None = None) -> AppTest:
    """Open a page with settings in the address, and see that it has a picture and no error."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(page)
    for key, value in (settings or {}).items():
        app.query_params[key] = value
    return healthy(app.run())


def healthy(app: AppTest) -> AppTest:
    assert [error.message for error in app.exception] == []
    assert app.get("bidi_component") or app.get("plotly_chart")
    return app


def message(app: AppTest, index: int = 0) -> dict[str, Any]:
    """What a picture of the page is told."""
    pictures = [c for c in app.get("bidi_component") if c.proto.bytes]
    return decoded(pictures[index].proto.bytes)


def figure(app: AppTest, index: int = 0) -> dict[str, Any]:
    """A picture of the page, as it travels to the browser."""
    return message(app, index)["figure"]


def facts(app: AppTest) -> list[tuple[str, str]]:
    """The numbers under the picture, and those that the page shows elsewhere."""
    inside = message(app).get("facts", {}) if app.get("bidi_component") else {}
    told = [(name, value) for group in inside.values() for name, value, _ in group]
    return told + [(metric.label, metric.value) for metric in app.metric]


def sliders(app: AppTest) -> dict[str, float]:
    """Where the picture's own sliders stand."""
    return message(app)["values"]
