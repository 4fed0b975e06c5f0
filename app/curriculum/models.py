"""What people have read, answered, scored and written in the curriculum, by when.

Slugs, block ids and versions are those of the content files; the files hold the rest.
"""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
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


class SuggestionState(enum.Enum):
    """What became of a suggestion."""

    OPEN = "open"
    TAKEN_UP = "taken-up"
    NOT_TAKEN_UP = "not-taken-up"
    ALREADY_SO = "already-so"


class Suggestion(db.Model):
    """A change to a lesson that a reader asks for, and what an editor answered."""

    __tablename__ = "lesson_suggestion"
    __table_args__ = (
        CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name="answered_or_open"
        ),
        CheckConstraint("state = 'open' OR reason <> ''", name="answered_in_words"),
        CheckConstraint("NOT is_named OR person_id IS NOT NULL", name="named_person"),
        Index(None, "state", "made_at"),
        Index(None, "lesson", "answered_at"),
        Index(None, "network", "made_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    lesson: Mapped[str] = mapped_column(String(80))  # its slug then
    anchor: Mapped[str] = mapped_column(String(80), default="")  # none: the whole
    heading: Mapped[str] = mapped_column(String(200), default="")  # as it was then
    passage: Mapped[str] = mapped_column(default="")  # as it stood then
    wanted: Mapped[str]
    why: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    case_slug: Mapped[str] = mapped_column(String(120), default="")  # the reader’s
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )
    is_named: Mapped[bool] = mapped_column(default=False)  # first name may be public
    network: Mapped[str] = mapped_column(String(64), default="")  # digest, for an hour
    made_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[SuggestionState] = mapped_column(default=SuggestionState.OPEN)
    reason: Mapped[str] = mapped_column(default="")  # the editor's words, public
    because: Mapped[str] = mapped_column(String(120), default="")  # a case's slug
    is_withheld: Mapped[bool] = mapped_column(default=False)  # its words stay in
    editor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")


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
    attempts: Mapped[list["Attempt"]] = relationship(
        order_by="Attempt.number", back_populates="answer"
    )


class Attempt(db.Model):
    """One try at an exercise, as it was sent; a walk through a story is one try.

    `words` are the question and the answer as they read then, for the day on which
    the files no longer hold them: `{"asked": text, "said": [text]}`. None were kept
    of what was answered before there were attempts.
    """

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("answer_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id"))
    answer: Mapped[Answer] = relationship(back_populates="attempts")
    number: Mapped[int]  # from 1, in the order in which they were made
    version: Mapped[int]
    is_first: Mapped[bool]  # at this version of the exercise
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_right: Mapped[bool | None]
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    form: Mapped[str] = mapped_column(String(32), default="")  # that sent it
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
    shared_on: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(default=now)


class ModuleDates(db.Model):
    """The days by which a cohort begins a module and has done it; either may be left.

    They stand by themselves: when the cohort began is no part of them.
    """

    __tablename__ = "module_dates"
    __table_args__ = (
        UniqueConstraint("cohort_id", "module"),
        CheckConstraint("begin_by IS NOT NULL OR done_by IS NOT NULL", name="some_day"),
        CheckConstraint(
            "begin_by IS NULL OR done_by IS NULL OR begin_by <= done_by", name="order"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cohort.id"))
    module: Mapped[str] = mapped_column(String(80))
    begin_by: Mapped[date | None]
    done_by: Mapped[date | None]
    saved_at: Mapped[datetime] = mapped_column(default=now)


class CalendarAddress(db.Model):
    """The private address at which a person's dates are fetched by their calendar.

    The address is the key, signed: who reads this table alone cannot make it. `digest`
    and `changed_at` are those of the calendar as it was last fetched.
    """

    __tablename__ = "calendar_address"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(43), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    digest: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)
