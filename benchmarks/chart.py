"""A picture of growing times: two logarithmic panels as plain SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, GAP = 380, 300, 70, 40, 90
STYLES = {  # colour, dashes: petroff10's first two, ours full and scikit-learn's dashed
    "EM, scikit-learn": ("#3f90da", "6 4"),
    "EM, ours": ("#3f90da", ""),
    "k-means, scikit-learn": ("#bd5b00", "6 4"),
    "k-means, ours": ("#bd5b00", ""),
}


@dataclass(frozen=True)
class Panel:
    """Lines over one quantity: milliseconds at every place."""

    title: str
    places: Sequence[int]
    lines: Mapping[str, Sequence[float]]


def _decades(values: Sequence[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def _panel(panel: Panel, left: float, low: int, high: int) -> list[str]:
    first, last = math.log10(panel.places[0]), math.log10(panel.places[-1])

    def across(place: float) -> float:
        return left + WIDTH * (math.log10(place) - first) / (last - first)

    def down(value: float) -> float:
        return TOP + HEIGHT * (high - math.log10(value)) / (high - low)

    marks = [f'<text x="{left}" y="{TOP - 14}" font-weight="bold">{panel.title}</text>']
    for decade in range(low, high + 1):
        y = down(10.0**decade)
        marks.append(f'<path d="M{left} {y:.1f}h{WIDTH}" stroke="#ddd"/>')
        label = f"{10.0**decade:g} ms"
        marks.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    for place in panel.places:
        x, y = across(place), TOP + HEIGHT + 18
        marks.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{place:,}</text>')
    for name, values in panel.lines.items():
        colour, dashes = STYLES[name]
        pairs = zip(panel.places, values, strict=True)
        path = " ".join(f"{across(place):.1f},{down(value):.1f}" for place, value in pairs)
        marks.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" '
            f'stroke-dasharray="{dashes}"/>'
        )
    return marks


def draw(panels: Sequence[Panel]) -> str:
    """Draw panels side by side on one scale of milliseconds, with a legend below."""
    low, high = _decades(
        [value for panel in panels for line in panel.lines.values() for value in line]
    )
    width = LEFT + len(panels) * (WIDTH + GAP)
    marks = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{TOP + HEIGHT + 70}" '
        'font-family="sans-serif" font-size="12" role="img" '
        'aria-label="CPU time per iteration against the number of points and of components">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for i, panel in enumerate(panels):
        marks += _panel(panel, LEFT + i * (WIDTH + GAP), low, high)
    for i, (name, (colour, dashes)) in enumerate(STYLES.items()):
        x, y = LEFT + i * 200, TOP + HEIGHT + 50
        marks.append(
            f'<path d="M{x} {y - 4}h36" stroke="{colour}" stroke-width="2.5" '
            f'stroke-dasharray="{dashes}"/><text x="{x + 44}" y="{y}">{name}</text>'
        )
    return "\n".join([*marks, "</svg>\n"])
