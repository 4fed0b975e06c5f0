"""When a baseline is asked again: 12 and 24 months after the first round."""

import uuid
from datetime import date, timedelta

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.clock import today
from app.db import db
from app.groups.models import Group, GroupOrganiser, Place
from app.groups.rounds import Round

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


def due_for(person: Person, organisation_id: uuid.UUID) -> list[tuple[date, Round]]:
    """What is due and concerns this organiser, the longest due first.

    Groups on which they are named; places where they work with a group, or in which
    they opened a round.
    """
    named = select(GroupOrganiser.group_id).where(GroupOrganiser.person_id == person.id)
    places = select(Group.place_id).where(Group.id.in_(named))
    opened = select(Round.place_id).where(
        Round.opened_by_id == person.id, Round.group_id.is_(None)
    )
    query = (
        select(Round)
        .join(Place, Place.id == Round.place_id)
        .where(
            Place.organisation_id == organisation_id,
            or_(
                Round.group_id.in_(named),
                Round.group_id.is_(None)
                & or_(Round.place_id.in_(places), Round.place_id.in_(opened)),
            ),
        )
        .order_by(Round.began_on, Round.id)
    )
    held: dict[tuple[uuid.UUID, uuid.UUID | None], list[Round]] = {}
    for asked in db.session.scalars(query):
        held.setdefault((asked.place_id, asked.group_id), []).append(asked)
    found = []
    for rounds in held.values():
        since = due([one.began_on for one in rounds], today())
        if since:
            found.append((since, rounds[0]))
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))
