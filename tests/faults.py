"""Real faults of a database: full, locked, gone, and cut off in the middle."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event, make_url

from app.db import db

NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION 'could not extend file: No space left on device'
USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON entry EXECUTE FUNCTION no_room()
"""
SOON = 50  # milliseconds that SQLite waits for a lock, in place of ten seconds


@contextmanager
def _each_time(statement: str) -> Iterator[None]:
    """Every connection that is taken from the pool meanwhile runs this first."""

    def run(connection: Any, *_: Any) -> None:
        connection.execute(statement)

    _let_go()
    event.listen(db.engine, "checkout", run)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", run)
        _let_go()


def _let_go() -> None:
    """Close every connection to the database."""
    db.session.remove()
    db.engine.dispose()


@contextmanager
def full() -> Iterator[None]:
    """SQLite may not grow by a page; PostgreSQL says of the log what it says then.

    Its disk cannot be filled without its machine's: a trigger raises the same error.
    """
    _let_go()
    if db.engine.name == "postgresql":
        with _server() as other:
            other.execute(NO_ROOM)
            try:
                yield
            finally:
                other.execute("DROP FUNCTION no_room CASCADE")
        return
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("VACUUM")
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with _each_time(f"PRAGMA max_page_count={pages}"):
        yield


@contextmanager
def locked(table: str = "entry") -> Iterator[None]:
    """Somebody else holds the lock on all that is written; one table's in PostgreSQL.

    It can still be read.
    """
    if db.engine.name == "postgresql":
        with _each_time(f"SET lock_timeout = {SOON}"), _server() as other:
            other.execute("BEGIN")
            other.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            yield
        return
    with _each_time(f"PRAGMA busy_timeout={SOON}"):
        other = db.engine.connect()
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.exec_driver_sql("ROLLBACK")
            other.close()


@contextmanager
def gone() -> Iterator[None]:
    """The database is not where it was."""
    _let_go()
    if db.engine.name == "postgresql":
        with _renamed(make_url(_url()).database or ""):
            yield
        return
    path = Path(db.engine.url.database or "")
    kept = path.with_suffix(".kept")
    shutil.move(path, kept)
    path.mkdir()
    try:
        yield
    finally:
        _let_go()
        path.rmdir()
        shutil.move(kept, path)


@contextmanager
def _renamed(name: str) -> Iterator[None]:
    with _server("template1") as other:
        cut_off(other, name)
        other.execute(f'ALTER DATABASE "{name}" RENAME TO elsewhere')
        try:
            yield
        finally:
            _let_go()
            other.execute(f'ALTER DATABASE elsewhere RENAME TO "{name}"')


def _url() -> str:
    return db.engine.url.render_as_string(hide_password=False)


@contextmanager
def _server(name: str = "") -> Iterator[psycopg.Connection[Any]]:
    """A connection of our own to the PostgreSQL server."""
    url = make_url(_url()).set(drivername="postgresql")
    url = url.set(database=name) if name else url
    address = url.render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def cut_off(other: Any, name: str, state: str = "%") -> int:
    """End every other connection to a database in this state; how many."""
    found = other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s "
        "AND coalesce(wait_event_type, '') LIKE %s AND pid != pg_backend_pid()",
        (name, state),
    )
    return len(found.fetchall())


@contextmanager
def cut_off_while_waiting() -> Iterator[Any]:
    """PostgreSQL ends whatever waits for a lock on the log, when the act is called."""
    name = make_url(_url()).database or ""
    _let_go()
    with _server() as holder, _server() as other:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE entry IN EXCLUSIVE MODE")

        def cut() -> None:
            while not cut_off(other, name, "Lock"):
                with suppress(psycopg.Error):
                    other.execute("SELECT pg_sleep(0.01)")

        yield cut


@contextmanager
def restarted() -> Iterator[None]:
    """PostgreSQL has ended every connection that was open."""
    name = make_url(_url()).database or ""
    with _server() as other:
        cut_off(other, name)
    yield
