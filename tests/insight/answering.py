"""Answers of several people, through the product's own actions."""

from typing import Any

from app.accounts.models import Person
from app.content.blocks import Check, Vignette
from app.content.questions import CONTROL, STREAM
from app.content.types import Module
from app.curriculum import actions, answers
from app.db import writing
from app.look import library


def module(place: int = 0) -> Module:
    """A written module with a test before and a test after."""
    return library().modules[place]


def chosen(check: Check, is_right: bool) -> dict[str, Any]:
    """A right or a wrong choice."""
    fitting = [o.id for o in check.options if o.correct is is_right]
    return {"option": fitting[0]}


def answer(person: Person, slug: str, block: Any, given: dict[str, Any]) -> None:
    """One attempt more."""
    actions.keep_answer(person.id, slug, block, given, answers.is_right(block, given))


def take_tests(person: Person, before: int, after: int, place: int = 0) -> None:
    """Both tests of a module, with so many right answers, the first ones."""
    taken = module(place)
    with writing():
        for test, right in ((taken.pre, before), (taken.post, after)):
            for number, check in enumerate(test):
                answer(person, taken.slug, check, chosen(check, number < right))


def scenes() -> list[tuple[str, Vignette]]:
    """Every written scene with its module."""
    return [(les.module, scene) for les in library().lessons for scene in les.vignettes]


def score(person: Person, place: int, **levels: str) -> None:
    """A scene as the key has it, but for `levels` by principle; `__` is a hyphen."""
    slug, scene = scenes()[place]
    given = {key.principle: str(key.level) for key in scene.key}
    given |= {name.replace("__", "-"): level for name, level in levels.items()}
    control = {q.id: str(getattr(scene.control, q.id)) for q in CONTROL}
    stream = {q.id: getattr(scene.stream, q.id) for q in STREAM}
    with writing():
        about = {"levels": given, "control": control, "stream": stream}
        answer(person, slug, scene, about)
