"""The store: what was confirmed stays, whatever happens to whoever writes."""

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from components import store
from components.store import DAY, Store, StoreError, digest_of
from tests import postgres

WRITERS, WRITES = 8, 250
MB = 2**20


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """A PostgreSQL of the tests' own."""
    with postgres.serve() as url:
        yield url


class Opened(Store):
    """Stores that are closed after their test."""

    every: ClassVar[list[Store]] = []

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.every.append(self)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while Opened.every:
        Opened.every.pop().engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store of each kind, empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    address: str = request.getfixturevalue("database")
    with sa.create_engine(address, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS kept")
    return address


def thing(number: int, size: int = 1_000) -> bytes:
    return f"{number:08d}".encode() * (size // 8)


def write(url: str, writer: int, confirmed: "SimpleQueue[str]") -> None:
    kept = Store(url, 200 * MB, 30 * DAY)
    for number in range(writer * WRITES, (writer + 1) * WRITES):
        confirmed.put(kept.put(thing(number)))


def test_what_is_put_is_there_until_it_is_deleted(url: str) -> None:
    kept = Opened(url, MB, DAY)
    assert kept.put(b"points") == kept.put(b"points") == digest_of(b"points")
    assert Opened(url, MB, DAY).get(digest_of(b"points")) == b"points"
    assert kept.get(digest_of(b"others")) is None
    kept.delete(digest_of(b"points"))
    assert kept.get(digest_of(b"points")) is None


def test_a_killed_writer_loses_nothing_that_was_confirmed(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    confirmed = spawn.SimpleQueue()
    writers = [spawn.Process(target=write, args=(url, i, confirmed)) for i in range(WRITERS)]
    for writer in writers:
        writer.start()
    digests = [confirmed.get() for _ in range(WRITERS * WRITES // 4)]
    os.kill(writers[0].pid or 0, signal.SIGKILL)
    for writer in writers[1:]:
        while writer.is_alive() or not confirmed.empty():
            digests += [confirmed.get()] if not confirmed.empty() else []
        assert writer.exitcode == 0
    kept = Opened(url, 200 * MB, 30 * DAY)
    expected = {digest_of(thing(number)): thing(number) for number in range(WRITERS * WRITES)}
    assert all(kept.get(digest) == expected[digest] for digest in digests)
    assert len(digests) >= (WRITERS - 1) * WRITES


def test_the_least_recently_used_goes_where_there_is_no_room(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, now = Opened(url, 3_500, 30 * DAY), time.time()
    first, second, third = digests = [digest_of(thing(number)) for number in range(3)]
    for number in range(3):
        monkeypatch.setattr(time, "time", lambda number=number: now + number)
        assert kept.put(thing(number)) == digests[number]
    monkeypatch.setattr(time, "time", lambda: now + DAY)
    assert kept.get(first)
    fourth = kept.put(thing(3))
    assert [kept.get(digest) is None for digest in (first, second, third, fourth)] == [
        False,
        True,
        False,
        False,
    ]
    with pytest.raises(StoreError, match="leave out rows or columns"):
        kept.put(thing(4, 4_000))


def test_what_nobody_uses_goes_after_its_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, now = Opened(url, MB, 30 * DAY), time.time()
    used, unused = kept.put(b"used"), kept.put(b"unused")
    monkeypatch.setattr(time, "time", lambda: now + 29 * DAY)
    assert kept.get(used) == b"used"
    monkeypatch.setattr(time, "time", lambda: now + 31 * DAY)
    assert kept.get(unused) is None
    assert kept.get(used) == b"used"
    kept.put(b"more")
    with kept.engine.begin() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM kept")) == 2


def test_damaged_bytes_are_not_given_out(url: str) -> None:
    kept = Opened(url, MB, DAY)
    digest = kept.put(b"points")
    with kept.engine.begin() as connection:
        connection.execute(sa.text("UPDATE kept SET content = :c"), {"c": b"pointy"})
    assert kept.get(digest) is None
    assert kept.put(b"points") == digest
    assert kept.get(digest) == b"points"


@pytest.mark.parametrize(
    "digest", ["", "../../etc/passwd", "A" * 21, "A" * 23, "' OR ''='" + "A" * 13, "\0" * 22]
)
def test_a_forged_digest_is_nothing(url: str, digest: str) -> None:
    assert Opened(url, MB, DAY).get(digest) is None


def test_a_full_disk_is_a_sentence_and_what_was_there_stays(tmp_path: Path) -> None:
    kept = Opened(f"sqlite:///{tmp_path}/store.sqlite", 200 * MB, DAY)
    digest = kept.put(b"points")
    kept.engine.dispose()
    sa.event.listen(
        kept.engine, "connect", lambda disk, _: disk.execute("PRAGMA max_page_count = 20")
    )
    with pytest.raises(StoreError, match="full or out of reach"):
        kept.put(os.urandom(MB))
    assert kept.get(digest) == b"points"


def test_a_store_that_cannot_be_reached_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for url in (
        f"sqlite:///{tmp_path}/file/store.sqlite",
        "postgresql+psycopg://nobody@127.0.0.1:1/none",
    ):
        with pytest.raises(StoreError, match="full or out of reach"):
            Opened(url, MB, DAY).put(b"points")


def test_the_embedded_store_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIXTURE_LAB_DATA", str(tmp_path / "new"))
    monkeypatch.delenv("MIXTURE_LAB_STORE", raising=False)
    monkeypatch.setattr(store, "Store", Opened)
    digest = store.store.__wrapped__().put(b"points")
    with sqlite3.connect(tmp_path / "new" / "store.sqlite") as connection:
        assert connection.execute("SELECT digest FROM kept").fetchall() == [(digest,)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
