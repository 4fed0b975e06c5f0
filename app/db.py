"""The database: its handle, names for constraints, types, and how to write.

The settings are those of the measurements in the project's speed notes: on SQLite
every writing block begins IMMEDIATE, so that what it reads cannot be stale.
"""

import enum
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import uuid_utils
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, registry

T = TypeVar("T")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


class Base(DeclarativeBase):
    """What every model inherits; enums are kept by value, as text."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime,
            enum.Enum: Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=False,
                length=40,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)
_one_writer = threading.Lock()


def new_id() -> uuid.UUID:
    """A fresh version 7 UUID: unguessable, and sorted by the time it was made."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def init_app(app: Flask) -> None:
    """Bind the database to the application."""
    options: dict[str, Any] = {"hide_parameters": True}  # no log holds what was written
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        options |= {"pool_pre_ping": True, "isolation_level": "AUTOCOMMIT"}
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Give a SQLite engine the settings that lose and reject no write."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event starts transactions
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=10000",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def to_write(engine: Engine) -> dict[str, Any]:
    """The options of a connection that writes, in a transaction.

    Without them PostgreSQL runs each query by itself: a page that only reads saves
    two round trips, a fifth of its CPU.
    """
    if engine.dialect.name == "postgresql":
        return {"isolation_level": "READ COMMITTED"}
    return {"writes": True}


@contextmanager
def writing(*rows: Any) -> Iterator[None]:
    """A block that changes the database, committed once at its end.

    Whatever was read before is read again: the session is rolled back first, and
    `rows` are locked (`SELECT … FOR UPDATE` on PostgreSQL; on SQLite the block holds
    the only write lock). Raises nothing of its own; an exception undoes the block.
    """
    db.session.rollback()
    with _one_writer:
        try:
            db.session.connection(execution_options=to_write(db.engine))
            for row in rows:
                # Lock the row alone, not what is loaded beside it, nor a proxy of it.
                db.session.refresh(row, with_for_update={"of": row.__class__})
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def written(act: Callable[[], T]) -> T:
    """What `act` gives, done in one writing block, for a row of which there is one.

    Where another request made the same row meanwhile, it is done once more and finds
    it. Raises `IntegrityError` if that fails too.
    """
    try:
        with writing():
            return act()
    except IntegrityError:
        with writing():
            return act()
