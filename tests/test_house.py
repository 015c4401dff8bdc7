"""The house around the pages, without a browser."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import app
from core.settings import settle

ROOT = Path(__file__).parents[1]
SUBJECTS = [  # of components, with SETTINGS and a state
    ".".join(file.relative_to(ROOT / "components").with_suffix("").parts)
    for file in ROOT.glob("components/**/*.py")
    if "\nSETTINGS = " in file.read_text()
]
WARM_SERVER = """
import asyncio, gc, json, sys
import app
from core.settings import settle

async def start():
    events, started = asyncio.Queue(), asyncio.Event()
    events.put_nowait({"type": "lifespan.startup"})

    async def send(message):
        assert message["type"].endswith(".complete"), message
        started.set()

    server = asyncio.create_task(app.app({"type": "lifespan"}, events.get, send))
    await started.wait()
    import threadpoolctl
    print(json.dumps({
        "frozen": gc.get_freeze_count(),
        "imported": list(sys.modules),
        "threads": [pool["num_threads"] for pool in threadpoolctl.threadpool_info()],
    }))
    events.put_nowait({"type": "lifespan.shutdown"})
    await server

asyncio.run(start())
"""


def test_the_first_visitor_meets_a_warm_server_with_one_thread_per_library() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WARM_SERVER], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Traceback" not in run.stdout, run.stdout
    state = json.loads(run.stdout)
    assert {"numpy", "sklearn", "plotly.graph_objects", "core.gmm"} <= set(state["imported"])
    assert state["frozen"] > 100_000
    assert set(state["threads"]) == {1}
    assert run.stderr == ""


def test_every_page_has_an_address() -> None:
    files = {str(file.relative_to(ROOT)) for file in ROOT.glob("pages/*/[!_]*.py")}
    assert set(app.PAGES.values()) == files


def test_no_two_modules_of_components_share_a_name() -> None:
    names = [file.stem for file in ROOT.glob("components/**/[!_]*.py")]
    assert sorted(names) == sorted(set(names))


def test_no_page_needs_another_name_for_a_module() -> None:
    for file in ROOT.glob("pages/**/*.py"):
        assert not re.search(r"^\s*(from|import) .* as ", file.read_text(), re.MULTILINE), file


def test_every_setting_of_a_page_has_a_name_of_its_own() -> None:
    for subject in SUBJECTS:
        module = importlib.import_module(f"components.{subject}")
        for texts in ({}, {"data": "iris"}, {"data": "line"}, {"k": "3", "follow": "true"}):
            now = settle(module.SETTINGS, texts)
            listed = [setting.key for _, group in now.groups for setting in group]
            assert len(listed) == len(set(listed)), subject


def test_pins_cover_what_is_declared_with_hashes_and_without_addresses() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, tools = (_pins(ROOT / name) for name in ("requirements.txt", "requirements-dev.txt"))
    assert _exact(declared["project"]["dependencies"]) <= runtime.items()
    assert _exact(declared["dependency-groups"]["dev"]) <= tools.items()
    assert runtime.items() <= tools.items()


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        (None, "install the package python3."),
        (
            "case $* in *version_info*) exit 1;; *) echo Python 3.9.2;; esac",
            "python is Python 3.9.2",
        ),
        ("case $* in *ensurepip*) exit 1;; esac", "install the package python3-venv."),
    ],
)
def test_setup_says_in_one_sentence_what_is_missing(
    tmp_path: Path, python: str | None, sentence: str
) -> None:
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    if python:
        (tmp_path / "python").write_text(f"#!/bin/sh\n{python}\n")
        (tmp_path / "python").chmod(0o755)
    run = subprocess.run(
        ["make", "--no-print-directory", "setup", "PYTHON=./python"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert sentence in run.stdout
    assert len(run.stdout.splitlines()) == 1


def test_a_browser_that_cannot_be_had_is_one_sentence() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.browser.chromium"],
        cwd=ROOT,
        env=os.environ | {"CHROMIUM": "/nowhere"},
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert run.stderr == "CHROMIUM must name a browser that starts, got /nowhere.\n"


def _pins(file: Path) -> dict[str, str]:
    text = file.read_text()
    assert "://" not in text
    pins = re.findall(r"^([\w.-]+)==(\S+).*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", text, re.MULTILINE))
    return dict(pins)


def _exact(requirements: list[str]) -> set[tuple[str, str]]:
    """Return name and version of the requirements that name one version, wherever they apply."""
    exact = (requirement.partition(";")[0] for requirement in requirements if "==" in requirement)
    return {tuple(name.split("==")) for name in exact}  # type: ignore[misc]
