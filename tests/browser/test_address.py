"""The address says what is on the screen, at once and for good."""

import random

import pytest
from playwright.sync_api import Page, expect

from core.settings import Number
from tests.browser.conftest import Visit
from tests.browser.driver import drawn, settle

SCREEN = """() => [
    document.querySelector('[data-testid=stage] dd').textContent,
    document.querySelector('.st-key-turn input[type=range]').value,
    new URLSearchParams(location.search).get('turn'),
]"""


@pytest.mark.parametrize("query", ["?turn=5", "?picture=line&turn=5"])
def test_the_address_is_never_behind_the_screen(visit: Visit, pictures: str, query: str) -> None:
    page = drawn(visit(f"/{query}", at=pictures))
    slider = page.get_by_role("slider", name="Turn")
    for chain in range(5):
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(125)
        page.wait_for_timeout(250)
        value = str(10 + 5 * chain)
        assert page.evaluate(SCREEN)[1:] == [value, value]
        page.wait_for_timeout((0, 320, 500, 150, 0)[chain])  # the page runs at different moments
    expect(page.get_by_text("turned to 30")).to_be_visible()
    settle(page)
    assert page.evaluate(SCREEN) == ["30", "30", "30"]


def test_back_and_forward_go_through_the_states(visit: Visit, pictures: str) -> None:
    page = drawn(visit("/", at=pictures))
    before = page.evaluate("history.length")
    slider = page.get_by_role("slider", name="Turn")
    for _ in range(3):
        slider.press("ArrowRight")
    shows(page, 3)
    page.get_by_label("Place").fill("0,1")
    page.get_by_label("Place").press("Enter")
    page.wait_for_function("() => location.search.includes('place=0%2C1')")
    settle(page)
    slider.press("ArrowRight")
    shows(page, 4)
    assert page.evaluate("history.length") == before + 3
    page.go_back()
    shows(page, 3)
    assert "a handle at 0.00, 1.00" in str(
        page.locator(".stage-picture").get_attribute("aria-label")
    )
    page.go_back()
    page.wait_for_function("() => !location.search.includes('place')")
    expect(page.locator(".stage-picture")).to_have_attribute(
        "aria-label", "turned by 3, and a handle at 1.00, 1.00"
    )
    page.go_back()
    shows(page, 0)
    page.go_forward()
    shows(page, 3)
    slider.press("ArrowRight")
    shows(page, 4)
    page.go_back()
    shows(page, 3)


def test_pages_are_one_step_apart(visit: Visit) -> None:
    page = drawn(visit("/compare?std=1.2"))
    for name in ("em", "kmeans"):
        page.get_by_text("Step", exact=True).first.click()
        page.locator(f"a[href$='/{name}']").first.click()
        page.wait_for_selector(f"[data-testid=stage][data-draws][data-name={name}]")
        page.wait_for_function(f"() => location.href.endsWith('/{name}?std=1.2')")
        settle(page)
    for address in ("/em?std=1.2", "/compare?std=1.2"):
        page.go_back()
        page.wait_for_function("at => location.href.endsWith(at)", arg=address)
        drawn(settle(page))
        expect(page.locator(".st-key-std input[type=number]")).to_have_value("1.2")


def shows(page: Page, turn: int) -> None:
    """Wait until all agree on it."""
    page.get_by_text(f"turned to {turn},").wait_for()
    text = str(turn) if turn else "null"
    page.wait_for_function(
        f"() => `${{({SCREEN})().join()}}` === '{turn},{turn},{text}'".replace("null'", "'")
    )
    settle(page)


def test_what_cannot_be_is_taken_out_of_the_address(visit: Visit, pictures: str) -> None:
    page = drawn(visit("/?turn=1e9&embed=true", at=pictures))
    page.wait_for_function("() => location.search === '?embed=true'")
    expect(page.get_by_role("slider", name="Turn")).to_have_value("0")


def test_numbers_are_written_as_python_writes_them(visit: Visit, pictures: str) -> None:
    page = drawn(visit("/", at=pictures))
    generator = random.Random(0)
    numbers = [0.0, 1.0, 0.1, 0.30000000000000004, 1e9, 1e10, 123456789012.0, 1e15, 1e16, 1e-4]
    numbers += [1e-5, 1e22, 2**53 - 1.0, 1 / 3, -2.5, -1e-7]
    numbers += [generator.uniform(-1, 1) * 10 ** generator.randint(-8, 18) for _ in range(500)]
    numbers += [float(f"{number:.10g}") for number in numbers]
    written = page.evaluate(
        """async (numbers) => {
            const here = performance.getEntriesByType('resource').map(entry => entry.name);
            const address = here.find(name => name.endsWith('/address.js'));
            const { inText } = await import(address);
            return numbers.map(inText);
        }""",
        numbers,
    )
    setting = Number("number", "Number", -1e30, 1e30, 0.5)
    assert written == [setting.write(number) for number in numbers]
