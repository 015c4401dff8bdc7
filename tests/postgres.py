"""A PostgreSQL for the tests; run as a program, install it where there is none."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import debian

MISSING = (
    "The tests of the shared store need PostgreSQL: its programs initdb and pg_ctl were not found, "
    "and apt-get could not install them. Install the package postgresql."
)
NOBODY = 65534  # whose account runs the server where the tests run as root: it refuses to


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: that of the PATH, or else Debian's latest."""
    found = shutil.which("initdb")
    every = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = [Path(found).resolve()] if found else every[-1:]
    return named[0].parent if named else None


@contextmanager
def serve() -> Iterator[str]:
    """Run a server of an empty database on a free port of this machine alone; give its address."""
    folder = programs()
    assert folder, MISSING
    with (
        TemporaryDirectory(prefix="postgres-") as place,
        socket.create_server(("127.0.0.1", 0)) as free,
    ):
        port = free.getsockname()[1]
        free.close()
        if os.geteuid() == 0:
            os.chown(place, NOBODY, NOBODY)
        data = f"{place}/data"
        _run(folder / "initdb", "-D", data, "-U", "tests", "-A", "trust", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        _run(folder / "pg_ctl", "-D", data, "-w", "-l", f"{place}/log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
        finally:
            _run(folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _run(*command: object) -> None:
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/", **who)  # type: ignore[call-overload]


def main() -> None:
    """Make sure that there is a PostgreSQL, or end with one sentence that says what to do."""
    if programs() is None:
        print("Installing PostgreSQL for the tests ...", flush=True)
        if not (debian.install("postgresql") and programs()):
            sys.exit(MISSING)
    print(f"The tests use PostgreSQL in {programs()}.")


if __name__ == "__main__":
    main()
