"""Links and replies: made, opened, said, answered, and shown where they belong."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app import policy
from app.accounts.models import Organisation, Person
from app.clock import now, today
from app.db import db
from app.groups.held import Held
from app.groups.models import Group, GroupOrganiser
from app.groups.reply_models import GroupReply, ReplyLink, ReplyOpening, ReplyPoint
from app.practice.models import Entry


def digest(secret: str) -> str:
    """What is kept of a link's secret: enough, for it is random itself."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make_link(group: Group, maker: Person, days: int) -> str:
    """A new link's secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        ReplyLink(
            group_id=group.id,
            made_by_id=maker.id,
            digest=digest(secret),
            expires_at=now() + timedelta(days=days),
        )
    )
    return secret


def link_of(secret: str) -> ReplyLink | None:
    """The link with this secret, whether it is still open or not."""
    query = select(ReplyLink).where(ReplyLink.digest == digest(secret))
    found: ReplyLink | None = db.session.scalar(query)
    return found


def count_opening(link: ReplyLink) -> None:
    """One opening more today. No more is kept of it than the day."""
    row = db.session.get(ReplyOpening, (link.id, today()), with_for_update=True)
    if row is None:
        db.session.add(ReplyOpening(link_id=link.id, on=today()))
    else:
        row.times += 1


def links_of(group: Group) -> list[ReplyLink]:
    """The group's links with their openings, the newest first."""
    query = (
        select(ReplyLink)
        .where(ReplyLink.group_id == group.id)
        .options(joinedload(ReplyLink.made_by), selectinload(ReplyLink.openings))
        .order_by(ReplyLink.made_at.desc(), ReplyLink.id.desc())
    )
    return list(db.session.scalars(query))


def replies_of(group_id: uuid.UUID) -> list[GroupReply]:
    """What the group said, the newest first, with its points and the answers."""
    query = (
        select(GroupReply)
        .where(GroupReply.group_id == group_id)
        .options(selectinload(GroupReply.points), joinedload(GroupReply.answered_by))
        .order_by(GroupReply.made_at.desc(), GroupReply.id.desc())
    )
    return list(db.session.scalars(query))


def add_points(reply: GroupReply, said: Iterable[tuple[Held, str]]) -> None:
    """Keep what the reply says is wrong, each with what was shown at the time."""
    for position, (held, words) in enumerate(said):
        db.session.add(
            ReplyPoint(
                reply_id=reply.id,
                position=position,
                kind=held.kind,
                heading=held.heading[:200],
                shown=held.shown,
                words=words,
                entry_id=held.entry_id,
                principle=held.principle,
            )
        )


def unanswered(person: Person, here: Organisation) -> list[Any]:
    """Group, name, how many replies and the day of the first that nobody answered.

    Of the groups on which the person is named, who has waited longest first.
    """
    named = exists().where(
        GroupOrganiser.group_id == Group.id, GroupOrganiser.person_id == person.id
    )
    first = func.min(GroupReply.made_at)
    query = (
        select(Group.id, Group.name, func.count().label("replies"), first.label("at"))
        .join(GroupReply, GroupReply.group_id == Group.id)
        .where(
            named, Group.organisation_id == here.id, GroupReply.answered_at.is_(None)
        )
        .group_by(Group.id, Group.name)
        .order_by(first)
    )
    return list(db.session.execute(query))


def about_entry(entry: Entry, reader: Person) -> list[tuple[ReplyPoint, bool]]:
    """What the group said of an entry's ratings, oldest first.

    With each, whether this reader may read the words yet: a supervisor scores first.
    """
    query = (
        select(ReplyPoint)
        .join(GroupReply, GroupReply.id == ReplyPoint.reply_id)
        .where(ReplyPoint.entry_id == entry.id)
        .options(joinedload(ReplyPoint.reply))
        .order_by(GroupReply.made_at, ReplyPoint.position)
    )
    points = db.session.scalars(query).all()
    return [(p, policy.can_open_dispute(reader, entry, p.principle)) for p in points]


def closed_points(replies: Iterable[GroupReply], reader: Person) -> set[uuid.UUID]:
    """The points whose words this reader may not read yet: see `about_entry`."""
    ids = {p.entry_id: p for reply in replies for p in reply.points if p.entry_id}
    entries = {
        entry.id: entry
        for entry in db.session.scalars(select(Entry).where(Entry.id.in_(ids)))
    }
    return {
        p.id
        for reply in replies
        for p in reply.points
        if p.entry_id
        and not policy.can_open_dispute(reader, entries[p.entry_id], p.principle)
    }


def readable_entries(
    replies: Iterable[GroupReply], reader: Person
) -> dict[uuid.UUID, bool]:
    """The entries that replies speak of and this reader may open; whether as author."""
    ids = {p.entry_id for reply in replies for p in reply.points if p.entry_id}
    query = policy.readable(reader).where(Entry.id.in_(ids))
    found = db.session.scalars(query) if ids else ()
    return {entry.id: policy.is_author(reader, entry) for entry in found}
