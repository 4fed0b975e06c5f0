"""A place's page: its groups, its baseline rounds, and what grew."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from app import policy
from app.db import db
from app.groups import growth, growth_chart
from app.groups.baseline_forms import MODES
from app.groups.forms import KINDS
from app.groups.models import Group, Place
from app.groups.rounds import Before, Round
from app.look import day, library

bp = Blueprint("places", __name__, url_prefix="/places")


@bp.get("/<uuid:place_id>/")
def show_place(place_id: uuid.UUID) -> ResponseReturnValue:
    """One neighbourhood: rounds, growth, groups."""
    place = db.session.get(Place, place_id)
    if place is None or not policy.can_read_place(current_user, place):
        abort(404)
    rounds = list(db.session.scalars(Round.of_place(place.id)))
    return render_template(
        "groups/place.html",
        place=place,
        rounds=rounds,
        forms=growth.forms_of(rounds),
        modes=MODES,
        kinds=KINDS,
        lines=_lines(rounds),
        groups=_groups(place),
        marks=_marks(place),
        together=_together(place),
        few_groups=growth.FEW_GROUPS,
        may_survey=policy.can_survey_place(current_user, place),
    )


def _names(keys: Iterable[str]) -> dict[str, str]:
    """The names of these principles, by id."""
    known = {p.id: p.name for f in library().frameworks.values() for p in f.principles}
    return {key: known[key] for key in keys}


def _lines(rounds: list[Round]) -> list[tuple[growth.Line, growth_chart.Chart]]:
    """The comparable rounds with their charts."""
    closed = [one for one in rounds if not one.is_open]
    found = growth.lines(closed, growth.answers_of(closed), library().baselines)
    return [
        (
            line,
            growth_chart.chart(
                line.told,
                [day(one.round.began_on) for one in line.told if one.round],
                _names(line.shown[0].spreads),
            ),
        )
        for line in found
    ]


def _together(place: Place) -> tuple[int, growth_chart.Chart] | None:
    """The place's groups, as their first and latest forms have it: number, chart."""
    found = growth.groups_together(place.id, library().baselines)
    if found is None:
        return None
    names = _names(found[0].spreads)
    drawn = growth_chart.chart(found, ("First form", "Latest form"), names)
    return found[0].forms, drawn


def _groups(place: Place) -> list[Any]:
    """The groups there that the reader may open."""
    query = policy.readable_groups(current_user).where(Group.place_id == place.id)
    return list(db.session.scalars(query.order_by(Group.name)))


def _marks(place: Place) -> list[bool | None]:
    """For each group there, whether it was there before; none: nobody has said."""
    query = (
        select(Before.was_there)
        .select_from(Group)
        .outerjoin(Before, Before.group_id == Group.id)
        .where(Group.place_id == place.id)
    )
    return list(db.session.scalars(query))
