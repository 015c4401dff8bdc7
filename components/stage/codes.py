"""QR codes of links: a class reads them off the wall."""

import io

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ADDRESS = "code.svg"
LONGEST = 800  # characters: with more, the squares are too small for the back row


def svg(link: str) -> bytes:
    """A link as a QR code, black on white with the margin that readers need."""
    drawn = io.BytesIO()
    segno.make_qr(link, error="l").save(drawn, kind="svg", omitsize=True, light="#fff")
    return drawn.getvalue()


def _answer(request: Request) -> Response:
    link = request.query_params.get("link", "")
    if len(link) > LONGEST:
        return Response(status_code=204)  # the browser has a sentence
    return Response(svg(link), media_type="image/svg+xml")


ROUTE = Route(f"/{ADDRESS}", _answer)
