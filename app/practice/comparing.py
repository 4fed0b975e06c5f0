"""Two versions of an entry beside each other, with what changed between them."""

import uuid

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from app import policy
from app.accounts.models import Person
from app.content.types import Framework
from app.db import db
from app.look import framework
from app.practice import differences, drafting, readings
from app.practice.models import Entry, Version
from app.practice.written import read
from app.supervision.models import SupervisorRating

bp = Blueprint("comparing", __name__, url_prefix="/practice")


@bp.get("/<uuid:entry_id>/differences/")
def show_differences(entry_id: uuid.UUID) -> ResponseReturnValue:
    """What changed between two versions that the reader may open.

    Those that the address names; else the last, and what was submitted before it.
    """
    entry = db.session.get(Entry, entry_id)
    if entry is None or not policy.can_read(current_user, entry):
        abort(404)
    versions = _open_to_reader(entry)
    if not versions:
        abort(404)
    after = _asked(versions, "to", versions[-1])
    before = _asked(versions, "from", _one_before(versions, after))
    readings.note(entry, current_user)
    scale = framework(entry.framework, entry.framework_version)
    is_author = policy.is_author(current_user, entry)
    return render_template(
        "practice/differences.html",
        entry=entry,
        versions=versions,
        before=before,
        after=after,
        changes=differences.between(
            _named(before, scale),
            _named(after, scale),
            scale,
            None if is_author else _scored(entry),
        ),
        is_author=is_author,
        author=db.session.get(Person, entry.author_id),
    )


def _open_to_reader(entry: Entry) -> list[Version]:
    """The author's every version; the supervisor's submitted ones. Oldest first."""
    query = select(Version).where(Version.entry_id == entry.id)
    if not policy.is_author(current_user, entry):
        query = query.where(Version.is_submitted.is_(True))
    return list(db.session.scalars(query.order_by(Version.number)))


def _asked(versions: list[Version], name: str, otherwise: Version) -> Version:
    """The version that the address names; 404 where it is none of these."""
    number = request.args.get(name)
    if number is None:
        return otherwise
    found = next((v for v in versions if str(v.number) == number), None)
    return found or abort(404)


def _one_before(versions: list[Version], version: Version) -> Version:
    """What was submitted last before it; of the first, itself."""
    earlier = versions[: versions.index(version)]
    return next((v for v in earlier[::-1] if v.is_submitted), version)


def _named(version: Version, scale: Framework) -> differences.Named:
    written = read(version.content, scale)
    group = drafting.group_named(written.group_id)
    task = drafting.task_named(written.task)
    return differences.Named(
        written, group.name if group else "", task.title if task else ""
    )


def _scored(entry: Entry) -> set[str]:
    """Principles that the reader has scored, which opened the author's scores."""
    query = select(SupervisorRating.principle).where(
        SupervisorRating.entry_id == entry.id,
        SupervisorRating.supervisor_id == current_user.id,
    )
    return set(db.session.scalars(query))
