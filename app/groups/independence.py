"""Does a group go on without an organiser? By quarter, from statements 7 and 8.

Two signs: who started what was recorded, and how often the group met or acted with no
organiser there. Drafts count in nothing, and fewer than five in a quarter say nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import today
from app.db import db
from app.groups.history import MetAlone
from app.groups.models import Group
from app.practice.models import COUNTED, Entry, EntryKind, Starter

FEWEST = 5  # in a quarter, for a share of them to be told
QUARTERS = 8  # shown: two years
STARTERS = {
    Starter.GROUP: "The group",
    Starter.ORGANISER: "An organiser",
    Starter.AGENCY: "An agency",
    Starter.COMMISSIONER: "A commissioner",
}
NAMES = ("January to March", "April to June", "July to September",
         "October to December")  # fmt: skip
SHORT = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")
LEFT, WIDTH, ROW, TOP = 104, 380, 34, 26  # the drawing's bars, in its own units
SHADES = {Starter.GROUP: "q4", Starter.ORGANISER: "q2",
          Starter.AGENCY: "q1", Starter.COMMISSIONER: "q0"}  # fmt: skip


@dataclass
class Quarter:
    """What was recorded in three months."""

    number: int  # quarters since the year 0
    started: Counter[Starter] = field(default_factory=Counter)
    own: int = 0  # entries of the group acting with no organiser there
    met: int = 0  # meetings without one that were counted on the group's page

    @property
    def starters(self) -> list[int]:
        """How many each started: group, organiser, agency, commissioner."""
        return [self.started[who] for who in STARTERS]

    @property
    def entries(self) -> int:
        """All entries."""
        return sum(self.started.values())

    @property
    def alone(self) -> int:
        """Times that it met or acted with no organiser there."""
        return self.own + self.met

    @property
    def times(self) -> int:
        """Everything that was recorded."""
        return self.entries + self.met

    @property
    def is_enough(self) -> bool:
        """Whether anything is said of it."""
        return self.times >= FEWEST

    @property
    def name(self) -> str:
        """July to September 2026."""
        return f"{NAMES[self.number % 4]} {self.number // 4}"

    @property
    def short(self) -> str:
        """Jul–Sep 2026."""
        return f"{SHORT[self.number % 4]} {self.number // 4}"


@dataclass(frozen=True)
class Part:
    """One piece of a bar."""

    x: float
    width: float
    shade: str
    count: int


@dataclass(frozen=True)
class Bar:
    """A quarter's line of the drawing; no parts where there are too few."""

    quarter: Quarter
    y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Independence:
    """The signs of one group, the newest quarter first."""

    own: int  # of all time: entries of its own activity
    entries: int
    met: tuple[MetAlone, ...]  # the newest first
    quarters: tuple[Quarter, ...] = ()
    says: str = ""
    started: tuple[Bar, ...] = ()
    alone: tuple[Bar, ...] = ()
    height: int = 0


def of(group: Group) -> Independence:
    """What submitted, returned and accepted entries say, and the meetings counted."""
    query = select(Entry.happened_on, Entry.started_by, Entry.kind).where(
        Entry.group_id == group.id, Entry.state.in_(COUNTED)
    )
    rows = db.session.execute(query)
    told = [(on, who, kind) for on, who, kind in rows if on and who and kind]
    own = sum(kind is EntryKind.OWN_ACTIVITY for _, _, kind in told)
    met = tuple(_met(group))
    if not told and not met:
        return Independence(0, 0, ())
    quarters = _quarters(told, met)
    started = tuple(_started(q, place) for place, q in enumerate(quarters))
    alone = tuple(_alone(q, place) for place, q in enumerate(quarters))
    height = TOP + ROW * len(quarters)
    says = _says(quarters)
    return Independence(own, len(told), met, quarters, says, started, alone, height)


def _met(group: Group) -> list[MetAlone]:
    query = (
        select(MetAlone)
        .where(MetAlone.group_id == group.id)
        .options(joinedload(MetAlone.by))
        .order_by(MetAlone.on.desc(), MetAlone.id.desc())
    )
    return list(db.session.scalars(query))


def _number(on: date) -> int:
    return on.year * 4 + (on.month - 1) // 3


def _quarters(
    told: Sequence[tuple[date, Starter, EntryKind]], met: Sequence[MetAlone]
) -> tuple[Quarter, ...]:
    """The last two years' quarters from the first that holds anything."""
    newest = _number(today())
    days = [on for on, _, _ in told] + [row.on for row in met]
    oldest = max(min(_number(min(days)), newest), newest - QUARTERS + 1)
    found = {number: Quarter(number) for number in range(oldest, newest + 1)}
    for on, starter, kind in told:
        if quarter := found.get(_number(on)):
            quarter.started[starter] += 1
            quarter.own += kind is EntryKind.OWN_ACTIVITY
    for row in met:
        if quarter := found.get(_number(row.on)):
            quarter.met += 1
    return tuple(found[number] for number in sorted(found, reverse=True))


def _says(quarters: Sequence[Quarter]) -> str:
    """The newest quarter with five, beside the oldest; nothing from fewer."""
    enough = [quarter for quarter in quarters if quarter.is_enough]
    if not enough:
        return (
            "No quarter has five activities yet, so nothing is said about how things "
            "are going."
        )
    newest, oldest = enough[0], enough[-1]
    so_far = ", so far" if newest.number == _number(today()) else ""
    words = f"From {newest.name}{so_far}: {_times(newest)}."
    if newest is not oldest:
        words += f" From {oldest.name}: {_times(oldest)}."
    return words


def _times(quarter: Quarter) -> str:
    words = (
        f"{quarter.alone} of {quarter.times} times with no organiser there"
        if quarter.alone
        else f"an organiser was there all {quarter.times} times"
    )
    if quarter.entries < FEWEST:
        return words
    group = quarter.started[Starter.GROUP]
    return f"{words}, and the group started {group} of {quarter.entries}"


def _started(quarter: Quarter, place: int) -> Bar:
    if quarter.entries < FEWEST:
        return Bar(quarter, TOP + ROW * place, ())
    counts = [(quarter.started[who], SHADES[who]) for who in STARTERS]
    return Bar(quarter, TOP + ROW * place, _parts(counts))


def _alone(quarter: Quarter, place: int) -> Bar:
    if not quarter.is_enough:
        return Bar(quarter, TOP + ROW * place, ())
    counts = [(quarter.alone, "q4"), (quarter.times - quarter.alone, "q1")]
    return Bar(quarter, TOP + ROW * place, _parts(counts))


def _parts(counts: Sequence[tuple[int, str]]) -> tuple[Part, ...]:
    """Pieces that fill the bar, side by side, as wide as their share."""
    whole = sum(count for count, _ in counts)
    parts, x = [], float(LEFT)
    for count, shade in counts:
        if count:
            width = WIDTH * count / whole
            parts.append(Part(round(x, 1), round(width, 1), shade, count))
            x += width
    return tuple(parts)
