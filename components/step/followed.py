"""One point's row of the E-step, written out with its numbers."""

import numpy as np

from core.film import Row
from core.rounding import rounded_shares

UNDERFLOW = 1e-300  # a smaller product is written in logs


def followed(number: int, at: int, row: Row) -> str:
    """One point's row of the E-step in a frame, as mathematics with its real numbers."""
    in_logs = bool(np.exp(row.log_joint[row.weights > 0]).min() < UNDERFLOW)
    rounded = rounded_shares(row.responsibilities)
    shares = [rf"r_{{{j}}} &= {share:.4f}" for j, share in enumerate(rounded, start=1)]
    shares.append(rf"\textstyle\sum_j r_j &= {rounded.sum():.4f}")
    how = (
        "in logarithms, as some are too small for the computer's numbers" if in_logs else "in full"
    )
    part = (
        "e to the power of that less the log of the sum" if in_logs else "that divided by the sum"
    )
    return (
        f"Point {number} in frame {at}: its weighted density under every component, {how},"
        f"\n\n{_aligned(_log_products(row) if in_logs else _products(row))}\n\n"
        f"and its share in each, which is {part} (rounded so that the digits shown sum to 1):"
        f"\n\n{_aligned(shares)}"
    )


def _products(row: Row) -> list[str]:
    """Weight times density for every component, and their sum."""
    lines = [
        rf"w_{{{j}}}\,p(x \mid {j}) &= {_tex(weight)} \times {_tex(density)} "
        rf"= {_tex(weight * density)}"
        for j, (weight, density) in enumerate(zip(row.weights, row.densities, strict=True), 1)
    ]
    return [*lines, rf"\text{{sum}} &= {_tex(row.evidence)}"]


def _log_products(row: Row) -> list[str]:
    """The same in logs; a component without weight has none."""
    rows = zip(row.weights, row.log_densities, row.log_joint, strict=True)
    lines = [
        rf"\ln\,w_{{{j}}}\,p(x \mid {j}) &= \ln {_tex(weight)} + ({_tex(log_density)}) "
        rf"= {_tex(log_joint)}"
        if weight
        else rf"w_{{{j}}} &= 0"
        for j, (weight, log_density, log_joint) in enumerate(rows, 1)
    ]
    return [*lines, rf"\ln\,\text{{sum}} &= {_tex(row.log_evidence)}"]


def _aligned(lines: list[str]) -> str:
    rows = " \\\\\n".join(lines)
    return f"$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$"


def pulls(row: Row) -> str:
    """How much one point counts in each component's next mean."""
    parts = [f"{100 * pull:.2f} % of mean {j}" for j, pull in enumerate(row.pulls, start=1)]
    return f"In the next M-step this point makes up {', '.join(parts)}."


def _tex(number: float) -> str:
    """Four digits, as mathematics writes them."""
    if number == 0 or 1e-3 <= abs(number) < 1e4:
        return f"{number:.4g}"
    mantissa, exponent = f"{number:.3e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
