"""Words that sentences about a table share."""

import re
from collections.abc import Iterable

# What means something in Markdown, anywhere or at the beginning of a line.
SIGNS = re.compile(r"([\\`*_{}\[\]#$~<>|&]|:(?=\S)|(?<=^)[-+]|(?<=^\d)[.)])", re.MULTILINE)
SHOWN = 40  # characters of a cell, so that no sentence grows with it


def shown(text: str) -> str:
    """Quote a cell or a name in one line, cut where it is long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * SHOWN]).split())
    return f'"{line}"' if len(line) <= SHOWN else f'"{line[: SHOWN - 1]}…"'


def literal(text: str) -> str:
    """A text as Markdown shows it, letter by letter."""
    return SIGNS.sub(r"\\\1", text)


def counted(n: int, thing: str) -> str:
    """Say how many there are: "1 line", "2 lines"."""
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"


def listed(items: Iterable[object], most: int = 5) -> str:
    """Join what is listed: "2, 3 and 7", or "2, 3, 4 and 9 more"."""
    words = [str(item) for item in items]
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1:,} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
