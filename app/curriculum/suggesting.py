"""Suggesting a change to a lesson, open to all; and what became of suggestions."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app import policy, throttle
from app.content.text import plain
from app.content.types import Lesson
from app.curriculum import history, pages
from app.curriculum.models import Suggestion
from app.curriculum.suggestions import (
    LONGEST_PASSAGE,
    SuggestionForm,
    edition,
    lesson_now,
    texts_of,
)
from app.db import db, new_id, written
from app.forms import without_nul
from app.look import library

bp = Blueprint("suggesting", __name__, url_prefix="/learn")


@bp.get("/suggestions/")
def own_suggestions() -> ResponseReturnValue:
    """What the signed-in person suggested, and what became of each."""
    mine = policy.own_suggestions(current_user).options(joinedload(Suggestion.person))
    rows = history.told(db.session.scalars(mine))
    slugs = {row.suggestion.lesson for row in rows}
    lessons = {slug: lesson_now(slug) for slug in slugs}
    return render_template("learn/suggestions.html", rows=rows, lessons=lessons)


@bp.get("/<module_slug>/<slug>/history/")
def show_history(module_slug: str, slug: str) -> ResponseReturnValue:
    """How a lesson came to be as it is: its changes, and answered suggestions."""
    lesson = pages.find_lesson(module_slug, slug)
    return render_template(
        "learn/history.html",
        lesson=lesson,
        changes=history.changes(lesson),
        rows=history.answered(lesson),
    )


@bp.route("/<module_slug>/<slug>/suggest/", methods=["GET", "POST"])
def suggest_change(module_slug: str, slug: str) -> ResponseReturnValue:
    """Say what should change in a lesson, and why."""
    if request.method == "GET":
        lesson = pages.find_lesson(module_slug, slug)
        return _form_page(lesson, _opened(lesson))
    found, form = lesson_now(slug), SuggestionForm()
    if found is None:
        return _gone(form, slug)
    form.offer_sections(found)
    fine = form.submitted()
    if not (form.is_in(found) and fine):
        return _form_page(found, form), 422
    marks = form.marks(found)
    if marks and request.form.get("do") != "anyway":
        return _form_page(found, form, marks)
    if not written(lambda: _keep(form, found)):
        return _form_page(found, form, marks), 422
    return _thanked(found, slug)


def _opened(lesson: Lesson) -> SuggestionForm:
    """The form as it opens: at a part and with the words that the address names."""
    section = request.args.get("section", "")
    passage = without_nul(request.args.get("passage")) or ""
    data = {
        "key": str(new_id()),
        "edition": edition(lesson),
        "section": section if section in texts_of(lesson) else "",
        "passage": passage[:LONGEST_PASSAGE],
    }
    form = SuggestionForm(formdata=None, data=data)
    form.offer_sections(lesson)
    return form


def _form_page(lesson: Lesson, form: SuggestionForm, marks: dict | None = None) -> str:
    return render_template(
        "learn/suggest.html", lesson=lesson, form=form, marks=marks or {}
    )


def _gone(form: SuggestionForm, slug: str) -> ResponseReturnValue:
    """The lesson is not there any more: what was typed stays on the page."""
    fields = [form.passage, form.wanted, form.why, form.source, form.case]
    typed = [(field.label.text, field.data) for field in fields if field.data]
    plan = library().planned(slug)
    name = plan.title if plan else slug.replace("-", " ")
    return render_template("learn/suggest_gone.html", typed=typed, name=name), 404


def _keep(form: SuggestionForm, lesson: Lesson) -> bool:
    """Keep the suggestion, once; not where too many came from this network."""
    made = _suggestion(form, lesson)
    twin = db.session.get(Suggestion, made.id)
    if twin is not None and _says_the_same(twin, made):
        return True
    if twin is not None:
        made.id = new_id()
    if not current_user.is_authenticated:
        made.network = throttle.network("suggestion")
        if throttle.is_full(Suggestion, made.network):
            words = "Many suggestions came from your network. Try again in an hour"
            form.wanted.errors = [words]
            return False
    db.session.add(made)
    return True


def _suggestion(form: SuggestionForm, lesson: Lesson) -> Suggestion:
    signed_in = current_user.is_authenticated
    headings = {s.anchor: plain(s.title) for s in lesson.sections}
    anchor = form.section.data or ""
    return Suggestion(
        id=_key_of(form),
        lesson=lesson.slug,
        anchor=anchor,
        heading=headings.get(anchor, "")[:200],
        passage=form.passage.data or "",
        wanted=form.wanted.data,
        why=form.why.data,
        source=form.source.data or "",
        case_slug=form.case_slug,
        person_id=current_user.id if signed_in else None,
        is_named=signed_in and bool(form.is_named.data),
    )


def _key_of(form: SuggestionForm) -> uuid.UUID:
    """The key that the form carries; a damaged one is replaced."""
    try:
        return uuid.UUID(form.key.data)
    except (ValueError, TypeError, AttributeError):
        return new_id()


def _says_the_same(one: Suggestion, other: Suggestion) -> bool:
    """Whether this is the same form again, and not one that was changed since."""
    names = ("lesson", "person_id", "passage", "wanted", "why", "source", "case_slug")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _thanked(lesson: Lesson, slug: str) -> ResponseReturnValue:
    """To where the answer will stand."""
    if lesson.slug != slug:
        flash(f"This lesson has a new name, “{lesson.title}”. Your suggestion is kept "
              "with it.")  # fmt: skip
    if current_user.is_authenticated:
        flash("Thank you. An editor answers it, and you will see the answer here.")
        return redirect(url_for(".own_suggestions"))
    flash("Thank you. An editor reads it, and answers on this page.")
    past = url_for(".show_history", module_slug=lesson.module, slug=lesson.slug)
    return redirect(past)
