"""Which questions come back to a person today.

Reading never writes: an answer from before there were cards, and a card whose check has
changed, are worked out as they are read, and a check that was retired or has gone is
passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from app import clock
from app.accounts.models import Person
from app.content.blocks import Check
from app.content.types import Lesson
from app.curriculum import schedule
from app.curriculum.cards import A_DAY, Card, Ease, Recall, RecallChoice
from app.curriculum.models import Answer
from app.curriculum.schedule import State
from app.db import db
from app.look import library


@dataclass(frozen=True)
class Question:
    """A check that has come back, or will."""

    check: Check
    lesson: Lesson
    due_on: date
    turn: int
    answered_at: datetime  # in the lesson
    was_right: bool | None  # there
    has_changed: bool  # since it was answered
    is_left_out: bool


@dataclass(frozen=True)
class Choice:
    """What a person chose, or what holds until they do; see `RecallChoice`."""

    is_offered: bool = True
    a_day: int = A_DAY
    not_on: date | None = None


@dataclass(frozen=True)
class Day:
    """What comes back to a person today."""

    waiting: tuple[Question, ...]  # those for today, in order
    answered: int  # today
    has_more: bool  # more has come due than fits in a day
    next_on: date | None  # when there is more to answer
    left_out: tuple[Question, ...]
    choice: Choice

    @property
    def is_put_off(self) -> bool:
        """Whether they said "not today"."""
        return self.choice.not_on == clock.today()

    @property
    def total(self) -> int:
        """How many are asked today, those that are answered among them."""
        return self.answered + len(self.waiting)


def find_check(name: str) -> tuple[Lesson, Check] | None:
    """A check of a lesson, retired or not, with its lesson."""
    page, check = library().blocks.get(name, (None, None))
    if isinstance(page, Lesson) and isinstance(check, Check):
        return page, check
    return None


def is_asked(name: str) -> bool:
    """Whether a check of this id still comes back."""
    found = find_check(name)
    return found is not None and not found[1].retired


def of_today(person: Person) -> Day:
    """What comes back to the person today.

    Where more has come due than fits, what is likeliest to be forgotten comes first:
    after 90 days away, with 120 cards and ten a day, FSRS foresees that 90 % are known
    a week later, against 85 % the other way round; after a month it is the same.
    """
    day = _unordered(person)
    due = _in_order(person, day.waiting)
    return replace(day, waiting=tuple(due[: _room(day)]))


def offered(person: Person) -> int:
    """How many questions Today offers; none if they are put off or not wanted.

    One query, and no more work than counting: every visit to Today asks it.
    """
    today = clock.today()
    rows = db.session.execute(_everything(), _asked_of(person)).all()
    choice = _choice(rows[0]) if rows else Choice()
    if not choice.is_offered or choice.not_on == today:
        return 0
    due = sum(
        row.left_out_at is None
        and (found := find_check(row.block)) is not None
        and not found[1].retired
        and _due_on(row, found[1], today) <= today
        for row in rows
    )
    return min(due, max(0, choice.a_day - rows[0].answered)) if rows else 0


def _room(day: Day) -> int:
    """How many more may be asked today."""
    return max(0, day.choice.a_day - day.answered)


def _unordered(person: Person) -> Day:
    """The person's day, with everything that has come due waiting, in no order."""
    today = clock.today()
    rows = db.session.execute(_everything(), _asked_of(person)).all()
    found = [one for row in rows if (one := _question(row, today))]
    coming = [one for one in found if not one.is_left_out]
    due = [one for one in coming if one.due_on <= today]
    later = [one.due_on for one in coming if one.due_on > today]
    day = Day(
        waiting=tuple(due),
        answered=rows[0].answered if rows else 0,
        has_more=False,
        next_on=min(later, default=None),
        left_out=tuple(one for one in found if one.is_left_out),
        choice=_choice(rows[0]) if rows else Choice(),
    )
    if len(due) > _room(day):
        return replace(day, has_more=True, next_on=today + timedelta(days=1))
    return day


def _choice(row: Row[Any]) -> Choice:
    has_chosen = row.is_offered is not None
    return Choice(row.is_offered, row.a_day, row.not_on) if has_chosen else Choice()


def _in_order(person: Person, due: Sequence[Question]) -> list[Question]:
    """Questions by how likely it is that they are still known, the least first."""
    today, names = clock.today(), [one.check.id for one in due]
    cards = select(Card.block, Card.state).where(
        Card.person_id == person.id, Card.block.in_(names)
    )
    states = {row.block: row.state for row in db.session.execute(cards)} if due else {}

    def place(one: Question) -> tuple[float, date, str]:
        state = states.get(one.check.id)
        if one.has_changed:
            state = schedule.blank(today)
        state = state or first_state(one.was_right, one.answered_at)
        return schedule.held(state, today), one.due_on, one.check.id

    return sorted(due, key=place)


def question(person: Person, check: Check) -> Question | None:
    """A check as it comes back to the person; none if it does not."""
    query = _everything().where(Answer.block == check.id)
    row = db.session.execute(query, _asked_of(person)).first()
    return _question(row, clock.today()) if row else None


def has_answered(person: Person, name: str) -> bool:
    """Whether the person answered an exercise of this id in a lesson or a module."""
    mine = Answer.person_id == person.id, Answer.block == name
    return db.session.scalar(select(Answer.id).where(*mine)) is not None


def _asked_of(person: Person) -> dict[str, Any]:
    """Who asks, and since when it is today."""
    midnight = datetime.combine(clock.today(), time(), clock.zone())
    return {"me": person.id, "midnight": midnight}


@cache
def _everything() -> Any:
    """The person's answers with their cards; beside each the choice and the count."""
    answered = select(func.count()).where(
        Recall.person_id == bindparam("me"),
        Recall.at >= bindparam("midnight"),
        Recall.turn.is_not(None),
    )
    card = (Card.person_id == Answer.person_id) & (Card.block == Answer.block)
    return (
        select(
            Answer.block, Answer.version, Answer.is_right, Answer.at,
            Card.version.label("card_version"), Card.due_on, Card.turn,
            Card.left_out_at, RecallChoice.is_offered, RecallChoice.a_day,
            RecallChoice.not_on, answered.scalar_subquery().label("answered"),
        )
        .outerjoin(Card, card)
        .outerjoin(RecallChoice, RecallChoice.person_id == Answer.person_id)
        .where(Answer.person_id == bindparam("me"))
    )  # fmt: skip


def _question(row: Row[Any], today: date) -> Question | None:
    """The question that an answer in a lesson leads to; none if it is not asked."""
    found = find_check(row.block)
    if found is None or found[1].retired:
        return None
    lesson, check = found
    return Question(
        check=check,
        lesson=lesson,
        due_on=_due_on(row, check, today),
        turn=row.turn or 0,
        answered_at=row.at,
        was_right=row.is_right,
        has_changed=_has_changed(row, check),
        is_left_out=row.left_out_at is not None,
    )


def _has_changed(row: Row[Any], check: Check) -> bool:
    """Whether the check has a newer version than the card, or else the answer."""
    version: int = row.version if row.card_version is None else row.card_version
    return version != check.version


def _due_on(row: Row[Any], check: Check, today: date) -> date:
    """When it comes back: a changed check at once, to be asked afresh."""
    if _has_changed(row, check):
        return today
    if row.due_on is None:
        return schedule.due_on(first_state(row.is_right, row.at))
    on: date = row.due_on
    return on


def first_state(is_right: bool | None, at: datetime) -> State:
    """The state after the answer in the lesson."""
    return schedule.first(schedule.ease(is_right), clock.local(at).date())


def is_latest(card: Card | None, kept: Recall) -> bool:
    """Whether this is the answer by which the card's day was worked out."""
    if card is None or kept.turn is None:
        return False
    return (card.turn, card.version) == (kept.turn + 1, kept.version)


def ratings(card: Card | None, kept: Recall) -> frozenset[Ease]:
    """What its writer may say of an answer: of a wrong one nothing."""
    found = find_check(kept.block)
    if found is None or not is_latest(card, kept):
        return frozenset()
    is_judged = found[1].kind == "short"
    return frozenset(Ease) if is_judged or kept.is_right else frozenset()


def card(kept: Recall) -> Card | None:
    """The card to which an answer was given, if it is there still."""
    mine = Card.person_id == kept.person_id, Card.block == kept.block
    return db.session.scalar(select(Card).where(*mine))


def earlier(kept: Recall) -> list[tuple[datetime, str]]:
    """What the person wrote to the same question before: when, text; latest first."""
    told = [
        *db.session.execute(_given(Recall, kept).where(Recall.at < kept.at)),
        *db.session.execute(_given(Answer, kept)),
    ]
    told.sort(key=lambda row: row.at, reverse=True)
    return [(row.at, text) for row in told if (text := row.given.get("text"))]


def _given(kind: Any, kept: Recall) -> Select[Any]:
    """Answers of one kind by the same person to the same check."""
    mine = kind.person_id == kept.person_id, kind.block == kept.block
    return select(kind.at, kind.given).where(*mine)
