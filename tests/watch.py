"""Watch what reaches the database, and act on it from several threads at once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.db import db, to_write

FRAMES = ("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def queries() -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith(FRAMES):
            sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plan(statement: str, parameters: Any) -> str:
    """How the engine would answer, with indexes preferred where tables are small."""
    with db.engine.connect().execution_options(**to_write(db.engine)) as connection:
        if connection.dialect.name == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort"):
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
            explain = "EXPLAIN "
        else:
            explain = "EXPLAIN QUERY PLAN "
        rows = connection.exec_driver_sql(explain + statement, parameters)
        return "\n".join(str(row[-1]) for row in rows)


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gives, all started at the same moment in threads of their own."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            gate.wait(timeout=30)
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        jobs = [pool.submit(run, act) for act in acts]
    db.session.rollback()
    db.session.expire_all()
    return [job.result() for job in jobs]
