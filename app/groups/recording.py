"""What is recorded about a group besides entries; the asks of all groups."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import policy
from app.clock import today
from app.db import db, writing
from app.groups import facts, ledgers, rolecheck
from app.groups.forms import OUTCOMES, MetAloneForm, SupportForm, role_check_form
from app.groups.history import MetAlone, SupportNote
from app.groups.models import Group
from app.groups.reading import group_at, here

bp = Blueprint("recording", __name__, url_prefix="/groups")


def _back(group_id: uuid.UUID, part: str) -> ResponseReturnValue:
    return redirect(url_for("groups.show_group", group_id=group_id) + f"#{part}")


@bp.post("/<uuid:group_id>/still-so/")
def confirm_facts(group_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a group's facts are still so, as of today."""
    group = group_at(group_id, to_edit=True)
    with writing(group):
        group.facts_on = today()
        facts.keep(group, facts.held(group), current_user)
    flash("The facts are confirmed as of today.")
    return _back(group.id, "facts")


@bp.route("/<uuid:group_id>/met/", methods=["GET", "POST"])
def record_meeting(group_id: uuid.UUID) -> ResponseReturnValue:
    """Count a day on which the group met or acted with no organiser there."""
    group = group_at(group_id, to_edit=True)
    form = MetAloneForm()
    if form.submitted():
        with writing():
            on, words = form.met_on.data or today(), form.met_words.data or ""
            row = MetAlone(group_id=group.id, by_id=current_user.id, on=on, words=words)
            db.session.add(row)
        flash("It is counted.")
        return _back(group.id, "alone")
    return render_template("groups/met.html", form=form, group=group)


@bp.route("/<uuid:group_id>/support/", methods=["GET", "POST"])
def record_support(group_id: uuid.UUID) -> ResponseReturnValue:
    """Record background support that was asked for, given or refused."""
    group = group_at(group_id, to_edit=True)
    form = SupportForm()
    if form.submitted():
        with writing():
            row = SupportNote(
                group_id=group.id,
                by_id=current_user.id,
                kind=form.kind.data,
                mark=form.mark.data,
                on=form.on.data or today(),
                words=form.words.data or "",
            )
            db.session.add(row)
        flash("The support is recorded.")
        return _back(group.id, "support")
    return render_template("groups/record_support.html", form=form, group=group)


@bp.route("/<uuid:group_id>/role-check/", methods=["GET", "POST"])
def check_role(group_id: uuid.UUID) -> ResponseReturnValue:
    """Answer the questions of the role check."""
    group = group_at(group_id, to_edit=True)
    asked = rolecheck.newest()
    form = role_check_form(asked)
    if form.submitted():
        with writing(group):
            rolecheck.answer(group, current_user, form.answers(asked))
        flash("What was said is kept, with today’s date.")
        return _back(group.id, "role-check")
    return render_template(
        "groups/check_role.html",
        form=form,
        group=group,
        asked=asked,
        reasons=rolecheck.reasons(group),
    )


@bp.get("/asks/")
def asks() -> ResponseReturnValue:
    """What all groups asked for that one may read, those that wait longest first."""
    host = here()
    groups = policy.readable_groups(current_user).where(
        Group.organisation_id == host.id
    )
    return render_template(
        "groups/asks.html", asks=ledgers.asks_in(groups), outcomes=OUTCOMES
    )
