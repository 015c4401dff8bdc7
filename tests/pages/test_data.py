"""Tables that are brought and points that are painted are data sets like every other."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from components import brought, memory
from components.data import bring, paint
from components.stage.events import Drag, Stroke
from components.stage.scene import Scene
from components.store import store
from core import small_sets
from core.small_sets import MOST
from tests.core.test_columns import PENGUINS
from tests.pages.driver import (
    COMPARE,
    DATA,
    EM,
    PAINT,
    SUBJECTS,
    at,
    numbers,
    state,
    texts_of,
    visit,
)

TABLES = Path(__file__).parents[1] / "core" / "tables"
WITH_DATA = sorted(page for page in SUBJECTS if "data" in at(page))
RAW = np.random.RandomState(0)
WIDE = "\n".join(
    [";".join("abcde"), *(";".join(map(repr, row)) for row in RAW.randn(90, 5).tolist())]
)


def link(data: bytes, file: str) -> dict[str, str]:
    """What the address says once a file was brought."""
    changes, said = bring.take(data, file, store().put)
    assert not said
    return dict(changes)


def strokes(query: str, *paths: Sequence[tuple[float, float]]) -> dict[str, str]:
    """The texts of the settings after some strokes."""
    texts = texts_of(query)
    for path in paths:
        changes = paint.heed(Stroke(tuple(path)), at(PAINT, texts))
        assert changes is not None
        texts |= changes
    return texts


def sentence(query: str | dict[str, str]) -> str:
    return state(PAINT, query).notes[0]


@pytest.mark.parametrize("page", WITH_DATA)
@pytest.mark.parametrize("what", ["penguins", "wide", "painted", "one column"])
def test_every_page_shows_brought_and_painted_points(page: str, what: str) -> None:
    match what:
        case "penguins":
            query = link(PENGUINS, "penguins.csv") | {"k": "2"}
        case "wide":
            query = link(WIDE.encode(), "wide.csv") | {"across": "1", "up": "3"}
        case "one column":
            query = link(b"size\n" + b"\n".join(b"%d" % (i * i) for i in range(60)), "one.csv")
        case _:
            query = strokes("", [(0, 0), (5, 5)], [(-5, 3)])
            query = {key: query[key] for key in ("points", "data")}
    shown = state(page, query)
    assert (
        not shown.refused or "one column" in (what, shown.refused) or "two columns" in shown.refused
    )
    assert re.search("penguins|wide|one.csv|Your points", shown.alt) or shown.refused


def test_a_brought_table_is_said_and_shown_with_its_columns() -> None:
    app = visit(DATA, link(PENGUINS, "penguins.csv"))
    rows, columns = app.dataframe[0].value, app.dataframe[1].value
    assert list(rows.columns) == ["id", "species", "bill (mm)", "mass (kg)", "island", "tag", "wet"]
    assert columns["Use"].tolist()[2:4] == ["clustered", "clustered"]
    said = " ".join(each.value for each in (*app.caption, *app.markdown))
    assert "Read as: semicolon, decimal comma, header in line 1" in said
    assert "Whoever has the link can see the table" in said


def test_what_a_reader_overrules_counts_and_what_fails_is_a_sentence() -> None:
    query = link(PENGUINS, "penguins.csv")
    read = brought.reading_of(at(DATA, query | {"header": "0", "separator": "semicolon"}))
    assert read.columns[0] == "column 1"
    app = visit(DATA, {"kept": query["kept"], "file": "penguins.csv", "header": "30"})
    assert len(app.warning) == 1
    assert "Below you can say how it is to be read." in app.warning[0].value


def test_a_link_whose_table_is_gone_says_so_and_works_again_with_the_same_file() -> None:
    query = link(PENGUINS, "penguins.csv") | {"k": "2"}
    expected = numbers(state(COMPARE, query))
    store().delete(query["kept"])
    memory.forget()
    app = visit(COMPARE, query)
    assert [brought.GONE[:-1] in note.value for note in app.info] == [True]
    assert link(PENGUINS, "penguins.csv")["kept"] == query["kept"]
    assert numbers(state(COMPARE, query)) == expected


@pytest.mark.parametrize("kept", ["A" * 22, "../../etc/passwd", "x", "%00", "' OR 1=1 --"])
def test_a_forged_digest_is_a_sentence(kept: str) -> None:
    app = visit(EM, {"kept": kept, "data": "brought"})
    assert len(app.info) == 1
    assert "bring it again" in app.info[0].value


@pytest.mark.parametrize("points", ["x", "A" * 4_000, "eJwDAAAAAAE"])
def test_damaged_points_are_a_sentence(points: str) -> None:
    app = visit(EM, {"points": points, "data": "painted"})
    assert len(app.info) == 1
    assert "damaged" in app.info[0].value


def test_a_private_table_is_for_nobody_else_and_goes_with_its_session() -> None:
    mine = brought.Private(PENGUINS)
    query = {"kept": mine.name, "file": "penguins.csv", "data": "brought"}
    assert state(COMPARE, query).alt.startswith("penguins.csv")
    assert store().get(mine.name) is None
    name = mine.name
    del mine
    with pytest.raises(ValueError, match="bring it again"):
        brought.data_of(name)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + b"0" * 99, b"\x89PNG\r\n\x1a\n00", b"\x1f\x8b\x08" + b"0" * 99]
)
def test_what_is_no_table_is_not_kept(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        bring.take(data, "a.csv", store().put)


def test_few_pasted_points_travel_in_the_link_and_say_what_was_done() -> None:
    changes, said = bring.take(
        b"x\ty\n1.5\t2\n3\t4.25\n5\t6\n", "pasted", store().put, in_link=True
    )
    assert small_sets.decode(changes["points"]).points.tolist() == [[1.5, 2], [3, 4.25], [5, 6]]
    assert (changes["data"], said) == ("painted", "")
    _, said = bring.take(
        f"x\n{np.pi!r}\n{np.e!r}\n1\n".encode(), "pasted", store().put, in_link=True
    )
    assert said == "The numbers were rounded, so that they fit into the link."
    many = "\n".join(["x,y", *(f"{i},{i % 7}" for i in np.arange(500) ** 2)])
    assert "kept" in bring.take(many.encode(), "pasted", store().put, in_link=True)[0]


def test_hostile_names_are_shown_letter_by_letter() -> None:
    query = link((TABLES / "hostile_names.csv").read_bytes(), "<b>evil</b> ![a](http://b).csv")
    shown = state(COMPARE, query | {"across": "1", "up": "0"})
    assert isinstance(shown.picture, Scene)
    assert shown.picture.layout["xaxis"]["title"]["text"].startswith("&lt;img src=x")
    assert "<img" not in shown.picture.data[0]["hovertemplate"]
    app = visit(DATA, query)
    assert not any("![p](http" in each.value for each in (*app.markdown, *app.caption))


def test_an_empty_canvas_says_what_to_do_and_a_stroke_begins_it() -> None:
    assert "Press on it to paint" in sentence("")
    assert sentence(strokes("tool=point", [(1, 2)])) == "1 point; room for 399 more."
    two = strokes("tool=point", [(1, 2)]) | {"class": "2"}
    changes = paint.heed(Stroke(((3, 4),)), at(PAINT, two))
    assert changes
    assert sentence(two | changes) == "2 points of 2 classes; room for 398 more."


def test_strokes_end_at_what_a_link_holds_and_the_eraser_makes_room() -> None:
    full = strokes("amount=50&size=30", [(-9, -9), (9, 9), (9, -9)], [(-9, 9), (9, 9)])
    assert sentence(full) == f"{MOST} points; as many as a link holds: erase some."
    erased = full | {"tool": "erase", "size": "30"}
    changes = paint.heed(Stroke(((-20, 0), (20, 0), (20, 9), (-20, 9))), at(PAINT, erased))
    assert changes
    assert "room for" in sentence(erased | changes)


def test_painting_goes_on_from_any_set_of_two_columns() -> None:
    assert sentence("data=blobs&n=1000").endswith(
        "400 of them, evenly spread, are taken over with the first stroke."
    )
    on_top = strokes("data=faithful&scale=as+measured&tool=point", [(3, 60)])
    told = small_sets.decode(on_top["points"])
    assert told.columns == ("eruption (min)", "waiting (min)")
    assert told.points[-1].tolist() == [3, 60]
    assert len(told.points) == 273
    assert len(small_sets.decode(strokes("data=wine&tool=point", [(1, 1)])["points"]).points) == 1


def test_a_pull_shapes_the_gaussian_brush() -> None:
    query = strokes("tool=gaussian", [(5, 5)])
    tip, side = state(PAINT, query).handles
    home = -10 + paint.CORNER * 20
    changes = paint.heed(Drag(tip.name, home, home + 4), at(PAINT, query))
    assert changes == {"long": 20.0, "turn": -90}
    assert paint.heed(Drag(side.name, home + 1, home), at(PAINT, query)) == {"wide": 5.0}
