"""Keeping what a person answered, wrote and read. Whoever calls these commits."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from app.clock import now, today
from app.content.blocks import Check, Reflect, Scenario, Vignette
from app.content.types import Lesson
from app.curriculum.models import Answer, Attempt, ModuleDates, Place, Reflection
from app.db import db
from app.look import library

Kept = TypeVar("Kept", Answer, Reflection)


@dataclass(frozen=True)
class Sent:
    """How an answer came: question and answer in words, and the form's own mark."""

    words: dict[str, Any] = field(default_factory=dict)
    form: str = ""


UNSAID = Sent()


def keep_answer(
    person_id: uuid.UUID,
    module: str,
    block: Check | Scenario | Vignette,
    given: dict[str, Any],
    is_right: bool | None,
    sent: Sent = UNSAID,
) -> None:
    """Keep the latest answer, and every attempt; of a story, every ending reached.

    The same form sent twice is one attempt.
    """
    answer = _own(Answer, person_id, block.id)
    if answer is None:
        answer = Answer(person_id=person_id, block=block.id, times=0)
        db.session.add(answer)
    elif _is_repeated(answer, block.version, given, sent.form):
        return
    attempt = _attempt(answer, block.version, given)
    if attempt:
        attempt.given, attempt.is_right = given, is_right
        attempt.words, attempt.form, attempt.at = sent.words, sent.form, now()
        answer.times = attempt.number
    if "ended" in given and answer.version == block.version:
        before = (answer.given or {}).get("ended", [])
        given = given | {"ended": sorted({*before, *given["ended"]})}
    answer.module = module
    answer.version = block.version
    answer.given = given
    answer.is_right = is_right
    answer.at = now()


def _is_repeated(
    answer: Answer, version: int, given: dict[str, Any], form: str
) -> bool:
    """Whether the latest attempt came from the same form and says the same."""
    last = answer.attempts[-1] if answer.attempts else None
    if not form or last is None:
        return False
    return (last.form, last.version, last.given) == (form, version, given)


def _attempt(answer: Answer, version: int, given: dict[str, Any]) -> Attempt | None:
    """The attempt that this belongs to: a new one, or the latest, if it goes on.

    None for a story that is only opened again.
    """
    last = answer.attempts[-1] if answer.attempts else None
    if given.get("path") == []:
        return None
    if last and last.version == version and _goes_on(last.given, given):
        return last
    attempt = Attempt(
        number=answer.times + 1,
        version=version,
        is_first=answer.times == 0 or bool(last and last.version != version),
    )
    answer.attempts.append(attempt)
    return attempt


def _goes_on(before: dict[str, Any], given: dict[str, Any]) -> bool:
    """A step further in the same walk; a short answer with other points ticked."""
    if "path" in given:
        taken = before.get("path", [])
        return bool(taken) and given["path"][: len(taken)] == taken
    return "text" in given and given["text"] == before.get("text")


def keep_reflection(
    person_id: uuid.UUID,
    module: str,
    block: Reflect,
    text: str,
    shared_with_id: uuid.UUID | None,
) -> None:
    """Keep what was written, and with whom it is shared from now on, if anybody."""
    reflection = _own(Reflection, person_id, block.id)
    if reflection is None:
        reflection = Reflection(person_id=person_id, block=block.id)
        db.session.add(reflection)
    reflection.module = module
    reflection.text = text
    reflection.shared_with_id = shared_with_id
    reflection.shared_on = today() if shared_with_id else None
    reflection.at = now()


def _own(kind: type[Kept], person_id: uuid.UUID, block_id: str) -> Kept | None:
    return db.session.scalars(
        select(kind)
        .where(kind.person_id == person_id, kind.block == block_id)
        .with_for_update()
    ).one_or_none()


def visit(person_id: uuid.UUID, lesson: Lesson, anchor: str) -> Place:
    """Note that the person is at this section or exercise of the lesson."""
    place = _place(person_id, lesson)
    if place is None:
        place = Place(person_id=person_id, read=[])
        db.session.add(place)
    place.lesson, place.module = lesson.slug, lesson.module
    place.anchor = anchor
    place.at = now()
    return place


def _place(person_id: uuid.UUID, lesson: Lesson) -> Place | None:
    """The person's place, perhaps under an earlier slug of the lesson."""
    found = db.session.scalars(
        select(Place)
        .where(Place.person_id == person_id)
        .where(Place.lesson.in_([lesson.slug, *lesson.was]))
        .with_for_update()
    ).all()
    now_named = [place for place in found if place.lesson == lesson.slug]
    return next(iter([*now_named, *found]), None)


def read(person_id: uuid.UUID, lesson: Lesson, anchor: str) -> None:
    """Note that a section is read; with the last of them the lesson is."""
    place = visit(person_id, lesson, anchor)
    if anchor not in place.read:
        place.read = [*place.read, anchor]
    everything = {heading.anchor for heading in lesson.headings}
    if place.finished_at is None and everything <= set(place.read):
        place.finished_at = now()


def finish(person_id: uuid.UUID, lesson: Lesson) -> None:
    """Note that the whole lesson is read."""
    place = visit(person_id, lesson, lesson.headings[-1].anchor)
    place.read = [heading.anchor for heading in lesson.headings]
    place.finished_at = place.finished_at or now()


def keep_dates(
    cohort_id: uuid.UUID, days: Mapping[str, tuple[date | None, date | None]]
) -> None:
    """Keep a cohort's days, by module: begin by, done by; of two empty ones nothing.

    Days of modules that are not named stay as they are.
    """
    renamed = library().redirects
    rows = {
        renamed.get(("module", row.module), row.module): row
        for row in db.session.scalars(
            select(ModuleDates).where(ModuleDates.cohort_id == cohort_id)
        )
    }
    for module, (begin_by, done_by) in days.items():
        row = rows.get(module)
        if not (begin_by or done_by):
            if row:
                db.session.delete(row)
            continue
        if row is None:
            row = ModuleDates(cohort_id=cohort_id, module=module)
            db.session.add(row)
        if (row.begin_by, row.done_by) != (begin_by, done_by):
            row.begin_by, row.done_by, row.saved_at = begin_by, done_by, now()
