"""QR codes of links: as long as they can be read from afar."""

import xml.etree.ElementTree as ET

import pytest
from starlette.requests import Request
from starlette.responses import Response

from components.stage import codes


def get(link: str) -> Response:
    scope = {"type": "http", "query_string": f"link={link}".encode()}
    return codes._answer(Request(scope))


def test_a_code_has_a_size_of_its_own_only_in_squares() -> None:
    root = ET.fromstring(codes.svg("http://127.0.0.1/compare?k=4"))
    assert root.get("viewBox") == "0 0 33 33"  # version 2: 25 squares, and a margin of 4
    assert "width" not in root.attrib


@pytest.mark.parametrize("length", [0, 1, codes.LONGEST])
def test_links_up_to_the_longest_have_one(length: int) -> None:
    answer = get("x" * length)
    assert (answer.status_code, answer.media_type) == (200, "image/svg+xml")


def test_a_longer_one_has_none() -> None:
    answer = get("x" * (codes.LONGEST + 1))
    assert (answer.status_code, answer.body) == (204, b"")
