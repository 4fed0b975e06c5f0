"""Cases as the database holds them: loaded from files, searched and linked alike."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.db import db, new_id


class Case(db.Model):
    """One piece of past practice; what searches filter by has columns of its own."""

    __tablename__ = "casebook_case"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    checksum: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(12))  # worked, mixed, failed
    began: Mapped[int]  # year
    ended: Mapped[int | None]  # year; none where it goes on or is not known
    place: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(60))
    stream: Mapped[str] = mapped_column(String(20))
    reviewed_on: Mapped[date]
    facets: Mapped[dict[str, list[str]]] = mapped_column(JSON)  # words by facet
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)  # plain text by field
    changed_at: Mapped[datetime] = mapped_column(default=now)
    change: Mapped[int] = mapped_column(index=True)  # cursor that indexes follow


class SavedCase(db.Model):
    """A case on somebody's reading list, with a note that nobody else ever sees."""

    __tablename__ = "saved_case"
    __table_args__ = (UniqueConstraint("person_id", "slug"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    slug: Mapped[str] = mapped_column(String(120))  # as it was then
    title: Mapped[str] = mapped_column(String(200))  # as it was then
    note: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime] = mapped_column(default=now)


class SavedSearch(db.Model):
    """A search that somebody comes back to: its address is the whole of it."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person_id", "digest"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str]  # what follows the question mark
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the address
    looked_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now)
