"""Where a neighbourhood lies: a point near its middle, for the map of one's work."""

import re
import uuid

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length, ValidationError

from app import policy
from app.db import db, writing
from app.forms import Form
from app.groups.models import Place

bp = Blueprint("positions", __name__, url_prefix="/places")

DIGITS = 3  # after the point: about a hundred metres, so that no door is kept
DEGREES = r"([+-]?\d{1,3}(?:\.\d{1,20})?)"
POINT = re.compile(rf"{DEGREES}(?:\s*,\s*|\s+){DEGREES}", re.ASCII)
HOW = "Give two numbers with a comma between them, such as 53.717, -2.004"
FAR = "The first number is from -90 to 90, the second from -180 to 180"


class PositionForm(Form):
    """Latitude and longitude as maps on a phone give them; empty takes them away."""

    where = StringField(
        "Latitude and longitude",
        [Length(max=60, message=HOW)],
        description="As a map on your phone gives them when you press on a point and "
        "hold: two numbers, such as 53.717, -2.004. Leave it empty to take the "
        "neighbourhood off the map.",
    )

    def validate_where(self, field: StringField) -> None:
        if not field.data:
            return
        found = POINT.fullmatch(field.data)
        if not found:
            raise ValidationError(HOW)
        if not _is_on_earth(float(found[1]), float(found[2])):
            raise ValidationError(FAR)

    @property
    def point(self) -> tuple[float, float] | tuple[None, None]:
        """Degrees north and east, to a thousandth; none where the field is empty."""
        found = POINT.fullmatch(self.where.data or "")
        if not found:
            return None, None
        return round(float(found[1]), DIGITS), round(float(found[2]), DIGITS)


def _is_on_earth(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -180 <= lon <= 180


@bp.app_template_filter()
def position(place: Place) -> str:
    """The point as it is typed: degrees north, degrees east; empty for none."""
    if place.lat is None or place.lon is None:
        return ""
    return f"{place.lat:.{DIGITS}f}, {place.lon:.{DIGITS}f}"


@bp.route("/<uuid:place_id>/position/", methods=["GET", "POST"])
def set_position(place_id: uuid.UUID) -> ResponseReturnValue:
    """Say where the neighbourhood lies, by hand or by where one stands."""
    place = db.session.get(Place, place_id)
    if place is None or not policy.can_survey_place(current_user, place):
        abort(404)
    form = PositionForm(data={"where": position(place)})
    if form.submitted():
        with writing(place):
            place.lat, place.lon = form.point
        away = f"{place.name} is on no map now."
        flash(f"{place.name} is on the map." if form.where.data else away)
        return redirect(url_for("places.show_place", place_id=place.id))
    page = render_template("groups/position.html", place=place, form=form)
    return page, 422 if form.errors else 200
