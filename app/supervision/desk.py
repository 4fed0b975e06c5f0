"""One entry on the review desk: what was submitted, and what was said about it."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import abort
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app import policy
from app.content.types import Framework, Principle
from app.db import db
from app.groups.models import Group
from app.look import framework
from app.practice.models import Entry, Version
from app.practice.written import Written, read
from app.supervision.models import Comment, SupervisorRating


@dataclass
class Desk:
    """One entry on the desk: what was submitted, and what the supervisor has said."""

    entry: Entry
    versions: list[Version]  # the submitted ones, oldest first
    written: Written
    scale: Framework
    scores: dict[str, SupervisorRating]
    comments: list[Comment]

    @property
    def version(self) -> Version:
        """The version that is being reviewed."""
        return self.versions[-1]

    @property
    def unscored(self) -> list[Principle]:
        """Principles that the supervisor has not scored yet."""
        return [p for p in self.scale.principles if p.id not in self.scores]

    @property
    def fresh(self) -> list[Comment]:
        """Comments that the author cannot read yet."""
        return [comment for comment in self.comments if comment.released_at is None]

    def theirs(self, principle: Principle) -> str | None:
        """The author's level, opened only by giving one's own; none while sealed."""
        if principle.id not in self.scores:
            return None
        rating = self.written.rating(principle.id)
        return rating.level if rating else "not-in-play"

    def gap(self, principle: Principle) -> str:
        """How far the two scores are apart, in words."""
        theirs, mine = self.theirs(principle), self.scores.get(principle.id)
        if theirs is None or mine is None:
            return ""
        if theirs == mine.level:
            return "Same"
        if theirs.isdigit() and mine.level.isdigit():
            return f"{abs(int(theirs) - int(mine.level))} apart"
        return "Differ"


def load(entry_id: uuid.UUID) -> Desk:
    """The desk for one entry; 404 to anyone but its author's supervisor of today."""
    entry = db.session.scalar(
        policy.readable(current_user)
        .where(Entry.id == entry_id, Entry.author_id != current_user.id)
        .options(
            joinedload(Entry.author), joinedload(Entry.group).joinedload(Group.place)
        )
    )
    if entry is None:
        abort(404)
    asked = {"entry": entry.id, "me": current_user.id}
    versions, scores, comments = (
        db.session.scalars(query, asked).all() for query in _beside()
    )
    scale = framework(entry.framework, entry.framework_version)
    return Desk(
        entry=entry,
        versions=list(versions),
        written=read(versions[-1].content, scale),
        scale=scale,
        scores={rating.principle: rating for rating in scores},
        comments=list(comments),
    )


@cache
def _beside() -> tuple[Any, Any, Any]:
    """What stands beside entry `:entry`: versions, scores given by `:me`, comments."""
    entry: Any = bindparam("entry")
    me: Any = bindparam("me")
    return (
        select(Version)
        .where(Version.entry_id == entry, Version.is_submitted.is_(True))
        .order_by(Version.number),
        select(SupervisorRating).where(
            SupervisorRating.entry_id == entry, SupervisorRating.supervisor_id == me
        ),
        select(Comment)
        .where(Comment.entry_id == entry)
        .options(joinedload(Comment.supervisor))
        .order_by(Comment.made_at, Comment.id),
    )
