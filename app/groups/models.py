"""Places, groups, who works with them, and asks."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.clock import now
from app.db import db, new_id


class GroupKind(enum.Enum):
    """What sort of body a group is (statements 5, 8, 12, 13a and 25)."""

    COMMUNITY_GROUP = "community-group"
    SOCIAL_ENTERPRISE = "social-enterprise"
    PROFESSIONAL_CHARITY = "professional-charity"
    INFRASTRUCTURE_BODY = "infrastructure-body"
    PUBLIC_BODY = "public-body"


class Controller(enum.Enum):
    """Who controls a group."""

    MEMBERS = "members"
    TRUSTEES = "trustees"
    STAFF = "staff"
    FUNDER = "funder"
    PUBLIC_BODY = "public-body"
    NOT_KNOWN = "not-known"


class IncomeBand(enum.Enum):
    """What comes in within a year, in pounds."""

    NOT_KNOWN = "not-known"
    NONE = "none"
    UNDER_1000 = "under-1000"
    UNDER_10000 = "under-10000"
    UNDER_50000 = "under-50000"
    UNDER_250000 = "under-250000"
    MORE = "more"


WHOLE_MONEY = (  # the shares are all unknown, or make a hundred
    "(share_members IS NULL AND share_grants IS NULL AND share_contracts IS NULL) OR "
    "(coalesce(share_members, -1) >= 0 AND coalesce(share_grants, -1) >= 0 AND "
    "coalesce(share_contracts, -1) >= 0 AND "
    "share_members + share_grants + share_contracts = 100)"
)


ON_EARTH = (  # both are unknown, or a point
    "(lat IS NULL AND lon IS NULL) OR "
    "(coalesce(lat, 99) BETWEEN -90 AND 90 AND coalesce(lon, 999) BETWEEN -180 AND 180)"
)


class ArchiveReason(enum.Enum):
    """Why a group is no longer among those that one works with."""

    ENDED = "ended"
    MERGED_ELSEWHERE = "merged-elsewhere"
    NOT_WORKED_WITH = "not-worked-with"


class Place(db.Model):
    """A neighbourhood in which an organisation works."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint(ON_EARTH, name="on_earth"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(80))
    lat: Mapped[float | None]  # degrees north, to a thousandth: about a hundred metres
    lon: Mapped[float | None]  # degrees east


class Group(db.Model):
    """A community group or other body that organisers work with."""

    __tablename__ = "community_group"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("members IS NULL OR members >= 0", name="members"),
        CheckConstraint("volunteers IS NULL OR volunteers >= 0", name="volunteers"),
        CheckConstraint("paid_hours IS NULL OR paid_hours >= 0", name="paid_hours"),
        CheckConstraint(WHOLE_MONEY, name="shares"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    place_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[GroupKind]
    purpose: Mapped[str] = mapped_column(default="")
    members: Mapped[int | None]
    volunteers: Mapped[int | None]
    paid_hours: Mapped[int | None]  # a week, all paid people together
    controlled_by: Mapped[Controller] = mapped_column(default=Controller.NOT_KNOWN)
    has_contract: Mapped[bool] = mapped_column(default=False)
    contract_note: Mapped[str] = mapped_column(default="")  # with whom, for what
    income_band: Mapped[IncomeBand] = mapped_column(default=IncomeBand.NOT_KNOWN)
    share_members: Mapped[int | None]  # of a hundred; the three are known, or none
    share_grants: Mapped[int | None]
    share_contracts: Mapped[int | None]
    has_charge: Mapped[bool] = mapped_column(default=False)
    charge_note: Mapped[str] = mapped_column(default="")  # for what, and who pays
    facts_on: Mapped[date]  # when the facts above were last confirmed
    check_due_on: Mapped[date | None] = mapped_column(index=True)  # of the role check
    made_at: Mapped[datetime] = mapped_column(default=now)
    archived_on: Mapped[date | None]
    archived_for: Mapped[ArchiveReason | None]
    archived_note: Mapped[str] = mapped_column(default="")  # the reason in words

    place: Mapped[Place] = relationship(lazy="raise")

    @classmethod
    def of(
        cls,
        person: Person,
        organisation_id: uuid.UUID,
        besides: uuid.UUID | None = None,
    ) -> Select[Any]:
        """The groups on which this person is named, by name.

        None that is archived, but for the one whose id is `besides`.
        """
        return (
            select(cls)
            .join(GroupOrganiser, GroupOrganiser.group_id == cls.id)
            .where(
                GroupOrganiser.person_id == person.id,
                cls.organisation_id == organisation_id,
                or_(cls.archived_on.is_(None), cls.id == besides),
            )
            .order_by(cls.name)
        )


class GroupOrganiser(db.Model):
    """An organiser named on a group; whoever registers it is the first."""

    __tablename__ = "group_organiser"
    __table_args__ = (Index(None, "person_id", "group_id"),)

    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True
    )
    since_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(lazy="raise")


class GroupRedirect(db.Model):
    """A group that was merged into another: where its address leads now."""

    __tablename__ = "group_redirect"

    old_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))  # the one that was not kept

    @classmethod
    def follow(cls, group_id: uuid.UUID | None) -> uuid.UUID | None:
        """The id of the group that holds what was once kept under this id."""
        kept = select(cls.group_id).where(cls.old_id == group_id)
        return db.session.scalar(kept) or group_id


class GroupEvent(db.Model):
    """Something done to a group's record: merged, archived, brought back."""

    __tablename__ = "group_event"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), index=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[str]  # a sentence

    person: Mapped[Person] = relationship(lazy="raise")


class AskOutcome(enum.Enum):
    """How the body with power has responded so far."""

    ASKED = "asked"
    ANSWERED = "answered"
    AGREED = "agreed"
    REFUSED = "refused"
    SILENT = "silent"


class Ask(db.Model):
    """Something a group asked of a body with power over it (statements 4, 14, 24)."""

    __tablename__ = "ask"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("community_group.id"), index=True
    )
    of_whom: Mapped[str] = mapped_column(String(160))
    what: Mapped[str]
    asked_on: Mapped[date]

    steps: Mapped[list["AskStep"]] = relationship(
        back_populates="ask", lazy="raise", order_by="AskStep.on, AskStep.id"
    )


class AskStep(db.Model):
    """A change in an ask's standing, recorded by an entry or on the group's page."""

    __tablename__ = "ask_step"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ask_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ask.id"), index=True)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    outcome: Mapped[AskOutcome]
    on: Mapped[date]
    changed: Mapped[str] = mapped_column(default="")  # what changed, in words

    ask: Mapped[Ask] = relationship(back_populates="steps", lazy="raise")
