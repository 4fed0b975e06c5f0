"""Baseline rounds of places and groups, their answers, and what was there before.

A response holds answers and its round: nothing that names who gave them, or when.
"""

import enum
import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.db import db, new_id
from app.groups.models import Group, Place

Answers = dict[str, int | str]  # by part: what was chosen, or a word of `OUTSIDE`

FEWEST = 10  # people, or groups of a place, from whom anything is shown


class Mode(enum.Enum):
    """How people were asked; rounds of different modes are never compared."""

    PAPER_TOGETHER = "paper-together"
    PAPER_LEFT = "paper-left"
    TELEPHONE = "telephone"
    OUR_PHONE = "our-phone"
    OWN_PHONE = "own-phone"


class Round(db.Model):
    """One asking of the questions: of a place's residents, or of one group."""

    __tablename__ = "baseline_round"
    __table_args__ = (
        CheckConstraint("aimed IS NULL OR aimed > 0", name="aimed"),
        CheckConstraint("refusals >= 0", name="refusals"),
        CheckConstraint("closed_on IS NULL OR closed_on >= began_on", name="closed_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("place.id"), index=True)
    group_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("community_group.id"), index=True
    )
    version: Mapped[int]  # of the questions
    key: Mapped[str] = mapped_column(String(40), unique=True)  # of the residents' page
    began_on: Mapped[date]
    closed_on: Mapped[date | None]
    mode: Mapped[Mode]
    sample: Mapped[str]  # how people were chosen
    aimed: Mapped[int | None]  # how many were to be asked
    refusals: Mapped[int] = mapped_column(default=0)
    not_reached: Mapped[str] = mapped_column(default="")
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    place: Mapped[Place] = relationship(lazy="raise")
    group: Mapped[Group | None] = relationship(lazy="raise")
    opened_by: Mapped[Person] = relationship(lazy="raise")

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return self.closed_on is None

    @classmethod
    def of_place(cls, place_id: uuid.UUID) -> Select[Any]:
        """The place's rounds among residents, the first one first."""
        query = select(cls).where(cls.place_id == place_id, cls.group_id.is_(None))
        return query.order_by(cls.began_on, cls.id)

    @classmethod
    def of_group(cls, group_id: uuid.UUID) -> Select[Any]:
        """The group's own forms, the first one first."""
        query = select(cls).where(cls.group_id == group_id)
        return query.order_by(cls.began_on, cls.id)


class Response(db.Model):
    """One person's answers, or a group's own form.

    The id is random, and SQLite keeps the rows in its order: neither tells who
    answered before whom.
    """

    __tablename__ = "baseline_response"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    round_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("baseline_round.id"), index=True
    )
    answers: Mapped[Answers] = mapped_column(JSON)


class Before(db.Model):
    """Whether a group was there before the programme; then it is no growth."""

    __tablename__ = "group_before"

    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), primary_key=True
    )
    was_there: Mapped[bool]
    marked_on: Mapped[date]
