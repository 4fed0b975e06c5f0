"""A person's dates at a private address, for the calendar on their phone.

Phones show a calendar on the lock screen: it holds the titles of modules, which anybody
may read, and of the log no more than that something falls due or is planned. No word
of an entry, no group and no person is named.
"""

import hashlib
import secrets
from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadSignature, Signer
from sqlalchemy import select

from app import policy
from app.accounts.models import Membership, Person, Role
from app.clock import now
from app.curriculum import ical, progress
from app.curriculum.ical import Event
from app.curriculum.models import CalendarAddress, ModuleDates
from app.db import db, writing
from app.forms import ConfirmForm
from app.look import full_url, library
from app.practice.models import Entry, NextAction, State

bp = Blueprint("calendars", __name__)

SALT = "calendar"  # a signature for something else opens no calendar


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt=SALT)


def secret_of(row: CalendarAddress) -> str:
    """The part of the address that nobody can guess."""
    return _signer().sign(row.key).decode()


def _row(address: str) -> CalendarAddress:
    """Whose address that is; 404 where it was never made, or made anew since."""
    try:
        key = _signer().unsign(address.encode("utf-8", "replace")).decode()
    except (BadSignature, UnicodeDecodeError):
        abort(404)
    query = select(CalendarAddress).where(CalendarAddress.key == key)
    found: CalendarAddress | None = db.session.scalar(query)
    return found or abort(404)


@bp.get("/calendar/<address>.ics")
def feed(address: str) -> ResponseReturnValue:
    """The dates; with an ETag, and the moment at which they last differed."""
    row = _row(address)
    body = ical.calendar(_events(db.get_or_404(Person, row.person_id)))
    digest = hashlib.sha256(body).hexdigest()
    if row.digest != digest:
        with writing(row):
            row.digest, row.changed_at = digest, now()
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.set_etag(digest)
    response.last_modified = row.changed_at
    return response.make_conditional(request)


def _events(person: Person) -> Iterator[Event]:
    """What is still to be begun, to be done, and what falls due; in order of days."""
    found = [*_module_days(person), *_promises(person), *_plans(person)]
    yield from sorted(found, key=lambda event: (event.on, event.uid))


def _module_days(person: Person) -> Iterator[Event]:
    """The days of the person's cohorts, less those of what is begun or done."""
    query = (
        select(ModuleDates)
        .join(Membership, Membership.cohort_id == ModuleDates.cohort_id)
        .where(Membership.person_id == person.id, Membership.role == Role.ORGANISER)
    )
    kept = progress.of_all(person)
    for row in db.session.scalars(query):
        slug = library().redirects.get(("module", row.module), row.module)
        module = library().module(slug)
        if module is None or progress.is_complete(module, kept):
            continue
        begin = None if progress.has_begun(module, kept) else row.begin_by
        first = module.was[0] if module.was else module.slug
        for name, words, day in (
            ("begin", f"Module to begin: {module.title}", begin),
            ("done", f"Module due: {module.title}", row.done_by),
        ):
            if day:
                yield Event(
                    uid=f"{name}-{first}-{row.cohort_id}",
                    on=day,
                    words=words,
                    url=full_url("learn.show_module", module_slug=module.slug),
                    changed_at=row.saved_at,
                )


def _promises(person: Person) -> Iterator[Event]:
    """The next actions of one's own entries that have a day and are not done."""
    for action, entry in db.session.execute(policy.open_actions(person)):
        if action.due_on:
            yield Event(
                uid=f"action-{_mark(action)}",
                on=action.due_on,
                words="A next action from your log falls due",
                url=full_url("practice.show_entry", entry_id=entry.id) + "#next",
                changed_at=entry.submitted_at or entry.made_at,
            )


def _plans(person: Person) -> Iterator[Event]:
    """The engagements that one has planned, on their days, until they are told."""
    query = select(Entry.id, Entry.happened_on, Entry.pending_at, Entry.made_at).where(
        Entry.author_id == person.id,
        Entry.state == State.DRAFT,
        Entry.is_planned,
        Entry.happened_on.is_not(None),
    )
    for row in db.session.execute(query):
        yield Event(
            uid=f"plan-{_signer().get_signature(str(row.id)).decode()}",
            on=row.happened_on,
            words="Something that you planned in your log",
            url=full_url("practice.edit_entry", entry_id=row.id),
            changed_at=row.pending_at or row.made_at,
        )


def _mark(action: NextAction) -> str:
    """What stays when the entry is submitted again, and tells nobody the words.

    The rows of an entry are then written anew, with other ids.
    """
    said = f"{action.entry_id}\n{action.who}\n{action.what}"
    return _signer().get_signature(said.encode()).decode()


@bp.get("/account/calendar/")
def show() -> ResponseReturnValue:
    """One's own address, and what a calendar shows that has it."""
    row = db.session.get(CalendarAddress, current_user.id)
    return render_template(
        "learn/paths/calendar.html",
        address=full_url("calendars.feed", address=secret_of(row)) if row else "",
        made_at=row.made_at if row else None,
        events=list(_events(current_user)),
        confirm=ConfirmForm(),
    )


@bp.post("/account/calendar/")
def make() -> ResponseReturnValue:
    """Make an address. One that was made before stops working."""
    person_id = current_user.id
    with writing():
        row = _own(person_id)
        if row:
            db.session.delete(row)
            db.session.flush()
        key = secrets.token_urlsafe(24)
        db.session.add(CalendarAddress(person_id=person_id, key=key))
    again = "The address is new. The one before it no longer works."
    flash(again if row else "The address is made. Give it to your calendar.")
    return redirect(url_for(".show"))


@bp.post("/account/calendar/stop/")
def stop() -> ResponseReturnValue:
    """Make the address stop working, and make no other."""
    person_id = current_user.id
    with writing():
        row = _own(person_id)
        if row:
            db.session.delete(row)
    flash("The address no longer works. Your calendar may show old dates for a day.")
    return redirect(url_for(".show"))


def _own(person_id: object) -> CalendarAddress | None:
    """The person's row, locked until it is changed."""
    query = select(CalendarAddress).where(CalendarAddress.person_id == person_id)
    found: CalendarAddress | None = db.session.scalar(query.with_for_update())
    return found
