"""Groups: who they are, who works with them, what they asked for."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import policy
from app.accounts.models import Membership, Person, Role
from app.clock import today
from app.db import db, writing
from app.groups import facts, independence, ledgers, rolecheck
from app.groups.forms import (
    KINDS,
    OUTCOMES,
    AskNewsForm,
    GroupForm,
    MetAloneForm,
    NameOrganiserForm,
)
from app.groups.growth_page import baseline_of
from app.groups.models import (
    Ask,
    AskOutcome,
    AskStep,
    Controller,
    Group,
    GroupKind,
    GroupOrganiser,
    IncomeBand,
    Place,
)
from app.groups.reading import group_at as _group
from app.groups.reading import here as _here
from app.practice.models import COUNTED, Entry

bp = Blueprint("groups", __name__, url_prefix="/groups")

AS_TYPED = (
    *("name", "members", "volunteers", "paid_hours", "has_contract", "has_charge"),
    *("share_members", "share_grants", "share_contracts"),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    """The groups that one may read, by neighbourhood; the archived ones apart."""
    here = _here()
    archived = bool(request.args.get("archived"))
    entries = (
        select(func.count())
        .where(Entry.group_id == Group.id, Entry.state.in_(COUNTED))
        .scalar_subquery()
    )
    last = (
        select(func.max(Entry.happened_on))
        .where(Entry.group_id == Group.id, Entry.state.in_(COUNTED))
        .scalar_subquery()
    )
    rows = db.session.execute(
        policy.readable_groups(current_user)
        .where(
            Group.organisation_id == here.id,
            Group.archived_on.is_not(None) if archived else Group.archived_on.is_(None),
        )
        .join(Place, Place.id == Group.place_id)
        .with_only_columns(
            Group.id, Group.name, Group.kind, Group.has_contract,
            Place.name.label("place"), entries.label("entries"), last.label("last"),
        )
        .order_by(Place.name, Group.name)
    ).all()  # fmt: skip
    return render_template(
        "groups/index.html",
        rows=rows,
        kinds=KINDS,
        may_add=policy.can_practise(current_user, here),
        archived=archived,
    )


def _offer_places(form: GroupForm, host_id: uuid.UUID) -> None:
    places = db.session.scalars(
        select(Place).where(Place.organisation_id == host_id).order_by(Place.name)
    )
    form.place_id.choices = [(str(place.id), place.name) for place in places]


@bp.route("/new/", methods=["GET", "POST"])
def new_group() -> ResponseReturnValue:
    """Register a group; whoever does is the first organiser named on it."""
    here = _here()
    if not policy.can_practise(current_user, here):
        abort(404)
    form = GroupForm()
    _offer_places(form, here.id)
    if form.submitted():
        group = Group(organisation_id=here.id)
        if _saved(group, form):
            flash(f"{group.name} is registered.")
            return redirect(url_for(".show_group", group_id=group.id))
    return render_template("groups/edit.html", form=form, group=None)


@bp.route("/<uuid:group_id>/edit/", methods=["GET", "POST"])
def edit_group(group_id: uuid.UUID) -> ResponseReturnValue:
    """Change a group's facts."""
    group = _group(group_id, to_edit=True)
    form = GroupForm(data=_facts(group)) if request.method == "GET" else GroupForm()
    _offer_places(form, group.organisation_id)
    if form.submitted() and _saved(group, form):
        flash("The facts are saved.")
        return redirect(url_for(".show_group", group_id=group.id))
    return render_template("groups/edit.html", form=form, group=group)


def _facts(group: Group) -> dict[str, Any]:
    names = GroupForm()._fields
    facts = {name: getattr(group, name) for name in names if hasattr(group, name)}
    return facts | {
        "place_id": str(group.place_id),
        "kind": group.kind.value,
        "controlled_by": group.controlled_by.value,
        "income_band": group.income_band.value,
    }


def _saved(group: Group, form: GroupForm) -> bool:
    """Save the facts; false, with a message, when the name is taken."""
    is_new = group.id is None
    try:
        with writing(*([] if is_new else [group])):
            before = None if is_new else facts.held(group)
            for name in AS_TYPED:
                setattr(group, name, form[name].data)
            for name in ("purpose", "contract_note", "charge_note"):
                setattr(group, name, form[name].data or "")
            group.place_id = uuid.UUID(form.place_id.data)
            group.kind = GroupKind(form.kind.data)
            group.controlled_by = Controller(form.controlled_by.data)
            group.income_band = IncomeBand(form.income_band.data)
            group.facts_on = today()
            rolecheck.settle(group, before)
            if is_new:
                db.session.add(group)
                db.session.flush()
                named = GroupOrganiser(group_id=group.id, person_id=current_user.id)
                db.session.add(named)
            facts.keep(group, before, current_user)
    except IntegrityError:
        form.name.errors = ["There is already a group with this name here"]
        return False
    return True


@bp.get("/<uuid:group_id>/")
def show_group(group_id: uuid.UUID) -> ResponseReturnValue:
    """One group: facts, asks, who works with it, and how often it acts by itself."""
    return _page(_group(group_id), AskNewsForm(formdata=None))


def _page(group: Group, news: AskNewsForm, about: uuid.UUID | None = None) -> str:
    may_edit = policy.can_edit_group(current_user, group)
    named = NameOrganiserForm(formdata=None)
    _offer_organisers(named, group)
    return render_template(
        "groups/show.html",
        group=group,
        kinds=KINDS,
        outcomes=OUTCOMES,
        organisers=_organisers(group),
        asks=ledgers.asks_of(group),
        support=ledgers.support_of(group, current_user),
        alone=independence.of(group),
        met=MetAloneForm(formdata=None),
        checks=rolecheck.held(group),
        check_reasons=rolecheck.reasons(group),
        check_is_due=rolecheck.is_due(group),
        facts=facts.in_words(facts.held(group)),
        facts_are_old=facts.is_old(group),
        facts_over_time=facts.over_time(group),
        entries=_own_entries(group),
        may_edit=may_edit,
        news=news,
        about=about,
        named=named,
        **baseline_of(group),
    )


def _organisers(group: Group) -> list[Person]:
    query = (
        select(Person)
        .join(GroupOrganiser, GroupOrganiser.person_id == Person.id)
        .where(GroupOrganiser.group_id == group.id)
        .order_by(GroupOrganiser.since_at, Person.id)
    )
    return list(db.session.scalars(query))


def _offer_organisers(form: NameOrganiserForm, group: Group) -> None:
    named = {person.id for person in _organisers(group)}
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == group.organisation_id,
            Membership.role == Role.ORGANISER,
        )
        .order_by(Person.name)
    )
    others = [p for p in db.session.scalars(query) if p.id not in named]
    form.person.choices = [(str(person.id), person.name) for person in others]


def _own_entries(group: Group) -> list[Any]:
    """The reader's own ten latest entries about the group."""
    query = select(Entry.id, Entry.title, Entry.happened_on, Entry.state).where(
        Entry.group_id == group.id,
        Entry.author_id == current_user.id,
        Entry.state.in_(COUNTED),
    )
    return list(db.session.execute(query.order_by(Entry.happened_on.desc()).limit(10)))


@bp.post("/<uuid:group_id>/asks/<uuid:ask_id>/")
def add_news(group_id: uuid.UUID, ask_id: uuid.UUID) -> ResponseReturnValue:
    """Record how an ask stands now."""
    group = _group(group_id, to_edit=True)
    ask = db.session.get(Ask, ask_id)
    if ask is None or ask.group_id != group.id:
        abort(404)
    form = AskNewsForm()
    if not form.submitted():
        return _page(group, form, about=ask_id), 422
    with writing():
        db.session.add(
            AskStep(
                ask_id=ask.id,
                outcome=AskOutcome(form.outcome.data),
                on=form.on.data or today(),
                changed=form.changed.data or "",
            )
        )
    flash("The news is recorded.")
    return redirect(url_for(".show_group", group_id=group.id) + "#asks")


@bp.post("/<uuid:group_id>/organisers/")
def name_organiser(group_id: uuid.UUID) -> ResponseReturnValue:
    """Name another organiser on the group, who may then read and change it."""
    group = _group(group_id, to_edit=True)
    form = NameOrganiserForm()
    _offer_organisers(form, group)
    if not form.submitted():
        flash("Choose an organiser of this organisation.", "warn")
        return redirect(url_for(".show_group", group_id=group.id))
    person_id = uuid.UUID(form.person.data)
    with writing():
        if db.session.get(GroupOrganiser, (group.id, person_id)) is None:
            db.session.add(GroupOrganiser(group_id=group.id, person_id=person_id))
    flash("They can now read and change this group.")
    return redirect(url_for(".show_group", group_id=group.id))
