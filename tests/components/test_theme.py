"""Colours and symbols tell clusters apart."""

import numpy as np

from components.figures import theme


def test_twelve_clusters_have_twelve_symbols() -> None:
    assert len(set(theme.symbols(np.arange(12)).tolist())) == 12


def test_the_number_on_its_disc_can_be_read() -> None:
    assert _contrast(theme.BADGE, theme.BADGE_TEXT) >= 4.5


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours; source: WCAG 2.2."""
    darker, lighter = sorted(_luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
