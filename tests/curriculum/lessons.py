"""Where the tests' lesson is, and how its exercises are answered."""

from typing import Any

from sqlalchemy import select

from app.content.blocks import Check, Vignette
from app.content.questions import CONTROL, STREAM
from app.content.types import Lesson, Module
from app.curriculum import answers
from app.db import db
from app.look import library

MODULE = "/learn/listening-and-entry/"
LESSON = f"{MODULE}listening-one-to-one/"
BESIDE = f"{MODULE}getting-to-know-a-place/"  # has a matching


def lesson(slug: str = "listening-one-to-one") -> Lesson:
    """A written lesson."""
    found = library().lesson(slug)
    assert found
    return found


def module(slug: str = "listening-and-entry") -> Module:
    """A written module."""
    found = library().module(slug)
    assert found
    return found


def kept(kind: Any, person: Any) -> list[Any]:
    """A person's rows of one kind, as the database has them now."""
    db.session.rollback()
    return list(db.session.scalars(select(kind).where(kind.person_id == person.id)))


def right(check: Check) -> dict[str, Any]:
    """What a form sends for the right answer."""
    if check.kind in {"single", "multiple"}:
        return {check.id: [option.id for option in check.options if option.correct]}
    if check.kind == "ordering":
        places = {item.id: n for n, item in enumerate(check.items, start=1)}
        mixed = enumerate(answers.shuffled(check, check.items), start=1)
        return {f"order.{check.id}.{n}": str(places[item.id]) for n, item in mixed}
    if check.kind == "matching":
        offered = {
            p.right: str(n) for n, p in enumerate(answers.rights(check), start=1)
        }
        rows = enumerate(check.pairs, start=1)
        return {f"match.{check.id}.{n}": offered[pair.right] for n, pair in rows}
    return {check.id: "No. I would ask next door first."}


def scored(scene: Vignette, level: str = "2", **changes: str) -> dict[str, str]:
    """What a form sends for a scene where every principle gets one level."""
    fields = {f"rate.{scene.id}.{key.principle}": level for key in scene.key}
    fields |= {f"control.{scene.id}.{question.id}": "1" for question in CONTROL}
    fields |= {f"stream.{scene.id}.{question.id}": "A" for question in STREAM}
    return fields | changes


def do_lesson(browser: Any, done: Lesson) -> None:
    """Read a lesson, answer its checks and score its scenes."""
    at = f"/learn/{done.module}/{done.slug}/"
    assert browser.post(f"{at}place/").status_code == 302
    for check in done.checks:
        sent = browser.post(f"{at}answers/{check.id}/", data=right(check))
        assert sent.status_code == 302, check.id
    for scene in done.vignettes:
        sent = browser.post(f"{at}answers/{scene.id}/", data=scored(scene))
        assert sent.status_code == 302, scene.id
