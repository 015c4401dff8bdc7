"""Cells of text as numbers, by rules that are written down.

1. A number is a sign, digits with at most one decimal mark, and a power of ten, all but the digits
   optional: `12`, `-0.5`, `.5`, `1.5E-7`. U+2212 and the en dash are minus signs, digits may be
   full-width.
2. Its digits before the decimal mark may stand in groups of three (or, by commas, as in 12,34,567),
   parted by the mark that isn't decimal, by a space of any width, or by an apostrophe.
3. A file has one decimal mark. A cell proves it where the other reading is impossible: `1,5`,
   `0,125`, `1234,567`, `1,234e5`, `1.234,5` and `1.234.567` prove the comma; `1,234` and `1.234`
   prove nothing.
4. A currency, a percent sign or a known unit that is the same in every cell is taken off, and the
   number isn't scaled. (4.5) is -4.5 where other cells of its column have no parentheses.
5. A cell is missing where it is empty or says so in one of the customary ways, `MISSING`; infinite
   and too large numbers count as missing, too.
6. A column is a column of numbers if every other cell is a number. It stays text where a cell has
   a leading zero (a code) or is a whole number that no float64 holds.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from core.arrays import Array, frozen

MISSING = (
    *("NA", "N/A", "#N/A", "<NA>", "n.a.", "n/d", "n.d.", "nd", "k.A.", "missing"),
    *("NaN", "-nan", "NaT", "null", "nil", "none", "\\N"),
    *("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"),
    *("-", "--", "\u2013", "\u2014", "?", "??", ".", "..", "...", "*", "**"),
)
INFINITE = frozenset(
    f"{sign}{word}" for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")
)

MINUS = "\u2212\u2013\ufe63\uff0d"
TIDY = {
    **dict.fromkeys(map(ord, MINUS), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2008\u2009\u200a\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u2019\u02bc\uff07"), "'"),
    **dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"), None),
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    ord("\uff05"): "%",
    ord("\n"): "\0",  # a cell of two lines is no number, and no two cells either
}

CURRENCY = (
    r"(?:US|CA|AU|NZ|HK)?\$|[€£¥₹₽₩₺₴₪₫฿]"
    r"|USD|EUR|GBP|JPY|CNY|CHF|INR|SEK|NOK|DKK|PLN|Fr\.|kr\.?|zł"
)
UNIT = (
    "%|‰|°|°C|°F|K|ppm|ppb|dB|rpm|px|kB|MB|GB"
    "|nm|[µμu]m|mm|cm|dm|m|km|in|ft|yd|mi|[mck]?m[²³23]|ha"
    "|[mcd]?[lL]|ng|[µμu]g|mg|g|kg|t|oz|lbs?|m?mol"
    "|ns|[µμ]s|ms|s|sec|min|h|hrs?|d|days|yrs?|years|[kMG]?Hz"
    "|[mk]?V|m?A|[kM]?W|kWh|[kM]?J|k?cal|k?N|[hkM]?Pa|m?bar|psi"
)
BEFORE = re.compile(rf"[+-]?(?P<unit>{CURRENCY})\s?(?=[+-]?[0-9.,])")
AFTER = re.compile(rf"(?<=[0-9.,])\s?(?P<unit>{CURRENCY}|(?:{UNIT})(?:/(?:{UNIT}))?)$")
SIGN = "(?:[+-] ?)?"


def _grammar(decimal: str, other: str) -> tuple[str, str, str]:
    """How numbers look, how those that nothing decides, and how groups that decide without it."""
    point, comma = re.escape(decimal), re.escape(other)
    fraction = rf"(?:{point}[0-9]{'*' if decimal == '.' else '+'})?"
    two_or_three = "|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if decimal == "." else ""
    groups = "|".join(rf"(?:{mark}[0-9]{{3}})+" for mark in (comma, " ", "'"))
    number = (
        rf"(?:(?:[0-9]+{fraction}|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        rf"|(?:[1-9][0-9]{{0,2}}(?:{groups}){two_or_three}){fraction})"
    )
    lone = rf"[1-9][0-9]{{0,2}}{point}[0-9]{{3}}"
    return number, lone, rf"[1-9][0-9]{{0,2}}(?:{comma}[0-9]{{3}}){{2,}}{two_or_three}"


def _proof(decimal: str, other: str) -> re.Pattern[str]:
    number, lone, groups = _grammar(decimal, other)
    decided = rf"(?!{lone}$)(?=[^\n]*{re.escape(decimal)}){number}"
    return re.compile(rf"(?m)^{SIGN}(?:{decided}|{groups})$")


OTHER = {".": ",", ",": "."}
NUMBER = {mark: re.compile(f"{SIGN}{_grammar(mark, other)[0]}") for mark, other in OTHER.items()}
PROOF = {mark: _proof(mark, other) for mark, other in OTHER.items()}
EITHER = re.compile("|".join(pattern.pattern for pattern in NUMBER.values()))
PLAIN = b"0123456789+-.,eE\n"
GROUPS = re.compile(r"[.,][0-9]{2,3}[.,]")
OPEN = re.compile("[.,]")
CODE = re.compile(r"(?m)^[+-]?0[0-9]")
LONG = re.compile(r"(?m)^[+-]?[0-9]{16,}$")
DIGITS = re.compile(r"(?m)^[+-]?[0.]*(?:[0-9]\.?){18,}")
TINY = re.compile(r"(?m)^[+-]?[0.]*[1-9][0-9.]*[eE]-[0-9]{3,}$")
UNITS_ALONE = re.compile(rf"[\[(].*[\])]|[-:=]{{3,}}|{CURRENCY}|(?:{UNIT})(?:/(?:{UNIT}))?")
SAMPLE = 200  # cells that tell what a column may be
NO_NUMBER = "is no number"
UNDECIDED = "may be a decimal number or thousands: choose the decimal mark"


@dataclass(frozen=True)
class Refusal:
    """Why a column stays text.

    Args:
        row: the cell it is because of, from 0.
        why: follows that cell in a sentence.
    """

    row: int
    why: str


@dataclass(frozen=True)
class Bare:
    """A column without all that says nothing about size.

    Args:
        cells: as they were, trimmed.
        texts: the same without units, "" where one is missing.
        joined: the same, one a line.
        refusal: why these are no numbers, where that is clear already.
        unit: what was taken off every cell.
        infinite: how many of the missing cells were infinite.
        parentheses: how many cells were negative because in parentheses.
        minus: whether minus signs were typographic.
    """

    cells: Sequence[str]
    texts: Sequence[str]
    joined: str
    refusal: Refusal | None = None
    unit: str = ""
    infinite: int = 0
    parentheses: int = 0
    minus: bool = False


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    Args:
        values: (n,), NaN where a cell is missing.
        too_large: how many of these were too large for a float64.
        rounded: whether a cell had more digits than a float64 holds.
        grouped: whether thousands were parted by marks.
    """

    values: Array
    too_large: int = 0
    rounded: bool = False
    grouped: bool = False


def is_number(cell: str) -> bool:
    """Whether a cell is a number under either decimal mark."""
    return bool(EITHER.fullmatch(cell if cell.isascii() else cell.translate(TIDY)))


def is_quantity(cell: str) -> bool:
    """Whether a cell is a number with a unit or in parentheses."""
    text = cell if cell.isascii() else cell.translate(TIDY)
    inner = text[1:-1] if text[:1] == "(" and text[-1:] == ")" else text
    number = AFTER.sub("", BEFORE.sub("", inner, 1)).strip()
    return number != text and bool(EITHER.fullmatch(number))


def marks(words: Collection[str]) -> frozenset[str]:
    """Prepare marks of missing cells for `bare`."""
    return frozenset(word.strip().casefold() for word in words)


def bare(cells: Sequence[str], missing: frozenset[str], *, units: bool = True) -> Bare:
    """Take off what may surround numbers; what isn't a number is left as it is.

    Args:
        cells: of one column.
        missing: marks of missing cells, from `marks`.
        units: whether units are taken off.
    """
    joined = "\n".join(cells)
    marked = any(mark[-1:].isdigit() for mark in missing) and not missing.isdisjoint(cells)
    if _is_plain(joined) and joined.count("\n") == len(cells) - 1 and not marked:
        return Bare(cells, cells, joined)
    minus = any(sign in joined for sign in MINUS)
    cells = texts = list(map(str.strip, cells))
    if not joined.isascii():
        texts = [text.translate(TIDY).strip() for text in texts]
    elif len(cells) - 1 < joined.count("\n"):
        texts = [text.replace("\n", "\0") for text in texts]  # two lines are no number
    words = {text for text in set(texts) if text.casefold() in missing}
    infinite = {text for text in set(texts) if text.casefold() in INFINITE} - words
    words |= infinite
    n_infinite = sum(text in infinite for text in texts) if infinite else 0
    if words:
        texts = ["" if text in words else text for text in texts]
    first = [i for i, text in enumerate(texts[:SAMPLE]) if text]
    if first and not any(is_number(texts[i]) or is_quantity(texts[i]) for i in first):
        return Bare(cells, texts, "", Refusal(first[0], NO_NUMBER))
    inside = sum(text[:1] == "(" and text[-1] == ")" for text in texts)
    if 0 < inside < sum(map(bool, texts)):
        texts = [f"-{text[1:-1]}" if text[:1] == "(" else text for text in texts]
    else:
        inside = 0
    joined = "\n".join(texts)
    column = Bare(cells, texts, joined, None, "", n_infinite, inside, minus)
    return _without_unit(column) if units else column


def _is_plain(joined: str) -> bool:
    """Whether cells have only signs that numbers are written with, and end with digits."""
    return not (
        joined.encode().translate(None, PLAIN)
        or "-\n" in joined
        or ".\n" in joined
        or joined.endswith(("-", "."))
    )


def _without_unit(column: Bare) -> Bare:
    """Take off the unit of the first filled cell if all others have it, too."""
    first = next(filter(None, column.texts), "")
    for shape, place in ((BEFORE, "^([+-]?){} ?"), (AFTER, "() ?{}$")):
        if found := shape.search(first):
            unit = found["unit"]
            pattern = re.compile(f"(?m){place}".format(re.escape(unit)))
            joined, n = pattern.subn(r"\1", column.joined)
            if n == sum(map(bool, column.texts)):
                return replace(column, texts=joined.split("\n"), joined=joined, unit=unit)
            why = f"hasn't the unit {unit} of the cells above it"
            return replace(column, refusal=_refused(column.texts, _fails(pattern.search), why))
    return column


def decimal_mark(columns: Iterable[Bare]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Find the decimal mark that the cells prove.

    Args:
        columns: all of a file.

    Returns:
        mark: "." or ",", or "" where no cell proves one, or too many prove each.
        places: (column, row) of a cell that proves the point and of one that proves the comma,
            where neither is proven by five times as many cells as the other.
    """
    proofs: dict[str, list[tuple[int, str, int]]] = {".": [], ",": []}
    for place, column in enumerate(columns):
        for mark, found in proofs.items():
            may = mark in column.joined or GROUPS.search(column.joined)
            proof = PROOF[mark].search(column.joined) if may else None
            if proof and _mostly_numbers(column):
                found.append((place, column.joined, proof.start()))
    points, commas = proofs["."], proofs[","]
    if not points or not commas:
        return "." if points else "," if commas else "", ()
    counts = {
        mark: sum(len(PROOF[mark].findall(joined)) for _, joined, _ in found)
        for mark, found in proofs.items()
    }
    for mark, other in OTHER.items():
        if counts[mark] >= 5 * counts[other]:
            return mark, ()
    return "", tuple(
        (at, joined.count("\n", 0, start)) for at, joined, start in (points[0], commas[0])
    )


def numbers(column: Bare, decimal: str) -> Numbers | Refusal:
    """Read a column as numbers, or say which cell is none.

    Args:
        column: from `bare`.
        decimal: "." or ","; "" where nothing decides.
    """
    if column.refusal:
        return column.refusal
    if not any(column.texts):
        return Refusal(0, "")
    mark, joined = decimal or ".", column.joined
    is_none = _fails((NUMBER[decimal] if decimal else EITHER).fullmatch)
    sure = OTHER[mark] not in joined and _is_plain(joined)
    if not sure and (refusal := _refused(column.texts, is_none, NO_NUMBER)):
        return refusal
    if not decimal and (undecided := _refused(column.texts, OPEN.search, UNDECIDED)):
        return undecided
    signed = joined.replace("- ", "-").replace("+ ", "+")
    digits = signed.replace(OTHER[mark], "").replace(" ", "").replace("'", "")
    grouped = len(digits) < len(signed)
    digits = digits.replace(mark, ".")
    texts = column.texts if digits == joined else digits.split("\n")
    if not all(texts):
        texts = [text or "nan" for text in texts]
    try:
        values = np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return _refused(column.texts, is_none, NO_NUMBER) or Refusal(0, NO_NUMBER)
    if code := CODE.search(digits):
        return Refusal(digits.count("\n", 0, code.start()), "begins with a zero, as codes do")
    longest = max(map(len, column.texts))
    for whole in LONG.finditer(digits) if longest > 15 else ():
        if Decimal(whole[0]) != Decimal(float(whole[0])):
            row = digits.count("\n", 0, whole.start())
            return Refusal(row, "has more digits than a number can hold exactly")
    rounded = (
        longest > 17 and any(len(_significant(d[0])) > 17 for d in DIGITS.finditer(digits))
    ) or ("e-" in digits.casefold() and any(float(tiny[0]) == 0 for tiny in TINY.finditer(digits)))
    return replace(finite(values), rounded=rounded, grouped=grouped)


def finite(values: Array) -> Numbers:
    """Count infinite values as missing."""
    infinite = np.isinf(values)
    return Numbers(frozen(np.where(infinite, np.nan, values)), int(infinite.sum()))


def _refused(texts: Sequence[str], holds: Callable[[str], object], why: str) -> Refusal | None:
    """Refuse the first filled cell for which a condition holds."""
    at = next((i for i, text in enumerate(texts) if text and holds(text)), None)
    return None if at is None else Refusal(at, why)


def _fails(test: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda text: not test(text)


def _significant(digits: str) -> str:
    """The digits of a number with a decimal mark that say something."""
    return digits.lstrip("+-0.").replace(".", "").rstrip("0")


def _mostly_numbers(column: Bare) -> bool:
    """Whether half of the filled cells are numbers, judged by the first ones."""
    filled = [text for text in column.texts[:SAMPLE] if text]
    return 2 * sum(map(bool, map(EITHER.fullmatch, filled))) >= len(filled)
