"""One suggestion as an editor sees it, and the answer that everybody reads."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import personal, policy
from app.clock import now
from app.curriculum import history
from app.curriculum.models import Suggestion, SuggestionState
from app.curriculum.suggestions import ReplyForm, lesson_now, texts_of
from app.db import db, writing

bp = Blueprint("replying", __name__, url_prefix="/editor/suggestions")


@bp.route("/<uuid:suggestion_id>/", methods=["GET", "POST"])
def answer_suggestion(suggestion_id: uuid.UUID) -> ResponseReturnValue:
    """Read a suggestion and answer it in public; 404 to all but editors."""
    suggestion = _suggestion(suggestion_id)
    if request.method == "GET":
        return _page(suggestion, ReplyForm(formdata=None))
    form = ReplyForm()
    if not form.submitted():
        return _page(suggestion, form), 422
    with writing(suggestion):
        fits = policy.can_answer_suggestion(current_user, suggestion)
        if fits:
            _answer(suggestion, form)
    if not fits:
        flash("Another editor has answered it meanwhile, so this was not kept. Copy "
              "your words before you leave this page.", "warn")  # fmt: skip
        return _page(_suggestion(suggestion_id), form), 409
    flash("Your answer stands on the lesson’s history page.")
    return redirect(url_for("editing.queue"))


def _suggestion(suggestion_id: uuid.UUID) -> Suggestion:
    if not policy.can_edit_cases(current_user):
        abort(404)
    query = select(Suggestion).where(Suggestion.id == suggestion_id)
    found = db.session.scalar(query.options(joinedload(Suggestion.person)))
    if found is None:
        abort(404)
    return found


def _answer(suggestion: Suggestion, form: ReplyForm) -> None:
    suggestion.state = SuggestionState(form.state.data)
    suggestion.reason = form.reason.data or ""
    suggestion.because = form.case_slug
    suggestion.is_withheld = bool(form.is_withheld.data)
    suggestion.editor_id, suggestion.answered_at = current_user.id, now()


def _page(suggestion: Suggestion, form: ReplyForm) -> str:
    lesson = lesson_now(suggestion.lesson)
    said = {"said": f"{suggestion.wanted}\n{suggestion.why}"}
    known = " ".join(texts_of(lesson).values()) if lesson else ""
    return render_template(
        "editor/suggestion.html",
        row=history.told([suggestion])[0],
        lesson=lesson,
        marks=personal.by_field(said, known).get("said", []),
        form=form,
    )
