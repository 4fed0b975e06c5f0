"""Reviews, the supervisor's own scores, and comments."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.clock import now
from app.db import db, new_id


class Decision(enum.Enum):
    """How a review ended."""

    RETURNED = "returned"
    ACCEPTED = "accepted"
    REOPENED = "reopened"  # returned after it had been accepted


class Review(db.Model):
    """A supervisor's decision on one submitted version."""

    __tablename__ = "review"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entry.id"), index=True)
    supervisor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]
    decision: Mapped[Decision]
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime] = mapped_column(default=now)

    supervisor: Mapped[Person] = relationship(lazy="raise")


class SupervisorRating(db.Model):
    """The supervisor's level for one principle of an entry.

    `first_level` was given before the author's score was opened, and is the one that
    calibration uses; `level` may be changed afterwards.
    """

    __tablename__ = "supervisor_rating"
    __table_args__ = (
        CheckConstraint(
            "level IN ('0','1','2','3','4','dont-know','not-in-play')", name="level"
        ),
        UniqueConstraint("entry_id", "principle", "supervisor_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entry.id"))
    principle: Mapped[str] = mapped_column(String(40))
    supervisor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    level: Mapped[str] = mapped_column(String(12))
    first_level: Mapped[str] = mapped_column(String(12))
    evidence: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime | None]


class Comment(db.Model):
    """A supervisor's words on a passage, on a principle or on the whole."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("quote = '' OR principle = ''", name="one_place"),
        Index(None, "entry_id", "made_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entry.id"))
    supervisor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]
    principle: Mapped[str] = mapped_column(String(40), default="")
    quote: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    released_at: Mapped[datetime | None]  # when a decision let the author read it

    supervisor: Mapped[Person] = relationship(lazy="raise")
