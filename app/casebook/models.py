"""Cases as the database holds them, proposals of new ones, and reports of errors.

Cases are loaded from files, or published from a proposal; both are searched alike.
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

from app.accounts.models import EMAIL_LENGTH, Person
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
    exported: Mapped[str | None]  # the text of its file, while it has none yet


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


class ProposalState(enum.Enum):
    """Where a proposal stands between its proposer and the editors."""

    DRAFT = "draft"
    SENT = "sent"
    ASKED = "asked"  # an editor has a question, and the proposer's turn has come
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(db.Model):
    """A case that somebody offers to the casebook, as it was typed."""

    __tablename__ = "casebook_proposal"
    __table_args__ = (
        CheckConstraint(
            "state = 'draft' OR sent_at IS NOT NULL", name="sent_before_anything_else"
        ),
        CheckConstraint(
            "state <> 'published' OR slug IS NOT NULL", name="published_somewhere"
        ),
        Index(None, "state", "state_since"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    proposer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime] = mapped_column(default=now)
    kept_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]  # the first time
    title: Mapped[str] = mapped_column(String(160), default="")
    content: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("entry.id"), index=True
    )  # of the proposer's own log, from which it was begun
    slug: Mapped[str | None] = mapped_column(String(120))  # once published
    editor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")  # of the decision

    proposer: Mapped[Person] = relationship(foreign_keys=[proposer_id], lazy="raise")


class ProposalAsk(db.Model):
    """An editor's question about a proposal, and the proposer's answer."""

    __tablename__ = "casebook_proposal_ask"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    proposal_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("casebook_proposal.id"), index=True
    )
    editor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    question: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class ReportState(enum.Enum):
    """What became of a report."""

    OPEN = "open"
    MENDED = "mended"
    LEFT = "left"  # as it was, for a reason


class Report(db.Model):
    """Somebody says that a case has something wrong."""

    __tablename__ = "casebook_report"
    __table_args__ = (
        Index(None, "state", "made_at"),
        Index(None, "network", "made_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(120))  # of the case
    passage: Mapped[str]
    wrong: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    network: Mapped[str] = mapped_column(String(64), default="")  # digest, for an hour
    state: Mapped[ReportState] = mapped_column(default=ReportState.OPEN)
    made_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    editor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")  # the editor's answer
