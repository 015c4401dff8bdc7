"""The house around the pages, as a browser meets it."""

import urllib.error
import urllib.request
from urllib.parse import urljoin

from server import HEADERS
from tests.browser.conftest import Visit
from tests.browser.driver import SIDEWAYS, light, settle, violations

MENU = ["Start", "Compare", "Your", "data", "Step", "Choose", "Generate", "Break"]


def test_first_request_after_a_start_may_be_a_deep_link(fresh_server: str, visit: Visit) -> None:
    page = visit("/compare?k=4", at=fresh_server)
    assert page.title() == "Compare · Mixture Lab"
    assert page.get_by_test_id("stTopNav").inner_text().split() == MENU
    assert page.locator(".st-key-k input[type=range]").input_value() == "4"
    assert page.get_by_role("dialog").count() == 0
    assert page.get_by_test_id("stException").count() == 0


def test_title_and_icon_are_ours(visit: Visit, server: str) -> None:
    page = visit("/")
    icon = page.locator("link[rel*=icon]").get_attribute("href")
    assert page.title() == "Start · Mixture Lab"
    assert icon
    with urllib.request.urlopen(f"{server}/favicon.png") as first:
        assert first.read() == page.request.get(urljoin(server, icon)).body()


def test_every_answer_carries_the_security_headers(server: str) -> None:
    for path in ("/", "/compare", "/_stcore/health", "/static/none.js"):
        try:
            answer = urllib.request.urlopen(server + path)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            assert HEADERS.items() <= {(k.title(), v) for k, v in answer.headers.items()}, path


def test_axe_finds_nothing_wrong_with_the_start_page_and_it_fits_a_phone(visit: Visit) -> None:
    page = visit("/")
    for scheme in ("light", "dark"):
        light(page, scheme)
        assert violations(page) == [], scheme
        assert not page.evaluate(SIDEWAYS)
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert not page.evaluate(SIDEWAYS)
