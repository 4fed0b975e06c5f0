"""The organisation and the group that a page is about, for whoever may."""

import uuid

from flask import abort, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app import policy, security
from app.accounts.models import Organisation
from app.db import db
from app.groups.models import Group, GroupRedirect


def here() -> Organisation:
    """The organisation that one is working in; else 404."""
    found = security.current_organisation()
    if found is None:
        abort(404)
    return found


def group_at(group_id: uuid.UUID, *, to_edit: bool = False) -> Group:
    """The group, if the signed-in person may read it (or change it); else 404.

    A page of a group that was merged leads to that of the one that was kept; a form
    that was sent to it is taken for that one.
    """
    kept_id = GroupRedirect.follow(group_id)
    group = db.session.get(Group, kept_id, options=[joinedload(Group.place)])
    may = policy.can_edit_group if to_edit else policy.can_read_group
    if group is None or not may(current_user, group):
        abort(404)
    if kept_id != group_id and request.method in {"GET", "HEAD"}:
        here = {**(request.view_args or {}), "group_id": kept_id}
        abort(redirect(url_for(request.endpoint or "", **here)))
    return group
