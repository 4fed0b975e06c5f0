"""What an author does with an entry: keep, submit, withdraw."""

import uuid
from datetime import UTC, datetime, time

from sqlalchemy import delete, func, select

from app.accounts.models import Person
from app.clock import now, today
from app.db import db
from app.groups.models import Ask, AskOutcome, AskStep
from app.practice import planning
from app.practice.forms import BaseEntryForm
from app.practice.models import (
    Entry,
    EntryKind,
    NextAction,
    Rating,
    Starter,
    State,
    Stream,
    Version,
)
from app.practice.written import Typed, Written, WrittenAsk, read

FIRST_WORDS = 8


def begin(
    key: uuid.UUID,
    author: Person,
    organisation_id: uuid.UUID,
    framework: tuple[str, int],
) -> Entry:
    """A new draft under the form's own key, so that a retry is not a second entry."""
    entry = Entry(
        id=key,
        author_id=author.id,
        organisation_id=organisation_id,
        framework=framework[0],
        framework_version=framework[1],
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def keep(entry: Entry, form: BaseEntryForm, deliberate: bool) -> None:
    """Keep what was typed, finished or not.

    `deliberate` is a press on *Save draft*: on an entry that was submitted before, it
    also keeps a version.
    """
    before, typed = _kept(entry), form.typed()
    planning.note(entry, before, typed, now())
    entry.pending, entry.pending_at = typed, now()
    if entry.state is State.DRAFT:
        _show(entry, read(entry.pending, form.framework))
    if deliberate and entry.submitted_at is not None:
        add_version(entry, entry.pending, is_submitted=False)


def _kept(entry: Entry) -> Typed:
    """The form as it stands before a change: as kept, or as submitted last."""
    if entry.pending is not None or entry.submitted_at is None:
        return entry.pending or {}
    content: Typed = latest_version(entry).content
    return content


def _show(entry: Entry, written: Written) -> None:
    """Give a draft's row what its author's own lists need."""
    entry.title = written.title or _first_words(written.what)
    entry.happened_on = written.happened_on
    entry.kind = EntryKind(written.kind) if written.kind_words else None
    entry.is_planned = written.is_planned
    entry.sorted_at = _noon(entry)


def _first_words(text: str) -> str:
    """What a draft that has no title yet is found by."""
    return " ".join(text[:160].split()[:FIRST_WORDS])


def _noon(entry: Entry) -> datetime:
    """Midday of the engagement, which lists are sorted by."""
    return datetime.combine(entry.happened_on or today(), time(12), UTC)


def submit(entry: Entry, form: BaseEntryForm) -> Version:
    """Hand a complete form to the supervisor, as a new version."""
    typed = form.typed()
    fill(entry, read(typed, form.framework))
    entry.state = State.SUBMITTED
    entry.state_since = entry.submitted_at = now()
    entry.pending = entry.pending_at = None
    return add_version(entry, typed, is_submitted=True)


def fill(entry: Entry, written: Written) -> None:
    """Copy what was written into the columns that lists, figures and search read."""
    entry.title, entry.is_planned = written.title, False
    entry.group_id = written.group_id
    entry.happened_on = written.happened_on
    entry.sorted_at = _noon(entry)
    entry.place = written.place
    entry.minutes = written.minutes
    entry.kind = EntryKind(written.kind)
    entry.task = written.task
    entry.started_by = Starter(written.starter)
    entry.what, entry.so_what, entry.now_what = (
        written.what,
        written.so_what,
        written.now_what,
    )
    entry.control_answers = list(written.control)
    entry.control = written.control_total
    entry.ends = written.ends
    entry.stream_answers = list(written.stream)
    entry.stream = Stream(written.stream_word)
    entry.separation = written.separation
    entry.voice_flag = written.voice_flag
    entry.support = dict(written.support)
    _fill_rows(entry, written)


def _fill_rows(entry: Entry, written: Written) -> None:
    said = db.session.scalars(select(NextAction).where(NextAction.entry_id == entry.id))
    done = {(action.what, action.who): action.done_at for action in said}
    for table in (Rating, NextAction):
        db.session.execute(delete(table).where(table.entry_id == entry.id))
    for position, rating in enumerate(written.ratings):
        db.session.add(
            Rating(
                entry_id=entry.id,
                principle=rating.principle.id,
                position=position,
                level=rating.level,
                evidence=rating.evidence,
                second_source=rating.second_source,
            )
        )
    for action in written.actions:
        db.session.add(
            NextAction(
                entry_id=entry.id,
                what=action.what,
                who=action.who,
                due_on=action.due_on,
                done_at=done.get((action.what, action.who)),
            )
        )
    _forget_asks(entry)
    if written.ask and written.group_id:
        _record_ask(entry, written)


def _forget_asks(entry: Entry) -> None:
    """Take back what an earlier version of this entry said about an ask."""
    steps = list(
        db.session.scalars(select(AskStep).where(AskStep.entry_id == entry.id))
    )
    for step in steps:
        db.session.delete(step)
    db.session.flush()
    for ask_id in {step.ask_id for step in steps}:
        left = select(func.count()).where(AskStep.ask_id == ask_id)
        if not db.session.scalar(left):
            db.session.execute(delete(Ask).where(Ask.id == ask_id))


def _record_ask(entry: Entry, written: Written) -> None:
    asked = written.ask
    if asked is None or written.happened_on is None:
        return
    ask = _ask_meant(asked, written.group_id)
    if ask is None:
        ask = Ask(
            group_id=written.group_id,
            of_whom=asked.of_whom,
            what=asked.what,
            asked_on=written.happened_on,
        )
        db.session.add(ask)
        db.session.flush()
    db.session.add(
        AskStep(
            ask_id=ask.id,
            entry_id=entry.id,
            outcome=AskOutcome(asked.outcome),
            on=written.happened_on,
            changed=asked.changed,
        )
    )


def _ask_meant(asked: WrittenAsk, group_id: uuid.UUID | None) -> Ask | None:
    """The group's ask that was chosen, or that was made before in the same words."""
    query = select(Ask).where(Ask.group_id == group_id)
    if asked.ask_id:
        query = query.where(Ask.id == uuid.UUID(asked.ask_id))
    else:
        query = query.where(Ask.of_whom == asked.of_whom, Ask.what == asked.what)
    return db.session.scalars(query.order_by(Ask.id).limit(1)).one_or_none()


def withdraw(entry: Entry) -> None:
    """Take a submitted entry back to draft, with every word of it."""
    latest = latest_version(entry)
    entry.pending = latest.content
    entry.pending_at = now()
    entry.state = State.DRAFT
    entry.state_since = now()
    for table in (Rating, NextAction):
        db.session.execute(delete(table).where(table.entry_id == entry.id))
    _forget_asks(entry)


def add_version(entry: Entry, typed: Typed, is_submitted: bool) -> Version:
    """Keep the form as it is now, under the next number."""
    last = db.session.scalar(
        select(func.max(Version.number)).where(Version.entry_id == entry.id)
    )
    version = Version(
        entry_id=entry.id,
        number=(last or 0) + 1,
        is_submitted=is_submitted,
        saved_at=now(),
        content=typed,
        intended_at=entry.intended_at,
        told_at=entry.told_at,
    )
    db.session.add(version)
    return version


def latest_version(entry: Entry) -> Version:
    """The version that was submitted last: what a supervisor reads.

    Raises `NoResultFound` for an entry that was never submitted.
    """
    return db.session.scalars(
        select(Version)
        .where(Version.entry_id == entry.id, Version.is_submitted.is_(True))
        .order_by(Version.number.desc())
        .limit(1)
    ).one()
