"""How far the demonstration's organisers have come in the curriculum."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.clock import now
from app.content.blocks import Check, Vignette
from app.content.types import Lesson
from app.curriculum import answers, told
from app.curriculum.models import Answer, Attempt, Place
from app.db import db
from app.look import library

if TYPE_CHECKING:
    from app.demo.build import World

RIGHT = 0.7  # how often a check is answered rightly
KINDS = ("single", "multiple", "ordering", "matching")  # short ones stay to be written


def write(world: "World") -> None:
    """Some lessons read and answered by each organiser, one of them half-way."""
    lessons = library().lessons
    for number, name in enumerate(world.groups_of):
        finished = 2 + (number * 5) % (len(lessons) - 2)
        for place, lesson in enumerate(lessons[: finished + 1]):
            days_ago = 10 + (finished - place) * 17 + number
            read(world, name, lesson, days_ago, half=place == finished)


def read(
    world: "World", name: str, lesson: Lesson, days_ago: int, *, half: bool
) -> None:
    """A lesson that somebody read and answered, or read the first half of."""
    at = now() - timedelta(days=days_ago)
    anchors = [heading.anchor for heading in lesson.headings]
    read = anchors[: len(anchors) // 2] if half else anchors
    db.session.add(
        Place(
            person_id=world.people[name].id,
            lesson=lesson.slug,
            module=lesson.module,
            anchor=read[-1],
            read=read,
            at=at,
            finished_at=None if half else at,
        )
    )
    if half:
        return
    for check in lesson.checks:
        if check.kind in KINDS:
            is_right = world.rng.random() < RIGHT
            keep(world, name, (lesson.module, check), _answer(check, is_right), at)


def keep(
    world: "World",
    name: str,
    where: tuple[str, Check | Vignette],
    given: dict[str, Any],
    at: datetime,
) -> None:
    """An answer in a module, and the one attempt that made it."""
    module, block = where
    about: dict[str, Any] = {
        "version": block.version,
        "given": given,
        "is_right": answers.is_right(block, given),
        "at": at,
    }
    words = told.words(block, given)
    attempt = Attempt(number=1, is_first=True, words=words, **about)
    answer = Answer(
        person_id=world.people[name].id, module=module, block=block.id, **about
    )
    answer.attempts.append(attempt)
    db.session.add(answer)


def _answer(check: Check, is_right: bool) -> dict[str, Any]:
    """A right answer, or one that a sensible person might give."""
    if check.kind == "single":
        fitting = [o.id for o in check.options if o.correct == is_right]
        return {"option": fitting[0]}
    if check.kind == "multiple":
        chosen = [o.id for o in check.options if o.correct]
        return {"options": chosen if is_right else chosen[:-1] or [check.options[0].id]}
    parts = [part.id for part in (check.items or check.pairs)]
    answers = parts if is_right else [parts[1], parts[0], *parts[2:]]
    if check.kind == "ordering":
        return {"places": {part: n for n, part in enumerate(answers, start=1)}}
    return {"pairs": dict(zip(parts, answers, strict=True))}
