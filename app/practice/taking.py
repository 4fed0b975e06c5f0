"""Everything that one person has written, as data that this site can read again.

What belongs to an entry goes along as it was kept: its form, every version of the
form, and what was said of it to its author. A new field of the form needs no change.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Organisation, Person
from app.casebook.models import SavedCase, SavedSearch
from app.clock import now
from app.curriculum.models import Answer, Attempt, Reflection
from app.db import db
from app.groups.models import Group
from app.practice.models import Brought, Entry, NextAction, State, Version
from app.supervision.models import Comment, Review, SupervisorRating

FORMAT = "alongside-log"
EDITION = 1
Data = dict[str, Any]


def everything(person: Person) -> Data:
    """What `GET /practice/take-away/everything.json` gives; see `taking_schema`.

    Moments are in UTC, days without a time.
    """
    brought = _brought(person.id)
    return {
        "format": FORMAT,
        "edition": EDITION,
        "made_at": plain(now()),
        "person": {"name": person.name, "email": person.email},
        "entries": _joined(entries(person.id), brought["entry"]),
        "reflections": [
            _fields(row, "module", "block", "text", "at") for row in _own(Reflection,
            person.id, Reflection.block)
        ],
        "answers": _joined(_answers(person.id), brought["answer"]),
        "saved_cases": [
            _fields(row, "slug", "title", "note", "saved_at")
            for row in _own(SavedCase, person.id, SavedCase.slug)
        ],
        "saved_searches": [
            _fields(row, "name", "address", "digest", "saved_at")
            for row in _own(SavedSearch, person.id, SavedSearch.digest)
        ],
    }  # fmt: skip


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return (
        str(value) if isinstance(value, uuid.UUID) else getattr(value, "value", value)
    )


def _fields(row: Any, *names: str) -> Data:
    return {name: plain(getattr(row, name)) for name in names}


def _own(table: Any, person_id: uuid.UUID, order: Any) -> list[Any]:
    query = select(table).where(table.person_id == person_id).order_by(order)
    return list(db.session.scalars(query))


def _joined(own: list[Data], brought: list[Data]) -> list[Data]:
    return sorted(own + brought, key=lambda one: one["key"])


def _brought(person_id: uuid.UUID) -> dict[str, list[Data]]:
    found: dict[str, list[Data]] = defaultdict(list)
    for row in _own(Brought, person_id, Brought.key):
        found[row.kind].append(row.content)
    return found


def entries(person_id: uuid.UUID, keys: Iterable[uuid.UUID] = ()) -> list[Data]:
    """The person's own entries, or those of `keys`, with all that belongs to each."""
    query = select(Entry).where(Entry.author_id == person_id).order_by(Entry.id)
    wanted = list(keys)
    if wanted:
        query = query.where(Entry.id.in_(wanted))
    rows = list(db.session.scalars(query))
    names = dict(list(db.session.execute(select(Organisation.id, Organisation.name))))
    groups = _group_names(person_id)
    beside = {
        "versions": _of_entries(Version, person_id, Version.number),
        "next_actions": _of_entries(NextAction, person_id, NextAction.id),
        "reviews": _of_entries(Review, person_id, Review.decided_at),
        "comments": _of_entries(Comment, person_id, Comment.made_at),
        "scores": _of_entries(SupervisorRating, person_id, SupervisorRating.principle),
    }
    return [
        {
            "key": str(row.id),
            "organisation": names[row.organisation_id],
            "group_names": _named(row, beside["versions"][row.id], groups),
            **_fields(row, *ENTRY),
            **_beside(row, beside),
        }
        for row in rows
    ]


ENTRY = ("title", "state", "state_since", "submitted_at", "made_at", "framework",
         "framework_version", "pending", "pending_at")  # fmt: skip


def _of_entries(
    table: Any, person_id: uuid.UUID, order: Any
) -> dict[uuid.UUID, list[Any]]:
    """The rows that belong to the person's entries, by entry."""
    query = (
        select(table)
        .join(Entry, Entry.id == table.entry_id)
        .where(Entry.author_id == person_id)
        .order_by(table.entry_id, order)
    )
    if hasattr(table, "supervisor"):
        query = query.options(joinedload(table.supervisor))
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.entry_id].append(row)
    return found


def _group_names(person_id: uuid.UUID) -> dict[str, str]:
    """Names of the groups of the organisations in which the person has written."""
    mine = select(Entry.organisation_id).where(Entry.author_id == person_id)
    query = select(Group.id, Group.name).where(Group.organisation_id.in_(mine))
    return {str(key): name for key, name in db.session.execute(query)}


def _named(row: Entry, versions: list[Version], groups: dict[str, str]) -> Data:
    """The names of the groups that the forms of an entry name by their keys."""
    forms = [row.pending or {}, *(version.content for version in versions)]
    keys = {(form.get("group") or [""])[0] for form in forms}
    return {key: groups[key] for key in sorted(keys) if key in groups}


def _beside(row: Entry, beside: dict[str, dict[uuid.UUID, list[Any]]]) -> Data:
    """Versions, next actions, and what the author may read of the supervisor's."""
    of = {name: rows[row.id] for name, rows in beside.items()}
    open_to_author = row.state in {State.RETURNED, State.ACCEPTED}
    return {
        "versions": [
            _fields(one, "number", "is_submitted", "saved_at", "content")
            for one in of["versions"]
        ],
        "next_actions": [
            _fields(one, "what", "who", "due_on", "done_at")
            for one in of["next_actions"]
        ],
        "reviews": [
            _by(one, "version", "decision", "note", "decided_at")
            for one in of["reviews"]
        ],
        "comments": [
            _by(one, "version", "principle", "quote", "text", "made_at")
            for one in of["comments"]
            if one.released_at is not None
        ],
        "supervisor_scores": [
            _fields(one, "principle", "level", "evidence", "given_at")
            for one in of["scores"]
            if open_to_author
        ],
    }


def _by(row: Any, *names: str) -> Data:
    return {"by": row.supervisor.name} | _fields(row, *names)


def _answers(person_id: uuid.UUID) -> list[Data]:
    query = (
        select(Answer)
        .where(Answer.person_id == person_id)
        .options(selectinload(Answer.attempts))
    )
    return [
        {
            "key": row.block,
            **_fields(row, "module", "version", "given", "is_right", "times", "at"),
            "attempts": [_fields(one, *ATTEMPT) for one in row.attempts],
        }
        for row in db.session.scalars(query)
    ]


ATTEMPT = tuple(
    column.name
    for column in Attempt.__table__.columns
    if column.name not in {"id", "answer_id", "form"}
)
