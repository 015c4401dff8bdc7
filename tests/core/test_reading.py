"""Every file is read right to the last digit, or refused with a sentence; never silently wrong."""

import csv
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from core import dialects, limits, numerals
from core.reading import Reading, read

TABLES = Path(__file__).parent / "tables"
CASES = json.loads((TABLES / "expected.json").read_text())
WORDS = ["flat, wide", "it's", 'called "old"', "two; three", "größer", "a|b", "plain", "two\nlines"]


def _outcome(data: bytes, **choice: Any) -> Reading | ValueError:
    try:
        return read(data, **choice)
    except ValueError as refusal:
        return refusal


def _is_sentence(refusal: ValueError) -> bool:
    return type(refusal) is ValueError and len(str(refusal)) <= 300 and str(refusal)[-1] == "."


def _agrees(reading: Reading, wanted: dict[str, Any]) -> bool:
    if reading.columns != tuple(wanted["columns"]) or {*reading.texts} != {*wanted["texts"]}:
        return False
    numbers = all(
        np.array_equal(reading.numbers[name], np.array(values, dtype=float), equal_nan=True)
        for name, values in wanted["numbers"].items()
    )
    return numbers and all(
        cells is None
        or all(got in (want if isinstance(want, list) else [want]) for got, want in pairs)
        for name, cells in wanted["texts"].items()
        for pairs in [zip(reading.texts[name], cells or (), strict=cells is not None)]
    )


def _says(sentence: str, words: list[str]) -> bool:
    return not words or any(word.casefold() in sentence.casefold() for word in words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_tables_come_out_as_expected_or_are_refused(case: dict[str, Any]) -> None:
    reading = _outcome((TABLES / case["file"]).read_bytes(), name=case["file"])
    if isinstance(reading, ValueError):
        assert case["must"] != "read", reading
        assert _is_sentence(reading)
        assert _says(str(reading), case.get("says", []))
        return
    assert case["must"] != "refuse", reading.how
    said = " ".join([reading.how, *reading.notes])
    right = [case, *case.get("accept", [])]
    assert any(_agrees(reading, w) and _says(said, w.get("mentions", [])) for w in right), reading


def _cells(draw: st.DrawFn, n: int, decimal: str) -> tuple[list[str], list[float]]:
    """A column of numbers: half of the cells are filled, and one at least proves the mark."""
    values = draw(st.lists(st.floats(-1e18, 1e18) | st.integers(-999, 999), min_size=n, max_size=n))
    values[0] = values[0] // 1 % 1000 + 0.5
    cells = [repr(float(v) if isinstance(v, float) else v) for v in values]
    gaps = draw(st.lists(st.integers(1, n - 1), max_size=n // 2))
    for row in gaps:
        cells[row], values[row] = draw(st.sampled_from(["", "NA", "n/a", "-"])), np.nan
    return [cell.replace(".", decimal) for cell in cells], [float(v) for v in values]


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, dict[str, Any]]:
    """A table and how it is to be read, written in a dialect of any kind."""
    separator, decimal = draw(st.sampled_from([",.", ";.", ";,", "\t.", "\t,", "|.", "|,"]))
    n = draw(st.integers(3, 12))
    names = draw(
        st.lists(st.sampled_from(["length", "width", "Größe", "kind"]), min_size=2, unique=True)
    )
    is_text = [False, *draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))]
    wanted: dict[str, Any] = {"columns": names, "numbers": {}, "texts": {}}
    columns = []
    has_header = draw(st.booleans())
    wanted["columns"] = names if has_header else [f"column {j + 1}" for j in range(len(names))]
    for name, text in zip(wanted["columns"], is_text, strict=False):
        if text:
            cells = draw(st.lists(st.sampled_from(WORDS), min_size=n, max_size=n))
            wanted["texts"][name] = cells
        else:
            cells, wanted["numbers"][name] = _cells(draw, n, decimal)
        columns.append(cells)
    file = io.StringIO()
    end = draw(st.sampled_from(["\n", "\r\n"]))
    file.write(f"# measured by hand{end}" * draw(st.integers(0, 2)))
    writer = csv.writer(
        file,
        delimiter=separator,
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=end,
    )
    writer.writerows([names] * has_header)
    writer.writerows(zip(*columns, strict=True))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"]))
    return file.getvalue().encode(encoding), wanted


@given(tables())
@settings(max_examples=150)
def test_a_table_written_in_any_dialect_comes_back(table: tuple[bytes, dict[str, Any]]) -> None:
    data, wanted = table
    reading = read(data)
    assert _agrees(reading, wanted), (data, reading)
    gaps = sum(np.isnan(values).sum() for values in wanted["numbers"].values())
    assert bool(gaps) == any(note.startswith("Missing: ") for note in reading.notes)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=300)
def test_whatever_the_bytes_only_a_plain_sentence_refuses(data: bytes) -> None:
    reading = _outcome(data)
    assert isinstance(reading, Reading) or _is_sentence(reading)


@given(st.text(alphabet="1230.,;\t \"'-#eE%$€()aN\n", max_size=80))
@settings(max_examples=500)
def test_what_reads_like_a_table_has_equal_columns_of_finite_numbers(text: str) -> None:
    reading = _outcome(text.encode())
    if isinstance(reading, Reading):
        cells = {**reading.numbers, **reading.texts}
        assert {*cells} == {*reading.columns}
        assert len({len(column) for column in cells.values()}) == 1
        assert not any(np.isinf(values).any() for values in reading.numbers.values())


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ("1 234,5|12\u00a0000,25|7", [1234.5, 12000.25, 7]),
        ("1.234|0,5|-1.234.567,5", [1234, 0.5, -1234567.5]),
        ("1.234|1.5|1'000", [1.234, 1.5, 1000]),
        ("1,23,456|2.5|-.5", [123456, 2.5, -0.5]),
        ("5 %|12,5%|1.000 %", [5, 12.5, 1000]),
        ("-$3.50|$1,000.25|n/a", [-3.5, 1000.25, np.nan]),
        ("2,5 km/h|3 km/h|", [2.5, 3, np.nan]),
        ("\uff11\uff12|(3)|\u22124", [12, -3, -4]),
        ("1e-7|+2E3|5.|- 2.5", [1e-7, 2000, 5, -2.5]),
    ],
)
def test_numbers_as_people_write_them(cells: str, values: list[float]) -> None:
    rows = "".join(f"{cell};x\n" for cell in cells.split("|"))
    assert read(f"a;b\n{rows}".encode()).numbers["a"].tolist() == pytest.approx(
        values, nan_ok=True, rel=0
    )


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("1.5|2 cm|3.5", '"2 cm" in line 3 is no number'),
        ("1.5 mm|2 cm|3 mm", '"2 cm" in line 3 hasn\'t the unit mm'),
        ("$1|€2|$3", '"€2" in line 3 hasn\'t the unit $'),
        ("01067|04103|99084", '"01067" in line 2 begins with a zero'),
        ("1|9007199254740993|3", '"9007199254740993" in line 3 has more digits'),
        ("1.234|2.345|3.456", '"1.234" in line 2 may be a decimal number or thousands'),
        ("1_000|0x1F|1e", '"1_000" in line 2 is no number'),
        ("10²|5|6", '"10²" in line 2 is no number'),
        ("(1)|(2)|(3)", '"(1)" in line 2 is no number'),
        ("NA||-", "none of its cells has a value"),
    ],
)
def test_cells_that_keep_a_column_text_are_named(cells: str, why: str) -> None:
    rows = "".join(f"{cell};x\n" for cell in cells.split("|"))
    reading = read(f"a;b\n{rows}".encode())
    assert reading.texts["a"] == tuple(cells.split("|"))
    assert f'"a" stays text: {why}' in reading.reasons["a"]
    assert reading.reasons["a"] in reading.notes


@pytest.mark.parametrize("place", [0, 150, 4_000])
def test_one_cell_proves_the_decimal_mark_wherever_it_stands(place: int) -> None:
    for proof, value in (("0.5", 1.234), ("0,5", 1234.0)):
        cells = ["1.234"] * 4_001
        cells[place] = proof
        assert (
            read("\n".join(["a;b", *(f"{c};x" for c in cells)]).encode()).numbers["a"][3] == value
        )


def test_two_decimal_marks_in_a_file_are_refused_until_one_is_chosen() -> None:
    data = b"a;b\n1,5;2.5\n3,5;4.5\n"
    with pytest.raises(ValueError, match=r'"2.5" in line 2 .* and "1,5" in line 2 a decimal comma'):
        read(data)
    assert [*read(data, decimal=",").numbers] == ["a"]
    assert [*read(data, decimal=".").numbers] == ["b"]


@pytest.mark.parametrize("late", ["3,4,5", "x,4", '"3,4', "1e999,4"])
def test_a_late_surprise_is_never_silent(late: str) -> None:
    data = "a,b\n" + "1.5,2\n" * 3_000 + f"{late}\n" + "1.5,2\n" * 3
    reading = _outcome(data.encode())
    said = " ".join(reading.notes) if isinstance(reading, Reading) else str(reading)
    assert "3,002" in said or "too large" in said


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("Title\n\na,b\n1.5,2\n2,3\n", ("a", "b"), "lines 1 and 2 (above the table)"),
        ("x;12;;\n;;;\na;b;c;d\n1;2;3;4\n5;6;7;8\n", ("a", "b", "c", "d"), "header in line 3"),
        ("# a,b\n1.5,2\n2,3\n", ("a", "b"), "header in line 1"),
        ("size,,\nlong,wide,high\n1,2,3\n2,3,4\n", ("long", "wide", "high"), "header in line 2"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", ("a", "b"), "line 2"),
        ("a b\n1 1.5 2\n2 2.5 3\n", ("column 1", "a", "b"), "header in line 1"),
        ("0,1,2\n1.5,2.5,3.5\n2.5,3.5,4.5\n", ("0", "1", "2"), "header in line 1"),
        ("site,2020-01,10 m\nA,1.5,2\nB,3,4\n", ("site", "2020-01", "10 m"), "header in line 1"),
        ("id,1,2\n7,1,2\n8,3,4\n", ("id", "1", "2"), "header in line 1"),
        ("Title ,\n , \nn , x \n1 , 2.5 \n2 , 3.5 \n", ("n", "x"), "header in line 3"),
        ("a,b,\u00a0\n1,2,\n3,4,\u00a0\n", ("a", "b"), "header in line 1"),
        (",,\n1,2,3\n4,5,6\n", ("column 1", "column 2", "column 3"), "no header"),
        ("site,depth\n,m\nA,1\nB,2\n", ("site", "depth"), "line 2 (units"),
        ("1,2,3\n4,5,6\n7,8,9\n", ("column 1", "column 2", "column 3"), "no header"),
        ("a,a,a (2),\n1,2,3,4\n5,6,7,8\n", ("a", "a (3)", "a (2)", "column 4"), "header in line 1"),
        ("a,b\n1,2\n# note, here\n3,4\n5,6\n", ("a", "b"), "line 3 (comment)"),
        ("a,b\n1,2\n3,4\na,b\n5,6\n", ("a", "b"), "line 4 (the header again)"),
        ("a,b\n1,2\n\n3,4\n(made up)\n", ("a", "b"), "line 5 (below the table)"),
        ("a,b,c\nx,1,2\ny,3,4\nSum,4,6\n", ("a", "b", "c"), "line 4 (totals"),
        ("a,b,c\nx,1,2\ny,3,4\nSum,9,9\n", ("a", "b", "c"), 'Kept, though "a" says "Sum": line 4'),
    ],
)
def test_lines_around_the_rows(text: str, columns: tuple[str, ...], said: str) -> None:
    reading = read(text.encode())
    assert reading.columns == columns
    assert said in " ".join([reading.how, *reading.notes])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b",,\n,,\n", "No table was found"),
        (b"a,b\n", "no row of data below line 1"),
        (b"words\n", "No table was found"),
        (b'a,b\nx,"1.5\ny,2.5\n', "quote that opens in line 2"),
        (b't,s\n"oak,1.5\nelm,2.5\nash",3.5\nx,1\n', r"rows \(\"elm,2.5\"\)"),
        (b"a,b\n1,5,2\n2,6,3\n", "Line 1 has 2 names, and the lines below it have 3 cells"),
        (b"a,b\nx,2\nx\ny\nz,4\n", "Line 3 has 1 cell and others have 2"),
        (b"a,b\n" + b"1" * 200_000 + b",2\n", "line 2 has more than 131,072 characters"),
        ("a,é\n1,2\nö".encode() + b"\xe9,3\n", "Line 3 has bytes that aren't UTF-8"),
        (b"a,b\n\x81\xe9,3\n", "Line 2 is neither in UTF-8 nor in Windows-1252"),
        (b'{"a": 1}\n{"a": 2}\n', "is JSON"),
        (b"%PDF-1.7\n", "is a document"),
        (b"PAR1\0\0PAR1", "damaged or ends too early"),
    ],
)
def test_what_is_refused_and_why(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(data)


def test_a_refusal_names_the_file_without_its_folder() -> None:
    with pytest.raises(ValueError, match=r'^"b.csv" is a picture'):
        read(b"\x89PNG\r\n", name="/home/a/b.csv")


OVERRULES: list[tuple[str, dict[str, Any], Callable[[Reading], object], object]] = [
    ("a;b,c\n1;2,3\n", {"separator": ";"}, lambda r: r.columns, ("a", "b,c")),
    ("a;b\n1.234;2\n", {"decimal": "."}, lambda r: r.numbers["a"].tolist(), [1.234]),
    ("a;b\n1.234;2\n", {"decimal": ","}, lambda r: r.numbers["a"].tolist(), [1234.0]),
    ("1,2\n3,4\n5,6\n", {"header": 2}, lambda r: r.columns, ("3", "4")),
    ("a,b\n1,2\n3,4\n", {"header": 0}, lambda r: r.texts["column 1"], ("a", "1", "3")),
    ("a,b\n-999,2\n3,4\n", {"missing": ["-999"]}, lambda r: r.numbers["a"].tolist(), [np.nan, 3.0]),
    ("a,b\n1,NA\n3,4\n", {"missing": []}, lambda r: r.texts["b"], ("NA", "4")),
    ("a,b\n1 %,2\n3 %,4\n", {"units": False}, lambda r: r.texts["a"], ("1 %", "3 %")),
    ('a,b\n"1,2\n3,4\n', {"quote": ""}, lambda r: r.texts["a"], ('"1', "3")),
    ("ä,b\n1,2\n", {"encoding": "windows-1252"}, lambda r: r.columns, ("Ã¤", "b")),
]


@pytest.mark.parametrize(("text", "choice", "part", "value"), OVERRULES)
def test_every_word_of_how_can_be_overruled(
    text: str, choice: dict[str, Any], part: Callable[[Reading], object], value: object
) -> None:
    assert repr(part(read(text.encode(), **choice))) == repr(value)


def test_what_was_found_can_be_given_back() -> None:
    data = "x\nGröße;b\n1,5;'2;3'\n2,5;'4'\n".encode("windows-1252")
    reading = read(data)
    again = read(data, **vars(reading.dialect))
    assert again.how == reading.how
    assert reading.head(1) == again.head(1) == ((1.5, "2;3"),)


@pytest.mark.parametrize(
    "choice", [{"separator": "x"}, {"decimal": ";"}, {"header": 99}, {"encoding": "zip"}]
)
def test_what_cannot_be_chosen_is_refused(choice: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(choice))} must be"):
        read(b"a,b\n1,2\n", **choice)


def test_the_sizes_are_limited() -> None:
    for data, words in (
        (b"1" * (limits.MAX_BYTES + 1), "5 MB, and at most 5 MB are read"),
        (b"1,2\n" * (limits.MAX_ROWS + 1), "200,001 rows, and at most 200,000"),
        (b"\n1" * (2 * limits.MAX_ROWS + 1), "400,001 rows"),
        (b",".join([b"1"] * (limits.MAX_COLUMNS + 1)), "501 columns, and at most 500"),
    ):
        with pytest.raises(ValueError, match=words):
            read(data)
    assert len(read(b"1,2\n" * limits.MAX_ROWS).numbers["column 1"]) == limits.MAX_ROWS


@pytest.mark.parametrize(
    ("value", "result"), [("7", "7"), ("", "200000"), ("0", "must be"), ("x", "must be")]
)
def test_the_environment_sets_the_limits(value: str, result: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from core import limits; print(limits.MAX_ROWS)"],
        env={"MIXTURE_LAB_MAX_ROWS": value},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert result in run.stdout + run.stderr


def _parquet(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def test_parquet_keeps_numbers_and_shares_repeated_texts() -> None:
    word = "x" * 100_000
    reading = read(
        _parquet(
            {
                "decimal": pa.array([1, None, 3]).cast(pa.decimal128(25, 2)),
                "long": [2**53 + 1, 2, 3],
                "float": [np.inf, None, 0.1],
                "word": [word, None, word],
                "truth": [True, False, None],
                "bytes": [b"\xff", b"", b""],
            }
        )
    )
    assert repr(reading.numbers["decimal"].tolist()) == "[1.0, nan, 3.0]"
    assert repr(reading.numbers["float"].tolist()) == "[nan, nan, 0.1]"
    assert reading.texts["long"] == ("9007199254740993", "2", "3")
    assert reading.texts["word"][0] is reading.texts["word"][2]
    assert reading.texts["truth"] == ("true", "false", "")
    assert any('"bytes"' in note for note in reading.notes)


def test_a_parquet_file_that_unfolds_too_far_is_refused_unopened() -> None:
    bomb = _parquet({"a": pa.array([bytes(10**6)] * 200)}, use_dictionary=False, compression="zstd")
    assert len(bomb) < 10**6
    with pytest.raises(ValueError, match="unfolds to 191 MB, and at most 100 MB"):
        read(bomb)
    with pytest.raises(ValueError, match="200,001 rows"):
        read(_parquet({"a": np.zeros(200_001)}))


def test_damaged_parquet_is_refused_with_our_own_sentence() -> None:
    data = bytearray(_parquet({"a": np.arange(99.0), "b": ["text"] * 99}))
    chance = random.Random(0)
    for _ in range(200):
        damaged = data.copy()
        for _ in range(3):
            damaged[chance.randrange(4, len(data) - 4)] = chance.randrange(256)
        reading = _outcome(bytes(damaged))
        assert isinstance(reading, Reading) or _is_sentence(reading)


def test_wide_tables_and_equal_rows_are_tables() -> None:
    wide = read(("a" + ",a" * 299 + "\n" + "1.5" + ",2" * 299 + "\n").encode())
    assert len(wide.numbers) == 300
    equal = read(b"a;b\n" + b"1,5;-2,25\n" * 10_000)
    assert equal.numbers["b"].tolist() == [-2.25] * 10_000


def test_a_reading_cannot_be_changed() -> None:
    reading = read(b"a,b\n1,x\n")
    with pytest.raises(ValueError, match="read-only"):
        reading.numbers["a"][0] = 2
    with pytest.raises(TypeError):
        reading.texts["b"] = ()  # type: ignore[index]


def test_what_can_be_chosen_has_words() -> None:
    assert all(dialects.SEPARATORS.values())
    assert all(dialects.QUOTES.values())
    assert len(numerals.marks(numerals.MISSING)) == len(numerals.MISSING)


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        (
            b"      The SAS System\n\n Obs  height  weight\n\n  1  69.0  112.5\n  2  56.5  84.0\n",
            {"Obs": [1, 2], "height": [69, 56.5], "weight": [112.5, 84]},
        ),
        (b"x;y\n1,5;2\n3;4\nSource: the office; 2021\n", {"x": [1.5, 3], "y": [2, 4]}),
        (b"% made by hand\n1.5 2.5\n3.5 4.5\n", {"column 1": [1.5, 3.5], "column 2": [2.5, 4.5]}),
        (b"; made\n; by nobody else here\n1 2\n3 4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
        (b"% x y\n1.5 2.5\n3.5 4.5\n", {"x": [1.5, 3.5], "y": [2.5, 4.5]}),
        ("x;y\n1,5;2\n3;4\n".encode("utf-16-le"), {"x": [1.5, 3], "y": [2, 4]}),
        ("x;y\n1,5;2\n3;4\n".encode("utf-16-be"), {"x": [1.5, 3], "y": [2, 4]}),
        (
            "Ort;Zahl\nA;1\u2019234\nB;987\u2019654\n".encode(),
            {"Ort": ["A", "B"], "Zahl": [1234, 987654]},
        ),
        (
            b"Device: X\nSerial: 1\n\nTime (s);Force (N)\n0,0;1,25\n0,1;1,50\n",
            {"Time (s)": [0, 0.1], "Force (N)": [1.25, 1.5]},
        ),
        (b"x,y\n1,2\nx,y\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
        (
            b"country,2019,2020\nA,1.5,2.5\nB,4,5\n",
            {"country": ["A", "B"], "2019": [1.5, 4], "2020": [2.5, 5]},
        ),
        (
            b'"length" "width"\n"1" 5.1 3.5\n"2" 4.9 3\n',
            {"column 1": [1, 2], "length": [5.1, 4.9], "width": [3.5, 3]},
        ),
    ],
)
def test_what_programs_write_is_read(data: bytes, columns: dict[str, list[Any]]) -> None:
    reading = read(data)
    assert reading.columns == tuple(columns)
    assert {
        name: reading.numbers[name].tolist() if name in reading.numbers else [*reading.texts[name]]
        for name in columns
    } == columns
