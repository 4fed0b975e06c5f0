"""A group's right of reply: links that expire, and what was said through them."""

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.clock import now
from app.db import db, new_id


class ReplyLink(db.Model):
    """An address that shows a group what is held about it; only its digest is kept."""

    __tablename__ = "reply_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), index=True
    )
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship(lazy="raise")
    openings: Mapped[list["ReplyOpening"]] = relationship(
        lazy="raise", order_by="ReplyOpening.on"
    )

    @property
    def is_open(self) -> bool:
        """Whether it still shows anything."""
        return self.revoked_at is None and self.expires_at > now()


class ReplyOpening(db.Model):
    """How often a link was opened on one day; from where is not kept."""

    __tablename__ = "reply_opening"
    __table_args__ = (CheckConstraint("times > 0", name="times"),)

    link_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reply_link.id"), primary_key=True
    )
    on: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=1)


class GroupReply(db.Model):
    """What somebody in a group said about what is held; nobody can change it.

    The organiser answers it once, beside it.
    """

    __tablename__ = "group_reply"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), index=True
    )
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reply_link.id"))
    role: Mapped[str] = mapped_column(String(160))  # who they are in the group
    words: Mapped[str] = mapped_column(default="")  # on the whole
    network: Mapped[str] = mapped_column(String(64), default="")  # see `app.throttle`
    made_at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[str] = mapped_column(default="")
    facts_changed: Mapped[bool] = mapped_column(default=False)  # since it was said
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    answered_by: Mapped[Person | None] = relationship(lazy="raise")
    points: Mapped[list["ReplyPoint"]] = relationship(
        back_populates="reply", lazy="raise", order_by="ReplyPoint.position"
    )


class PointKind(enum.Enum):
    """What a reply says is wrong."""

    FACT = "fact"
    ASK = "ask"
    RATING = "rating"


class ReplyPoint(db.Model):
    """One thing that a reply says is wrong, with what was shown at the time."""

    __tablename__ = "reply_point"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    reply_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("group_reply.id"), index=True
    )
    position: Mapped[int]
    kind: Mapped[PointKind]
    heading: Mapped[str] = mapped_column(String(200))
    shown: Mapped[str]  # in words, as the group saw it
    words: Mapped[str]
    entry_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("entry.id"), index=True
    )  # of a rating
    principle: Mapped[str] = mapped_column(String(40), default="")  # of a rating

    reply: Mapped[GroupReply] = relationship(back_populates="points", lazy="raise")
