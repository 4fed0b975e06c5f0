"""Archiving a group that has ended, and bringing it back; every record stays."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import today
from app.db import db, writing
from app.groups.models import ArchiveReason, Group, GroupEvent
from app.groups.reading import group_at
from app.groups.record_forms import REASONS, ArchiveForm
from app.look import day

bp = Blueprint("archiving", __name__, url_prefix="/groups")


@bp.app_template_global()
def group_events(group: Group) -> list[GroupEvent]:
    """What was done to the group's record, the latest first."""
    query = (
        select(GroupEvent)
        .where(GroupEvent.group_id == group.id)
        .options(joinedload(GroupEvent.person))
        .order_by(GroupEvent.at.desc(), GroupEvent.id.desc())
    )
    return list(db.session.scalars(query))


@bp.route("/<uuid:group_id>/archive/", methods=["GET", "POST"])
def archive_group(group_id: uuid.UUID) -> ResponseReturnValue:
    """Archive the group, with a day and a reason."""
    group = group_at(group_id, to_edit=True)
    if request.method == "GET" and group.archived_on:
        abort(404)
    form = ArchiveForm(data={"on": today()})
    if form.submitted():
        _archive(group, form)
        flash(f"{group.name} is archived. Everything about it is kept.")
        return redirect(url_for("groups.show_group", group_id=group.id))
    page = render_template("groups/archive.html", group=group, form=form)
    return page, 422 if form.errors else 200


def _archive(group: Group, form: ArchiveForm) -> None:
    reason, since = ArchiveReason(form.reason.data), form.on.data or today()
    with writing(group):
        if group.archived_on is None:  # else a twin of this request was first
            group.archived_on, group.archived_for = since, reason
            group.archived_note = form.note.data or ""
            words = f"Archived from {day(since)}: {REASONS[reason].lower()}."
            if group.archived_note:
                words += f" {group.archived_note}"
            _record(group, words)


def _record(group: Group, words: str) -> None:
    db.session.add(
        GroupEvent(group_id=group.id, person_id=current_user.id, words=words)
    )


@bp.post("/<uuid:group_id>/bring-back/")
def bring_back(group_id: uuid.UUID) -> ResponseReturnValue:
    """Take the group out of the archive."""
    group = group_at(group_id, to_edit=True)
    with writing(group):
        if group.archived_on is not None:
            group.archived_on = group.archived_for = None
            group.archived_note = ""
            _record(group, "Brought back from the archive.")
    flash(f"{group.name} is among your groups again.")
    return redirect(url_for("groups.show_group", group_id=group.id))
