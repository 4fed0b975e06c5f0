"""One's own log and one's own entry, for the pages about them; else 404."""

import uuid

from flask import abort
from flask_login import current_user

from app import policy, security
from app.accounts.models import Organisation
from app.db import db
from app.practice.models import Entry


def log_owner() -> Organisation:
    """The organisation in which the signed-in person keeps a log; else 404."""
    here = security.current_organisation()
    if here is None or not policy.can_practise(current_user, here):
        abort(404)
    return here


def own_entry(entry_id: uuid.UUID) -> Entry:
    """The signed-in person's own entry; 404 to anyone else."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or not policy.is_author(current_user, entry):
        abort(404)
    return entry
