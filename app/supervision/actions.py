"""What a supervisor does with a submitted entry."""

from sqlalchemy import select, update

from app.accounts.models import Person
from app.clock import now
from app.db import db
from app.practice.models import Entry, State
from app.supervision.models import Comment, Decision, Review, SupervisorRating


def score(
    entry: Entry, supervisor: Person, principle: str, level: str, evidence: str
) -> None:
    """Give or change a score; the first one given is kept beside it for good."""
    rating = db.session.scalar(
        select(SupervisorRating).where(
            SupervisorRating.entry_id == entry.id,
            SupervisorRating.principle == principle,
            SupervisorRating.supervisor_id == supervisor.id,
        )
    )
    if rating is None:
        rating = SupervisorRating(
            entry_id=entry.id,
            principle=principle,
            supervisor_id=supervisor.id,
            first_level=level,
        )
        db.session.add(rating)
    else:
        rating.changed_at = now()
    rating.level, rating.evidence = level, evidence


def comment(
    entry: Entry, supervisor: Person, version: int, text: str, **place: str
) -> None:
    """Add a comment; `place` may hold a quote or a principle."""
    db.session.add(
        Comment(
            entry_id=entry.id,
            supervisor_id=supervisor.id,
            version=version,
            text=text,
            **place,
        )
    )


def decide(
    entry: Entry, supervisor: Person, version: int, decision: Decision, note: str
) -> None:
    """Return, accept or reopen; the author may then read the comments."""
    accepted = decision is Decision.ACCEPTED
    entry.state = State.ACCEPTED if accepted else State.RETURNED
    entry.state_since = now()
    db.session.add(
        Review(
            entry_id=entry.id,
            supervisor_id=supervisor.id,
            version=version,
            decision=decision,
            note=note,
        )
    )
    db.session.execute(
        update(Comment)
        .where(Comment.entry_id == entry.id, Comment.released_at.is_(None))
        .values(released_at=now())
    )
