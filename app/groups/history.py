"""What is kept about a group over time: its facts, role checks, support, meetings.

Rows are added and never changed.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.clock import now
from app.db import db, new_id


class GroupFacts(db.Model):
    """A group's facts as they were saved or confirmed once."""

    __tablename__ = "group_facts"
    __table_args__ = (Index(None, "group_id", "saved_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("community_group.id"))
    saved_at: Mapped[datetime] = mapped_column(default=now)
    # Nobody is known for facts from before changes were kept.
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # name: value, in words' keys

    by: Mapped[Person | None] = relationship(lazy="raise")


class RoleCheck(db.Model):
    """One round of the questions about a group that took on paid work.

    `answers` holds, by question, the `choice` and the `words`.
    """

    __tablename__ = "role_check"
    __table_args__ = (Index(None, "group_id", "made_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("community_group.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]  # of the questions
    answers: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)

    by: Mapped[Person] = relationship(lazy="raise")


class SupportNote(db.Model):
    """Background support that was asked for, given or refused (statement 8).

    Recorded on the group's page; what entries say of it stays in them.
    """

    __tablename__ = "support_note"
    __table_args__ = (
        CheckConstraint("mark IN ('asked', 'given', 'refused')", name="mark"),
        Index(None, "group_id", "on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("community_group.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))  # a key of `questions.SUPPORT`
    mark: Mapped[str] = mapped_column(String(10))  # a key of `questions.SUPPORT_MARKS`
    on: Mapped[date]
    words: Mapped[str] = mapped_column(String(300), default="")

    by: Mapped[Person] = relationship(lazy="raise")


class MetAlone(db.Model):
    """A day on which a group met or acted with no organiser there: a count, no entry.

    From statements 7 and 8: does it go on without an organiser?
    """

    __tablename__ = "met_alone"
    __table_args__ = (Index(None, "group_id", "on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("community_group.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    words: Mapped[str] = mapped_column(String(300), default="")

    by: Mapped[Person] = relationship(lazy="raise")
