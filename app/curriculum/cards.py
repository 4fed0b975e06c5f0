"""Checks that come back to a person who answered them in a lesson.

The room calls such a check a card, as the library that schedules it does. What is here
is the person's own: nobody else has a page that shows it.
"""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.db import db, new_id

A_DAY = 10  # questions, unless the person chooses otherwise


class Ease(enum.Enum):
    """How well somebody knew it, in the words of the schedule."""

    AGAIN = "again"  # wrong, or guessed
    GOOD = "good"
    EASY = "easy"


class Card(db.Model):
    """When a check comes back to one person, and how well they have known it."""

    __tablename__ = "card"
    __table_args__ = (Unique("person_id", "block"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    block: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]  # of the check, for which the schedule holds
    state: Mapped[dict[str, Any]] = mapped_column(JSON)  # `fsrs.Card.to_dict()`
    due_on: Mapped[date]
    turn: Mapped[int] = mapped_column(default=0)  # how often it has been answered
    left_out_at: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=now)


class Recall(db.Model):
    """An answer that was given when a card came back. The lesson keeps its own."""

    __tablename__ = "recall"
    __table_args__ = (
        Unique("person_id", "block", "turn"),
        Index(None, "person_id", "at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    block: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    turn: Mapped[int | None]  # of the card; none where another answer came first
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_right: Mapped[bool | None]  # of a short answer what its writer says, if they do
    rating: Mapped[Ease | None]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)  # the card's state until then
    at: Mapped[datetime] = mapped_column(default=now)


class RecallChoice(db.Model):
    """What a person chose about the questions that come back."""

    __tablename__ = "recall_choice"
    __table_args__ = (CheckConstraint("a_day BETWEEN 1 AND 50", name="a_day"),)

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True
    )
    is_offered: Mapped[bool] = mapped_column(default=True)  # on Today
    a_day: Mapped[int] = mapped_column(default=A_DAY)  # questions at most
    not_on: Mapped[date | None]  # the day for which they were put off last
