"""The curriculum's pages, open to read, and what a signed-in person keeps there."""

import uuid

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from app import security
from app.accounts.models import Supervision
from app.content.blocks import Check, Reflect, Scenario, Vignette
from app.content.page import Page
from app.content.types import Lesson, Module
from app.curriculum import (
    actions,
    answers,
    away,
    exercises,
    naming,
    pages,
    progress,
    standing,
    told,
)
from app.curriculum import recall_actions as recall
from app.curriculum.answers import Reading
from app.db import db, written
from app.forms import without_nul
from app.look import library

bp = Blueprint("learn", __name__, url_prefix="/learn")
away.add_to(bp)

CHANGED = (
    "This question has changed since you opened the page. Read it again: what you "
    "sent is still here where it fits"
)


@bp.app_template_filter()
def inline(text: str) -> Markup:
    """HTML of a text from the content, for the inside of one element."""
    return Markup(library().inline(text))  # noqa: S704 (our own files, reviewed)


@bp.get("/")
def index() -> ResponseReturnValue:
    """The written modules in order; signed in, how far one has come."""
    person = pages.reader()
    kept = progress.of_all(person) if person else progress.NOTHING
    here = security.current_organisation() if person else None
    dates = standing.dates_of(person, here) if person else {}
    rows = standing.of_kept(kept, dates)
    return render_template(
        "learn/index.html",
        rows=[(row, library().lessons_of(row.module)) for row in rows],
        opened={row.module.slug for row in standing.at_hand(rows)},
        kept=kept,
        is_kept=person is not None,
        left=progress.left_at(person) if person else None,
    )


@bp.get("/glossary/")
def glossary() -> ResponseReturnValue:
    """Every term, with the lessons that use it first."""
    body = pages.drawn_once("glossary", _glossary_body)
    return render_template("learn/glossary.html", body=body)


def _glossary_body() -> str:
    terms = sorted(library().terms, key=lambda term: term.term.casefold())
    first_used = {
        term.id: [les for les in library().lessons if term.id in les.terms]
        for term in terms
    }
    return render_template(
        "learn/glossary_body.html", terms=terms, first_used=first_used
    )


@bp.get("/<module_slug>/")
def show_module(module_slug: str) -> ResponseReturnValue:
    """A module: why, what for, its plan, its task and its two tests."""
    module = pages.find_module(module_slug)
    sent = {} if pages.reader() else exercises.in_address(module, request.args)
    return pages.module_page(module, sent)


@bp.get("/<module_slug>/<slug>/")
def show_lesson(module_slug: str, slug: str) -> ResponseReturnValue:
    """A lesson with its exercises."""
    lesson = pages.find_lesson(module_slug, slug)
    sent = {} if pages.reader() else exercises.in_address(lesson, request.args)
    return pages.lesson_page(lesson, sent)


@bp.post("/<module_slug>/answers/<block_id>/")
def answer_in_module(module_slug: str, block_id: str) -> ResponseReturnValue:
    """Keep an answer to one of the module's two tests."""
    module = pages.find_module(module_slug)
    block = _answerable(module, block_id)
    reading = _read(block)
    if block in module.pre and _has_answered_after(module, block_id):
        words = "You have answered this again after the module, so this one is closed"
        reading = Reading(reading.given, words)
    if reading.problem:
        return pages.module_page(module, {block.id: reading}), 422
    _keep_answer(module.slug, block, reading)
    return _back_to(block, naming.module_url(module))


@bp.post("/<module_slug>/<slug>/answers/<block_id>/")
def answer_in_lesson(module_slug: str, slug: str, block_id: str) -> ResponseReturnValue:
    """Keep an answer to a lesson's check, story or scene."""
    lesson = pages.find_lesson(module_slug, slug)
    block = _answerable(lesson, block_id)
    reading = _read(block)
    if reading.problem:
        return pages.lesson_page(lesson, {block.id: reading}), 422
    _keep_answer(lesson.module, block, reading, lesson)
    return _back_to(block, naming.lesson_url(lesson))


@bp.post("/<module_slug>/<slug>/reflections/<block_id>/")
def reflect_in_lesson(
    module_slug: str, slug: str, block_id: str
) -> ResponseReturnValue:
    """Keep a reflection; shared with today's supervisor only if the box is ticked."""
    lesson = pages.find_lesson(module_slug, slug)
    block = lesson.block(block_id)
    if not isinstance(block, Reflect) or block.retired:
        abort(404)
    text = (without_nul(request.form.get("text")) or "").strip()
    share = "share" in request.form
    problem = answers.too_long(text) if text else "Write a few words first"
    if problem:
        reading = Reading({"text": text, "share": share}, problem)
        return pages.lesson_page(lesson, {block.id: reading}), 422
    person_id, reader_id = current_user.id, _supervisor_id() if share else None

    def keep() -> None:
        actions.keep_reflection(person_id, lesson.module, block, text, reader_id)
        actions.visit(person_id, lesson, block.id)

    written(keep)
    return redirect(f"{naming.lesson_url(lesson)}#{block.id}")


@bp.post("/<module_slug>/<slug>/place/")
def keep_place(module_slug: str, slug: str) -> ResponseReturnValue:
    """Keep the section that was read last; if none is named, the lesson is read."""
    lesson = pages.find_lesson(module_slug, slug)
    anchor = request.form.get("anchor")
    person_id = current_user.id
    if anchor is None:
        written(lambda: actions.finish(person_id, lesson))
        return redirect(f"{naming.lesson_url(lesson)}#lesson-read")
    if anchor not in {heading.anchor for heading in lesson.headings}:
        abort(404)
    written(lambda: actions.read(person_id, lesson, anchor))
    return "", 204


def _answerable(page: Page, block_id: str) -> answers.Exercise:
    """The check, story or scene of this id, retired or not; else 404."""
    block = page.block(block_id)
    if not isinstance(block, Check | Scenario | Vignette):
        abort(404)
    return block


def _read(block: answers.Exercise) -> Reading:
    """What was sent. An answer to an earlier version is not taken for one to this.

    404 if it does not fit, and the exercise is no longer shown.
    """
    reading = answers.read(block, request.form)
    version = request.form.get("version", "")
    if version.isdecimal() and len(version) < 5 and int(version) < block.version:
        reading = Reading(reading.given, CHANGED)
    if reading.problem and block.retired:
        abort(404)
    return reading


def _back_to(block: answers.Exercise, url: str) -> ResponseReturnValue:
    """To the exercise; to the list of answers, if it has been taken out meanwhile."""
    if not block.retired:
        return redirect(f"{url}#{block.id}")
    flash("This question is no longer asked. What you answered is kept, and is below.")
    return redirect(f"{url_for('answered.index')}#{block.id}")


@bp.errorhandler(404)
def gone(_error: Exception) -> ResponseReturnValue:
    """What was written for an exercise that is not there any more, to be copied."""
    about = request.view_args or {}
    names = (about.get("block_id", ""), "text") if "block_id" in about else ()
    sent = [text for name in names for text in request.form.getlist(name)]
    words = [text for text in map(without_nul, sent) if text and text.strip()]
    if words:
        return render_template("learn/gone.html", words=words), 404
    return render_template("layout/error.html", heading="404", words=""), 404


def _has_answered_after(module: Module, before_id: str) -> bool:
    """Whether the question of the test after that goes with this one is answered."""
    pairs = [check.pair for check in module.pre if check.id == before_id]
    kept = exercises.kept_answers(current_user, [module])
    return any(check.id in kept for check in module.post if check.pair in pairs)


def _keep_answer(
    module: str,
    block: Check | Scenario | Vignette,
    reading: Reading,
    lesson: Lesson | None = None,
) -> None:
    given = reading.given
    is_right = answers.is_right(block, given)
    form = (without_nul(request.form.get("form")) or "")[:32]
    sent = actions.Sent(told.words(block, given), form)
    person_id: uuid.UUID = current_user.id

    def keep() -> None:
        actions.keep_answer(person_id, module, block, given, is_right, sent)
        if lesson:
            actions.visit(person_id, lesson, block.id)
        if lesson and isinstance(block, Check):
            recall.begin(person_id, block, is_right)

    written(keep)


def _supervisor_id() -> uuid.UUID | None:
    """Who supervises the signed-in person today, where they are working."""
    here = security.current_organisation()
    if here is None:
        return None
    found = db.session.scalar(Supervision.supervisor_of(current_user.id, here.id))
    return found.id if found else None
