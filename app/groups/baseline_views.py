"""Baseline rounds of places and groups: opened, filled, closed, printed."""

import secrets
import uuid
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import policy
from app.clock import today
from app.content.baseline import GROUPS, RESIDENTS, Baseline, Part
from app.db import db, writing
from app.forms import ConfirmForm
from app.groups import answering
from app.groups.baseline_forms import (
    MODES,
    BeforeForm,
    CloseForm,
    GroupRoundForm,
    RoundForm,
)
from app.groups.models import Group, Place
from app.groups.reading import group_at
from app.groups.rounds import Before, Mode, Response, Round
from app.look import library

bp = Blueprint("baseline", __name__)
ROUND = "/places/<uuid:place_id>/baseline/<uuid:round_id>/"
FORM = "/groups/<uuid:group_id>/baseline/<uuid:round_id>/"
FORGOTTEN = (
    "This browser no longer knows which form you correct. Keep this one only if it "
    "is not among those kept so far"
)
LAST = "typed_last"  # in the session: the id of the form that was typed in last


def _place(place_id: uuid.UUID) -> Place:
    """The place, if the signed-in person may survey it."""
    place = db.session.get(Place, place_id)
    if place is None or not policy.can_survey_place(current_user, place):
        abort(404)
    return place


def _round(
    round_id: uuid.UUID, where: dict[str, uuid.UUID], *, to_write: bool = False
) -> Round:
    """The round at this address, if one may read it (or write to it, while open)."""
    load = joinedload(Round.place), joinedload(Round.group).joinedload(Group.place)
    asked = db.session.get(Round, round_id, options=load)
    may = policy.can_write_round if to_write else policy.can_read_round
    if asked is None or where != _where(asked) or not may(current_user, asked):
        abort(404)
    if to_write and not asked.is_open:
        abort(404)
    return asked


def _where(asked: Round) -> dict[str, uuid.UUID]:
    """The part of its address that says whose round it is."""
    if asked.group_id:
        return {"group_id": asked.group_id}
    return {"place_id": asked.place_id}


def _to(asked: Round, endpoint: str = "show_round") -> str:
    where: dict[str, Any] = dict(_where(asked))
    return url_for(f".{endpoint}", round_id=asked.id, **where)


def _questions(asked: Round) -> Baseline:
    return library().baselines[asked.version]


def _parts(asked: Round) -> tuple[Part, ...]:
    return _questions(asked).parts(GROUPS if asked.group_id else RESIDENTS)


@bp.route("/places/<uuid:place_id>/baseline/new/", methods=["GET", "POST"])
def open_for_place(place_id: uuid.UUID) -> ResponseReturnValue:
    """Open a round among a place's residents."""
    place = _place(place_id)
    form = RoundForm(data={"began_on": today()} if request.method == "GET" else None)
    if form.submitted():
        return redirect(_to(_opened(form, place.id, None)))
    back = url_for("places.show_place", place_id=place.id)
    return render_template(
        "groups/baseline/open.html", form=form, name=place.name, back=back
    )


@bp.route("/groups/<uuid:group_id>/baseline/new/", methods=["GET", "POST"])
def open_for_group(group_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a group's own form."""
    group = group_at(group_id, to_edit=True)
    kept = {"began_on": today()} if request.method == "GET" else None
    form = GroupRoundForm(data=kept)
    if form.submitted():
        return redirect(_to(_opened(form, group.place_id, group.id), "type_form"))
    back = url_for("groups.show_group", group_id=group.id)
    return render_template(
        "groups/baseline/open.html", form=form, name=group.name, back=back
    )


def _opened(form: RoundForm, place_id: uuid.UUID, group_id: uuid.UUID | None) -> Round:
    asked = Round(
        place_id=place_id,
        group_id=group_id,
        version=library().baseline.version,
        key=secrets.token_urlsafe(16),
        began_on=form.began_on.data,
        mode=Mode(form.mode.data),
        sample=form.sample.data,
        aimed=form.aimed.data if form.aimed else None,
        opened_by_id=current_user.id,
    )
    with writing():
        db.session.add(asked)
    flash("The round is open.")
    return asked


@bp.get(ROUND)
@bp.get(FORM)
def show_round(round_id: uuid.UUID, **where: uuid.UUID) -> ResponseReturnValue:
    """One round: how people were asked, how many answered, what is left to do."""
    return _page(_round(round_id, where), _close_form(None))


def _close_form(data: Any) -> CloseForm:
    return CloseForm(formdata=data, data={"closed_on": today()})


def _page(asked: Round, closing: CloseForm) -> str:
    may_write = policy.can_write_round(current_user, asked) and asked.is_open
    return render_template(
        "groups/baseline/round.html",
        asked=asked,
        whose=asked.group or asked.place,
        back=_home(asked),
        modes=MODES,
        forms=_forms(asked),
        questions=_questions(asked),
        form=_own_form(asked),
        say=answering.say,
        may_write=may_write,
        closing=closing,
        confirm=ConfirmForm(formdata=None),
        to={name: _to(asked, name) for name in _PAGES} if may_write else {},
        paper=_to(asked, "print_forms"),
        answer=url_for("asking.answer", key=asked.key, _external=True),
    )


_PAGES = ("type_form", "count_refusal", "close_round")


def _home(asked: Round) -> str:
    if asked.group_id:
        return url_for("groups.show_group", group_id=asked.group_id)
    return url_for("places.show_place", place_id=asked.place_id)


def _forms(asked: Round) -> int:
    query = select(func.count()).where(Response.round_id == asked.id)
    return db.session.scalar(query.select_from(Response)) or 0


def _own_form(asked: Round) -> Response | None:
    """The group's own form; residents' answers are never shown one by one."""
    if not asked.group_id:
        return None
    query = select(Response).where(Response.round_id == asked.id)
    return db.session.scalars(query).first()


@bp.post(ROUND + "refusals/", endpoint="count_refusal")
@bp.post(FORM + "refusals/", endpoint="count_refusal")
def count_refusal(round_id: uuid.UUID, **where: uuid.UUID) -> ResponseReturnValue:
    """One more person would not answer; or the last tap was a slip."""
    asked = _round(round_id, where, to_write=True)
    with writing(asked):
        step = -1 if request.form.get("do") == "less" else 1
        asked.refusals = min(100_000, max(0, asked.refusals + step))
    return redirect(_to(asked) + "#refusals")


@bp.post(ROUND + "close/")
@bp.post(FORM + "close/")
def close_round(round_id: uuid.UUID, **where: uuid.UUID) -> ResponseReturnValue:
    """Take no more answers. It cannot be opened again."""
    asked = _round(round_id, where, to_write=True)
    form = _close_form(request.form)
    if not form.submitted() or not _closed(asked, form):
        return _page(asked, form), 422
    flash("The round is closed.")
    return redirect(_home(asked))


def _closed(asked: Round, form: CloseForm) -> bool:
    last = form.closed_on.data
    if last is None or last < asked.began_on:
        form.closed_on.errors = ["Choose a day that is not before the first one"]
        return False
    if not _forms(asked):
        form.closed_on.errors = ["Nobody has answered yet: there is nothing to close"]
        return False
    with writing(asked):
        asked.closed_on = last
        asked.not_reached = form.not_reached.data or ""
    return True


@bp.route(ROUND + "type/", methods=["GET", "POST"])
@bp.route(FORM + "type/", methods=["GET", "POST"])
def type_form(round_id: uuid.UUID, **where: uuid.UUID) -> ResponseReturnValue:
    """Type in a form that was filled in on paper; with `again`, the last one anew."""
    asked = _round(round_id, where, to_write=True)
    parts, typed = _parts(asked), request.form
    last = _last_typed(asked)
    own = last if "again" in request.values else _own_form(asked)
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        wrong = answering.problems(parts, typed)
        answers = answering.tapped(parts, typed)
        if not answers and not wrong:
            wrong = [(f"q-{parts[0].id}", "Type at least one answer")]
        if "again" in typed and own is None:
            wrong = [(f"q-{parts[0].id}", FORGOTTEN)]
        if not wrong:
            return _typed(asked, own, answering.whole(parts, answers))
    elif own:
        typed = {f"q-{name}": str(a) for name, a in own.answers.items()}  # type: ignore[assignment]
    page = render_template(
        "groups/baseline/type.html",
        asked=asked,
        whose=asked.group or asked.place,
        back=_to(asked),
        questions=_questions(asked),
        form_name=GROUPS if asked.group_id else RESIDENTS,
        typed=typed,
        wrong=dict(wrong),
        forms=_forms(asked),
        is_again=own is not None and not asked.group_id,
        may_correct=last is not None and own is None,
        confirm=ConfirmForm(formdata=None),
    )
    return (page, 422) if wrong else page


def _last_typed(asked: Round) -> Response | None:
    """The form of a resident that was typed in last, in this browser."""
    if asked.group_id or LAST not in session:
        return None
    found = db.session.get(Response, uuid.UUID(session[LAST]))
    return found if found and found.round_id == asked.id else None


def _typed(
    asked: Round, own: Response | None, answers: dict[str, Any]
) -> ResponseReturnValue:
    """Keep a form: one more, or in the place of what it was."""
    with writing(asked):
        if not asked.is_open:
            abort(404)
        form = own or _own_form(asked) or Response(id=uuid.uuid4(), round_id=asked.id)
        form.answers = answers
        db.session.add(form)
    if asked.group_id:
        flash("The form is kept.")
        return redirect(_to(asked))
    session[LAST] = str(form.id)
    flash(
        "Kept as it is now. Type the next one." if own else "Kept. Type the next one."
    )
    return redirect(_to(asked, "type_form"))


@bp.route(ROUND + "sheet/", methods=["GET", "POST"])
def fill_sheet(round_id: uuid.UUID, **where: uuid.UUID) -> ResponseReturnValue:
    """The place sheet: facts about the place that no resident is asked."""
    asked = _round(round_id, where, to_write=True)
    parts = _questions(asked).sheet
    typed: Any = {f"q-{name}": str(a) for name, a in asked.sheet.items()}
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        typed, wrong = request.form, answering.problems(parts, request.form)
        if not wrong:
            with writing(asked):
                asked.sheet = answering.tapped(parts, typed)
            flash("The place sheet is kept.")
            return redirect(_to(asked))
    page = render_template(
        "groups/baseline/sheet.html",
        asked=asked,
        back=_to(asked),
        parts=parts,
        typed=typed,
        wrong=dict(wrong),
        confirm=ConfirmForm(formdata=None),
    )
    return (page, 422) if wrong else page


@bp.get(ROUND + "paper/")
@bp.get(FORM + "paper/")
def print_forms(round_id: uuid.UUID, **where: uuid.UUID) -> ResponseReturnValue:
    """The forms to print, one side of A4 each."""
    asked = _round(round_id, where)
    return render_template(
        "groups/baseline/paper.html",
        asked=asked,
        whose=asked.group or asked.place,
        back=_to(asked),
        questions=_questions(asked),
        form_name=GROUPS if asked.group_id else RESIDENTS,
    )


@bp.post("/groups/<uuid:group_id>/before/")
def mark_before(group_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether a group was there before the programme, or began since."""
    group = group_at(group_id, to_edit=True)
    form = BeforeForm()
    if not form.submitted():
        flash("Say whether it was there before, or began since.", "warn")
    else:
        with writing():
            marked = db.session.get(Before, group.id) or Before(group_id=group.id)
            marked.was_there = form.was_there.data == "yes"
            marked.marked_on = today()
            db.session.add(marked)
        flash("That is kept, with today’s date.")
    return redirect(url_for("groups.show_group", group_id=group.id) + "#baseline")
