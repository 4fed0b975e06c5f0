"""A month of one's own work: entries on their days, and next actions when due."""

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from app import policy
from app.clock import today
from app.db import db
from app.look import MONTHS
from app.practice.models import Entry, NextAction
from app.practice.own import log_owner

bp = Blueprint("diary", __name__, url_prefix="/practice/calendar")

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
YEARS = (2000, 2100)  # months outside these are not shown


@dataclass
class Day:
    """One day of the table; `is_here` in its month."""

    on: date
    is_here: bool
    links: list[tuple[str, str, str]] = field(default_factory=list)
    # of entry or due, its words, its address


@bp.get("/")
def index() -> ResponseReturnValue:
    """One month, Monday first: `?month=2026-11`."""
    here = log_owner()
    first = _asked(request.args.get("month", "")) or today().replace(day=1)
    weeks = [
        [Day(on, on.month == first.month) for on in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    span = weeks[0][0].on, weeks[-1][-1].on
    held = _links(here.id, *span)
    for week in weeks:
        for one in week:
            one.links = held.get(one.on, []) if one.is_here else []
    return render_template(
        "practice/calendar.html",
        name=f"{MONTHS[first.month]} {first.year}",
        weeks=weeks,
        busy=[one for week in weeks for one in week if one.links],
        before=_month(first - timedelta(days=1)),
        after=_month(first + timedelta(days=31)),
        is_now=first == today().replace(day=1),
    )


def _asked(text: str) -> date | None:
    found = MONTH.fullmatch(text) if text.isascii() else None
    if not found or not YEARS[0] <= int(found[1]) <= YEARS[1]:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _month(on: date) -> str:
    """The month of a day, as the address says it; none where months end."""
    return f"{on:%Y-%m}" if YEARS[0] <= on.year <= YEARS[1] else ""


def _links(
    org_id: Any, first: date, last: date
) -> dict[date, list[tuple[str, str, str]]]:
    """What stands on each day: of entry or due, words, address."""
    found: dict[date, list[tuple[str, str, str]]] = defaultdict(list)
    query = select(Entry.id, Entry.title, Entry.happened_on).where(
        Entry.author_id == current_user.id,
        Entry.organisation_id == org_id,
        Entry.sorted_at.between(_noon(first), _noon(last)),
        Entry.happened_on.is_not(None),
    )
    for row in db.session.execute(query.order_by(Entry.sorted_at, Entry.id)):
        to = url_for("practice.show_entry", entry_id=row.id)
        found[row.happened_on].append(("entry", row.title or "No title yet", to))
    due = policy.open_actions(current_user).where(
        Entry.organisation_id == org_id, NextAction.due_on.between(first, last)
    )
    for action, entry in db.session.execute(due.order_by(NextAction.id)):
        to = url_for("practice.show_entry", entry_id=entry.id) + "#next"
        if action.due_on:
            found[action.due_on].append(("due", action.what, to))
    return found


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)
