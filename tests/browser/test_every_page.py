"""What holds on every page: each panel shows its data, sliders are live, all can be read by all."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

import app
from tests.browser.conftest import Tabs
from tests.browser.driver import SIDEWAYS, light, settle, until, violations

OPENED = {  # pages with more to see than they open with
    "compare": "?table=true&types=true",
    "em": "?follow=true&bound=true&step=5",
    "kmeans": "?regions=true&step=4",
    "collapse": "?step=9",
    "sample": "?quality=true",
    "anatomy": "?step=3",
    "by_hand": "?errors=true",
    "guess": "?reveal=true&marks=2",
    "paint": "?data=moons",
    "criteria": "?verdict=true",
}
STAGED = [name for name in app.PAGES if name]
MANY = (
    "/compare?n=25000",
    "/compare?data=line&n=25000",
    "/compare?n=10&k=3",
    "/compare?data=line&n=30&k=2",
    "/sample?n=100000",
    "/sample?new=100000",
    "/sample?data=line&new=10",
    "/em?n=10000&step=3",
    "/race?n=10000&step=3",
    "/em?data=waiting&step=6&follow=true&bound=true",
    "/by_hand?new=100000",
    "/conditional?data=waiting",
    "/moons?n=1000",
)
# For each panel of the picture: whether it should have axes, and has ticks; of what lies in view on
# our canvas, the share that has ink; whether it has ink at all, of ours or of Plotly's.
PANELS = """() => {
    const stage = document.querySelector('[data-testid=stage]');
    const { data, layout } = stage.figure;
    const plot = stage.querySelector('.js-plotly-plot');
    const canvas = stage.querySelector('canvas');
    const scale = canvas.width / canvas.getBoundingClientRect().width;
    const { data: bytes } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const inkNear = (px, py, reach) => {
        const [left, top] = [Math.round(scale * px - reach), Math.round(scale * py - reach)];
        for (let y = Math.max(top, 0); y <= top + 2 * reach && y < canvas.height; y++)
            for (let x = Math.max(left, 0); x <= left + 2 * reach && x < canvas.width; x++)
                if (bytes[4 * (y * canvas.width + x) + 3]) return true;
        return false;
    };
    return Object.entries(plot._fullLayout._plots).map(([name, { xaxis, yaxis }]) => {
        const isHere = (each) => (each.xaxis ?? 'x') + (each.yaxis ?? 'y') === name;
        let [seen, inked] = [0, 0];
        for (const trace of data.filter(isHere)) {
            if (!/markers/.test(trace.mode ?? '') || trace.visible === false) continue;
            if (trace.opacity === 0 || trace.marker?.opacity === 0) continue;
            const every = Math.max(1, Math.floor(trace.x.length / 500));
            const { size } = trace.marker ?? {};
            for (let i = 0; i < trace.x.length; i += every) {
                if (size?.[i] === 0) continue;
                const [px, py] = [xaxis.d2p(trace.x[i]), yaxis.d2p(trace.y[i])];
                if (!(px > 2 && px < xaxis._length - 2)) continue;
                if (!(py > 2 && py < yaxis._length - 2)) continue;
                seen++;
                inked += inkNear(xaxis._offset + px, yaxis._offset + py, 2);
            }
        }
        const [middleX, middleY] = [xaxis, yaxis].map((axis) => axis._offset + axis._length / 2);
        const half = scale * Math.min(xaxis._length, yaxis._length) / 2 - 3;
        const lines = plot.querySelectorAll(`.subplot.${name} .plot path`);
        const hasTicks = ['x', 'y'].map((axis) => {
            const own = { x: xaxis, y: yaxis }[axis];
            const labelled = own.visible && own.showticklabels;
            return !labelled || plot.querySelectorAll(`.${own._id}tick text`).length > 0;
        });
        return {
            name, seen, inked, hasTicks: hasTicks.every(Boolean),
            hasInk: inkNear(middleX, middleY, half) || lines.length > 0,
            declared: Object.keys(layout).filter((key) => /^xaxis/.test(key)).length,
        };
    });
}"""


def check(page: Page, empty: str = "") -> None:
    """Every panel has its axes, and ink where its points are; one may be empty as yet."""
    panels = page.evaluate(PANELS)
    assert len(panels) == panels[0]["declared"]
    for panel in panels:
        assert panel["hasTicks"], panel
        if panel["name"] == empty:
            continue
        assert panel["hasInk"], panel
        assert panel["inked"] >= 0.99 * panel["seen"], panel


@pytest.fixture(scope="module", params=STAGED)
def opened(request: pytest.FixtureRequest, tabs: Tabs, server: str) -> Iterator[Page]:
    """Every page, opened once for all that is asked of it."""
    tabs.complaints.clear()
    page = tabs.open(f"{server}/{request.param}{OPENED.get(request.param, '')}")
    yield page
    tabs.give(page)


@pytest.fixture
def page(opened: Page, tabs: Tabs) -> Iterator[Page]:
    yield opened
    assert not tabs.complaints


def test_each_panel_has_ink_where_its_data_are_and_axe_finds_nothing_wrong(page: Page) -> None:
    for scheme in ("light", "dark"):
        light(page, scheme)
        check(page)
        assert violations(page) == [], scheme
    light(page, "light")


def test_nothing_is_wider_than_the_window_not_even_on_a_phone(page: Page) -> None:
    assert not page.evaluate(SIDEWAYS)
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, "() => document.querySelector('.stage-swipe').clientWidth <= 390")
    settle(page)
    assert not page.evaluate(SIDEWAYS)
    check(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    until(page, "() => document.querySelector('.stage-swipe').clientWidth > 390")
    settle(page)


# Move each slider over a few other values until a picture of one has come by the states' route, and
# count the runs meanwhile: while one moves, the page doesn't rest; after each it comes to rest.
DRAGGED = """async (still) => {
    const stage = document.querySelector('[data-testid=stage]');
    const keyOf = ({ className }) => /st-key-(\\w+)/.exec(className)[1];
    const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
    const results = {};
    for (const row of document.querySelectorAll('.stage-slider')) {
        const [key, range] = [keyOf(row), row.querySelector('input[type=range]')];
        const [value, step, runs] = [Number(range.value), Number(range.step), window.runs];
        const way = value + step <= Number(range.max) ? step : -step;
        const far = Math.abs(Number(way > 0 ? range.max : range.min) - value) / step;
        const others = Math.max(2, Math.min(4, Math.floor(far + 1e-9)));
        const move = (to) => {
            range.value = String(to);
            range.dispatchEvent(new Event('input'));
        };
        performance.clearResourceTimings();
        const hasCome = () => performance.getEntriesByType('resource')
            .some(({ name }) => name.includes('/now?') && name.includes(`${key}=`));
        const { draws } = stage.dataset;
        const [begin, isDrawn] = [performance.now(), () => stage.dataset.draws !== draws];
        for (let i = 0; performance.now() - begin < 20000; i++) {
            move(value + way * (1 + (i % others)));
            await pause();
            if (hasCome() && (isDrawn() || still.includes(key))) break;
        }
        results[key] = { isDrawn: isDrawn(), hasCome: hasCome(), runs: window.runs - runs };
        move(value);
        const isMoving = () => !stage.isAtRest || window.owesRun || window.isRunning;
        for (let i = 0; i < 300 && isMoving(); i++) await pause();
        results[key].isAtRest = !isMoving();
    }
    return results;
}"""
STILL = [
    "starts",
    "fit_seed",
    "draw",
    "seed",
    "size",
    "amount",
    "long",
    "wide",
    "turn",
]  # a step may well lead to the same picture


def test_every_slider_is_live(page: Page) -> None:
    for fold in page.get_by_test_id("stExpander").locator("summary").all():
        if fold.locator("xpath=..").get_attribute("open") is None:
            fold.click()
    settle(page)
    results = page.evaluate(DRAGGED, STILL)
    assert len(results) == page.locator(".stage-slider").count()
    for key, result in results.items():
        assert result["hasCome"], key
        assert result["isDrawn"] or key in STILL, key
        assert result["runs"] == 0, key
        assert result["isAtRest"], key


@pytest.mark.parametrize("path", MANY)
def test_each_panel_has_ink_however_many_points_there_are(visit: Any, path: str) -> None:
    page = visit(path)
    check(page)
    light(page, "dark")
    check(page)


DRAWS_Z = 2  # the frame of Anatomy in which there is something on the left for the first time


@pytest.mark.parametrize("name", ["anatomy", "em", "race", "fuzzy", "soften", "collapse"])
def test_each_panel_has_ink_in_every_frame(visit: Any, name: str) -> None:
    page = visit(f"/{name}")
    last = int(page.locator(".stage-scrubber").get_attribute("max"))
    for frame in range(last + 1) if last < 6 else (0, 1, 2, last // 2, last):
        page.locator(".stage-scrubber").fill(str(frame))
        page.wait_for_selector(f"[data-testid=stage][data-frame='{frame}']")
        until(page, "() => document.querySelector('[data-testid=stage]').isAtRest")
        check(page, empty="xy" if name == "anatomy" and frame < DRAWS_Z else "")
