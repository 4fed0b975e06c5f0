"""What a device kept comes in here; of two versions the writer chooses one."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from app import policy, security
from app.accounts.models import Organisation
from app.db import db, writing, written
from app.forms import ConfirmForm
from app.look import framework
from app.practice import arriving, differing, drafting, record
from app.practice.models import Entry
from app.practice.own import log_owner, own_entry
from app.practice.sent import Sent

bp = Blueprint("sending", __name__, url_prefix="/practice")


@bp.get("/token/")
def token() -> ResponseReturnValue:
    """Who is signed in on this device, if anybody, and the token for sending."""
    if not current_user.is_authenticated:
        return {"person": ""}
    return {"person": str(current_user.id), "token": generate_csrf()}


@bp.post("/send/")
def send() -> ResponseReturnValue:
    """Take in one entry from a device: JSON that says what became of it."""
    if not current_user.is_authenticated:
        return {"answer": "sign-in"}
    here = _host(request.form.get("host", ""))
    is_theirs = request.form.get("by") in (None, str(current_user.id))
    if here is None or not is_theirs:
        return {"answer": "not-yours"}, 404
    try:
        parcel = arriving.Parcel.of(request.form)
    except ValueError:
        return {"answer": "damaged"}, 422
    return _taken_in(parcel, here)


def _host(wanted: str) -> Organisation | None:
    """The organisation whose log it is for: the one it was written in, else today's."""
    mine = [m.organisation for m in current_user.memberships]
    chosen = next((o for o in mine if str(o.id) == wanted), None)
    here = chosen or security.current_organisation()
    return here if here and policy.can_practise(current_user, here) else None


def _taken_in(parcel: arriving.Parcel, here: Organisation) -> ResponseReturnValue:
    entry = db.session.get(Entry, parcel.key)
    version = drafting.current_framework(here)
    if entry is not None:
        version = entry.framework, entry.framework_version
    form = drafting.posted(framework(*version))
    if form.too_long():
        return {"answer": "too-long", "problems": _messages(form.problems())}
    placed = written(lambda: arriving.receive(parcel, here, version, form))
    if placed is None:
        return {"answer": "not-yours"}, 404
    return _about(*placed)


def _about(sent: Sent, entry: Entry) -> dict[str, Any]:
    """What the device needs to go on: where it stands, and what is to be put right."""
    reader = record.supervisor(entry.author_id, entry.organisation_id)
    lacks = arriving.problems(entry) if sent.answer == "incomplete" else []
    return {
        "answer": sent.answer,
        "base": sent.base,
        "edit": url_for("practice.edit_entry", entry_id=entry.id),
        "to": reader.name if reader else "",
        "problems": _messages(lacks),
    }


def _messages(problems: list[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(message for _, message in problems))


@bp.get("/quick/")
def quick_entry() -> ResponseReturnValue:
    """Where, with whom and what happened: the rest is written later."""
    here = log_owner()
    form = drafting.blank(here, drafting.current_framework(here), request.args)
    drafting.offer_choices(form, None)
    return render_template("practice/quick.html", form=form, host=here)


@bp.get("/phone/")
def on_this_phone() -> ResponseReturnValue:
    """What is only on this device: a script fills the list."""
    log_owner()
    return render_template("practice/phone.html")


@bp.get("/<uuid:entry_id>/both/")
def show_both(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Versions of an entry from two devices, side by side, to choose from."""
    entry = own_entry(entry_id)
    others = list(db.session.scalars(Sent.kept_aside(entry.id)))
    return render_template(
        "practice/both.html",
        entry=entry,
        pairs=[(other, differing.differences(entry, other.aside)) for other in others],
        can_choose=policy.can_edit(current_user, entry),
        form=ConfirmForm(),
    )


@bp.post("/<uuid:entry_id>/both/")
def choose(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Go on with the other version, or let it go."""
    entry = own_entry(entry_id)
    mark, wish = _uuid(request.form.get("mark")), request.form.get("do")
    sent = db.session.get(Sent, mark) if mark else None
    if sent is None or sent.entry_id != entry.id or sent.aside is None:
        return redirect(url_for(".show_both", entry_id=entry.id))
    with writing(entry, sent):
        if wish == "take" and policy.can_edit(current_user, entry):
            arriving.take(entry, sent)
            flash(
                "You go on with that one. The other is kept here until you delete it."
            )
        elif wish == "drop":
            db.session.delete(sent)
            flash("The other version is deleted.")
    return redirect(url_for(".show_both", entry_id=entry.id))


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
