"""Questions that come back: asked one at a time, answered, put off, left out."""

import uuid
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, SelectField

from app import clock, policy
from app.content.blocks import Check
from app.curriculum import answers, exercises, recall
from app.curriculum import recall_actions as actions
from app.curriculum.answers import Reading
from app.curriculum.cards import A_DAY, Ease, Recall, RecallChoice
from app.curriculum.exercises import Exercise, Reader
from app.curriculum.recall import Day, Question
from app.db import db, written
from app.forms import ConfirmForm, Form, without_nul
from app.look import library

bp = Blueprint("recall", __name__)

FEW = ((5, "Five"), (A_DAY, "Ten"), (20, "Twenty"))  # questions a day
CHANGED = "This question was changed while you had it open. Read it again, then answer"
NO_TURN = "This page was out of date. Look at your answer again, then send it"
MOVED_ON = "You have answered this question again since, so nothing is changed."


class ChoiceForm(Form):
    """What a person wants of the questions that come back."""

    is_offered = BooleanField("Offer them on Today")
    a_day = SelectField(
        "How many a day, at most",
        choices=FEW,
        coerce=int,
        description="Ten take about eight minutes.",
    )


# -- asking and answering ------------------------------------------------------
@bp.get("/learn/review/")
def ask() -> ResponseReturnValue:
    """The next question of today, or why there is none."""
    day = recall.of_today(current_user)
    if day.is_put_off or not day.waiting:
        return render_template("learn/recall/none.html", day=day, confirm=ConfirmForm())
    return _asked(day.waiting[0], day)


def _asked(question: Question, day: Day, sent: Reading | None = None) -> str:
    """The page with a question, and with what was sent of an answer."""
    check = question.check
    url = url_for(
        ".answer", block_id=check.id, version=check.version, turn=question.turn
    )
    reader = Reader(current_user, sent={check.id: sent} if sent else {})
    shown = exercises.exercise(check, reader, heading=question.lesson.title, url=url)
    return render_template(
        "learn/recall/ask.html",
        day=day,
        ex=replace(shown, has_changed=question.has_changed, at=question.answered_at),
        confirm=ConfirmForm(),
    )


@bp.post("/learn/review/<block_id>/<int:version>/<int:turn>/")
def answer(block_id: str, version: int, turn: int) -> ResponseReturnValue:
    """Keep an answer; the address says to which version, and which time it was."""
    check = _answered_check(block_id)
    if check is None:
        return _gone(block_id)
    reading = answers.read(check, request.form)
    if reading.problem and check.retired:
        return _gone(block_id)
    if not check.retired and version != check.version:
        reading = Reading(reading.given, CHANGED)
    if reading.problem:
        return _again(check, reading)
    person_id: uuid.UUID = current_user.id
    kept = written(lambda: actions.answer(person_id, check, turn, reading.given))
    if kept is None:
        return _again(check, Reading(reading.given, NO_TURN))
    return redirect(url_for(".show", recall_id=kept.id))


def _again(check: Check, sent: Reading) -> ResponseReturnValue:
    """The question with a message, and nothing lost of the answer."""
    question = recall.question(current_user, check)
    if question is None:
        abort(404)
    return _asked(question, recall.of_today(current_user), sent), 422


def _answered_check(block_id: str) -> Check | None:
    """The check that the person answered in a lesson; none if it is there no more.

    404 if they never did, or if it is something else, such as half of a module's test.
    """
    found = recall.find_check(block_id)
    is_other = found is None and block_id in library().blocks
    if is_other or not recall.has_answered(current_user, without_nul(block_id) or ""):
        abort(404)
    return found[1] if found else None


def _gone(block_id: str) -> ResponseReturnValue:
    """What to say of a check that is not asked any more."""
    typed = without_nul(request.form.get(block_id)) or ""
    is_text = " " in typed  # what is chosen has no space
    page = render_template("learn/recall/gone.html", typed=typed if is_text else "")
    return page, 410


# -- afterwards ----------------------------------------------------------------
@bp.get("/learn/review/answers/<uuid:recall_id>/")
def show(recall_id: uuid.UUID) -> ResponseReturnValue:
    """An answer that was given, with what we say to it and when it comes back."""
    kept = _own(recall_id)
    found = recall.find_check(kept.block)
    card = recall.card(kept)
    is_latest = recall.is_latest(card, kept)
    return render_template(
        "learn/recall/show.html",
        kept=kept,
        lesson=found[0] if found else None,
        ex=_shown(kept),
        ratings=[ease.value for ease in recall.ratings(card, kept)],
        due_on=card.due_on if card and is_latest else None,
        earlier=recall.earlier(kept) if "text" in kept.given else [],
        is_asked=recall.is_asked(kept.block),
        day=recall.of_today(current_user),
        confirm=ConfirmForm(),
    )


def _own(recall_id: uuid.UUID) -> Recall:
    kept = db.get_or_404(Recall, recall_id)
    if not policy.owns_recall(current_user, kept):
        abort(404)
    return kept


def _shown(kept: Recall) -> Exercise | None:
    """The question as it was answered; none if it is not the same any more."""
    found = recall.find_check(kept.block)
    if found is None or found[1].version != kept.version:
        return None
    lesson, check = found
    if not answers.holds(check, kept.given):
        return None
    reader = Reader(current_user, sent={check.id: Reading(kept.given)})
    shown = exercises.exercise(check, reader, heading=lesson.title, url="")
    return replace(shown, at=kept.at)


@bp.post("/learn/review/answers/<uuid:recall_id>/")
def rate(recall_id: uuid.UUID) -> ResponseReturnValue:
    """Say how well it was known, and go on."""
    kept = _own(recall_id)
    said = request.form.get("rating")
    card = recall.card(kept)
    ease = next((one for one in Ease if one.value == said), None)
    if not recall.is_latest(card, kept):
        flash(MOVED_ON, "warn")
    elif ease in recall.ratings(card, kept) and ease:
        if not written(lambda: actions.rate(_own(recall_id), ease)):
            flash(MOVED_ON, "warn")
        return redirect(url_for(".ask"))
    return redirect(url_for(".show", recall_id=recall_id))


# -- choices -------------------------------------------------------------------
@bp.post("/learn/review/not-today/")
def put_off() -> ResponseReturnValue:
    """Ask nothing more today."""
    return _put_off(True)


@bp.post("/learn/review/after-all/")
def take_up() -> ResponseReturnValue:
    """Ask today after all."""
    return _put_off(False)


def _put_off(is_off: bool) -> ResponseReturnValue:
    person_id: uuid.UUID = current_user.id

    def note() -> None:
        actions.choice_of(person_id).not_on = clock.today() if is_off else None

    written(note)
    return redirect(url_for(".ask"))


@bp.post("/learn/review/<block_id>/leave-out/")
def leave_out(block_id: str) -> ResponseReturnValue:
    """Ask one question no more, until it is put back."""
    return _leave_out(block_id, True) or redirect(url_for(".ask"))


@bp.post("/learn/review/<block_id>/put-back/")
def put_back(block_id: str) -> ResponseReturnValue:
    """Ask a question again that was left out."""
    return _leave_out(block_id, False) or redirect(url_for(".choose"))


def _leave_out(block_id: str, is_out: bool) -> ResponseReturnValue | None:
    check = _answered_check(block_id)
    if check is None or check.retired:
        return _gone(block_id)
    person_id: uuid.UUID = current_user.id

    def note() -> None:
        card = actions.card_of(person_id, check)
        if card:
            card.left_out_at = clock.now() if is_out else None

    written(note)
    flash("It is left out. You can put it back among your choices." if is_out
          else "It comes back again.")  # fmt: skip
    return None


@bp.route("/account/questions/", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Whether Today offers questions, how many, and which are left out."""
    day = recall.of_today(current_user)
    form = ChoiceForm(obj=db.session.get(RecallChoice, current_user.id) or day.choice)
    if form.submitted():
        person_id: uuid.UUID = current_user.id

        def note() -> None:
            form.populate_obj(actions.choice_of(person_id))

        written(note)
        flash("Your choices are kept.")
        return redirect(url_for(".choose"))
    return render_template(
        "learn/recall/choose.html", form=form, day=day, confirm=ConfirmForm()
    )
