"""The entry form's surroundings: choices, what is carried over, past cases like it."""

import uuid
from typing import Any

from flask import request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import policy, security
from app.accounts.models import Organisation
from app.casebook import search
from app.clock import now, today
from app.content.questions import CONTROL, STREAM
from app.content.types import Framework
from app.db import db, new_id, writing
from app.groups.models import Ask, Group, GroupRedirect
from app.look import framework, library
from app.practice.actions import latest_version
from app.practice.forms import BaseEntryForm, entry_form, from_typed
from app.practice.models import COUNTED, Entry, Version
from app.practice.written import Typed

ENOUGH_WORDS = 6  # fewer say too little to find a case by


def current_framework(here: Organisation) -> tuple[str, int]:
    """Id and newest version of the framework that the organisation's log uses."""
    scale = library().framework(here.framework) or library().default_framework
    return scale.id, scale.version


def posted(scale: Framework) -> BaseEntryForm:
    """The form that this request sent."""
    return entry_form(scale)(formdata=request.form)


def key_of(form: BaseEntryForm) -> uuid.UUID:
    """The entry's key that the form carries; a damaged one is replaced."""
    try:
        return uuid.UUID(form.key.data)
    except (ValueError, TypeError, AttributeError):
        return new_id()


def blank(here: Organisation, version: tuple[str, int], args: Any) -> BaseEntryForm:
    """An empty form for today, or one that carries over a group's last entry."""
    scale = framework(*version)
    typed: Typed = {"key": [str(new_id())]}
    if "plan" not in args:  # a plan waits for a day to be chosen
        typed["happened_on"] = [today().isoformat()]
    if args.get("task"):
        typed["task"] = [args["task"]]
    group = group_named(_uuid(args.get("group")))
    if group is not None and group.organisation_id == here.id:
        typed["group"] = [str(group.id)]
        typed |= _last_answers(group.id, scale) or {}
    return from_typed(scale, typed)


def kept_form(entry: Entry) -> BaseEntryForm:
    """The form as it was kept last, or as it was submitted."""
    scale = framework(entry.framework, entry.framework_version)
    typed = entry.pending
    if typed is None:
        typed = latest_version(entry).content if entry.submitted_at else {}
    return from_typed(scale, typed | {"key": [str(entry.id)]})


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _last_answers(group_id: uuid.UUID, scale: Framework) -> Typed | None:
    """Control and stream of the author's last entry for a group, as carried over."""
    last = db.session.scalars(
        select(Version)
        .join(Entry, Entry.id == Version.entry_id)
        .where(
            Entry.author_id == current_user.id,
            Entry.group_id == group_id,
            Entry.state.in_(COUNTED),
            Entry.framework == scale.id,
            Version.is_submitted.is_(True),
        )
        .order_by(Entry.happened_on.desc(), Version.number.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return None
    names = [f"control-{q.id}" for q in CONTROL] + [f"stream-{q.id}" for q in STREAM]
    names += ["separation", "ends"]
    answers = {name: last.content[name] for name in names if name in last.content}
    return answers | {"carried": ["control stream"]}


def carry_over(entry: Entry, form: BaseEntryForm) -> bool:
    """Put the group's last answers into the draft; false when there are none."""
    _follow_merged(form)
    group_id = _uuid(form.group.data)
    answers = _last_answers(group_id, form.framework) if group_id else None
    if answers is None:
        return False
    with writing(entry):
        still = ("still_control", "still_stream")
        kept = {k: v for k, v in (entry.pending or {}).items() if k not in still}
        entry.pending = kept | answers
        entry.pending_at = now()
    return True


def group_named(group_id: uuid.UUID | None) -> Group | None:
    """The group, if the signed-in person may read it."""
    if group_id is None:
        return None
    kept = GroupRedirect.follow(group_id)
    query = policy.readable_groups(current_user).where(Group.id == kept)
    return db.session.scalar(query.options(selectinload(Group.place)))


def task_named(block_id: str) -> Any:
    """The practice task with this id, and what it belongs to; or none."""
    return tasks().get(block_id)


def tasks() -> dict[str, Any]:
    """Every practice task of the written modules and lessons, by block id."""
    found = {}
    for module in library().modules:
        found[module.task.id] = module.task
        for lesson in library().lessons_of(module):
            found |= {task.id: task for task in lesson.tasks}
    return found


def offer_choices(form: BaseEntryForm, entry: Entry | None) -> None:
    """Fill the selects: one's groups, the tasks, the group's open asks."""
    here = security.current_organisation()
    host_id = entry.organisation_id if entry else here and here.id
    _follow_merged(form)
    chosen = _uuid(form.group.data)
    groups = (
        db.session.scalars(Group.of(current_user, host_id, besides=chosen))
        if host_id
        else ()
    )
    mine = {str(g.id): g.name + " (archived)" * bool(g.archived_on) for g in groups}
    form.group.choices = [("", "No group yet"), *mine.items()]
    if form.group.data and form.group.data not in mine:
        form.group.data, form.group.raw_data = "", []
    form.task.choices = [("", "No task")] + [
        (task.id, task.title) for task in tasks().values()
    ]
    form.ask.choices = [("", "No ask this time"), ("new", "A new ask"), *_asks(form)]


def _follow_merged(form: BaseEntryForm) -> None:
    """Where the chosen group was merged into another, choose that one."""
    chosen = _uuid(form.group.data)
    kept = GroupRedirect.follow(chosen)
    if chosen and kept != chosen:
        form.group.data, form.group.raw_data = str(kept), [str(kept)]


def _asks(form: BaseEntryForm) -> list[tuple[str, str]]:
    group_id = _uuid(form.group.data)
    if group_id is None:
        return []
    asks = db.session.scalars(
        select(Ask).where(Ask.group_id == group_id).order_by(Ask.asked_on.desc())
    )
    return [(str(a.id), f"News of: {a.what[:60]} ({a.of_whom[:40]})") for a in asks]


def fits(form: BaseEntryForm, _entry: Entry) -> bool:
    """Whether group, task and ask are among those offered, and the kind fits."""
    for field in (form.group, form.task, form.ask):
        offered = {value for value, *_ in field.iter_choices()}
        if field.data not in offered:
            field.errors = ["Choose one of the answers offered"]
            return False
    task = task_named(form.task.data)
    if task and form.kind.data not in task.entry_kinds:
        form.task.errors = [
            f"“{task.title}” asks for another kind of entry. Change the kind, or "
            "choose no task"
        ]
        return False
    return True


def resembling(typed: Typed) -> list[search.Hit]:
    """Past cases like what is being written, the failures first."""
    names = ("title", "what", "so_what", "now_what")
    words = " ".join((typed.get(name) or [""])[0] for name in names)
    if len(words.split()) < ENOUGH_WORDS:
        return []
    return search.like(words, limit=3)
