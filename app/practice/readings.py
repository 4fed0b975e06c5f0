"""The read log: who opened somebody else's entry, and when; its author can see it."""

import logging
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy import ForeignKey, case, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.clock import now, today
from app.db import db, to_write
from app.practice.models import Entry

log = logging.getLogger(__name__)

SITTING = timedelta(minutes=30)  # opened again within it: the same opening, still
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Reading(db.Model):
    """One day on which somebody other than its author opened an entry."""

    __tablename__ = "reading"

    entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("entry.id"), primary_key=True
    )
    reader_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True
    )
    on: Mapped[date] = mapped_column(primary_key=True)  # where the organisation works
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)  # of the last sitting
    times: Mapped[int] = mapped_column(default=1)  # sittings


def note(entry: Entry, reader: Any) -> None:
    """Write down that `reader` opens the entry with this request.

    Its author is not noted, nor is a page that no eye has seen yet (HEAD, prefetch).
    It is one small write on a connection of its own: the page's session, and what it
    has read, stay as they are. Where the database cannot write, the page is shown
    nevertheless, and the server's log says so.
    """
    if entry.author_id == reader.id or not _is_seen():
        return
    key = {"entry_id": entry.id, "reader_id": reader.id, "on": today()}
    last_at = db.session.scalar(select(Reading.last_at).filter_by(**key))
    if last_at is not None and now() - last_at < SITTING:
        return
    try:
        _write(key)
    except DBAPIError:
        log.exception("An opening of entry %s was not noted", entry.id)


def _is_seen() -> bool:
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and "prefetch" not in purpose


def _write(key: dict[str, Any]) -> None:
    """A new row, or one sitting more; a twin of this request adds none."""
    values = key | {"first_at": now(), "last_at": now(), "times": 1}
    is_new = Reading.last_at <= now() - SITTING
    query = _INSERT[db.engine.name](Reading).values(values)
    query = query.on_conflict_do_update(
        index_elements=list(key),
        set_={
            "last_at": case((is_new, now()), else_=Reading.last_at),
            "times": Reading.times + case((is_new, 1), else_=0),
        },
    )
    with db.engine.connect().execution_options(**to_write(db.engine)) as connection:
        connection.execute(query)
        connection.commit()


def of(entry: Entry) -> list[Any]:
    """Who opened an entry: name, day, first and last moment, times; newest first.

    For its author: `policy.can_read_readings`.
    """
    query = (
        select(
            Person.name, Reading.on, Reading.first_at, Reading.last_at, Reading.times
        )
        .join(Person, Person.id == Reading.reader_id)
        .where(Reading.entry_id == entry.id)
        .order_by(Reading.on.desc(), Reading.last_at.desc(), Person.name)
    )
    return list(db.session.execute(query))
