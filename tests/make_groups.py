"""What hangs on groups and places, for tests."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.clock import today
from app.db import db
from app.groups import held, replies
from app.groups.models import Group
from app.groups.reply_models import GroupReply
from app.groups.rounds import Answers, Mode, Response, Round
from app.look import library
from app.practice.models import Entry
from tests.make import saved


def reply_link(group: Group, maker: Person) -> str:
    """The secret of a link that shows a group what is held about it."""
    secret = replies.make_link(group, maker, 30)
    db.session.commit()
    return secret


def group_reply(
    group: Group, maker: Person, entry: Entry | None = None, words: str = "Ask us first"
) -> GroupReply:
    """What a group said through a link of its own; of an entry, its first rating."""
    link = replies.link_of(reply_link(group, maker))
    assert link
    said = GroupReply(group_id=group.id, link_id=link.id, role="Chair", words=words)
    db.session.add(said)
    db.session.flush()
    query = select(Group).where(Group.id == group.id).options(joinedload(Group.place))
    shown = db.session.scalars(query.execution_options(populate_existing=True)).one()
    items = held.about(shown).items.values()
    mine = [one for one in items if entry and one.entry_id == entry.id][:1]
    replies.add_points(said, [(one, "We led it ourselves") for one in mine])
    return saved(said)


def baseline(
    place_id: uuid.UUID,
    by: Person,
    *forms: Answers,
    group: Group | None = None,
    **about: Any,
) -> Round:
    """A baseline round with these forms; open, unless `closed_on` is said."""
    facts: dict[str, Any] = {
        "began_on": today(),
        "mode": Mode.OUR_PHONE,
        "sample": "Every third door",
        "version": library().baseline.version,
        "key": uuid.uuid4().hex,
    } | about
    made = Round(place_id=place_id, opened_by_id=by.id, **facts)
    made.group_id = group.id if group else None
    saved(made)
    for answers in forms:
        saved(Response(round_id=made.id, answers=answers))
    return made
