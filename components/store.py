"""What a link names by its digest: bytes, kept for all servers that share the store.

Embedded: SQLite in a folder of `MIXTURE_LAB_DATA`, or in a temporary one. Shared: any database that
`MIXTURE_LAB_STORE` names, as in `postgresql+psycopg://user:password@host/name`. The store holds
`MIXTURE_LAB_STORE_MB` megabytes (200): what was used least recently goes first, and what nobody has
used for `MIXTURE_LAB_STORE_DAYS` days (30) goes anyway.
"""

import base64
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

DIGEST = re.compile("[A-Za-z0-9_-]{22}")
DAY = 86_400.0  # seconds
OFTEN = 3_600.0  # seconds: a use is written down this often at most
PATIENCE = 30.0  # seconds that a writer waits for the others
UPSERTS: Mapping[str, Callable[..., Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

_metadata = sa.MetaData()
_kept = sa.Table(
    "kept",
    _metadata,
    sa.Column("digest", sa.String(22), primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("used", sa.Double, nullable=False),  # seconds since 1970
    sa.Column("content", sa.LargeBinary, nullable=False),
)


class StoreError(Exception):
    """One sentence for the reader: the store is full, or can't be reached."""


def digest_of(data: bytes) -> str:
    """What bytes are kept under: the first 132 bits of their SHA-256, as addresses have them."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest())[:22].decode()


class Store:
    """A database of bytes by their digests.

    Args:
        url: of the database.
        most: bytes of all that is kept.
        lifetime: seconds after its last use, then a thing goes.
    """

    def __init__(self, url: sa.URL | str, most: int, lifetime: float) -> None:
        self.most, self.lifetime = most, lifetime
        self.engine = sa.create_engine(url, pool_pre_ping=True, connect_args=_patience(url))
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare)
        sa.event.listen(self.engine, "begin", _alone)
        self.is_ready = False

    @property
    def days(self) -> float:
        """How long a thing is kept after its last use."""
        return self.lifetime / DAY

    def put(self, data: bytes) -> str:
        """Keep bytes; when this returns, they are safe.

        Returns:
            their digest.

        Raises:
            StoreError: they are too many, or the store is full or can't be reached.
        """
        if len(data) > self.most:
            raise StoreError(
                f"This server keeps at most {self.most / 2**20:,.3g} MB, and your data need "
                f"{len(data) / 2**20:,.3g} MB: leave out rows or columns that you don't need."
            )
        digest, now = digest_of(data), time.time()
        row = {"digest": digest, "size": len(data), "used": now, "content": data}
        with self._working() as connection:
            upsert = UPSERTS[self.engine.dialect.name](_kept)
            connection.execute(
                upsert.on_conflict_do_update(index_elements=["digest"], set_=row), row
            )
            self._tidy(connection, digest, now)
        return digest

    def get(self, digest: str) -> bytes | None:
        """What is kept under a digest; None where there is nothing, or it was damaged.

        Raises:
            StoreError: the store can't be reached.
        """
        if not DIGEST.fullmatch(digest):
            return None
        here, now = _kept.c.digest == digest, time.time()
        with self._working() as connection:
            row = connection.execute(sa.select(_kept.c.content, _kept.c.used).where(here)).first()
            if row is None or row.used < now - self.lifetime:
                return None
            content = bytes(row.content)
            if digest_of(content) != digest:
                connection.execute(sa.delete(_kept).where(here))
                return None
            if row.used < now - OFTEN:
                connection.execute(sa.update(_kept).where(here).values(used=now))
        return content

    def delete(self, digest: str) -> None:
        """Keep nothing under a digest any more.

        Raises:
            StoreError: the store can't be reached.
        """
        with self._working() as connection:
            connection.execute(sa.delete(_kept).where(_kept.c.digest == digest))

    def _tidy(self, connection: sa.Connection, new: str, now: float) -> None:
        """Remove what is too old, and of the rest the least recently used until all fits."""
        connection.execute(sa.delete(_kept).where(_kept.c.used < now - self.lifetime))
        size = connection.scalar(sa.select(sa.func.sum(_kept.c.size))) or 0
        others = sa.select(_kept.c.digest, _kept.c.size).where(_kept.c.digest != new)
        while size > self.most:
            oldest = connection.execute(others.order_by(_kept.c.used).limit(1)).one()
            connection.execute(sa.delete(_kept).where(_kept.c.digest == oldest.digest))
            size -= oldest.size

    @contextmanager
    def _working(self) -> Iterator[sa.Connection]:
        """A transaction, alone in the database."""
        try:
            with self.engine.begin() as connection:
                if not self.is_ready:
                    connection.execute(CreateTable(_kept, if_not_exists=True))
                yield connection
            self.is_ready = True
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(
                "This server's store is full or out of reach just now: try again later, "
                "or keep your data in this session only."
            ) from error


@cache
def store() -> Store:
    """The store that the environment names."""
    most = int(float(os.environ.get("MIXTURE_LAB_STORE_MB", "200")) * 2**20)
    lifetime = float(os.environ.get("MIXTURE_LAB_STORE_DAYS", "30")) * DAY
    return Store(os.environ.get("MIXTURE_LAB_STORE") or _embedded(), most, lifetime)


def _embedded() -> sa.URL:
    try:
        folder = Path(os.environ.get("MIXTURE_LAB_DATA") or _temporary().name)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "This server has no folder for data: keep your data in this session only."
        ) from error
    return sa.URL.create("sqlite", database=str(folder / "store.sqlite"))


@cache
def _temporary() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="mixture-lab-", ignore_cleanup_errors=True)


def _patience(url: sa.URL | str) -> dict[str, float]:
    embedded = sa.make_url(url).get_backend_name() == "sqlite"
    return {"timeout": PATIENCE} if embedded else {"connect_timeout": 5}


def _prepare(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    """Readers don't wait for writers; transactions begin where `_alone` says so."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")


def _alone(connection: sa.Connection) -> None:
    """One transaction at a time: two that tidied at once could each wait for the other."""
    embedded = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if embedded else "SELECT pg_advisory_xact_lock(271828)"
    )
