"""When a baseline is asked again: 12 and 24 months after the first round."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.accounts.models import Person
from app.clock import today
from app.db import db
from app.groups.models import Group, GroupOrganiser, Place
from app.groups.rounds import FEWEST, Response, Round

MONTHS = (12, 24)
EARLY = timedelta(days=60)  # a round so long before the day is the repeat


def _later(day: date, months: int) -> date:
    year = day.year + months // 12
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=year, day=28 if last_of_february else day.day)


def due(began: list[date], now: date) -> date | None:
    """The day since which a repeat is due, for rounds that began on these days."""
    if not began:
        return None
    passed = [day for day in (_later(min(began), m) for m in MONTHS) if day <= now]
    if not passed or max(began) >= passed[-1] - EARLY:
        return None
    return passed[-1]


@dataclass(frozen=True)
class Due:
    """A place or a group that is to be asked again."""

    since: date
    name: str
    place_id: uuid.UUID
    group_id: uuid.UUID | None


def due_for(person: Person, organisation_id: uuid.UUID) -> list[Due]:
    """What is due and concerns this organiser, the longest due first.

    Groups on which they are named; places where they work with a group, or in which
    they opened a round.
    """
    held: dict[Any, list[date]] = {}
    for row in db.session.execute(_concerning(person, organisation_id)):
        key = row.place_id, row.group_id, row.group or row.place
        held.setdefault(key, []).append(row.began_on)
    found = [
        Due(since, name, place_id, group_id)
        for (place_id, group_id, name), began in held.items()
        if (since := due(began, today()))
    ]
    return sorted(found, key=lambda one: (one.since, one.name))


def _concerning(
    person: Person, organisation_id: uuid.UUID
) -> Select[Any, Any, Any, Any, Any]:
    """The rounds that concern an organiser: when, of what, and what it is called.

    A place's round that was closed with fewer answers than are shown is no baseline.
    """
    named = select(GroupOrganiser.group_id).where(GroupOrganiser.person_id == person.id)
    places = select(Group.place_id).where(Group.id.in_(named))
    opened = select(Round.place_id).where(
        Round.opened_by_id == person.id, Round.group_id.is_(None)
    )
    answered = select(func.count()).where(Response.round_id == Round.id)
    is_used = or_(Round.closed_on.is_(None), answered.scalar_subquery() >= FEWEST)
    theirs = or_(Round.place_id.in_(places), Round.place_id.in_(opened))
    return (
        select(
            Round.began_on,
            Round.place_id,
            Round.group_id,
            Place.name.label("place"),
            Group.name.label("group"),
        )
        .join(Place, Place.id == Round.place_id)
        .outerjoin(Group, Group.id == Round.group_id)
        .where(
            Place.organisation_id == organisation_id,
            or_(Round.group_id.in_(named), and_(Round.group_id.is_(None), theirs)),
            or_(Round.group_id.is_not(None), is_used),
            Group.archived_on.is_(None),
        )
    )
