"""The log: listing, writing, checking, submitting, reading."""

import uuid
from datetime import datetime
from functools import cache
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.exc import IntegrityError

from app import policy
from app.accounts.models import Organisation, Person
from app.clock import now, today
from app.db import db, writing
from app.forms import ConfirmForm
from app.look import framework
from app.practice import (
    actions,
    arriving,
    drafting,
    planning,
    pointing,
    readings,
    record,
)
from app.practice.forms import BaseEntryForm
from app.practice.models import Entry, NextAction, State, Version
from app.practice.own import log_owner, own_entry
from app.practice.written import read
from app.supervision.models import Decision

bp = Blueprint("practice", __name__, url_prefix="/practice")

PAGE = 20  # entries on one page of the log
MOST_VERSIONS = 10_000  # of one entry; a larger number is no column's


@bp.get("/")
def index() -> ResponseReturnValue:
    """One's own log, newest engagement first."""
    here = log_owner()
    query = _newest_first()
    after = _place_in_list(request.args.get("after", ""))
    if after:
        query = query.where(tuple_(Entry.sorted_at, Entry.id) < after)
    wanted = request.args.get("state", "")
    if wanted in {state.value for state in State}:
        query = query.where(Entry.state == State(wanted))
    asked = {"me": current_user.id, "here": here.id}
    rows = db.session.execute(query, asked).all()
    last = rows[PAGE - 1] if rows[PAGE:] else None
    more = f"{last.sorted_at.date()}.{last.id}" if last else ""
    return render_template(
        "practice/index.html", rows=rows[:PAGE], more=more, wanted=wanted, after=after
    )


@cache
def _newest_first() -> Any:
    """The first rows of the log of person `:me` in organisation `:here`."""
    return (
        select(
            Entry.id,
            Entry.title,
            Entry.state,
            Entry.state_since,
            Entry.is_planned,
            Entry.happened_on,
            Entry.kind,
            Entry.stream,
            Entry.sorted_at,
        )
        .where(
            Entry.author_id == bindparam("me"),
            Entry.organisation_id == bindparam("here"),
        )
        .order_by(Entry.sorted_at.desc(), Entry.id.desc())
        .limit(PAGE + 1)
    )


def _place_in_list(text: str) -> tuple[datetime, uuid.UUID] | None:
    """Where the page before ended: a day and an entry."""
    day, _, key = text.partition(".")
    try:
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        return moment, uuid.UUID(key)
    except ValueError:
        return None


@bp.route("/new/", methods=["GET", "POST"])
def new_entry() -> ResponseReturnValue:
    """Record an engagement."""
    here = log_owner()
    version = drafting.current_framework(here)
    if request.method == "GET":
        form = drafting.blank(here, version, request.args)
        return _form_page(form, None)
    form = drafting.posted(framework(*version))
    key = drafting.key_of(form)
    entry = db.session.get(Entry, key)
    if entry is not None and not policy.can_edit(current_user, entry):
        return _sent_before(entry, form)
    if form.too_long():
        return _form_page(form, entry, request.form.get("over")), 422
    return _after_post(entry or _begin(key, here, version, form), form)


def _begin(
    key: uuid.UUID, here: Organisation, version: tuple[str, int], form: BaseEntryForm
) -> Entry:
    """A new draft, or the one that a twin of this request has just begun."""
    try:
        with writing():
            entry: Entry | None = db.session.get(Entry, key)
            if entry is None:
                entry = actions.begin(key, current_user, here.id, version)
                actions.keep(entry, form, deliberate=False)
    except IntegrityError:  # on PostgreSQL the twin may run in another process
        entry = db.get_or_404(Entry, key)
    return entry


def _sent_before(entry: Entry, form: BaseEntryForm) -> ResponseReturnValue:
    """A retry of what has been sent leads to it; other words stay on the page.

    404 to anyone but the author.
    """
    if not policy.is_author(current_user, entry):
        abort(404)
    if arriving.words(form.typed()) == arriving.words(
        actions.latest_version(entry).content
    ):
        return redirect(url_for(".show_entry", entry_id=entry.id))
    flash("This entry was submitted from another page, and these words are not in it. "
          "Withdraw it, or copy them, before you leave this page.", "warn")  # fmt: skip
    return _form_page(form, entry), 409


@bp.route("/<uuid:entry_id>/edit/", methods=["GET", "POST"])
def edit_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft, or an entry that came back. 404 to anyone who may not."""
    entry = own_entry(entry_id)
    may_edit = policy.can_edit(current_user, entry)
    if request.method == "GET":
        if not may_edit:
            abort(404)
        return _form_page(drafting.kept_form(entry), entry)
    form = drafting.posted(framework(entry.framework, entry.framework_version))
    if not may_edit:
        return _sent_before(entry, form)
    if form.too_long():
        return _form_page(form, entry, request.form.get("over")), 422
    return _after_post(entry, form)


def _after_post(entry: Entry, form: BaseEntryForm) -> ResponseReturnValue:
    """Keep what was typed, then do what the button said."""
    wish = request.form.get("do", "save")
    if answer := _in_the_way(entry, form, deliberate=wish != "keep"):
        return answer
    if wish == "keep":
        return {"saved_at": now().isoformat(), "edit": _edit_url(entry)}
    if wish == "carry":
        if drafting.carry_over(entry, form):
            flash("Control and stream are carried over. Confirm or change them.")
        else:
            flash("There is no earlier entry of yours for this group.", "warn")
        return redirect(_edit_url(entry))
    if wish == "check":
        drafting.offer_choices(form, entry)
        if not form.complete() or not drafting.fits(form, entry):
            return _form_page(form, entry), 422
        return redirect(url_for(".check_entry", entry_id=entry.id))
    flash("Your draft is saved. Nobody else can read it.")
    return redirect(_edit_url(entry))


def _in_the_way(
    entry: Entry, form: BaseEntryForm, *, deliberate: bool
) -> ResponseReturnValue | None:
    """Keep what was typed; another answer where something else was first."""
    with writing(entry):
        if not policy.can_edit(current_user, entry):
            return _sent_before(entry, form)
        if arriving.is_behind(request.form.get("over"), entry, form.typed()):
            arriving.keep_beside(entry, form.typed())
            return redirect(url_for("sending.show_both", entry_id=entry.id))
        actions.keep(entry, form, deliberate=deliberate)
    return None


def _edit_url(entry: Entry) -> str:
    return url_for(".edit_entry", entry_id=entry.id)


def _form_page(
    form: BaseEntryForm, entry: Entry | None, over: str | None = None
) -> str:
    """The form; `over` names the words it was written over, if not the entry's now."""
    here = log_owner()
    drafting.offer_choices(form, entry)
    return render_template(
        "practice/edit.html",
        form=form,
        entry=entry,
        plan=planning.plan_of(read(form.typed(), form.framework), entry),
        wants_plan=entry is None and "plan" in request.args,
        is_due=bool(entry and entry.happened_on and entry.happened_on <= today()),
        host=here,
        supervisor=record.supervisor(current_user.id, here.id),
        questions=record.released_comments(entry) if entry else [],
        can_delete=entry is not None and policy.can_delete(current_user, entry),
        confirm=ConfirmForm(),
        readings=readings.of(entry) if entry and entry.submitted_at else None,
        resembling=drafting.resembling(form.typed()),
        over=over,
        **arriving.standing(entry),
    )


@bp.post("/cases/")
def resembling_cases() -> ResponseReturnValue:
    """Past cases like what is being typed, as a fragment for the form."""
    log_owner()
    typed = {name: request.form.getlist(name) for name in request.form}
    return render_template(
        "practice/resembling.html", resembling=drafting.resembling(typed)
    )


@bp.get("/<uuid:entry_id>/check/")
def check_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """The entry as the supervisor would read it, and to whom it will go."""
    entry = own_entry(entry_id)
    if not policy.can_edit(current_user, entry) or entry.pending is None:
        abort(404)
    here = log_owner()
    scale = framework(entry.framework, entry.framework_version)
    written = read(entry.pending, scale)
    group = drafting.group_named(written.group_id)
    known = f"{here.name}\n{group.name}\n{group.place.name}" if group else here.name
    return render_template(
        "practice/check.html",
        entry=entry,
        pointed=pointing.pointed_out(drafting.kept_form(entry), known),
        written=written,
        plan=planning.plan_of(written, entry),
        group=group,
        scale=scale,
        host=here,
        supervisor=record.supervisor(entry.author_id, entry.organisation_id),
        form=ConfirmForm(),
    )


@bp.post("/<uuid:entry_id>/submit/")
def submit_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Hand it to the supervisor."""
    entry = own_entry(entry_id)
    if entry.state is State.SUBMITTED:  # a retry
        return redirect(url_for(".show_entry", entry_id=entry_id))
    if not policy.can_edit(current_user, entry):
        abort(404)
    supervisor = record.supervisor(entry.author_id, entry.organisation_id)
    if supervisor is None:
        flash("You have no supervisor yet, so it stays a draft. Ask your coordinator "
              "to pair you with one.", "warn")  # fmt: skip
        return redirect(url_for(".check_entry", entry_id=entry_id))
    with writing(entry):
        if not policy.can_edit(current_user, entry):  # a twin of this request was first
            return redirect(url_for(".show_entry", entry_id=entry_id))
        form = drafting.kept_form(entry)
        drafting.offer_choices(form, entry)
        fine = form.complete() and drafting.fits(form, entry)
        if fine:
            actions.submit(entry, form)
    if not fine:
        return _form_page(form, entry), 422
    flash(f"It is with {supervisor.name} now.")
    return redirect(url_for(".show_entry", entry_id=entry_id))


@bp.post("/<uuid:entry_id>/withdraw/")
def withdraw_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back to draft, while the supervisor has not begun."""
    entry = own_entry(entry_id)
    with writing(entry):
        if not policy.can_withdraw(current_user, entry):
            abort(404)
        actions.withdraw(entry)
    flash("It is a draft again, and nobody else can read it.")
    return redirect(_edit_url(entry))


@bp.post("/<uuid:entry_id>/delete/")
def delete_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a draft away that was never submitted."""
    entry = own_entry(entry_id)
    with writing(entry):
        if not policy.can_delete(current_user, entry):
            abort(404)
        db.session.delete(entry)
    flash("The draft is deleted.")
    return redirect(url_for(".index"))


@bp.get("/<uuid:entry_id>/")
def show_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """An entry as it was last submitted; a draft opens for writing."""
    entry = own_entry(entry_id)
    if entry.state is State.DRAFT:
        return redirect(_edit_url(entry))
    return _entry_page(entry, actions.latest_version(entry))


@bp.get("/<uuid:entry_id>/versions/<int:number>/")
def show_version(entry_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """An earlier version: the author's any, the supervisor's submitted ones."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or not policy.can_read(current_user, entry):
        abort(404)
    query = select(Version).where(
        Version.entry_id == entry.id, Version.number == min(number, MOST_VERSIONS)
    )
    if not policy.is_author(current_user, entry):
        query = query.where(Version.is_submitted.is_(True))
    version = db.session.scalars(query).one_or_none()
    if version is None:
        abort(404)
    readings.note(entry, current_user)
    scale = framework(entry.framework, entry.framework_version)
    written = read(version.content, scale)
    author = db.session.get(Person, entry.author_id)
    return render_template(
        "practice/version.html",
        entry=entry,
        version=version,
        written=written,
        plan=planning.plan_of(written, version),
        group=drafting.group_named(written.group_id),
        author=author,
        is_author=policy.is_author(current_user, entry),
        scores_open=policy.is_author(current_user, entry),
    )


def _entry_page(entry: Entry, version: Version) -> str:
    scale = framework(entry.framework, entry.framework_version)
    written = read(version.content, scale)
    open_to_author = entry.state in {State.RETURNED, State.ACCEPTED}
    return render_template(
        "practice/show.html",
        entry=entry,
        version=version,
        versions=record.versions(entry),
        readings=readings.of(entry),
        written=written,
        plan=planning.plan_of(written, version),
        group=drafting.group_named(written.group_id),
        task=drafting.task_named(written.task),
        scale=scale,
        supervisor=record.supervisor(entry.author_id, entry.organisation_id),
        comments=record.released_comments(entry),
        theirs=record.supervisor_ratings(entry) if open_to_author else {},
        reviews=record.reviews(entry),
        next_actions=record.next_actions(entry),
        can_withdraw=policy.can_withdraw(current_user, entry),
        form=ConfirmForm(),
        Decision=Decision,
        **arriving.standing(entry),
    )


@bp.post("/actions/<uuid:action_id>/")
def tick_action(action_id: uuid.UUID) -> ResponseReturnValue:
    """Mark a next action as done, or as not done after all."""
    action = db.session.get(NextAction, action_id)
    if action is None:
        abort(404)
    entry = own_entry(action.entry_id)
    with writing(action):
        action.done_at = None if action.done_at else now()
    return redirect(url_for(".show_entry", entry_id=entry.id) + "#next")
