"""Bytes as text, or what they are instead."""

import codecs
import re

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "windows-1252": "Windows-1252",
    "windows-1250": "Windows-1250 (Central European)",
    "windows-1251": "Windows-1251 (Cyrillic)",
    "mac-roman": "Mac Roman",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # begins as that of UTF-16 does
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
PACKED = ("is compressed", "unpack it, and give the table in it")
WORKBOOK = ("is a workbook of a spreadsheet program", "save the sheet as CSV there")
PICTURE = ("is a picture", "give the numbers themselves, as CSV")
DATABASE = ("is made for one program", "export the table as CSV there")
DOCUMENT = ("is a document", "copy the table out of it, and save it as CSV")
OTHER_BYTES = {
    b"\x1f\x8b": PACKED,
    b"BZh91AY&SY": PACKED,
    b"\xfd7zXZ\0": PACKED,
    b"(\xb5/\xfd": PACKED,
    b"7z\xbc\xaf": PACKED,
    b"Rar!\x1a": PACKED,
    b"PK\x03\x04": PACKED,
    b"PK\x05\x06": PACKED,
    b"\xd0\xcf\x11\xe0": WORKBOOK,
    b"%PDF-": DOCUMENT,
    b"{\\rtf": DOCUMENT,
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF87a": PICTURE,
    b"GIF89a": PICTURE,
    b"SQLite format 3": DATABASE,
    b"\x89HDF": DATABASE,
    b"\x93NUMPY": DATABASE,
    b"ARROW1": DATABASE,
    b"<stata_dta>": DATABASE,
    b"$FL2": DATABASE,
}
OTHER_TEXTS = (
    (
        re.compile(r"\s*<(?:!--|(?:!doctype|html|head|body|table|\?xml|svg)\b)", re.IGNORECASE),
        (
            "is a web page (HTML or XML)",
            "sign in where it came from and download the table, as CSV",
        ),
    ),
    (re.compile(r'\s*(?:\{\s*"|\[\s*[{\["])'), ("is JSON", "export the table as CSV")),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def check_kind(data: bytes, file: str) -> None:
    """Refuse what isn't a table of text, by its first bytes, whatever it is called.

    Args:
        data: a whole file.
        file: begins the sentence.

    Raises:
        ValueError: empty, or of another kind.
    """
    if not data.strip():
        raise ValueError(f"{file} is empty: give a table with data.")
    for magic, (what, advice) in OTHER_BYTES.items():
        if data.startswith(magic):
            if magic == b"PK\x03\x04" and (b"xl/" in data or b"opendocument" in data[:200]):
                what, advice = WORKBOOK
            raise ValueError(f"{file} {what}, not a table of text: {advice}.")
    start = data[:1_000].decode("utf-8-sig", "replace")
    for pattern, (what, advice) in OTHER_TEXTS:
        if pattern.match(start):
            raise ValueError(f"{file} {what}, not a table of text: {advice}.")


def _halves(data: bytes) -> bytes:
    """The byte order mark that UTF-16 lacks, where every second byte of a start is zero."""
    first, second = (data[place:1_000:2] for place in (0, 1))
    if not any(second) and all(first) and second:
        return codecs.BOM_UTF16_LE
    return codecs.BOM_UTF16_BE if second and not any(first) and all(second) else b""


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Read bytes as text: by their byte order mark, else as UTF-8, else as Windows-1252.

    Args:
        data: a whole file.
        encoding: of `ENCODINGS`; None finds it.

    Returns:
        text: its lines end with a line feed, however they ended.
        encoding: of `ENCODINGS`.

    Raises:
        ValueError: bytes that are no text in this encoding, or control characters.
    """
    marked = (name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark))
    tried = encoding or next(marked, "utf-8")
    if not encoding and tried == "utf-8" and (order := _halves(data)):
        data, tried = order + data, "utf-16"
    try:
        text = data.decode(tried)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if encoding or tried != "utf-8" or not data.decode("utf-8", "ignore").isascii():
            raise ValueError(
                f"Line {line:,} has bytes that aren't {ENCODINGS[tried]}, unlike what is above: "
                "save the table as UTF-8, or choose another encoding."
            ) from None
        tried = "windows-1252"
        try:
            text = data.decode(tried)
        except UnicodeDecodeError:
            raise ValueError(
                f"Line {line:,} is neither in UTF-8 nor in Windows-1252: save the table as UTF-8, "
                "or choose its encoding."
            ) from None
    text = text.lstrip("\ufeff").rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise ValueError(
            f"Line {line:,} has a character that no text has (code {ord(control[0])}), so the file "
            "is damaged or no text: export it again, as UTF-8."
        )
    if not text.strip():
        raise ValueError("This file is empty: give a table with data.")
    return text, tried
