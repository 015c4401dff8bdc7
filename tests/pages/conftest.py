"""What holds for every test of a page."""

from collections.abc import Iterator

import pytest

from components.stage import states


@pytest.fixture(autouse=True, scope="session")
def _patient() -> Iterator[None]:
    """A page waits for its picture, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(states, "WAIT", 60)
        yield
