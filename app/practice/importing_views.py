"""The page that reads in what was taken away, and what was brought along."""

import uuid
from collections import Counter
from typing import Any

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
from sqlalchemy import delete, select

from app import policy, security
from app.accounts.models import Organisation
from app.clock import now
from app.db import db, writing
from app.forms import ConfirmForm
from app.look import count, framework
from app.practice import importing
from app.practice.importing import RefusedError
from app.practice.models import Brought, ReadFile
from app.practice.written import read

bp = Blueprint("importing", __name__, url_prefix="/practice/import")

LARGEST_FILE = 32 * 1024 * 1024  # bytes: several thousand entries with versions
SHOWN = 200  # things of a file that are listed; the rest are counted


@bp.url_value_preprocessor
def _take_a_file(endpoint: str | None, _values: Any) -> None:
    """One address takes more than a form: this runs before anything reads the post."""
    if endpoint == "importing.send_file" and request.method == "POST":
        request.max_content_length = LARGEST_FILE


def _here() -> Organisation | None:
    """The organisation in which one keeps a log, if any."""
    here = security.current_organisation()
    return here if policy.can_practise(current_user, here) else None


@bp.get("/")
def index() -> ResponseReturnValue:
    """What will come of the file that was sent, or where to send one."""
    waiting = db.session.get(ReadFile, current_user.id)
    items = _coming(waiting.text) if waiting else []
    return _page(waiting, items, "")


def _coming(text: str) -> list[importing.Coming]:
    data = importing.parsed(text.encode())
    return importing.coming(current_user, _here(), data)


def _page(waiting: ReadFile | None, items: list[Any], wrong: str) -> str:
    kinds = [(i.standing, i.becomes if i.standing == "new" else "") for i in items]
    tally = Counter(kinds)
    return render_template(
        "practice/import.html",
        waiting=waiting,
        items=items[:SHOWN],
        choices=[item for item in items if item.may_replace],
        tally=tally,
        total=len(items),
        wrong=wrong,
        brought=_brought(),
        largest=LARGEST_FILE // (1024 * 1024),
        host=_here(),
        form=ConfirmForm(),
    )


def _brought() -> list[Any]:
    query = select(Brought).where(Brought.person_id == current_user.id)
    query = query.where(Brought.kind == "entry").order_by(Brought.key.desc())
    return list(db.session.scalars(query))


@bp.post("/")
def send_file() -> ResponseReturnValue:
    """Look at a file, and keep it until its sender says what to do with it."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    if sent:
        sent.close()
    try:
        if not raw:
            message = "Choose the file that you took away: its name ends in .json"
            raise RefusedError(message)
        importing.parsed(raw)
    except RefusedError as wrong:
        return _page(None, [], str(wrong)), 422
    with writing():
        row = db.session.get(ReadFile, current_user.id)
        row = row or ReadFile(person_id=current_user.id)
        row.text, row.sent_at = raw.decode("utf-8-sig"), now()
        db.session.add(row)
    return redirect(url_for(".index"))


@bp.post("/bring/")
def bring() -> ResponseReturnValue:
    """Bring in what the file holds, as the page said."""
    here, done = _here(), None
    with writing():
        waiting = db.session.get(ReadFile, current_user.id)
        if waiting is not None:
            data = importing.parsed(waiting.text.encode())
            chosen = set(request.form.getlist("take"))
            done = importing.bring_in(current_user, here, data, chosen)
            db.session.delete(waiting)
    if done is None:
        flash("There is no file waiting: send it again.", "warn")
    else:
        flash(
            f"{count(done, 'thing').capitalize()} came in. What was here is as it was."
        )
    return redirect(url_for(".index"))


@bp.post("/forget/")
def forget() -> ResponseReturnValue:
    """Throw the file that was sent away, and bring nothing in."""
    with writing():
        mine = ReadFile.person_id == current_user.id
        db.session.execute(delete(ReadFile).where(mine))
    flash("The file is thrown away, and nothing came in.")
    return redirect(url_for(".index"))


@bp.get("/<uuid:brought_id>/")
def show_brought(brought_id: uuid.UUID) -> ResponseReturnValue:
    """An entry that one brought along: to read, as it stood in the file."""
    row = db.session.get(Brought, brought_id)
    if row is None or row.kind != "entry" or not policy.owns_brought(current_user, row):
        abort(404)
    one = row.content
    scale = framework(one["framework"], one["framework_version"])
    kept = [version["content"] for version in one["versions"]]
    says = read(one["pending"] or (kept[-1] if kept else {}), scale)
    return render_template("practice/brought.html", row=row, one=one, says=says)
