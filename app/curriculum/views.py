"""The curriculum's pages, open to read, and what a signed-in person keeps there."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NoReturn

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import policy, security
from app.accounts.models import Person, Supervision
from app.content.blocks import Check, Reflect, Scenario, Vignette
from app.content.page import Page, Part, Prose
from app.content.types import Lesson, Module
from app.curriculum import actions, answers, exercises, progress, rail, reflections
from app.curriculum.answers import Reading
from app.curriculum.exercises import Exercise, Reader, Reflecting
from app.db import db, writing
from app.forms import without_nul
from app.look import library
from app.practice.models import Entry

bp = Blueprint("learn", __name__, url_prefix="/learn")


@bp.get("/")
def index() -> ResponseReturnValue:
    """The written modules in order; signed in, how far one has come."""
    person = _person()
    kept = progress.of_all(person) if person else progress.NOTHING
    return render_template(
        "learn/index.html",
        modules=[
            (m, library().lessons_of(m), *progress.count_done(m, kept))
            for m in library().modules
        ],
        kept=kept,
        left=progress.left_at(person) if person else None,
    )


@bp.get("/glossary/")
def glossary() -> ResponseReturnValue:
    """Every term, with the lessons that use it first."""
    first_used = {
        term.id: [les for les in library().lessons if term.id in les.terms]
        for term in library().terms
    }
    terms = sorted(library().terms, key=lambda term: term.term.casefold())
    return render_template("learn/glossary.html", terms=terms, first_used=first_used)


@bp.get("/<module_slug>/")
def show_module(module_slug: str) -> ResponseReturnValue:
    """A module: why, what for, its plan, its task and its two tests."""
    module = _module(module_slug)
    sent = {} if _person() else exercises.in_address(module, request.args)
    return _module_page(module, sent)


@bp.get("/<module_slug>/<slug>/")
def show_lesson(module_slug: str, slug: str) -> ResponseReturnValue:
    """A lesson with its exercises."""
    lesson = _lesson(module_slug, slug)
    sent = {} if _person() else exercises.in_address(lesson, request.args)
    return _lesson_page(lesson, sent)


@bp.post("/<module_slug>/answers/<block_id>/")
def answer_in_module(module_slug: str, block_id: str) -> ResponseReturnValue:
    """Keep an answer to one of the module's two tests."""
    module = _module(module_slug)
    block = _shown(module, block_id, Check)
    reading = answers.read(block, request.form)
    after = next((c for c in module.post if c.pair == block.pair), block)
    if block.test == "pre" and after.id in exercises.kept_answers(_me(), [module]):
        words = "You have answered the question that goes with this one, so it is closed"
        reading = Reading(reading.given, words)
    if reading.problem:
        return _module_page(module, {block.id: reading}), 422
    _keep_answer(module.slug, block, reading)
    return redirect(f"{progress.module_url(module)}#{block.id}")


@bp.post("/<module_slug>/<slug>/answers/<block_id>/")
def answer_in_lesson(
    module_slug: str, slug: str, block_id: str
) -> ResponseReturnValue:
    """Keep an answer to a lesson's check, story or scene."""
    lesson = _lesson(module_slug, slug)
    block = _shown(lesson, block_id, Check | Scenario | Vignette)
    reading = answers.read(block, request.form)
    if reading.problem:
        return _lesson_page(lesson, {block.id: reading}), 422
    _keep_answer(lesson.module, block, reading, lesson)
    return redirect(f"{progress.lesson_url(lesson)}#{block.id}")


def _keep_answer(
    module: str, block: Any, reading: Reading, lesson: Lesson | None = None
) -> None:
    person_id = _me().id
    is_right = answers.is_right(block, reading.given)

    def keep() -> None:
        actions.keep_answer(person_id, module, block, reading.given, is_right)
        if lesson:
            actions.visit(person_id, lesson, block.id)

    _write(keep)


@bp.post("/<module_slug>/<slug>/reflections/<block_id>/")
def reflect_in_lesson(
    module_slug: str, slug: str, block_id: str
) -> ResponseReturnValue:
    """Keep a reflection; shared with today's supervisor only if the box is ticked."""
    lesson = _lesson(module_slug, slug)
    block = _shown(lesson, block_id, Reflect)
    text = (without_nul(request.form.get("text")) or "").strip()
    share = "share" in request.form
    problem = answers.too_long(text)
    if not text:
        problem = "Write a few words first"
    if problem:
        reading = Reading({"text": text, "share": share}, problem)
        return _lesson_page(lesson, {block.id: reading}), 422
    here = security.current_organisation()
    query = here and Supervision.supervisor_of(_me().id, here.id)
    supervisor = db.session.scalar(query) if query is not None and share else None
    reader_id = supervisor.id if supervisor else None
    person_id = _me().id

    def keep() -> None:
        actions.keep_reflection(person_id, lesson.module, block, text, reader_id)
        actions.visit(person_id, lesson, block.id)

    _write(keep)
    return redirect(f"{progress.lesson_url(lesson)}#{block.id}")


@bp.post("/<module_slug>/<slug>/place/")
def keep_place(module_slug: str, slug: str) -> ResponseReturnValue:
    """Keep the section that was read last; without one, the whole lesson is read."""
    lesson = _lesson(module_slug, slug)
    anchor = request.form.get("anchor")
    person_id = _me().id
    if anchor is None:
        _write(lambda: actions.finish(person_id, lesson))
        return redirect(f"{progress.lesson_url(lesson)}#lesson-read")
    if anchor not in {heading.anchor for heading in lesson.headings}:
        abort(404)
    _write(lambda: actions.read(person_id, lesson, anchor))
    return "", 204
