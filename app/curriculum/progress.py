"""What a person has read, answered and done, and what is left of a module."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g
from sqlalchemy import Select, case, exists, func, or_, select

from app.accounts.models import Person
from app.content.blocks import Block, Check, Task, Vignette
from app.content.page import Page
from app.content.text import plain
from app.content.types import Lesson, Module
from app.curriculum import naming
from app.curriculum.models import Answer, Place
from app.db import db
from app.look import library
from app.practice.models import Entry, EntryKind, State
from app.supervision.models import Decision, Review

# 1 for an entry that is accepted, or was before it was opened again.
_ONCE = exists().where(
    Review.entry_id == Entry.id, Review.decision == Decision.ACCEPTED
)
ACCEPTED = case((or_(Entry.state == State.ACCEPTED, _ONCE), 1), else_=0)


@dataclass(frozen=True)
class Practised:
    """One entry of a person's own that answers a task."""

    id: uuid.UUID
    title: str
    state: State
    happened_on: date | None
    fits: bool  # of a kind that the task asks for
    is_accepted: bool  # now, or before it was opened again


@dataclass(frozen=True)
class Log:
    """How many entries answer a task: submitted, and accepted at least once."""

    sent: int = 0
    accepted: int = 0
    entries: tuple[Practised, ...] = ()  # the newest first, where a page lists them


@dataclass(frozen=True)
class Kept:
    """What one person has done, as far as progress asks."""

    places: dict[str, Place]  # by lesson
    answered: frozenset[str]  # block ids
    logs: dict[str, Log]  # by task

    def has_read(self, lesson: Lesson) -> bool:
        """Every section, or the button at the end."""
        place = self.places.get(lesson.slug)
        return place is not None and place.finished_at is not None

    def has_done(self, lesson: Lesson) -> bool:
        """Read, its checks answered, its scenes scored."""
        return self.has_read(lesson) and not self.open_blocks(lesson)

    def open_blocks(self, lesson: Lesson) -> list[Block]:
        """The checks and scenes that wait for an answer."""
        return [b for b in needed(lesson) if b.id not in self.answered]

    def has_logged(self, task: Task) -> bool:
        """As many entries accepted as the task asks for."""
        return self.logs.get(task.id, Log()).accepted >= task.entries


NOTHING = Kept({}, frozenset(), {})


def needed(lesson: Lesson) -> tuple[Check | Vignette, ...]:
    """What must be answered before the lesson counts as done."""
    return (*lesson.checks, *lesson.vignettes)


def of_module(person: Person, module: Module, answered: Iterable[str]) -> Kept:
    """What a person has done in one module and in those that it builds on.

    The answers are loaded already.
    """
    modules = [module, *before(module)]
    lessons = [les for each in modules for les in library().lessons_of(each)]
    slugs = [slug for les in lessons for slug in (les.slug, *les.was)]
    tasks = [each.task for each in modules]
    tasks += [task for les in lessons for task in les.tasks]
    return Kept(
        _places(person, Place.lesson.in_(slugs)),
        frozenset(answered),
        _listed(person, tasks),
    )


def before(module: Module) -> list[Module]:
    """The written modules that are best done before this one."""
    renamed = library().redirects
    slugs = [renamed.get(("module", s), s) for s in module.prerequisites]
    return [found for slug in slugs if (found := library().module(slug))]


def _listed(person: Person, tasks: Iterable[Task]) -> dict[str, Log]:
    """The person's own entries that answer these tasks, the newest first."""
    by_name = {task.id: task for task in tasks}
    rows = db.session.execute(
        select(
            *(Entry.task, Entry.kind, Entry.id, Entry.title, Entry.state),
            *(Entry.happened_on, ACCEPTED.label("is_accepted")),
        )
        .where(Entry.author_id == person.id, Entry.task.in_(by_name))
        .order_by(Entry.sorted_at.desc(), Entry.id.desc())
    )
    logs: dict[str, Log] = {}
    for row in rows:
        before = logs.get(row.task, Log())
        fits = _fits(by_name[row.task], row.kind)
        entry = Practised(
            *(row.id, row.title, row.state, row.happened_on, fits),
            is_accepted=bool(row.is_accepted),
        )
        counted = before.accepted + int(fits and entry.is_accepted)
        logs[row.task] = Log(before.sent + 1, counted, (*before.entries, entry))
    return logs


def _fits(task: Task, kind: EntryKind | None) -> bool:
    """Whether an entry of this kind counts for the task."""
    return kind is not None and kind.value in task.entry_kinds


def of_all(person: Person) -> Kept:
    """What a person has done everywhere; read once in a request."""
    kept: dict[Any, Kept] = g.setdefault("progress", {})
    if person.id not in kept:
        answers = select(Answer.block).where(Answer.person_id == person.id)
        kept[person.id] = Kept(
            _places(person),
            frozenset(db.session.scalars(answers)),
            _logs(person),
        )
    return kept[person.id]


def _places(person: Person, *conditions: Any) -> dict[str, Place]:
    """Places by lesson, under the lessons' slugs of today; the latest comes last."""
    query = select(Place).where(Place.person_id == person.id, *conditions)
    renamed = library().redirects
    return {
        renamed.get(("lesson", place.lesson), place.lesson): place
        for place in db.session.scalars(query.order_by(Place.at))
    }


def _logs(person: Person) -> dict[str, Log]:
    """Entries by task. One that was accepted counts still if it was opened again."""
    sent = _sent(Entry.author_id, Entry.author_id == person.id, Entry.task != "")
    return _counted(row[1:] for row in db.session.execute(sent))


def _sent(author: Any, *conditions: Any) -> Select[Any]:
    """Author, task, kind, and how many entries there are and how many accepted."""
    return (
        select(author, Entry.task, Entry.kind, func.count(), func.sum(ACCEPTED))
        .where(*conditions)
        .group_by(author, Entry.task, Entry.kind)
    )


def _counted(rows: Iterable[Any]) -> dict[str, Log]:
    """By task, of rows that hold task, kind and both numbers."""
    logs: dict[str, Log] = {}
    for name, kind, sent, number in rows:
        _, task = library().blocks.get(name, (None, None))
        if isinstance(task, Task):
            before = logs.get(name, Log())
            counted = before.accepted + (int(number) if _fits(task, kind) else 0)
            logs[name] = Log(before.sent + sent, counted)
    return logs


def count_done(module: Module, kept: Kept) -> tuple[int, int]:
    """How many of the module's parts are done, and of how many.

    Its parts are its lessons, the test after and the module task. The module is
    complete when all are done.
    """
    lessons = library().lessons_of(module)
    done = [kept.has_done(lesson) for lesson in lessons]
    done += [has_taken(module.post, kept), kept.has_logged(module.task)]
    return sum(done), len(done)


def has_taken(test: Iterable[Check], kept: Kept) -> bool:
    """Whether every question of a test is answered."""
    return all(check.id in kept.answered for check in test)


def is_complete(module: Module, kept: Kept) -> bool:
    """Whether all of the module's parts are done."""
    done, of = count_done(module, kept)
    return done == of


def has_begun(module: Module, kept: Kept) -> bool:
    """Whether anything of it is read, answered or recorded."""
    lessons = library().lessons_of(module)
    if any(lesson.slug in kept.places for lesson in lessons):
        return True
    blocks = [block.id for page in (module, *lessons) for block in page.blocks]
    return any(name in kept.answered or name in kept.logs for name in blocks)


def of_people(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Kept]:
    """What each of these people has done everywhere, in three queries."""
    places: dict[uuid.UUID, dict[str, Any]] = {one: {} for one in ids}
    answered: dict[uuid.UUID, set[str]] = {one: set() for one in ids}
    rows: dict[uuid.UUID, list[Any]] = {one: [] for one in ids}
    renamed = library().redirects
    read = select(Place.person_id, Place.lesson, Place.finished_at, Place.at)
    for row in db.session.execute(
        read.where(Place.person_id.in_(ids)).order_by(Place.at)
    ):
        places[row.person_id][renamed.get(("lesson", row.lesson), row.lesson)] = row
    answers = select(Answer.person_id, Answer.block).where(Answer.person_id.in_(ids))
    for person_id, block in db.session.execute(answers):
        answered[person_id].add(block)
    sent = _sent(Entry.author_id, Entry.author_id.in_(ids), Entry.task != "")
    for person_id, *numbers in db.session.execute(sent):
        rows[person_id].append(numbers)
    return {
        one: Kept(places[one], frozenset(answered[one]), _counted(rows[one]))
        for one in ids
    }


@dataclass(frozen=True)
class Left:
    """Where somebody left off. `at` is Markdown; none when it is the beginning."""

    title: str
    at: str | None
    url: str


def left_at(person: Person) -> Left | None:
    """The place to carry on from: in the module that was read last, if any is open."""
    kept = of_all(person)
    for module in _last_first(kept):
        found = _left_in(module, kept)
        if found:
            return found
    return None


def _last_first(kept: Kept) -> Iterator[Module]:
    """The modules that were begun, the one read last at the front."""
    latest: dict[str, datetime] = {}
    for slug, place in kept.places.items():
        lesson = library().lesson(slug)
        if lesson:
            latest[lesson.module] = max(place.at, latest.get(lesson.module, place.at))
    read = sorted(latest, key=lambda slug: latest[slug], reverse=True)
    yield from (found for slug in read if (found := library().module(slug)))
    # Of these only a test is answered, or an entry recorded.
    begun = (m for m in library().modules if m.slug not in latest)
    yield from (module for module in begun if has_begun(module, kept))


def _left_in(module: Module, kept: Kept) -> Left | None:
    """The open lesson that was read last, else the next one, else the test after."""
    still_open = [les for les in library().lessons_of(module) if not kept.has_done(les)]
    begun = [les for les in still_open if les.slug in kept.places]
    if begun:
        return _left_in_lesson(
            max(begun, key=lambda les: kept.places[les.slug].at), kept
        )
    if still_open:
        return Left(still_open[0].title, None, naming.lesson_url(still_open[0]))
    if has_taken(module.post, kept):
        return None
    return Left(
        module.title, _heading(module, "post"), f"{naming.module_url(module)}#post"
    )


def stopped_at(lesson: Lesson, kept: Kept) -> Left | None:
    """Where somebody left this lesson, if that is not its beginning or its end."""
    if lesson.slug not in kept.places or kept.has_done(lesson):
        return None
    left = _left_in_lesson(lesson, kept)
    return None if left.at in {None, lesson.headings[0].title} else left


def _left_in_lesson(lesson: Lesson, kept: Kept) -> Left:
    """The section that was read last; in a lesson read whole, what is unanswered."""
    anchor = kept.places[lesson.slug].anchor
    if kept.has_read(lesson):
        anchor = kept.open_blocks(lesson)[0].id
    at = _heading(lesson, anchor) or naming.headings(lesson).get(anchor)
    url = naming.lesson_url(lesson)
    return Left(lesson.title, at, f"{url}#{anchor}" if at else url)


def _heading(page: Page, anchor: str) -> str | None:
    return next((h.title for h in page.every_heading if h.anchor == anchor), None)


def resume(person: Person) -> tuple[str, str, str] | None:
    """Title, words that lead up to it, and address of the place to carry on from."""
    left = left_at(person)
    if left is None:
        return None
    words = f"You stopped at “{plain(left.at)}” in" if left.at else "Next comes"
    return left.title, words, left.url


def open_tasks(person: Person) -> list[Task]:
    """Tasks of the modules begun that want more entries, the nearest first."""
    kept = of_all(person)
    tasks: list[Task] = []
    for module in _last_first(kept):
        lessons = library().lessons_of(module)
        begun = [les for les in lessons if les.slug in kept.places]
        later = [les for les in lessons if les.slug not in kept.places]
        tasks += [task for les in begun for task in les.tasks]
        tasks += [module.task, *(task for les in later for task in les.tasks)]
    return [t for t in tasks if kept.logs.get(t.id, Log()).sent < t.entries]
