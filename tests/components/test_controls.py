"""An address restores the state it was made from."""

from urllib.parse import urlencode

import pytest
from components.fits import Model

from components import controls
from components.figures.comparisons import Look
from tests.pages.driver import COMPARE, sliders, visit

STATES = [
    ("blobs", 5, Model(seed=420), Look()),
    ("moons", 2, Model("tied", "random_points", 7, 3), Look(gmm=False, circles=False)),
    ("iris", 3, Model("diag", "k-means++", 0, 1), Look(kmeans=False, levels=(), shading="none")),
    (
        "cigars",
        12,
        Model("spherical", "random_responsibilities", 2**32 - 1, 20),
        Look(regions=True, shading="uncertainty", colours="sized", rings=False),
    ),
]


@pytest.mark.parametrize(("data", "k", "model", "look"), STATES)
def test_an_address_restores_its_state(data: str, k: int, model: Model, look: Look) -> None:
    address = controls.address(data, k, model, look)
    app = visit(COMPARE, address)
    at = sliders(app)
    shown = {key: at[key] if key in at else app.session_state[key] for key in address}
    assert {key: str(value) for key, value in shown.items()} == address
    assert not app.info, urlencode(address)


def test_the_opening_needs_no_address() -> None:
    assert controls.address(*STATES[0]) == {}
