"""Entries, ratings, versions and next actions.

An entry's columns hold what was last submitted; what its author is changing since
is in `pending`, as typed, and nobody else's page reads it.
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
    Select,
    String,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.clock import now
from app.db import db, new_id
from app.groups.models import Group

MINUTES = (5, 1440)  # the shortest and the longest engagement: five minutes, one day


class State(enum.Enum):
    """Where an entry stands between its author and the supervisor."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


UNDER_REVIEW = "state IN ('submitted', 'returned')"  # as the index says it
COUNTED = (State.SUBMITTED, State.RETURNED, State.ACCEPTED)  # in every figure


class EntryKind(enum.Enum):
    """What kind of engagement it was."""

    LISTENING = "listening"
    ONE_TO_ONE = "one-to-one"
    MEETING = "meeting"
    EVENT = "event"
    ACTION = "action"
    TRAINING = "training"
    NETWORKING = "networking"
    NEGOTIATING = "negotiating"
    PLANNING = "planning"
    SIGNIFICANT_EVENT = "significant-event"
    OWN_ACTIVITY = "own-activity"


class Starter(enum.Enum):
    """Who started it."""

    GROUP = "group"
    ORGANISER = "organiser"
    AGENCY = "agency"
    COMMISSIONER = "commissioner"


class Stream(enum.Enum):
    """The verdict of the six stream questions (statements 3, 15, 24, 25)."""

    STRENGTHENING = "strengthening"
    SERVICE = "service"
    MIXED = "mixed"
    CONFUSED = "confused"  # mixed, and nothing says how the two are kept apart


class Entry(db.Model):
    """One recorded engagement."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 5 AND 1440", name="minutes"
        ),
        CheckConstraint(
            "state = 'draft' OR (happened_on IS NOT NULL AND minutes IS NOT NULL "
            "AND kind IS NOT NULL AND started_by IS NOT NULL AND stream IS NOT NULL "
            "AND control IS NOT NULL AND submitted_at IS NOT NULL)",
            name="whole",
        ),
        CheckConstraint("control IS NULL OR control BETWEEN 0 AND 10", name="control"),
        Index("ix_entry_list", "author_id", "sorted_at", "id", "state", "title"),
        Index(
            "ix_entry_waiting",
            "organisation_id",
            "author_id",
            "state",
            "state_since",
            sqlite_where=db.text(UNDER_REVIEW),
            postgresql_where=db.text(UNDER_REVIEW),
        ),
        Index(
            "ix_entry_monthly",
            "organisation_id",
            "author_id",
            "happened_on",
            "state",
            "stream",
            "minutes",
        ),
        Index("ix_entry_group", "group_id", "happened_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    state_since: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]  # the last time
    made_at: Mapped[datetime] = mapped_column(default=now)
    sorted_at: Mapped[datetime] = mapped_column(default=now)  # the day it happened
    framework: Mapped[str] = mapped_column(String(40))
    framework_version: Mapped[int]

    title: Mapped[str] = mapped_column(String(160), default="")
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("community_group.id"))
    happened_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(160), default="")
    minutes: Mapped[int | None]
    kind: Mapped[EntryKind | None]
    task: Mapped[str] = mapped_column(String(80), default="")  # block id, or none
    started_by: Mapped[Starter | None]
    what: Mapped[str] = mapped_column(default="")
    so_what: Mapped[str] = mapped_column(default="")
    now_what: Mapped[str] = mapped_column(default="")
    control_answers: Mapped[list[int] | None] = mapped_column(JSON)  # five of 0-2
    control: Mapped[int | None]  # their sum
    ends: Mapped[str] = mapped_column(default="")  # what ends the doing-for
    stream_answers: Mapped[list[str] | None] = mapped_column(JSON)  # six: A B unclear
    stream: Mapped[Stream | None]
    separation: Mapped[str] = mapped_column(default="")
    voice_flag: Mapped[bool] = mapped_column(default=False)
    support: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # kind: mark
    is_planned: Mapped[bool] = mapped_column(default=False, server_default=false())
    intended_at: Mapped[datetime | None]  # when the intention was changed last
    told_at: Mapped[datetime | None]  # when what happened was first written
    pending: Mapped[dict[str, list[str]] | None] = mapped_column(JSON)
    pending_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship(lazy="raise")
    group: Mapped[Group | None] = relationship(lazy="raise")
    ratings: Mapped[list["Rating"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Rating.position"
    )
    actions: Mapped[list["NextAction"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="NextAction.id"
    )

    @classmethod
    def is_under_review(cls) -> Any:
        """The condition that it waits for somebody, in words that its index knows."""
        return db.text(f"entry.{UNDER_REVIEW}")

    @classmethod
    def of(cls, author: Person) -> Select[Any]:
        """The author's own entries, newest engagement first; not yet executed."""
        return (
            select(cls)
            .where(cls.author_id == author.id)
            .order_by(cls.sorted_at.desc(), cls.id.desc())
        )


class Rating(db.Model):
    """The author's level for one principle; a principle not in play has no row."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("level IN ('0','1','2','3','4','dont-know')", name="level"),
    )

    entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("entry.id"), primary_key=True
    )
    principle: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]  # the principle's place in its framework
    level: Mapped[str] = mapped_column(String(12))
    evidence: Mapped[str] = mapped_column(default="")
    second_source: Mapped[str] = mapped_column(default="")


class NextAction(db.Model):
    """Something that somebody said they would do next."""

    __tablename__ = "next_action"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entry.id"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    who: Mapped[str] = mapped_column(String(80))  # a role, or "me"
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]


class Version(db.Model):
    """An entry as it was saved once, from its first submission on."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    is_submitted: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # the form, as typed
    intended_at: Mapped[datetime | None]  # as the entry had them then
    told_at: Mapped[datetime | None]


class Brought(db.Model):
    """What a person brought along in a file from elsewhere, to read and not to count.

    `key` is the entry's or the exercise's there; `content` is as the file has it.
    """

    __tablename__ = "brought"
    __table_args__ = (UniqueConstraint("person_id", "kind", "key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(12))  # entry or answer
    key: Mapped[str] = mapped_column(String(80))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    brought_at: Mapped[datetime] = mapped_column(default=now)


class ReadFile(db.Model):
    """A file that somebody sent to be read in, until they say what to do with it."""

    __tablename__ = "read_file"

    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True
    )
    text: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(default=now)
