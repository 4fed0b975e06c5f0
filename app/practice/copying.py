"""A new draft that begins where an earlier entry of one's own did."""

import uuid

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import Organisation
from app.content.questions import CONTROL, STREAM
from app.db import db, new_id, writing
from app.groups.models import GroupRedirect
from app.look import framework
from app.practice import actions, drafting
from app.practice.actions import latest_version
from app.practice.forms import from_typed
from app.practice.models import COUNTED, Entry
from app.practice.own import log_owner, own_entry
from app.practice.written import Typed

bp = Blueprint("copying", __name__, url_prefix="/practice")

# Facts that are likely to hold again. Never the reflection, the ratings, the day, what
# was asked or what is to be done.
FACTS = ("group", "place", "kind", "minutes", "started_by")
ANSWERS = (
    *(f"control-{q.id}" for q in CONTROL),
    *(f"stream-{q.id}" for q in STREAM),
    "ends",
    "separation",
)


def carried(before: Typed) -> Typed:
    """What a new entry takes from an earlier one's form.

    Control and stream count as unanswered until they are confirmed.
    """
    facts = {name: before[name] for name in FACTS if name in before}
    answers = {name: before[name] for name in ANSWERS if name in before}
    return facts | (answers | {"carried": ["control stream"]} if answers else {})


@bp.post("/<uuid:entry_id>/copy/")
def copy_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Begin another like it. 404 to anyone but its author, and for a draft."""
    entry = own_entry(entry_id)
    if entry.state not in COUNTED:
        abort(404)
    return _begun(entry, log_owner())


@bp.post("/like-last/<uuid:group_id>/")
def copy_last(group_id: uuid.UUID) -> ResponseReturnValue:
    """Begin another like one's last entry for this group; 404 where there is none."""
    here = log_owner()
    query = Entry.of(current_user).where(
        Entry.group_id == GroupRedirect.follow(group_id),
        Entry.organisation_id == here.id,
        Entry.state.in_(COUNTED),
    )
    entry = db.session.scalars(query.limit(1)).one_or_none()
    return _begun(entry, here) if entry else abort(404)


def _begun(entry: Entry, here: Organisation) -> ResponseReturnValue:
    """A draft with what is carried over, in the framework that is used now."""
    if entry.organisation_id != here.id:
        abort(404)
    version = drafting.current_framework(here)
    typed = carried(latest_version(entry).content)
    key = new_id()
    with writing():
        made = actions.begin(key, current_user, here.id, version)
        form = from_typed(framework(*version), typed | {"key": [str(key)]})
        actions.keep(made, form, deliberate=False)
    flash("Place, group, kind and time are carried over from last time. Confirm who "
          "held it and the stream; say what happened this time.")  # fmt: skip
    return redirect(url_for("practice.edit_entry", entry_id=key))
