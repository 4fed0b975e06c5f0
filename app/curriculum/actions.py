"""Keeping what a person answered, wrote and read. Whoever calls these commits."""

import uuid
from typing import Any, TypeVar

from sqlalchemy import select

from app.clock import now
from app.content.blocks import Check, Reflect, Scenario, Vignette
from app.content.types import Lesson
from app.curriculum.models import Answer, Place, Reflection
from app.db import db

Kept = TypeVar("Kept", Answer, Reflection)


def keep_answer(
    person_id: uuid.UUID,
    module: str,
    block: Check | Scenario | Vignette,
    given: dict[str, Any],
    is_right: bool | None,
) -> None:
    """Keep the latest answer; of a story, every ending that was ever reached."""
    answer = _own(Answer, person_id, block.id)
    if answer is None:
        answer = Answer(person_id=person_id, block=block.id, times=0)
        db.session.add(answer)
    elif "ended" in given and answer.version == block.version:
        before = answer.given.get("ended", [])
        given = given | {"ended": sorted({*before, *given["ended"]})}
    answer.module = module
    answer.version = block.version
    answer.given = given
    answer.is_right = is_right
    answer.times += 1
    answer.at = now()


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
