"""Where one's own work was: a sketch map, and the same in a list."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.clock import today
from app.practice import sketch
from app.practice.own import log_owner

bp = Blueprint("mapping", __name__, url_prefix="/practice/map")

YEAR = timedelta(days=365)


@bp.get("/")
def show() -> ResponseReturnValue:
    """All that one has submitted, or the last twelve months: `?time=year`."""
    here = log_owner()
    is_year = request.args.get("time") == "year"
    since = today() - YEAR if is_year else None
    found = sketch.spots(current_user, here, since)
    return render_template(
        "practice/map.html",
        spots=found,
        sketch=sketch.drawn(found),
        without_group=sketch.without_group(current_user, here, since),
        is_year=is_year,
        since=since,
    )
