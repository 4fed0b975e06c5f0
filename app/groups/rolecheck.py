"""The role check: a few questions for a group that takes on paid work.

They are asked when a contract, a paid post or a charge appears, and every six months
after (statements 12 to 15). Nothing is decided and nothing is scored.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.clock import local, today
from app.content.role_check import RoleQuestion, RoleQuestions
from app.db import db
from app.groups.facts import Facts
from app.groups.history import RoleCheck
from app.groups.models import Group, GroupOrganiser
from app.look import library

AGAIN = timedelta(days=183)  # six months


@dataclass(frozen=True)
class Answer:
    """What was said to one question."""

    question: RoleQuestion
    choice: str  # in words
    words: str


@dataclass(frozen=True)
class Held:
    """A role check as it was answered once."""

    at: datetime
    by: str
    version: int
    answers: tuple[Answer, ...]


def reasons(group: Group) -> list[str]:
    """Why the questions are asked of this group, in words; none if they are not."""
    found = {
        "it holds a contract": group.has_contract,
        "it pays somebody": bool(group.paid_hours),
        "it charges for something": group.has_charge,
    }
    return [words for words, is_so in found.items() if is_so]


def settle(group: Group, before: Facts | None) -> None:
    """Say from which day the questions are due, after the facts were saved."""
    if not reasons(group):
        group.check_due_on = None
    elif group.check_due_on is None or _has_new(group, before):
        group.check_due_on = today()


def _has_new(group: Group, before: Facts | None) -> bool:
    """Whether a contract, a paid post or a charge has appeared."""
    was = before or {}
    return (
        (group.has_contract and not was.get("contract"))
        or (bool(group.paid_hours) and not was.get("paid_hours"))
        or (group.has_charge and not was.get("charge"))
    )


def is_due(group: Group) -> bool:
    """Whether the questions wait to be answered."""
    return group.check_due_on is not None and group.check_due_on <= today()


def due(person: Person, organisation_id: uuid.UUID) -> list[Group]:
    """One's own groups whose questions wait to be answered, the longest first."""
    query = (
        select(Group)
        .join(GroupOrganiser, GroupOrganiser.group_id == Group.id)
        .where(
            GroupOrganiser.person_id == person.id,
            Group.organisation_id == organisation_id,
            Group.check_due_on <= today(),
            Group.archived_on.is_(None),
        )
        .order_by(Group.check_due_on, Group.name)
    )
    return list(db.session.scalars(query))


def newest() -> RoleQuestions:
    """The questions as they are asked now."""
    sets = library().role_questions
    return sets[max(sets)]


def answer(group: Group, by: Person, answers: dict[str, dict[str, str]]) -> None:
    """Keep what was said; the next time is six months from now."""
    row = RoleCheck(
        group_id=group.id, by_id=by.id, version=newest().version, answers=answers
    )
    db.session.add(row)
    group.check_due_on = today() + AGAIN if reasons(group) else None


def held(group: Group) -> list[Held]:
    """Every time that the questions were answered, the newest first."""
    query = (
        select(RoleCheck)
        .where(RoleCheck.group_id == group.id)
        .options(joinedload(RoleCheck.by))
        .order_by(RoleCheck.made_at.desc(), RoleCheck.id.desc())
    )
    return [_held(row) for row in db.session.scalars(query)]


def _held(row: RoleCheck) -> Held:
    asked = library().role_questions[row.version].questions
    answers = tuple(
        Answer(q, q.chosen(given.get("choice", "")), given.get("words", ""))
        for q in asked
        if (given := row.answers.get(q.id))
    )
    return Held(local(row.made_at), row.by.name, row.version, answers)
