"""Cases as the database holds them: loaded from files, searched and linked alike."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
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
