"""Which questions come back to a person today.

Reading never writes: an answer from before there were cards, and a card whose check has
changed, are worked out as they are read, and a check that was retired or has gone is
passed over.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select

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
    state: State
    due_on: date
    turn: int
    answered_at: datetime  # in the lesson
    has_changed: bool  # since it was answered
    is_left_out: bool


@dataclass(frozen=True)
class Day:
    """What comes back to a person today."""

    waiting: tuple[Question, ...]  # those for today, in order
    answered: int  # today
    has_more: bool  # more has come due than fits in a day
    next_on: date | None  # when there is more to answer
    left_out: tuple[Question, ...]
    choice: RecallChoice

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
    """What comes back to the person today, in one query.

    Where more has come due than fits, what is likeliest to be forgotten comes first:
    after 90 days away, with 120 cards and ten a day, FSRS foresees that 90 % are known
    a week later, against 85 % the other way round; after a month it is the same.
    """
    today = clock.today()
    rows = db.session.execute(_everything(person)).all()
    choice = next((row.RecallChoice for row in rows), None)
    choice = choice or RecallChoice(is_offered=True, a_day=A_DAY)
    answered: int = next((row.answered for row in rows), 0)
    asked = [found for row in rows if (found := _question(row, today))]
    coming = [one for one in asked if not one.is_left_out]
    due = sorted(
        (one for one in coming if one.due_on <= today),
        key=lambda one: (schedule.held(one.state, today), one.due_on, one.check.id),
    )
    room = max(0, choice.a_day - answered)
    later = [one.due_on for one in coming if one.due_on > today]
    if len(due) > room:
        later.append(today + timedelta(days=1))
    return Day(
        waiting=tuple(due[:room]),
        answered=answered,
        has_more=len(due) > room,
        next_on=min(later, default=None),
        left_out=tuple(one for one in asked if one.is_left_out),
        choice=choice,
    )


def question(person: Person, check: Check) -> Question | None:
    """A check as it comes back to the person; none if it does not."""
    row = db.session.execute(
        _everything(person).where(Answer.block == check.id)
    ).first()
    return _question(row, clock.today()) if row else None


def has_answered(person: Person, name: str) -> bool:
    """Whether the person answered an exercise of this id in a lesson or a module."""
    mine = Answer.person_id == person.id, Answer.block == name
    return db.session.scalar(select(Answer.id).where(*mine)) is not None


def offered(person: Person) -> int:
    """How many questions Today offers; none if they are put off or not wanted."""
    day = of_today(person)
    is_wanted = day.choice.is_offered and not day.is_put_off
    return len(day.waiting) if is_wanted else 0


def _everything(person: Person) -> Select[Any]:
    """The person's answers with their cards; beside each the choice and the count."""
    midnight = datetime.combine(clock.today(), time(), clock.zone())
    answered = select(func.count()).where(
        Recall.person_id == person.id, Recall.at >= midnight, Recall.turn.is_not(None)
    )
    return (
        select(
            Answer.block, Answer.version, Answer.is_right, Answer.at, RecallChoice,
            Card.version.label("card_version"), Card.state, Card.turn, Card.left_out_at,
            answered.scalar_subquery().label("answered"),
        )
        .outerjoin(
            Card, (Card.person_id == Answer.person_id) & (Card.block == Answer.block)
        )
        .outerjoin(RecallChoice, RecallChoice.person_id == Answer.person_id)
        .where(Answer.person_id == person.id)
    )  # fmt: skip


def _question(row: Row[Any], today: date) -> Question | None:
    """The question that an answer in a lesson leads to; none if it is not asked."""
    found = find_check(row.block)
    if found is None or found[1].retired:
        return None
    lesson, check = found
    has_card = row.card_version is not None
    version = row.card_version if has_card else row.version
    if version != check.version:
        state = schedule.blank(today)
    else:
        state = row.state if has_card else first_state(row.is_right, row.at)
    return Question(
        check=check,
        lesson=lesson,
        state=state,
        due_on=schedule.due_on(state),
        turn=row.turn or 0,
        answered_at=row.at,
        has_changed=version != check.version,
        is_left_out=row.left_out_at is not None,
    )


def first_state(is_right: bool | None, at: datetime) -> State:
    """The state after the answer in the lesson."""
    day = clock.local(at).date()
    return schedule.after(schedule.blank(day), schedule.ease(is_right), day)


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
