"""What is held about a group, in the words in which the group is shown it.

Its facts, what it asked for and what came of it, and the ratings given about it; never
a reflection, evidence, a draft or the name of somebody else (product.md, "A group's
right of reply").
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import personal
from app.content import vocab
from app.db import db
from app.groups.forms import CONTROLLERS, KINDS, OUTCOMES
from app.groups.models import Ask, Group
from app.groups.reply_models import PointKind
from app.look import day, framework
from app.practice.models import COUNTED, Entry, Rating, State
from app.supervision.models import SupervisorRating

LEFT_OUT = "[left out]"


@dataclass(frozen=True)
class Held:
    """One thing that is held, which the group may say is wrong."""

    key: str  # of its field in the form
    kind: PointKind
    heading: str
    shown: str
    entry_id: uuid.UUID | None = None
    principle: str = ""


@dataclass(frozen=True)
class RatedEntry:
    """The ratings of one engagement: its day, its kind, no word of it."""

    on: date | None
    kind: str
    ratings: tuple[Held, ...]


@dataclass(frozen=True)
class About:
    """All that a group is shown."""

    facts: tuple[Held, ...]
    asks: tuple[Held, ...]
    entries: tuple[RatedEntry, ...]

    @property
    def items(self) -> dict[str, Held]:
        """Everything that can be said to be wrong, by key."""
        ratings = [held for entry in self.entries for held in entry.ratings]
        return {held.key: held for held in (*self.facts, *self.asks, *ratings)}


def about(group: Group) -> About:
    """Everything that the group is shown. `group.place` is loaded."""
    return About(_facts(group), _asks(group), _entries(group))


def _facts(group: Group) -> tuple[Held, ...]:
    known = {
        "name": ("Name", group.name),
        "place": ("Neighbourhood", group.place.name),
        "kind": ("Kind", KINDS[group.kind]),
        "purpose": ("What it is for", _roles(group.purpose) or "Nothing written"),
        "members": ("Members", _number(group.members)),
        "volunteers": ("Volunteers", _number(group.volunteers)),
        "paid_hours": ("Paid hours a week", _number(group.paid_hours)),
        "controlled_by": ("Who controls it", _controller(group)),
        "contract": ("A contract to deliver a service", _contract(group)),
    }
    return tuple(
        Held(f"fact-{name}", PointKind.FACT, heading, words)
        for name, (heading, words) in known.items()
    )


def _number(number: int | None) -> str:
    return "Not known" if number is None else f"{number:,}"


def _controller(group: Group) -> str:
    known = group.controlled_by.value != "not-known"
    return CONTROLLERS[group.controlled_by] if known else "Not known"


def _contract(group: Group) -> str:
    return _roles(group.contract_note) if group.has_contract else "None"


def _roles(text: str) -> str:
    """The text without what looks like somebody's name, number or address."""
    found = [mark.words for mark in personal.marks(text)]
    while found:
        for words in found:
            text = text.replace(words, LEFT_OUT)
        found = [mark.words for mark in personal.marks(text)]
    return text


def _asks(group: Group) -> tuple[Held, ...]:
    query = (
        select(Ask)
        .where(Ask.group_id == group.id)
        .options(selectinload(Ask.steps))
        .order_by(Ask.asked_on.desc(), Ask.id.desc())
    )
    return tuple(
        Held(f"ask-{ask.id}", PointKind.ASK, _roles(ask.what)[:200], _came_of(ask))
        for ask in db.session.scalars(query)
    )


def _came_of(ask: Ask) -> str:
    """Of whom it was asked and when, and each step since, as sentences."""
    told = [f"Asked of {ask.of_whom} on {day(ask.asked_on)}."]
    for step in ask.steps:
        changed = f": {_roles(step.changed)}" if step.changed else ""
        told.append(f"{day(step.on)}: {OUTCOMES[step.outcome]}{changed}.")
    return " ".join(told)


def _entries(group: Group) -> tuple[RatedEntry, ...]:
    """The rated engagements, the latest first, in two queries."""
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.group_id == group.id, Entry.state.in_(COUNTED))
        .options(selectinload(Entry.ratings))
        .order_by(Entry.happened_on.desc(), Entry.id)
    ).all()
    theirs = _supervisors(entries)
    return tuple(
        RatedEntry(
            entry.happened_on,
            vocab.ENTRY_KINDS[entry.kind.value] if entry.kind else "",
            tuple(_held(entry, r, theirs.get((entry.id, r.principle))) for r in rated),
        )
        for entry in entries
        if (rated := _known(entry))
    )


def _known(entry: Entry) -> list[Rating]:
    """The ratings of principles that the entry's framework has."""
    scale = framework(entry.framework, entry.framework_version)
    return [rating for rating in entry.ratings if scale.principle(rating.principle)]


def _supervisors(entries: Iterable[Entry]) -> dict[tuple[uuid.UUID, str], str]:
    """The supervisor's level by entry and principle, once the author may read it."""
    told = (State.RETURNED, State.ACCEPTED)
    ids = [entry.id for entry in entries if entry.state in told]
    query = select(SupervisorRating).where(SupervisorRating.entry_id.in_(ids))
    given = db.session.scalars(query.order_by(SupervisorRating.given_at))
    return {(rating.entry_id, rating.principle): rating.level for rating in given}


def _held(entry: Entry, rating: Rating, theirs: str | None) -> Held:
    shown = _level(entry, rating.principle, rating.level)
    if theirs is not None:
        shown += f". The supervisor’s: {_level(entry, rating.principle, theirs)}"
    scale = framework(entry.framework, entry.framework_version)
    principle = scale.principle(rating.principle)
    return Held(
        key=f"rating-{entry.id}-{rating.principle}",
        kind=PointKind.RATING,
        heading=principle.name if principle else rating.principle,
        shown=shown,
        entry_id=entry.id,
        principle=rating.principle,
    )


def _level(entry: Entry, principle_id: str, level: str) -> str:
    """A level in words, with the anchor that it stands for."""
    scale = framework(entry.framework, entry.framework_version)
    principle = scale.principle(principle_id)
    if level == "dont-know":
        return "Don’t know."
    if level == "not-in-play" or principle is None:
        return "Not in play."
    name = next(step.name for step in scale.scale if step.level == int(level))
    return (
        f"{name} ({level} of {len(scale.scale) - 1}): {principle.anchors[int(level)]}"
    )
