"""The page of everything that a person has answered, also what is asked no longer."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.content.blocks import Block, Check, Scenario, Vignette
from app.content.page import Page
from app.content.types import Lesson, Module
from app.curriculum import answers, gain, naming, told, tries
from app.curriculum.models import Answer
from app.curriculum.tries import Try
from app.db import db
from app.look import library

bp = Blueprint("answered", __name__, url_prefix="/learn")

GONE = "No longer in the curriculum"
ASKED, CHANGED, RETIRED, LOST = "asked", "changed", "retired", "gone"


@dataclass(frozen=True)
class Item:
    """One exercise that somebody answered."""

    id: str
    asked: str
    state: str  # asked, changed, retired or gone
    page: str  # the title of the lesson or module that holds it; empty if none does
    url: str
    at: datetime
    tries: Sequence[Try]
    waits: bool  # for the test after, before anything is said of it


@dataclass(frozen=True)
class Shelf:
    """A module's answered exercises, in the order of its pages."""

    title: str
    slug: str
    items: Sequence[Item]

    @property
    def altered(self) -> int:
        """How many are no longer asked as they were."""
        return sum(item.state != ASKED for item in self.items)


@bp.get("/answers/")
def index() -> ResponseReturnValue:
    """What one has answered, by module, and what the tests before and after say."""
    held = _held(current_user.id)
    firsts = gain.firsts_in(held)
    gains = [gain.of(module, firsts) for module in library().modules]
    return render_template(
        "learn/answered.html",
        shelves=_shelves(held),
        gains=[found for found in gains if found.is_begun],
    )


def _held(person_id: uuid.UUID) -> dict[str, Answer]:
    """Every answer of a person with its attempts, by block; the oldest first."""
    query = (
        select(Answer)
        .where(Answer.person_id == person_id)
        .order_by(Answer.at, Answer.id)
        .options(joinedload(Answer.attempts))
    )
    return {answer.block: answer for answer in db.session.scalars(query).unique()}


def _shelves(held: dict[str, Answer]) -> list[Shelf]:
    """By module as the curriculum has them, then what is in none of them."""
    by_module: dict[str, list[Item]] = {}
    for name in [*_in_order(held), *(n for n in held if n not in library().blocks)]:
        answer = held[name]
        page, block = library().blocks.get(name, (None, None))
        slug = _module_of(page, answer)
        by_module.setdefault(slug, []).append(_item(answer, page, block, held))
    shelves = [
        Shelf(module.title, module.slug, by_module.pop(module.slug))
        for module in library().modules
        if module.slug in by_module
    ]
    rest = [item for items in by_module.values() for item in items]
    return shelves + ([Shelf(GONE, "", rest)] if rest else [])


def _in_order(held: Iterable[str]) -> list[str]:
    """The answered exercises that the files still hold, as a reader meets them."""
    return [name for name in library().blocks if name in held]


def _module_of(page: Page | None, answer: Answer) -> str:
    """Where the exercise is now; else where it was, under that module’s slug now."""
    if isinstance(page, Lesson):
        return page.module
    if isinstance(page, Module):
        return page.slug
    return library().redirects.get(("module", answer.module), answer.module)


def _item(
    answer: Answer, page: Page | None, block: Block | None, held: dict[str, Answer]
) -> Item:
    exercise = block if isinstance(block, Check | Scenario | Vignette) else None
    state = _state(exercise, answer)
    return Item(
        answer.block,
        told.question_of(exercise, answer),
        state,
        _where(page, exercise),
        _url(page, answer.block) if state in {ASKED, CHANGED} else "",
        answer.at,
        tries.of(block, answer),
        _waits(exercise, page, held),
    )


def _state(exercise: answers.Exercise | None, answer: Answer) -> str:
    if exercise is None:
        return LOST
    if exercise.retired:
        return RETIRED
    is_same = answer.version == exercise.version
    return ASKED if is_same and answers.holds(exercise, answer.given) else CHANGED


def _where(page: Page | None, exercise: answers.Exercise | None) -> str:
    """The lesson or module that holds it, and of a test which of the two."""
    if page is None or exercise is None:
        return ""
    test = exercise.test if isinstance(exercise, Check) else None
    return f"{page.title}{_TESTS.get(test or '', '')}"


_TESTS = {"pre": ", before", "post": ", after"}


def _url(page: Page | None, name: str) -> str:
    if isinstance(page, Lesson):
        return f"{naming.lesson_url(page)}#{name}"
    return f"{naming.module_url(page)}#{name}" if isinstance(page, Module) else ""


def _waits(
    exercise: answers.Exercise | None, page: Page | None, held: dict[str, Answer]
) -> bool:
    """A question of the test before whose pair is not yet answered."""
    if not isinstance(exercise, Check) or exercise.test != "pre":
        return False
    after = page.post if isinstance(page, Module) else ()
    return not any(check.id in held for check in after if check.pair == exercise.pair)
