"""First attempts at tests and scenes, of the people whose figures are asked for."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app import policy
from app.accounts.models import Cohort, Membership, Organisation, Role
from app.content.blocks import Check, Vignette
from app.curriculum.models import Answer, Attempt
from app.db import db
from app.insight.queries import Scope
from app.look import library

Id = uuid.UUID
TOO_FEW = "Not shown: fewer than five people"


@dataclass(frozen=True)
class Firsts:
    """What each of some people gave at their first attempt, by person and block."""

    tests: Mapping[Id, Mapping[str, bool]]
    scenes: Mapping[Id, Mapping[str, Mapping[str, Any]]]
    cohorts: Mapping[Id, str]  # by name, of those in one


def of(scope: Scope, here: Organisation) -> Firsts:
    """First attempts at questions and scenes as they are now, in one query.

    Of the scope's people, who are organisers here today.
    """
    tests: dict[Id, dict[str, bool]] = {}
    scenes: dict[Id, dict[str, Mapping[str, Any]]] = {}
    cohorts: dict[Id, str] = {}
    for row in db.session.execute(_rows(scope, here)):
        _, block = library().blocks[row.block]
        if not isinstance(block, Check | Vignette) or block.version != row.version:
            continue
        if row.name:
            cohorts[row.person_id] = row.name
        if isinstance(block, Vignette):
            scenes.setdefault(row.person_id, {})[row.block] = row.given["levels"]
        elif row.is_right is not None:
            tests.setdefault(row.person_id, {})[row.block] = row.is_right
    return Firsts(tests, scenes, cohorts)


def _rows(scope: Scope, here: Organisation) -> Select[Any]:
    """A row for each first attempt, with the person's cohort by name."""
    query: Any = (
        select(
            Answer.person_id,
            Answer.block,
            Attempt.version,
            Attempt.given,
            Attempt.is_right,
            Cohort.name,
        )
        .select_from(Membership)
        .join(Answer, Answer.person_id == Membership.person_id)
        .join(Attempt, Attempt.answer_id == Answer.id)
        .outerjoin(Cohort, Cohort.id == Membership.cohort_id)
        .where(
            Membership.organisation_id == here.id,
            Membership.role == Role.ORGANISER,
            Answer.block.in_(_asked()),
            Attempt.is_first,
        )
    )
    if scope.authors is None:
        return query
    return query.where(Membership.person_id.in_(scope.authors))


def _asked() -> list[str]:
    """The questions of the tests before and after, and every scene, retired or not."""
    return [
        name
        for name, (_, block) in library().blocks.items()
        if isinstance(block, Vignette) or (isinstance(block, Check) and block.test)
    ]


def safe(people: Iterable[Id], cohorts: Mapping[Id, str]) -> frozenset[Id]:
    """Those of `people` from whom one figure may be made, beside those of cohorts.

    Nobody, if they are fewer than five. And where cohorts have figures of their own,
    taking those away must not leave fewer than five: such a rest is left out.
    """
    everybody = frozenset(people)
    parts: dict[str, set[Id]] = {}
    for person in everybody:
        parts.setdefault(cohorts.get(person, ""), set()).add(person)
    shown = [part for name, part in parts.items() if name and _is_enough(part)]
    inside = frozenset().union(*shown)
    rest = everybody - inside
    if inside and rest and not _is_enough(rest):
        return inside
    return everybody if _is_enough(everybody) else frozenset()


def _is_enough(people: Collection[Id]) -> bool:
    return policy.can_show_aggregate(len(people))
