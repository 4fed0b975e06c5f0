"""The signed-in home: asks every room what is next for this person."""

from datetime import datetime
from functools import cache
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import bindparam, func, select, union_all

from app import clock, policy, security
from app.accounts.models import (
    Membership,
    Organisation,
    Person,
    Role,
    Supervision,
)
from app.casebook import saving, search
from app.curriculum import progress, recall, standing
from app.db import db
from app.groups import telling
from app.notices import Notice
from app.practice.models import COUNTED, Entry, NextAction, State

bp = Blueprint("today", __name__)

LATEST = 4  # entries shown from one's own log
NOTICES = 2  # of one kind of entry
PROMISES = 3  # that fell due
LATE = 7  # days


@bp.get("/today/")
def today() -> ResponseReturnValue:
    """What is next, most urgent first."""
    here = security.current_organisation()
    practises = here is not None and policy.can_practise(current_user, here)
    notices: list[Notice] = []
    if here and policy.can_supervise(current_user, here):
        notices += _supervising(here)
    log = None
    if here and practises:
        log = list(db.session.execute(_log(), _asked(here)))
        notices += _practising(log) + _promises(here)
        notices += telling.about_groups(current_user, here)
    modules = standing.of_person(current_user, here)
    notices += _due(modules) + _learning(practises)
    reading = saving.reading_list(current_user) if here is None else None
    if reading is not None:
        notices += _keeping(reading)
    if here and policy.can_coordinate(current_user, here):
        notices += _coordinating(here)
    return render_template(
        "today/today.html",
        notices=notices,
        practises=practises,
        log=log,
        greeting=_greeting(),
        modules=modules,
        before=_before(log) if log else None,
        reading=reading,
        questions=recall.offered(current_user),
    )


def _greeting() -> str:
    hour = clock.local(clock.now()).hour
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def _supervising(here: Organisation) -> list[Notice]:
    """The entries that wait for a supervisor, as one notice."""
    waiting = db.session.execute(_waiting(), _asked(here)).all()
    if not waiting:
        return [
            Notice(
                "Nothing waits for you",
                "No organiser is waiting for your review.",
                "Open the queue",
                url_for("supervision.queue"),
            )
        ]
    oldest = waiting[0]
    late = sum(clock.days_since(row.state_since) > LATE for row in waiting)
    words = f"The oldest is {oldest.name}’s, {_ago(oldest.state_since)}: "
    heading = f"{_number(len(waiting), 'entry', 'entries')} waiting for your review"
    if late:
        heading += f", {_number(late, '').strip()} for more than a week"
    return [
        Notice(
            heading,
            words,
            "Open the oldest",
            url_for("supervision.desk", entry_id=oldest.id),
            about=oldest.title,
        )
    ]


def _asked(here: Organisation) -> dict[str, Any]:
    """Who asks, where and when: what the queries of this page ask about."""
    return {"me": current_user.id, "here": here.id, "today": clock.today()}


@cache
def _waiting() -> Any:
    """What one's organisers have submitted, oldest first."""
    return (
        select(Entry.id, Entry.title, Entry.state_since, Person.name)
        .join(Person, Person.id == Entry.author_id)
        .where(
            Entry.author_id.in_(Supervision.mine()),
            Entry.organisation_id == bindparam("here"),
            Entry.is_under_review(),
            Entry.state == State.SUBMITTED,
        )
        .order_by(Entry.state_since)
    )


def _number(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many}"


def _ago(moment: datetime) -> str:
    days = clock.days_since(moment)
    if days < 1:
        return "sent today"
    return "sent yesterday" if days == 1 else f"waiting for {days} days"


@cache
def _log() -> Any:
    """The entries of one's own that this page speaks of, newest first.

    The latest, some of each kind that waits for oneself however old, and the last that
    was submitted. Each is taken from `ix_entry_list`, so that a long log costs no more.
    Beside each stands the supervisor's name.
    """
    newest_first = Entry.sorted_at.desc(), Entry.id.desc()
    mine = (
        select(Entry.id)
        .where(
            Entry.author_id == bindparam("me"),
            Entry.organisation_id == bindparam("here"),
        )
        .order_by(*newest_first)
    )
    parts = [
        mine.limit(LATEST),
        mine.where(Entry.state == State.DRAFT, ~Entry.is_planned).limit(NOTICES),
        mine.where(
            Entry.state == State.DRAFT,
            Entry.is_planned,
            Entry.happened_on <= bindparam("today"),
        ).limit(NOTICES),
        mine.where(Entry.state == State.RETURNED).limit(NOTICES),
        mine.where(Entry.state.in_(COUNTED)).limit(1),
    ]
    ids = union_all(*(select(part.subquery().c.id) for part in parts))
    supervisor = Supervision.supervisor_of(
        bindparam("me"), bindparam("here"), bindparam("today")
    ).with_only_columns(Person.name)
    return (
        select(
            Entry.id, Entry.title, Entry.state, Entry.state_since, Entry.happened_on,
            Entry.is_planned, Entry.what,
            supervisor.scalar_subquery().label("supervisor"),
        )
        .where(Entry.id.in_(ids))
        .order_by(*newest_first)
    )  # fmt: skip


def _practising(log: list[Any]) -> list[Notice]:
    who = (log[0].supervisor if log else None) or "Your supervisor"
    returned = [
        Notice(
            f"{who} has sent an entry back to you",
            f"Returned on {clock.local(row.state_since):%A %-d %B}: ",
            f"Answer {who}",
            url_for("practice.edit_entry", entry_id=row.id),
            about=row.title,
        )
        for row in log
        if row.state is State.RETURNED
    ]
    drafts = [
        Notice(
            "A draft to finish",
            "Nobody else can read it yet: ",
            "Carry on writing",
            url_for("practice.edit_entry", entry_id=row.id),
            about=row.title or "no title yet",
        )
        for row in log
        if row.state is State.DRAFT and not row.is_planned
    ]
    return returned[:NOTICES] + _planned(log) + drafts[:NOTICES]


def _planned(log: list[Any]) -> list[Notice]:
    """What one planned and whose day has come: what happened?"""
    return [
        Notice(
            f"You planned this for {row.happened_on:%A %-d %B}: what happened?",
            "What you meant is kept as you wrote it: ",
            "Say what happened",
            url_for("practice.edit_entry", entry_id=row.id) + "#reflect",
            about=row.title or "no title yet",
        )
        for row in log
        if row.is_planned and row.happened_on and row.happened_on <= clock.today()
    ][:NOTICES]


def _promises(here: Organisation) -> list[Notice]:
    """What one promised to do next and is due, each a notice, the latest first."""
    query = (
        policy.open_actions(current_user)
        .where(
            Entry.organisation_id == here.id,
            NextAction.due_on <= clock.today(),
        )
        .order_by(NextAction.due_on.desc(), NextAction.id)
        .with_only_columns(NextAction.what, NextAction.due_on, NextAction.entry_id)
    )
    held = db.session.execute(query).all()
    more = len(held) - PROMISES
    said = f" The latest of {len(held)}: " if more > 0 else " "
    return [
        Notice(
            "A promise falls due",
            f"By {row.due_on:%A %-d %B}:{said if n == 0 else ' '}",
            "Open the entry",
            url_for("practice.show_entry", entry_id=row.entry_id) + "#next",
            about=row.what,
        )
        for n, row in enumerate(held[:PROMISES])
    ]


def _due(modules: list[standing.Standing]) -> list[Notice]:
    """The module that is late, or else due within a week, as one notice."""
    found = standing.urgent(modules)
    if found is None:
        return []
    left = f"{found.done} of {found.of} parts are done: "
    return [
        Notice(
            "A module is late" if found.late_by else "A module falls due",
            f"{found.words}; {left}" if found.late_by else f"{found.due}; {left}",
            "Open the module",
            url_for("learn.show_module", module_slug=found.module.slug),
            about=found.module.title,
        )
    ]


def _learning(practises: bool) -> list[Notice]:
    notices = []
    found = progress.resume(current_user)
    if found:
        title, words, url = found
        notices.append(Notice("Carry on reading", f"{words} ", "Carry on", url, title))
    if practises:
        notices += [
            Notice(
                f"Practice task: {task.title}",
                task.brief,
                "Record an entry for it",
                url_for("practice.new_entry", task=task.id),
            )
            for task in progress.open_tasks(current_user)[:1]
        ]
    if not found:
        notices.append(
            Notice(
                "Start with a lesson",
                "Each is half an hour, and ends with something to do.",
                "Open the lessons",
                url_for("learn.index"),
            )
        )
    return notices


def _keeping(reading: list[saving.Item]) -> list[Notice]:
    """For somebody with no organisation: news of their searches, and what to read."""
    fresh = [
        Notice(
            f"{_number(held.new, 'case is', 'cases are')} new or changed",
            "In a search that you keep: ",
            "Look at them",
            held.sought.url,
            about=held.saved.name,
        )
        for held in saving.news(current_user)[:NOTICES]
    ]
    latest = next((item.case for item in reading if item.case), None)
    if latest is None:
        return [
            *fresh,
            Notice(
                "Look up what was tried before",
                "Search the casebook, and save what you want to read. ",
                "Search the casebook",
                url_for("casebook.index"),
            ),
        ]
    heading = f"{_number(len(reading), 'case', 'cases')} on your reading list"
    url = url_for("casebook.show_case", slug=latest.slug)
    return [*fresh, Notice(heading, "Saved last: ", "Read it", url, latest.title)]


def _coordinating(here: Organisation) -> list[Notice]:
    """Organisers without a supervisor: their entries have nowhere to go."""
    paired = select(Supervision.organiser_id).where(
        Supervision.organisation_id == here.id, Supervision.is_current()
    )
    alone = db.session.scalar(
        select(func.count()).where(
            Membership.organisation_id == here.id,
            Membership.role == Role.ORGANISER,
            Membership.person_id.not_in(paired),
        )
    )
    if alone:
        words = (
            "What they write cannot be submitted until somebody is paired with them."
        )
        heading = f"{_number(alone, 'organiser has', 'organisers have')} no supervisor"
    else:
        words = "Invite people, form cohorts, pair supervisors."
        heading = f"Every organiser at {here.name} has a supervisor"
    action = "Open the organisation’s page"
    return [Notice(heading, words, action, url_for("hosting.show_organisation"))]


def _before(log: list[Any]) -> tuple[str, search.Hit] | None:
    """A past case like the latest submitted entry, preferably one that went wrong."""
    latest = next((row for row in log if row.state in COUNTED), None)
    if latest is None:
        return None
    hits = search.like(f"{latest.title} {latest.what}", limit=1)
    return (latest.title, hits[0]) if hits else None
