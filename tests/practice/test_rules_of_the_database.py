"""What the database itself refuses, whoever asks, on both engines."""

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from app.db import db, new_id, writing
from app.practice.models import Entry, Rating, State, Version
from app.supervision.models import Comment, SupervisorRating


def refused(statement):
    """Whether the database refuses the statement as against a rule."""
    try:
        with writing():
            db.session.execute(statement)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.ACCEPTED])
@pytest.mark.parametrize(
    "column",
    [
        "happened_on",
        "minutes",
        "kind",
        "started_by",
        "stream",
        "control",
        "submitted_at",
    ],
)
def test_nothing_but_a_draft_may_be_incomplete(pair, state, column):
    """A state other than draft needs every fact that figures rest on."""
    entry = pair.entry(state=state)
    change = update(Entry).where(Entry.id == entry.id)

    assert refused(change.values({column: None}))
    assert getattr(db.session.get(Entry, entry.id), column) is not None
    assert not refused(change.values({column: None, "state": State.DRAFT}))


@pytest.mark.parametrize(
    ("column", "value", "fits"),
    [
        ("minutes", 4, False),
        ("minutes", 5, True),
        ("minutes", 1440, True),
        ("minutes", 1441, False),
        ("minutes", -90, False),
        ("control", -1, False),
        ("control", 0, True),
        ("control", 10, True),
        ("control", 11, False),
    ],
)
def test_numbers_stay_in_range(pair, column, value, fits):
    """The limits of the form are the limits of the row, drafts included."""
    for state in (State.DRAFT, State.SUBMITTED):
        entry = pair.entry(state=state)
        change = update(Entry).where(Entry.id == entry.id).values({column: value})
        assert refused(change) is not fits


@pytest.mark.parametrize("level", ["5", "not-in-play", "", "two"])
def test_author_level_is_one_of_the_scale(pair, level):
    """A principle that is not in play has no row; nothing else is a level."""
    entry = pair.entry()
    row = {"entry_id": entry.id, "principle": "independence", "position": 5}

    assert refused(insert(Rating).values(level=level, **row))
    assert not refused(insert(Rating).values(level="dont-know", **row))
    assert refused(insert(Rating).values(level="3", **row))


def test_supervisor_scores_a_principle_once(pair):
    """A second row for the same principle is refused, and so is an odd level."""
    row = {
        "entry_id": pair.entry().id,
        "principle": "independence",
        "supervisor_id": pair.supervisor.id,
        "first_level": "2",
        "evidence": "",
    }

    def score(level):
        return insert(SupervisorRating).values(id=new_id(), level=level, **row)

    assert refused(score("5"))
    assert not refused(score("not-in-play"))
    assert refused(score("2"))


def test_comment_hangs_on_one_place(pair):
    """On a passage or on a principle, not on both."""
    row = {
        "entry_id": pair.entry().id,
        "supervisor_id": pair.supervisor.id,
        "version": 1,
        "text": "Who?",
    }
    both = {"quote": "Tenant A", "principle": "independence"}

    assert refused(insert(Comment).values(id=new_id(), **row, **both))
    assert not refused(insert(Comment).values(id=new_id(), **row, quote="Tenant A"))


def test_version_numbers_are_given_once(pair):
    """Two versions of one entry cannot have one number."""
    row = {"entry_id": pair.entry().id, "number": 1, "is_submitted": False}

    assert refused(insert(Version).values(id=new_id(), content={}, **row))
