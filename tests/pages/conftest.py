"""What holds for every test of a page."""

from collections.abc import Iterator

import pytest
from streamlit.components.v2 import manifest_scanner

from components.stage import states


@pytest.fixture(autouse=True, scope="session")
def _patient() -> Iterator[None]:
    """A page waits for its picture, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(states, "WAIT", 60)
        yield


@pytest.fixture(autouse=True, scope="session")
def _scanned_once() -> Iterator[None]:
    """Streamlit looks through all installed packages whenever AppTest runs: here, but once."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield
