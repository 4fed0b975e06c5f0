"""People, organisations, memberships, cohorts, supervisions and one-time links."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clock import now, today
from app.db import db, new_id

NAME_LENGTH = 80
EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


class Role(enum.Enum):
    """What a membership lets a person do in one organisation."""

    ORGANISER = "organiser"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"


class Person(UserMixin, db.Model):
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    session_key: Mapped[str] = mapped_column(String(43), unique=True)
    is_editor: Mapped[bool] = mapped_column(default=False)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    # Read anew where a write has made the session forget them: every page needs them.
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    def get_id(self) -> str:
        """What the session cookie holds; a new password makes it worthless."""
        return self.session_key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class Organisation(db.Model):
    """A host of organisers; nothing in practice crosses from one to another."""

    __tablename__ = "organisation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    framework: Mapped[str] = mapped_column(String(40), default="founding")
    safeguarding_lead: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class Cohort(db.Model):
    """Organisers who began together."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]


class Membership(db.Model):
    """One person's role in one organisation; a person may hold several."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", "role"),
        Index(None, "organisation_id", "role"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[Role]
    cohort_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("cohort.id"), index=True
    )
    since_on: Mapped[date] = mapped_column(default=today)

    person: Mapped[Person] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship()
    cohort: Mapped[Cohort | None] = relationship(lazy="raise")


class Supervision(db.Model):
    """A supervisor's pairing with an organiser; `until_on` is the first day without."""

    __tablename__ = "supervision"
    __table_args__ = (
        CheckConstraint("supervisor_id <> organiser_id", name="not_oneself"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="dates"),
        Index(None, "supervisor_id", "organiser_id"),
        Index(
            "uq_supervision_open",
            "organisation_id",
            "organiser_id",
            unique=True,
            sqlite_where=db.text("until_on IS NULL"),
            postgresql_where=db.text("until_on IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    supervisor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    organiser_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(default=today)
    until_on: Mapped[date | None]

    supervisor: Mapped[Person] = relationship(
        foreign_keys=[supervisor_id], lazy="raise"
    )
    organiser: Mapped[Person] = relationship(foreign_keys=[organiser_id], lazy="raise")

    @classmethod
    def is_current(cls, day: Any = None) -> Any:
        """The condition that a pairing holds on a day; today, unless one is given."""
        day = today() if day is None else day
        return (cls.from_on <= day) & or_(cls.until_on.is_(None), cls.until_on > day)

    @classmethod
    def organisers_of(
        cls, supervisor: Person, organisation_id: uuid.UUID | None = None
    ) -> Select[Any]:
        """Ids of the organisers whom `supervisor` supervises today."""
        query = select(cls.organiser_id).where(
            cls.supervisor_id == supervisor.id, cls.is_current()
        )
        if organisation_id is not None:
            query = query.where(cls.organisation_id == organisation_id)
        return query

    @classmethod
    def mine(cls) -> Select[Any]:
        """Ids of the organisers of person `:me` in organisation `:here`, `:today`.

        For queries that every visit asks, and that are therefore built once.
        """
        return select(cls.organiser_id).where(
            cls.supervisor_id == bindparam("me"),
            cls.organisation_id == bindparam("here"),
            cls.is_current(bindparam("today")),
        )

    @classmethod
    def supervisor_of(
        cls, organiser_id: Any, organisation_id: Any, day: Any = None
    ) -> Select[Any]:
        """The person who supervises this organiser there today, if anybody does."""
        return (
            select(Person)
            .join(cls, cls.supervisor_id == Person.id)
            .where(
                cls.organiser_id == organiser_id,
                cls.organisation_id == organisation_id,
                cls.is_current(day),
            )
        )


class Purpose(enum.Enum):
    """What a one-time link is for."""

    SETUP = "setup"
    INVITATION = "invitation"
    RESET = "reset"
    OPENING = "opening"


class OneTimeLink(db.Model):
    """A link that works once, until it expires; only its token's digest is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[Purpose]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    cohort_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cohort.id"))
    role: Mapped[Role | None]
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.expires_at > now()


class FailedSignIn(db.Model):
    """A wrong password, or a link asked for; kept for an hour, to slow the next one."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str] = mapped_column(String(64))  # digest of address or email
    at: Mapped[datetime] = mapped_column(default=now)
