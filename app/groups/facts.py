"""A group's facts over time: what was saved when, by whom, and what changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.clock import local, today
from app.db import db
from app.groups.forms import CONTROLLERS, INCOME, KINDS
from app.groups.history import GroupFacts
from app.groups.models import Controller, Group, GroupKind, IncomeBand, Place

OLD = timedelta(days=183)  # six months: after that, facts are said to be unconfirmed
UNKNOWN = "Not known"

Facts = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One fact that was changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Saved:
    """The facts as they were saved once; the first has no changes."""

    at: datetime
    by: str  # a name; empty where nobody is known
    changes: tuple[Change, ...]
    is_first: bool
    facts: tuple[tuple[str, str], ...]  # label and words


def held(group: Group) -> Facts:
    """The facts as they are now, as they are kept. Asks for the place's name."""
    place = db.session.get(Place, group.place_id)
    shares = [group.share_members, group.share_grants, group.share_contracts]
    return {
        "name": group.name,
        "place": place.name if place else "",
        "kind": group.kind.value,
        "purpose": group.purpose,
        "members": group.members,
        "volunteers": group.volunteers,
        "paid_hours": group.paid_hours,
        "controlled_by": group.controlled_by.value,
        "income": group.income_band.value,
        "shares": None if None in shares else shares,
        "contract": group.contract_note if group.has_contract else "",
        "charge": group.charge_note if group.has_charge else "",
    }


def keep(group: Group, before: Facts | None, by: Person) -> None:
    """Keep the facts as they are now; `before` is how they were, none for a new group.

    Of a group whose changes were not kept from the start, those are kept first.
    """
    known = db.session.scalar(select(exists().where(GroupFacts.group_id == group.id)))
    if before is not None and not known:
        found = GroupFacts(group_id=group.id, saved_at=group.made_at, facts=before)
        db.session.add(found)
        db.session.flush()
    row = GroupFacts(group_id=group.id, by_id=by.id, facts=held(group))
    db.session.add(row)


def is_old(group: Group, on: date | None = None) -> bool:
    """Whether nobody has confirmed the facts for six months."""
    return (on or today()) - group.facts_on > OLD


def over_time(group: Group) -> list[Saved]:
    """Every time that the facts were saved or confirmed, the newest first."""
    query = (
        select(GroupFacts)
        .where(GroupFacts.group_id == group.id)
        .options(joinedload(GroupFacts.by))
        .order_by(GroupFacts.saved_at, GroupFacts.id)
    )
    rows = list(db.session.scalars(query))
    saved = []
    for place, row in enumerate(rows):
        before = rows[place - 1].facts if place else None
        saved.append(
            Saved(
                local(row.saved_at),
                row.by.name if row.by else "",
                _changes(before, row.facts) if before is not None else (),
                before is None,
                tuple(in_words(row.facts)),
            )
        )
    return saved[::-1]


def in_words(facts: Facts) -> list[tuple[str, str]]:
    """Label and words of each fact."""
    return [(label, words(facts.get(name))) for name, (label, words) in SHOWN.items()]


def _changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    return tuple(
        Change(label, words(before.get(name)), words(after.get(name)))
        for name, (label, words) in SHOWN.items()
        if before.get(name) != after.get(name)
    )


def _number(value: Any) -> str:
    return UNKNOWN if value is None else f"{value:,}"


def _hours(value: Any) -> str:
    return UNKNOWN if value is None else f"{value:,} a week"


def _text(value: Any) -> str:
    return value or "None"


def _shares(value: Any) -> str:
    if not value:
        return UNKNOWN
    members, grants, contracts = value
    return f"members {members}%, grants {grants}%, contracts and sales {contracts}%"


def _called(kind: Any, names: dict[Any, str]) -> Callable[[Any], str]:
    return lambda value: names[kind(value)] if value else UNKNOWN


SHOWN: dict[str, tuple[str, Callable[[Any], str]]] = {
    "name": ("Name", _text),
    "place": ("Neighbourhood", _text),
    "kind": ("Kind", _called(GroupKind, KINDS)),
    "purpose": ("Purpose", _text),
    "members": ("Members", _number),
    "volunteers": ("Volunteers", _number),
    "paid_hours": ("Paid hours", _hours),
    "controlled_by": ("Controlled by", _called(Controller, CONTROLLERS)),
    "income": ("Income a year", _called(IncomeBand, INCOME)),
    "shares": ("Money from", _shares),
    "contract": ("Contract", _text),
    "charge": ("Charges for", _text),
}
