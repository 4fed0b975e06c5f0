"""Merging a group that is held twice: which other, what moves, whose facts are kept."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app import policy
from app.db import db, writing
from app.groups import alike, merged
from app.groups.models import Group, GroupRedirect
from app.groups.reading import group_at
from app.groups.record_forms import merge_form

bp = Blueprint("merging", __name__, url_prefix="/groups")


@bp.app_template_global()
def alike_pairs(rows: list[Any]) -> list[tuple[Any, Any]]:
    """Of the rows of the list, the pairs that may be one group."""
    return alike.pairs(rows)


@bp.app_template_global()
def alike_to(group: Group) -> tuple[list[Group], bool]:
    """Groups that may be this one, and whether a colleague has another."""
    return alike.like(group)


@bp.route("/<uuid:group_id>/merge/", methods=["GET", "POST"])
def merge_group(group_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the other group; then see both side by side, and merge them."""
    group = group_at(group_id)
    if not policy.can_merge_group(current_user, group):
        abort(404)
    text = request.args.get("group", "")
    other = _other(group, text)
    if other is None:
        if request.method == "POST":
            return _gone_before(group, text)
        return _choice(group, bool(text))
    facts = [
        (name, heading, merged.fact(group, name), merged.fact(other, name))
        for name, (heading, _) in merged.FACTS.items()
    ]
    form = merge_form(facts)
    if form.submitted():
        return _merged(group, other, form)
    page = render_template(
        "groups/merge.html",
        group=group,
        other=other,
        facts=facts,
        form=form,
        moving=(merged.moving(group), merged.moving(other)),
    )
    return page, 422 if form.errors else 200


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _other(group: Group, text: str) -> Group | None:
    """The other group, if the signed-in person may merge the two."""
    key = _uuid(text)
    loaded = [joinedload(Group.place)]
    other = db.session.get(Group, key, options=loaded) if key else None
    if other and policy.can_merge_groups(current_user, group, other):
        return other
    return None


def _gone_before(group: Group, text: str) -> ResponseReturnValue:
    """A second press leads to the group that was kept; else there is nothing here."""
    key = _uuid(text)
    if key is None or GroupRedirect.follow(key) != group.id or key == group.id:
        abort(404)
    return redirect(url_for("groups.show_group", group_id=group.id))


def _choice(group: Group, was_wrong: bool) -> ResponseReturnValue:
    """Which group is it? Those that are alike first."""
    query = policy.mergeable_groups(current_user, group).order_by(Group.name)
    found = db.session.scalars(query.options(joinedload(Group.place))).all()
    others = sorted(found, key=lambda one: not alike.are_alike(group.name, one.name))
    return render_template(
        "groups/merge_choice.html", group=group, others=others, was_wrong=was_wrong
    )


def _merged(group: Group, other: Group, form: Any) -> ResponseReturnValue:
    """Merge the two in one writing block; a twin of this request finds it done."""
    chosen = {name: form[name].data for name in merged.FACTS if name in form}
    ids, was = [group.id, other.id], other.name
    with writing():
        db.session.expire_all()
        held = merged.locked(ids)
        if len(held) == len(ids):
            merged.merge(held[ids[0]], held[ids[1]], chosen, current_user)
    flash(f"“{was}” is merged into this group. Its old address leads here.")
    return redirect(url_for("groups.show_group", group_id=ids[0]))
