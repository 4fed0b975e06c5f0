"""How each module stands for a person: done, under way, next, late, and by when.

Without a cohort, or where its coordinator has set no days, there are no dates.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import select

from app import clock
from app.accounts.models import Membership, Organisation, Person, Role
from app.content.types import Module
from app.curriculum import progress
from app.curriculum.models import ModuleDates
from app.curriculum.progress import Kept
from app.db import db
from app.look import count, library, short_day

Dates = Mapping[str, ModuleDates]  # by module
MOST = 3  # modules that stand open in the list
SOON = 7  # days before the day by which a module is done: Today then speaks of it


class Mark(Enum):
    """What a module is to somebody; by value the name of its shape."""

    DONE = "done"
    UNDER_WAY = "under-way"
    LATE = "late"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One module as it stands for one person."""

    module: Module
    mark: Mark
    done: int  # parts
    of: int
    is_begun: bool
    late_by: int = 0  # days
    begin_by: date | None = None
    done_by: date | None = None

    @property
    def is_done(self) -> bool:
        """Complete: every part."""
        return self.mark is Mark.DONE

    @property
    def words(self) -> str:
        """The mark in words; of a late one, by how many days."""
        if self.mark is not Mark.LATE:
            return WORDS[self.mark]
        days = count(self.late_by, "day")
        return f"Late by {days}" if self.is_overdue else f"Begin: late by {days}"

    @property
    def is_overdue(self) -> bool:
        """Late with the whole, and not with its beginning only."""
        return self.done_by is not None and self.done_by < clock.today()

    @property
    def due(self) -> str:
        """The days that still matter, in words; empty where there is none."""
        if self.is_done:
            return ""
        begin = None if self.is_begun or self.is_overdue else self.begin_by
        days = (("begin by", begin), ("due on", self.done_by))
        return ", ".join(f"{words} {short_day(day)}" for words, day in days if day)


WORDS = {
    Mark.DONE: "Done",
    Mark.UNDER_WAY: "Under way",
    Mark.NEXT: "Next",
    Mark.LATER: "Not begun",
}


def of_person(person: Person, here: Organisation | None) -> list[Standing]:
    """Every written module as it stands for this person, by number."""
    return of_kept(progress.of_all(person), dates_of(person, here))


def dates_of(person: Person, here: Organisation | None) -> dict[str, ModuleDates]:
    """The days of the cohort to which the person belongs there, by module."""
    if here is None:
        return {}
    query = (
        select(ModuleDates)
        .join(Membership, Membership.cohort_id == ModuleDates.cohort_id)
        .where(
            Membership.person_id == person.id,
            Membership.organisation_id == here.id,
            Membership.role == Role.ORGANISER,
        )
    )
    return by_module(db.session.scalars(query))


def of_cohort(cohort_id: uuid.UUID) -> dict[str, ModuleDates]:
    """A cohort's days, by module."""
    query = select(ModuleDates).where(ModuleDates.cohort_id == cohort_id)
    return by_module(db.session.scalars(query))


def by_module(rows: Iterable[ModuleDates]) -> dict[str, ModuleDates]:
    """Days under the modules' slugs of today."""
    renamed = library().redirects
    return {renamed.get(("module", row.module), row.module): row for row in rows}


def of_kept(kept: Kept, dates: Dates) -> list[Standing]:
    """Every written module as it stands for whoever has done this, by number."""
    stand = [_stand(module, kept, dates.get(module.slug)) for module in _modules()]
    waiting = [s for s in stand if s.mark is Mark.LATER]
    first = min(waiting, key=_order, default=None)
    return [_as_next(s) if s is first else s for s in stand]


def _modules() -> Iterable[Module]:
    return library().modules


def _order(standing: Standing) -> tuple[date, int]:
    """By the days that the coordinator set, then by number."""
    day = standing.begin_by or standing.done_by or date.max
    return day, standing.module.number


def _as_next(standing: Standing) -> Standing:
    facts = {**vars(standing), "mark": Mark.NEXT}
    return Standing(**facts)


def _stand(module: Module, kept: Kept, days: ModuleDates | None) -> Standing:
    done, of = progress.count_done(module, kept)
    facts: dict[str, Any] = {"module": module, "done": done, "of": of}
    begin_by = days.begin_by if days else None
    done_by = days.done_by if days else None
    facts |= {"begin_by": begin_by, "done_by": done_by}
    if done == of:
        return Standing(mark=Mark.DONE, is_begun=True, **facts)
    begun = progress.has_begun(module, kept)
    late_by = _days_over(done_by) or (0 if begun else _days_over(begin_by))
    mark = Mark.LATE if late_by else Mark.UNDER_WAY if begun else Mark.LATER
    return Standing(mark=mark, is_begun=begun, late_by=late_by, **facts)


def _days_over(day: date | None) -> int:
    """How many days ago it was; nothing of today or later."""
    return max(0, (clock.today() - day).days) if day else 0


def at_hand(standings: Iterable[Standing]) -> list[Standing]:
    """What somebody has to do with now: what is late or under way, else the next.

    A few of them at most: a list of fifteen modules is to stay readable.
    """
    rows = list(standings)
    begun = [s for s in rows if s.mark in {Mark.LATE, Mark.UNDER_WAY}]
    return begun[:MOST] or [s for s in rows if s.mark is Mark.NEXT]


def urgent(standings: Iterable[Standing]) -> Standing | None:
    """The module of which Today speaks: the latest late, else what is due in a week."""
    dated = [s for s in standings if not s.is_done]
    late = [s for s in dated if s.mark is Mark.LATE]
    soon = [s for s in dated if s.done_by and (s.done_by - clock.today()).days <= SOON]
    return min(late or soon, key=_order, default=None)
