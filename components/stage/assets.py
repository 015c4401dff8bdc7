"""What the browser loads for the stage: its modules and Plotly.js, each at a lasting address.

An address holds a digest of what it answers with, so a browser asks for it once and never again.
"""

import gzip
import hashlib
import importlib.resources
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

WEB = Path(__file__).parent / "web"
PLOTLY = "plotly.min.js"
IMMUTABLE = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css"}
PATTERN = "/web/{digest}/{name}"


def address(name: str) -> str:
    """Where a file is served, relative to the app."""
    return f"web/{_digest(name)}/{name}"


def compress() -> None:
    """Compress everything now rather than for the first visitor."""
    for name in _names():
        _gzipped(name)


async def answer(request: Request) -> Response:
    """Send one file, compressed if the browser takes that."""
    name = request.path_params["name"]
    if name not in _names() or request.path_params["digest"] != _digest(name):
        return Response("There is no such file.", status_code=404, media_type="text/plain")
    gzipped = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
    return Response(
        _gzipped(name) if gzipped else _content(name),
        headers=headers | ({"Content-Encoding": "gzip"} if gzipped else {}),
        media_type=TYPES[Path(name).suffix],
    )


ROUTE = Route(PATTERN, answer)


@cache
def _names() -> frozenset[str]:
    return frozenset([PLOTLY, *(path.name for path in WEB.iterdir() if path.suffix in TYPES)])


@cache
def _digest(name: str) -> str:
    """Digest of Plotly.js, or one for all modules, which import each other by relative names."""
    names = [PLOTLY] if name == PLOTLY else sorted(_names() - {PLOTLY})
    return hashlib.sha256(b"".join(map(_content, names))).hexdigest()[:16]


@cache
def _gzipped(name: str) -> bytes:
    return gzip.compress(_content(name), mtime=0)


def _content(name: str) -> bytes:
    if name == PLOTLY:
        return (importlib.resources.files("plotly") / "package_data" / PLOTLY).read_bytes()
    return (WEB / name).read_bytes()
