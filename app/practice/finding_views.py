"""Finding in one's own log; the address is the whole of the question."""

import uuid
from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.models import Organisation
from app.content import vocab
from app.practice import drafting, finding
from app.practice.finding import Wish
from app.practice.own import log_owner

bp = Blueprint("finding", __name__, url_prefix="/practice")

PAGE = 20  # entries on one page


@bp.get("/find/")
def find() -> ResponseReturnValue:
    """The entries of one's own log that fit, newest engagement first."""
    here = log_owner()
    wish = Wish.at(request.args)
    choices = choices_of(here)
    everything = finding.found(current_user.id, here.id, wish)
    after = _place_in_list(request.args.get("after", ""))
    rest = [one for one in everything if after is None or one.key < after]
    rows, more = rest[:PAGE], ""
    if rest[PAGE:]:
        last = rows[-1].entry
        more = f"{last.sorted_at.date()}.{last.id}"
    return render_template(
        "practice/find.html",
        wish=wish,
        total=len(everything),
        rows=rows,
        more=more,
        after=after,
        choices=choices,
        chosen=finding.says(wish, choices),
    )


def choices_of(here: Organisation) -> dict[str, dict[str, str]]:
    """What each select of the form offers: value and words."""
    groups = finding.offered(current_user.id, here.id)
    places = sorted({(row.place, str(row.place_id)) for row in groups})
    return {
        "state": finding.STATES,
        "kind": dict(vocab.ENTRY_KINDS),
        "group": {str(row.id): row.name for row in groups},
        "place": {key: name for name, key in places},
        "stream": finding.STREAMS,
        "principle": finding.principles(),
        "task": {task.id: task.title for task in drafting.tasks().values()},
    }


def _place_in_list(text: str) -> tuple[datetime, uuid.UUID] | None:
    """Where the page before ended: a day and an entry."""
    day, _, key = text.partition(".")
    try:
        return datetime.fromisoformat(f"{day}T12:00:00+00:00"), uuid.UUID(key)
    except ValueError:
        return None
