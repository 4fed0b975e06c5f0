"""How far the demonstration's organisers have come in the curriculum."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.accounts.models import Cohort
from app.clock import now, today
from app.content.blocks import Check, Vignette
from app.content.questions import CONTROL, STREAM
from app.content.types import Lesson
from app.curriculum import answers, told
from app.curriculum.models import Answer, Attempt, ModuleDates, Place
from app.db import db
from app.look import library

if TYPE_CHECKING:
    from app.demo.build import World

WEEKS = 3  # for a module
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
        _tests(name, number, lessons[:finished], world)


def _tests(name: str, number: int, done: Sequence[Lesson], world: "World") -> None:
    """Both tests of the modules whose lessons are done, and the scenes on the way."""
    rng = random.Random(number)  # noqa: S311 (a draw of its own moves no other)
    for module in library().modules:
        lessons = library().lessons_of(module)
        if not all(lesson in done for lesson in lessons):
            continue
        at = now() - timedelta(days=30 + number)
        for test, chance, days in ((module.pre, 0.4, 40), (module.post, 0.75, 0)):
            for check in test:
                given = answer_to(check, is_right=rng.random() < chance)
                when = at - timedelta(days=days)
                keep(world, name, (module.slug, check), given, when)
        for lesson in lessons:
            for scene in lesson.vignettes:
                given = _scores(scene, rng)
                when = at - timedelta(days=lesson.number % 30)
                keep(world, name, (module.slug, scene), given, when)


def _scores(scene: Vignette, rng: random.Random) -> dict[str, Any]:
    """Near the key, sometimes a level higher, and now and then outside the scale."""
    levels = {}
    for key in scene.key:
        mark = key.level
        if rng.random() < 0.12:
            mark = rng.choice(("not-in-play", "dont-know", 1, 2))
        elif isinstance(mark, int):
            mark = min(4, max(0, mark + rng.choices((-1, 0, 1), (10, 60, 30))[0]))
        levels[key.principle] = str(mark)
    control = {q.id: str(getattr(scene.control, q.id)) for q in CONTROL}
    stream = {q.id: getattr(scene.stream, q.id) for q in STREAM}
    return {"levels": levels, "control": control, "stream": stream}


def dates(cohort: Cohort) -> None:
    """Three weeks for each module; the first has been over for some days."""
    first = today() - timedelta(days=WEEKS * 7 + 5)
    for n, module in enumerate(library().modules):
        begin = first + timedelta(weeks=WEEKS * n)
        db.session.add(
            ModuleDates(
                cohort_id=cohort.id,
                module=module.slug,
                begin_by=begin,
                done_by=begin + timedelta(days=WEEKS * 7 - 1),
            )
        )


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
            given = answer_to(check, is_right=is_right)
            keep(world, name, (lesson.module, check), given, at)


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


def answer_to(check: Check, *, is_right: bool) -> dict[str, Any]:
    """A right answer, or one that a sensible person might give."""
    if check.kind == "short":
        return {"text": "I would ask next door first.", "ticks": []}
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
