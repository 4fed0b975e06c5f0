"""Two ledgers of a group: what it asked of those with power, and its support.

Time to answer is counted in days from the day of the ask to the first answer. Being
silent is none.
"""

import statistics
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.clock import today
from app.content.questions import SUPPORT, SUPPORT_MARKS
from app.db import db
from app.groups.history import SupportNote
from app.groups.models import Ask, AskOutcome, AskStep, Group, GroupOrganiser
from app.practice.models import COUNTED, Entry

LONG = 30  # days without an answer, after which an ask comes back on Today
ENOUGH = 5  # answers; no median from fewer
LONG_AGO = timedelta(days=LONG)
ANSWERS = (AskOutcome.ANSWERED, AskOutcome.AGREED, AskOutcome.REFUSED)


@dataclass(frozen=True)
class AskLine:
    """One ask, how it stands, and how long it took or has waited."""

    ask: Ask
    outcome: AskOutcome
    answered_on: date | None
    days: int  # until the first answer, or so far
    group: Group | None = None  # on a page about several

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_on is None

    @property
    def changed(self) -> str:
        """What changed, as was said last; empty if nobody said."""
        return next((step.changed for step in self.ask.steps[::-1] if step.changed), "")

    @property
    def is_long(self) -> bool:
        """Whether it has waited for more than thirty days."""
        return self.waits and self.days > LONG


@dataclass(frozen=True)
class Body:
    """What one body was asked, and how it answers."""

    name: str
    asked: int
    waiting: int
    longest: int  # days that the oldest one waits
    median: float | None  # days until an answer; none from fewer than five
    answered: int


@dataclass(frozen=True)
class Asks:
    """Asks with those that wait longest first, and the time to an answer."""

    lines: tuple[AskLine, ...]
    answered: int
    median: float | None
    bodies: tuple[Body, ...]

    @property
    def waiting(self) -> int:
        """How many have no answer yet."""
        return len(self.lines) - self.answered


def asks_of(group: Group) -> Asks:
    """What one group asked for."""
    return _asks(select(Ask).where(Ask.group_id == group.id))


def asks_in(groups: Select[Any]) -> Asks:
    """What these groups asked for. `groups` selects groups."""
    found = {group.id: group for group in db.session.scalars(groups)}
    return _asks(select(Ask).where(Ask.group_id.in_(found)), found)


def _asks(query: Select[Any], groups: dict[uuid.UUID, Group] | None = None) -> Asks:
    asks = db.session.scalars(query.options(selectinload(Ask.steps)))
    lines = [_line(ask, (groups or {}).get(ask.group_id)) for ask in asks]
    lines.sort(key=lambda line: (not line.waits, -line.days, line.ask.id))
    answered, median = _median(lines)
    return Asks(tuple(lines), answered, median, _bodies(lines))


def _line(ask: Ask, group: Group | None) -> AskLine:
    answers = [step.on for step in ask.steps if step.outcome in ANSWERS]
    first = min(answers, default=None)
    outcome = ask.steps[-1].outcome if ask.steps else AskOutcome.ASKED
    days = max(0, ((first or today()) - ask.asked_on).days)
    return AskLine(ask, outcome, first, days, group)


def _median(lines: Iterable[AskLine]) -> tuple[int, float | None]:
    """How many were answered, and their median days, from five."""
    days = [line.days for line in lines if not line.waits]
    return len(days), statistics.median(days) if len(days) >= ENOUGH else None


def _bodies(lines: Sequence[AskLine]) -> tuple[Body, ...]:
    """By the body that was asked, whatever the capitals; longest wait first."""
    by_name: dict[str, list[AskLine]] = {}
    for line in lines:
        by_name.setdefault(" ".join(line.ask.of_whom.casefold().split()), []).append(
            line
        )
    bodies = [_body(some) for some in by_name.values()]
    return tuple(sorted(bodies, key=lambda b: (-b.longest, -b.asked, b.name)))


def _body(lines: list[AskLine]) -> Body:
    waiting = [line.days for line in lines if line.waits]
    answered, median = _median(lines)
    name = lines[0].ask.of_whom
    longest = max(waiting, default=0)
    return Body(name, len(lines), len(waiting), longest, median, answered)


@dataclass(frozen=True)
class Mark:
    """Support that was asked for, given or refused once."""

    kind: str
    mark: str
    on: date
    by: str = ""  # who recorded it; empty when an entry tells it
    words: str = ""
    entry_id: uuid.UUID | None = None  # the reader's own

    @property
    def mark_words(self) -> str:
        """Asked for, given, refused."""
        return SUPPORT_MARKS[self.mark]


@dataclass(frozen=True)
class SupportLine:
    """One kind of support: how often, when last, and whether something is open."""

    kind: str
    words: str
    counts: dict[str, int]  # by mark
    last: dict[str, date]  # by mark
    open_since: date | None  # asked for, and nothing since
    marks: tuple[Mark, ...]  # the newest first


def support_of(group: Group, reader: Person) -> list[SupportLine]:
    """Every kind of support, with open requests first, the oldest of them on top."""
    marks = [*_told(group, reader), *_noted(group)]
    lines = [_support_line(kind, marks) for kind in SUPPORT]
    return sorted(
        lines, key=lambda ln: (ln.open_since is None, ln.open_since or date.max)
    )


def _told(group: Group, reader: Person) -> list[Mark]:
    """What submitted entries say of support."""
    query = select(Entry.id, Entry.author_id, Entry.happened_on, Entry.support).where(
        Entry.group_id == group.id, Entry.state.in_(COUNTED)
    )
    return [
        Mark(kind, mark, on, entry_id=entry_id if author_id == reader.id else None)
        for entry_id, author_id, on, support in db.session.execute(query)
        for kind, mark in (support or {}).items()
        if on and kind in SUPPORT and mark in SUPPORT_MARKS
    ]


def _noted(group: Group) -> list[Mark]:
    """What was recorded on the group's page."""
    query = (
        select(SupportNote)
        .where(SupportNote.group_id == group.id)
        .options(joinedload(SupportNote.by))
    )
    return [
        Mark(note.kind, note.mark, note.on, note.by.name, note.words)
        for note in db.session.scalars(query)
    ]


def _support_line(kind: str, marks: list[Mark]) -> SupportLine:
    mine = sorted((m for m in marks if m.kind == kind), key=lambda mark: mark.on)
    counts = {mark: sum(m.mark == mark for m in mine) for mark in SUPPORT_MARKS}
    last = {m.mark: m.on for m in mine}
    ends = [m.on for m in mine if m.mark != "asked"]
    asked = [
        m.on for m in mine if m.mark == "asked" and m.on > max(ends, default=date.min)
    ]
    since = min(asked, default=None)
    return SupportLine(kind, SUPPORT[kind], counts, last, since, tuple(mine[::-1]))


def waiting_long(person: Person, organisation_id: uuid.UUID) -> list[Ask]:
    """Asks of one's own groups without an answer for over thirty days, oldest first."""
    answered = select(AskStep.ask_id).where(AskStep.outcome.in_(ANSWERS))
    query = (
        select(Ask)
        .join(Group, Group.id == Ask.group_id)
        .join(GroupOrganiser, GroupOrganiser.group_id == Group.id)
        .where(
            GroupOrganiser.person_id == person.id,
            Group.organisation_id == organisation_id,
            Ask.asked_on < today() - LONG_AGO,
            Group.archived_on.is_(None),
            Ask.id.not_in(answered),
        )
        .order_by(Ask.asked_on, Ask.id)
    )
    return list(db.session.scalars(query))
