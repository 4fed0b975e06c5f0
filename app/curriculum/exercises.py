"""The exercises of one page as one reader sees them: open, answered, or sent wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.content.blocks import Check, Reflect, Scenario, Task, Vignette
from app.content.page import Page
from app.content.types import Framework, Lesson, Module
from app.curriculum import answers, feedback, naming, progress, reflections, tries
from app.curriculum.answers import Fields, Given, Reading
from app.curriculum.models import Answer
from app.curriculum.reflections import Reflecting, Written
from app.curriculum.tries import Try
from app.db import db, new_id
from app.look import count, framework, listed
from app.practice.models import State


@dataclass(frozen=True)
class Reader:
    """Whoever opens a page, and what of theirs its exercises need."""

    person: Person | None = None  # none without an account
    kept: Mapping[str, Answer] = field(default_factory=dict)  # by block
    written: Written = reflections.NOTHING
    logs: Mapping[str, progress.Log] = field(default_factory=dict)  # by task
    can_record: bool = False  # keeps a log
    sent: Mapping[str, Reading] = field(default_factory=dict)  # and not kept, by block
    form: str = field(default_factory=lambda: new_id().hex)  # marks what it sends


@dataclass(frozen=True)
class Row:
    """A line with a choice: its words, its field and what is chosen there."""

    words: str
    name: str
    chosen: str


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A check, a story or a scene, with its answer: as kept, or as just sent."""

    block: Check | Scenario | Vignette
    heading: str
    url: str  # where the form goes
    is_kept: bool  # the reader is signed in
    given: Given
    is_answered: bool
    problem: str = ""
    at: datetime | None = None  # when the kept answer was given
    has_changed: bool = False  # since it was answered
    tries: Sequence[Try] = ()  # every attempt, the first at the front
    form: str = ""  # marks what it sends

    # Checks.
    is_right: bool | None = None
    remarks: Sequence[feedback.Remark] = ()
    rows: Sequence["Row"] = ()  # of an ordering or a matching
    offered: Sequence[tuple[str, str]] = ()  # for every row: value, words
    waits: bool = False  # the feedback, until the test after
    is_closed: bool = False  # a test before, once its pair is answered
    before: "Exercise | None" = None  # the same question in the test before

    # Stories and scenes.
    walk: feedback.Walk | None = None
    scale: Framework | None = None
    comparison: feedback.Comparison | None = None

    @property
    def is_done(self) -> bool:
        """Answered; of a story, that an ending was reached."""
        is_story = isinstance(self.block, Scenario)
        return self.is_answered and bool(not is_story or self.given["ended"])


@dataclass(frozen=True, kw_only=True)
class Doing:
    """A practice task, with the reader's own entries that answer it."""

    block: Task
    heading: str
    log: progress.Log
    can_record: bool

    @property
    def is_done(self) -> bool:
        """As many entries accepted as the task asks for."""
        return self.log.accepted >= self.block.entries

    @property
    def missing(self) -> str:
        """What is still missing for it to be done, in words; empty when it is."""
        lacking = self.block.entries - self.log.accepted
        if lacking <= 0:
            return ""
        open_ones = [e.state for e in self.log.entries if e.fits and not e.is_accepted]
        waits, back = (open_ones.count(s) for s in (State.SUBMITTED, State.RETURNED))
        to_record = max(0, lacking - waits - back)
        parts = (
            (waits, "waits for review", "wait for review"),
            (back, "was returned to you", "were returned to you"),
            (to_record, "is still to be recorded", "are still to be recorded"),
        )
        told = [f"{count(n, one, many)}" for n, one, many in parts if n]
        noun = "entry is" if lacking == 1 else "entries are"
        first = f"{count(lacking, noun, noun).capitalize()} still to be accepted"
        return f"{first}: {listed(told)}."


Shown = Exercise | Reflecting | Doing


def of_page(page: Lesson | Module, reader: Reader) -> dict[str, Shown]:
    """Every exercise of a page, by block id."""
    headings = naming.headings(page)
    shown: dict[str, Shown] = {}
    for part in naming.blocks(page):
        about: dict[str, Any] = {"heading": headings.get(part.id)}
        if isinstance(part, Check | Scenario | Vignette):
            url = _url(page, "answer", part.id, reader)
            shown[part.id] = exercise(part, reader, url=url, **about)
        elif isinstance(part, Reflect):
            about |= {"url": _url(page, "reflect", part.id, reader)}
            about |= {"is_kept": reader.person is not None}
            sent = reader.sent.get(part.id)
            shown[part.id] = reflections.shown(part, reader.written, sent, **about)
        elif isinstance(part, Task):
            log = reader.logs.get(part.id, progress.Log())
            shown[part.id] = Doing(
                block=part, log=log, can_record=reader.can_record, **about
            )
    return shown


def _url(page: Lesson | Module, verb: str, block_id: str, reader: Reader) -> str:
    """Where a form goes: back to the page itself, if nothing is to be kept."""
    if isinstance(page, Lesson):
        slugs: dict[str, Any] = {"module_slug": page.module, "slug": page.slug}
        kept = url_for(f"learn.{verb}_in_lesson", block_id=block_id, **slugs)
        return kept if reader.person else naming.lesson_url(page)
    kept = url_for("learn.answer_in_module", module_slug=page.slug, block_id=block_id)
    return kept if reader.person else naming.module_url(page)


def exercise(
    block: Check | Scenario | Vignette, reader: Reader, **about: Any
) -> Exercise:
    """One exercise; `about` holds its heading and where its form goes."""
    sent, kept = reader.sent.get(block.id), reader.kept.get(block.id)
    is_current = (
        kept is not None
        and kept.version == block.version
        and answers.holds(block, kept.given)
    )
    given = kept.given if kept and is_current else {}
    if sent and not (sent.problem and isinstance(block, Scenario)):
        given = sent.given
    base = Exercise(
        block=block,
        is_kept=reader.person is not None,
        given=given,
        is_answered=not sent.problem if sent else is_current,
        problem=sent.problem if sent else "",
        at=kept.at if kept else None,
        has_changed=kept is not None and not is_current,
        tries=tries.of(block, kept),
        form=reader.form,
        **about,
    )
    if isinstance(block, Check):
        return _check(base, block)
    return _story(base, block) if isinstance(block, Scenario) else _scene(base, block)


def _check(base: Exercise, block: Check) -> Exercise:
    return replace(
        base,
        is_right=answers.is_right(block, base.given) if base.is_answered else None,
        remarks=feedback.remarks(block, base.given) if base.is_answered else (),
        rows=_ordering(block, base.given) + _pairs(block, base.given),
        offered=_offered(block),
    )


def _ordering(block: Check, given: Given) -> list[Row]:
    places = given.get("places", {})
    mixed = enumerate(answers.shuffled(block, block.items), start=1)
    return [
        Row(item.text, f"order.{block.id}.{n}", str(places.get(item.id, "")))
        for n, item in mixed
    ]


def _pairs(block: Check, given: Given) -> list[Row]:
    values = {pair.id: n for n, pair in enumerate(answers.rights(block), start=1)}
    pairs = given.get("pairs", {})
    return [
        Row(pair.left, f"match.{block.id}.{n}", str(values.get(pairs.get(pair.id), "")))
        for n, pair in enumerate(block.pairs, start=1)
    ]


def _offered(block: Check) -> list[tuple[str, str]]:
    """Numbers for an ordering; for a matching its right sides, shuffled."""
    numbers = [str(n) for n in range(1, len(block.items) + 1)]
    rights = enumerate(answers.rights(block), start=1)
    return [(n, n) for n in numbers] or [(str(n), pair.right) for n, pair in rights]


def _story(base: Exercise, block: Scenario) -> Exercise:
    return replace(base, walk=feedback.walked(block, base.given))


def _scene(base: Exercise, block: Vignette) -> Exercise:
    scale = framework(block.framework, block.framework_version)
    beside = feedback.compared(block, scale, base.given) if base.is_answered else None
    return replace(base, scale=scale, comparison=beside)


def paired(module: Module, shown: Mapping[str, Shown]) -> dict[str, Shown]:
    """A module's exercises where each test knows of the other.

    What we say about the test before waits until the same question is answered
    after; then it stands beside that answer too.
    """
    after = {check.pair: shown[check.id] for check in module.post}
    found = dict(shown)
    for check in module.pre:
        pre, post = shown[check.id], after[check.pair]
        if isinstance(pre, Exercise) and isinstance(post, Exercise):
            if not post.is_answered:
                pre = replace(pre, waits=True, is_right=None, remarks=())
            elif pre.is_kept:
                pre = replace(pre, is_closed=True)
            found[pre.block.id] = pre
            found[post.block.id] = replace(post, before=pre)
    return found


def kept_answers(person: Person, pages: Iterable[Page]) -> dict[str, Answer]:
    """A person's answers on these pages, by block."""
    names = [block.id for page in pages for block in page.blocks]
    query = (
        select(Answer)
        .where(Answer.person_id == person.id, Answer.block.in_(names))
        .options(joinedload(Answer.attempts))
    )
    return {answer.block: answer for answer in db.session.scalars(query).unique()}


def in_address(page: Page, fields: Fields) -> dict[str, Reading]:
    """What somebody without an account answered: it stands in the address."""
    if not fields:
        return {}
    asked = {name.split(".")[1] if "." in name else name for name in fields}
    asked.add(fields.get("answer", ""))
    return {
        block.id: answers.read(block, fields)
        for block in page.parts
        if isinstance(block, Check | Scenario | Vignette) and block.id in asked
    }
