"""What stands beside an entry: its versions, reviews, comments and next actions."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, Supervision
from app.db import db
from app.practice.models import Entry, NextAction, Version
from app.supervision.models import Comment, Review, SupervisorRating


def supervisor(author_id: uuid.UUID, organisation_id: uuid.UUID) -> Person | None:
    """Who supervises this author there today, if anybody does."""
    query = Supervision.supervisor_of(author_id, organisation_id)
    found: Person | None = db.session.scalar(query)
    return found


def released_comments(entry: Entry) -> list[Comment]:
    """The comments that the author may read, oldest first."""
    query = (
        select(Comment)
        .where(Comment.entry_id == entry.id, Comment.released_at.is_not(None))
        .options(joinedload(Comment.supervisor))
        .order_by(Comment.made_at, Comment.id)
    )
    return list(db.session.scalars(query))


def versions(entry: Entry) -> list[Any]:
    """Number, moment and whether submitted of every version, oldest first."""
    query = select(Version.number, Version.saved_at, Version.is_submitted).where(
        Version.entry_id == entry.id
    )
    return list(db.session.execute(query.order_by(Version.number)))


def supervisor_ratings(entry: Entry) -> dict[str, SupervisorRating]:
    """The supervisor's scores by principle; the last giver's where there were two."""
    query = select(SupervisorRating).where(SupervisorRating.entry_id == entry.id)
    query = query.order_by(SupervisorRating.given_at)
    return {rating.principle: rating for rating in db.session.scalars(query)}


def reviews(entry: Entry) -> list[Review]:
    """The decisions taken on an entry, oldest first."""
    query = (
        select(Review)
        .where(Review.entry_id == entry.id)
        .options(joinedload(Review.supervisor))
        .order_by(Review.decided_at)
    )
    return list(db.session.scalars(query))


def next_actions(entry: Entry) -> list[NextAction]:
    """What somebody said they would do next, in the order written."""
    query = select(NextAction).where(NextAction.entry_id == entry.id)
    return list(db.session.scalars(query.order_by(NextAction.id)))
