"""Whose figures a person may ask for, and the figures, as plain rows."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, extract, func, select

from app import policy
from app.accounts.models import (
    Cohort,
    Membership,
    Organisation,
    Person,
    Role,
    Supervision,
)
from app.db import db
from app.look import count
from app.practice.models import COUNTED, Entry, Rating, Stream

LEVELS = ("0", "1", "2", "3", "4")  # don't know is not a score

Row = tuple[date, uuid.UUID, str, int, int]  # month, author, stream, entries, minutes


@dataclass(frozen=True)
class Scope:
    """A choice of whose work the page shows."""

    value: str  # in the address; says nothing about anybody
    words: str  # in the select
    about: str  # under the heading
    authors: Any = None  # ids, or a query of ids; none is everybody here
    is_own: bool = False
    is_aggregate: bool = False  # a coordinator's: never from fewer than five people


def scopes(person: Person, here: Organisation) -> list[Scope]:
    """Every choice that this person has here today; the first is shown unasked."""
    found: list[Scope] = []
    if policy.can_practise(person, here):
        own = Scope("me", "My own work", "Your own work.", [person.id], is_own=True)
        found.append(own)
    if policy.can_supervise(person, here):
        found += _supervised(person, here)
    if policy.can_coordinate(person, here):
        found += _aggregates(here)
    return found


def _supervised(person: Person, here: Organisation) -> list[Scope]:
    """All the organisers whom they supervise today, then each by name."""
    theirs = Supervision.organisers_of(person, here.id)
    people = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(theirs))
        .order_by(Person.name, Person.id)
    ).all()
    each = [
        Scope(f"person:{one.id}", one.name, f"{one.name}’s work.", [one.id])
        for one in people
    ]
    if len(people) == 1:
        return each
    words, about = "Those I supervise", "Nobody is paired with you today."
    if people:
        several = count(len(people), "organiser")
        words, about = f"All {several.split()[0]}", f"The {several} you supervise."
    return [Scope("all", words, about, [one.id for one in people]), *each]


def _aggregates(here: Organisation) -> list[Scope]:
    """The organisation, then each cohort by name."""
    cohorts = db.session.execute(
        select(Cohort.id, Cohort.name)
        .where(Cohort.organisation_id == here.id)
        .order_by(Cohort.name)
    )
    whole = f"Everybody’s work in {here.name}, counted and never read."
    return [
        Scope("organisation", "The organisation", whole, is_aggregate=True),
        *(
            Scope(
                f"cohort:{cohort.id}",
                cohort.name,
                f"The cohort {cohort.name}, counted and never read.",
                _in_cohort(cohort.id, here),
                is_aggregate=True,
            )
            for cohort in cohorts
        ),
    ]


def _in_cohort(cohort_id: uuid.UUID, here: Organisation) -> Select[Any]:
    return select(Membership.person_id).where(
        Membership.cohort_id == cohort_id,
        Membership.organisation_id == here.id,
        Membership.role == Role.ORGANISER,
    )


_YEAR = extract("year", Entry.happened_on).label("year")
_MONTH = extract("month", Entry.happened_on).label("month")


def monthly(
    scope: Scope,
    here: Organisation,
    until: date,
    framework: tuple[str, int] | None = None,
) -> list[Row]:
    """Entries and minutes by month, author and stream, up to the day `until`.

    Of all entries, or of those scored with one framework in one version.
    """
    query = (
        _counted(scope, here, until)
        .add_columns(
            Entry.author_id,
            Entry.stream,
            func.count().label("entries"),
            func.sum(Entry.minutes).label("minutes"),
        )
        .group_by(_YEAR, _MONTH, Entry.author_id, Entry.stream)
    )
    if framework:
        query = query.where(
            Entry.framework == framework[0], Entry.framework_version == framework[1]
        )
    return [
        (_month(row), row.author_id, row.stream.value, row.entries, int(row.minutes))
        for row in db.session.execute(query)
    ]


def scored(
    scope: Scope,
    here: Organisation,
    framework: tuple[str, int],
    first: date,
    until: date,
) -> dict[tuple[str, date], int]:
    """Entries in which a principle was scored, by its id and the month.

    Of one framework in one version (`framework`): what was scored with another has
    other principles, or other anchors, and is never counted together with it.

    Service provision is left out: it is judged by service standards, not by an
    empowerment profile (principles.md; statements 3 and 14).
    """
    query = (
        _counted(scope, here, until)
        .add_columns(Rating.principle, func.count().label("entries"))
        .join(Rating, Rating.entry_id == Entry.id)
        .where(
            Entry.happened_on >= first,
            Entry.stream != Stream.SERVICE,
            Entry.framework == framework[0],
            Entry.framework_version == framework[1],
            Rating.level.in_(LEVELS),
        )
        .group_by(_YEAR, _MONTH, Rating.principle)
    )
    return {
        (row.principle, _month(row)): row.entries for row in db.session.execute(query)
    }


def frameworks(
    scope: Scope, here: Organisation, first: date, until: date
) -> list[tuple[str, int]]:
    """Id and version of every framework that these entries were scored with."""
    query: Any = _counted(scope, here, until).where(
        Entry.happened_on >= first, Entry.stream != Stream.SERVICE
    )
    query = query.with_only_columns(Entry.framework, Entry.framework_version)
    rows = db.session.execute(query.distinct())
    return sorted((row.framework, row.framework_version) for row in rows)


def _counted(scope: Scope, here: Organisation, until: date) -> Select[Any]:
    """Year and month of the entries that figures count; never a draft.

    The bound on the day lets `ix_entry_monthly` serve one person's figures.
    """
    query: Any = (
        select(_YEAR, _MONTH)
        .select_from(Entry)
        .where(
            Entry.organisation_id == here.id,
            Entry.state.in_(COUNTED),
            Entry.happened_on <= until,
        )
    )
    if scope.authors is None:
        return query
    return query.where(Entry.author_id.in_(scope.authors))


def _month(row: Any) -> date:
    """Its first day; PostgreSQL gives the parts of a date as decimals."""
    return date(int(row.year), int(row.month), 1)


def has_drafts(person: Person, here: Organisation) -> bool:
    """Whether they have begun an entry here at all."""
    mine = Entry.of(person).where(Entry.organisation_id == here.id).exists()
    return bool(db.session.scalar(select(mine)))
