"""The questions as a resident answers them: one a screen, one tap an answer.

Nobody signs in. What was tapped travels from page to page in the form itself, and is
stored only when it is finished, or when somebody who stops says that it may be.
"""

import uuid
from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.content.baseline import RESIDENTS, Part
from app.db import db, writing
from app.groups import answering
from app.groups.rounds import Answers, Response, Round
from app.look import library

bp = Blueprint("asking", __name__)


@bp.route("/answer/<key>/", methods=["GET", "POST"])
def answer(key: str) -> ResponseReturnValue:
    """What it is for; then question by question; then thanks."""
    asked = _asked(key)
    if not asked.is_open:
        return render_template(
            "groups/baseline/ask_ended.html", asked=asked, says="closed"
        )
    if request.method == "GET":
        return render_template(
            "groups/baseline/ask_begin.html", asked=asked, token=uuid.uuid4()
        )
    parts = library().baselines[asked.version].parts(RESIDENTS)
    return _next(asked, parts, request.form)


def _asked(key: str) -> Round:
    query = select(Round).where(Round.key == key.replace("\x00", ""))
    load = query.where(Round.group_id.is_(None)).options(joinedload(Round.place))
    asked: Round | None = db.session.scalars(load).one_or_none()
    if asked is None:
        abort(404)
    return asked


def _next(
    asked: Round, parts: tuple[Part, ...], form: Mapping[str, str]
) -> ResponseReturnValue:
    """The screen that follows what was pressed."""
    answers, at = answering.tapped(parts, form), _at(form, len(parts))
    do = form.get("do", "")
    if do == "discard":
        return render_template(
            "groups/baseline/ask_ended.html", asked=asked, says="left"
        )
    if do == "stop":
        return _screen("ask_stop", asked, parts, answers, at)
    chosen = answering.read(parts[at], do.removeprefix("tap-"))
    if do.startswith("tap-") and chosen is not None:
        answers[parts[at].id] = chosen
        at += 1
    if answers and (do == "keep" or at == len(parts)):
        return _kept(asked, parts, answers, form)
    if do == "back":
        at = max(0, at - 1)
    return _screen("ask", asked, parts, answers, at)


def _at(form: Mapping[str, str], screens: int) -> int:
    """Which question the page was about."""
    text = form.get("at", "")
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return min(at, screens - 1)


def _screen(
    name: str, asked: Round, parts: tuple[Part, ...], answers: Answers, at: int
) -> str:
    return render_template(
        f"groups/baseline/{name}.html",
        asked=asked,
        part=parts[at],
        at=at,
        last=len(parts),
        answers=answers,
        token=_token(request.form),
    )


def _token(form: Mapping[str, str]) -> uuid.UUID:
    """The id that this form will have: pressing twice keeps it once."""
    try:
        token = uuid.UUID(form.get("token", ""))
    except ValueError:
        return uuid.uuid4()
    return token if token.version == 4 else uuid.uuid4()


def _kept(
    asked: Round, parts: tuple[Part, ...], answers: Answers, form: Mapping[str, str]
) -> ResponseReturnValue:
    """Store the form, once, while the round is open."""
    token = _token(form)
    with writing(asked):
        if asked.is_open and db.session.get(Response, token) is None:
            answers = answering.whole(parts, answers)
            db.session.add(Response(id=token, round_id=asked.id, answers=answers))
    says = "kept" if asked.is_open else "closed"
    asked = _asked(asked.key)  # with its place, which the block has let go
    return render_template("groups/baseline/ask_ended.html", asked=asked, says=says)
