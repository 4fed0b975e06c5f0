"""What one person has read, answered, scored and written in the curriculum.

Slugs, block ids and versions are those of the content files; the files hold the rest.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.db import db, new_id


class Place(db.Model):
    """The section of a lesson that a person read last, and which they have read."""

    __tablename__ = "lesson_place"
    __table_args__ = (UniqueConstraint("person_id", "lesson"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    lesson: Mapped[str] = mapped_column(String(80))
    module: Mapped[str] = mapped_column(String(80))
    anchor: Mapped[str] = mapped_column(String(80))
    read: Mapped[list[str]] = mapped_column(JSON, default=list)  # anchors
    at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class Answer(db.Model):
    """A person's latest answer to a check, a scenario or a vignette."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("person_id", "block"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(80))
    block: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_right: Mapped[bool | None]  # none where there is no single right answer
    times: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=now)


class Reflection(db.Model):
    """What a person wrote at a reflection; private unless shared."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("person_id", "block"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(80))
    block: Mapped[str] = mapped_column(String(80))
    text: Mapped[str]
    shared_with_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)
