"""A page run without a browser, and what it puts on the screen."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

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
    assert app.get("plotly_chart")
    return app


def figure(app: AppTest, index: int = 0) -> dict[str, Any]:
    """The first picture of the page, as it travels to the browser."""
    return json.loads(app.get("plotly_chart")[index].proto.spec)


def facts(app: AppTest) -> list[tuple[str, str]]:
    return [(metric.label, metric.value) for metric in app.metric]


def numbers(encoded: Any) -> list[float]:
    """The numbers of an array as Plotly sends it."""
    if isinstance(encoded, list):
        return encoded
    return np.frombuffer(base64.b64decode(encoded["bdata"]), encoded["dtype"]).tolist()
