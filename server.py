"""What surrounds the pages: threads, warm-up, garbage collection, security headers, routes."""

import asyncio
import base64
import contextlib
import gc
import hashlib
import logging
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.stage import assets, codes, states

# Spinning BLAS threads make small fits a hundred times slower on a busy machine. The libraries
# read this when NumPy is first imported, which Streamlit does in the first script run only.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# How long a thread that computes may keep the one that answers waiting; Python's own 5 ms, paid for
# every message of a run, are a good part of the time until a picture changes.
sys.setswitchinterval(0.001)

ICON = Path(__file__).parent / "static" / "favicon.png"
WARM_UP_SECONDS = 60


def _content_security_policy() -> str:
    """Let the browser run Streamlit's own scripts and load from this server, nothing else.

    Blobs are how Streamlit loads the JavaScript of components; its styles are inline. Its page
    has one inline script, allowed by its hash. WebGL traces of Plotly would need 'unsafe-eval'.
    """
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    digests = map(hashlib.sha256, re.findall(rb"<script>(.*?)</script>", page, re.DOTALL))
    inline = " ".join(f"'sha256-{base64.b64encode(d.digest()).decode()}'" for d in digests)
    return (
        "default-src 'self'; "
        f"script-src 'self' blob: {inline}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; "
        "font-src 'self' data:; "
        "worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


HEADERS = {
    "Content-Security-Policy": _content_security_policy(),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}

# Streamlit asks a public service for this machine's address when a page of another origin
# connects. Nothing here leaves the machine; a foreign origin is named in corsAllowedOrigins.
net_util.get_external_ip = lambda: None


class SecurityHeaders:
    """ASGI middleware that adds `HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


MIDDLEWARE = [Middleware(SecurityHeaders)]
ROUTES: list[BaseRoute] = [
    assets.ROUTE,
    states.ROUTE,
    codes.ROUTE,
    Route("/favicon.png", lambda _: FileResponse(ICON)),  # shown until the page has set its own
]


def lifespan(
    pages: Sequence[str],
) -> Callable[[st.App], contextlib.AbstractAsyncContextManager[None]]:
    """Run every page once before the port opens, then freeze what that left in memory.

    The first visitor finds all imports done, and garbage collections pass them over.

    Args:
        pages: URL paths.

    Returns:
        the `lifespan` of `st.App`.
    """

    @contextlib.asynccontextmanager
    async def warm(app: st.App) -> AsyncIterator[None]:
        for page in pages:
            try:
                await asyncio.wait_for(_visit(app, page), WARM_UP_SECONDS)
            except TimeoutError:
                logging.getLogger(__name__).warning("Page /%s did not finish warming up", page)
        assets.compress()
        gc.collect()
        gc.freeze()
        yield

    return warm


async def _visit(app: st.App, page: str) -> None:
    """Run one page in this process as a browser would have it run."""
    request = BackMsg()
    request.rerun_script.page_name = page
    received: asyncio.Queue[Message] = asyncio.Queue()
    received.put_nowait({"type": "websocket.connect"})
    received.put_nowait({"type": "websocket.receive", "bytes": request.SerializeToString()})

    async def send(message: Message) -> None:
        data = message.get("bytes")
        if data and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            received.put_nowait({"type": "websocket.disconnect", "code": 1000})

    host = (st.get_option("server.allowedHosts") or ["localhost"])[0]
    scope: Scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "query_string": b"",
        "headers": [(b"host", host.encode())],
        "subprotocols": ["streamlit"],
    }
    await app(scope, received.get, send)


@contextlib.contextmanager
def outside_a_session() -> Iterator[None]:
    """Silence Streamlit's warning that a command ran outside a session, where that is meant."""
    logger = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
