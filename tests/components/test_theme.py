"""Colours and symbols tell clusters apart, on light ground and on dark."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from components.figures import theme
from tests.components.pictures import MOVABLE, OTHERS

SEEN = 3.0  # contrast of what carries meaning with its ground, at least; source: WCAG 2.2, 1.4.11
ROLES = (
    theme.UNASSIGNED,
    theme.OUTLINE,
    theme.DISAGREEMENT,
    theme.HERE,
    theme.MODEL,
    theme.SLATE,
)


def test_twelve_clusters_have_twelve_symbols() -> None:
    assert len(set(theme.symbols(np.arange(12)).tolist())) == 12


def test_the_number_on_its_disc_can_be_read() -> None:
    assert _contrast(theme.BADGE, theme.BADGE_TEXT) >= 4.5


@pytest.mark.parametrize("ground", theme.GROUNDS)
def test_every_mark_can_be_seen_on_both_grounds(ground: str) -> None:
    for number in range(len(theme.PALETTE)):
        by_fill, by_edge = _contrast(theme.colour(number), ground), _contrast(theme.OUTLINE, ground)
        assert max(by_fill, by_edge) >= SEEN
        assert _contrast(theme.line(number), ground) >= SEEN
    assert min(_contrast(colour, ground) for colour in ROLES) >= SEEN


def test_the_grounds_are_those_of_the_app() -> None:
    config = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())
    themes = config["theme"]
    assert tuple(themes[kind]["backgroundColor"] for kind in ("light", "dark")) == theme.GROUNDS


def test_what_belongs_to_nobody_looks_like_no_cluster() -> None:
    nobody = theme.nobodys(2)
    assert not set(theme.symbols(nobody)) & set(theme.symbols(np.arange(12)))
    assert set(map(tuple, theme.solid(nobody))).isdisjoint(map(tuple, theme.RGB))


def test_lines_have_the_hue_of_their_cluster() -> None:
    for number in range(len(theme.PALETTE)):
        line = _channels(theme.line(number))
        assert np.argsort(line).tolist() == np.argsort(theme.RGB[number]).tolist()


def test_roles_have_colours_of_their_own() -> None:
    assert len(set(ROLES)) == len(ROLES)
    assert not set(ROLES) & {*theme.PALETTE, *theme.LINES}


@pytest.mark.parametrize("name", [*MOVABLE, *OTHERS])
def test_every_line_and_every_edge_can_be_seen_on_both_grounds(name: str) -> None:
    scene = MOVABLE[name](0.0) if name in MOVABLE else OTHERS[name]()
    styles = [piece.get("line", {}) for piece in scene.layout.get("shapes", ())]
    for trace in scene.data:
        styles += [trace.get("line", {}), trace.get("marker", {}).get("line", {})]
    colours = np.concatenate([np.ravel(style.get("color", [])) for style in styles]).tolist()
    for colour in {colour for colour in colours if re.fullmatch("#.{6}", colour)}:
        assert min(_contrast(colour, ground) for ground in theme.GROUNDS) >= SEEN


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours; source: WCAG 2.2."""
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def _luminance(colour: str) -> float:
    share = _channels(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
