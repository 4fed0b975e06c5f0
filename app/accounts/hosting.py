"""The coordinator's and the administrator's pages: who works here, and with whom."""

import uuid
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import mail, policy, security
from app.accounts import actions
from app.accounts.forms import (
    CohortForm,
    HostForm,
    InviteForm,
    OrganisationForm,
    PairForm,
    PlaceForm,
)
from app.accounts.models import (
    Cohort,
    Membership,
    OneTimeLink,
    Organisation,
    Person,
    Purpose,
    Role,
    Supervision,
)
from app.clock import now, today
from app.db import db, writing
from app.forms import ConfirmForm, Form
from app.groups.models import Place

bp = Blueprint("hosting", __name__)

INVITATION_MAIL = """{host} invites you to Alongside as {role}.

Alongside is where community organisers train, keep a reflective log and talk it over
with a supervisor. Open this link within two weeks to join. It works once.

{link}
"""

UNSENT = (
    "The mail server did not take the invitation. Ask whoever runs it, and invite them "
    "again."
)


def _hosted() -> Organisation:
    """The organisation that the signed-in person coordinates; 404 to anyone else."""
    host = security.current_organisation()
    if not policy.can_coordinate(current_user, host):
        abort(404)
    assert host is not None  # noqa: S101 (can_coordinate has seen to it; for types)
    return host


def _members(host: Organisation, role: Role) -> list[Membership]:
    return list(
        db.session.scalars(
            select(Membership)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.organisation_id == host.id, Membership.role == role)
            .options(joinedload(Membership.person), joinedload(Membership.cohort))
            .order_by(Person.name)
        )
    )


def _cohorts(host: Organisation) -> list[Cohort]:
    query = select(Cohort).where(Cohort.organisation_id == host.id)
    return list(db.session.scalars(query.order_by(Cohort.starts_on.desc())))


def _page(host: Organisation, **bound: Form) -> str:
    """The organisation's page, with whichever form has come back with faults."""
    people = {role.value: _members(host, role) for role in Role}
    cohorts = _cohorts(host)
    forms: dict[str, Any] = {
        "invite": InviteForm(formdata=None),
        "cohort": CohortForm(formdata=None),
        "pair": PairForm(formdata=None),
        "place": PlaceForm(formdata=None),
        "settings": OrganisationForm(formdata=None, obj=host),
    } | bound
    _fill_choices(forms["invite"], forms["pair"], forms["settings"], host)
    pairings = db.session.scalars(
        select(Supervision)
        .where(Supervision.organisation_id == host.id, Supervision.is_current())
        .options(joinedload(Supervision.supervisor), joinedload(Supervision.organiser))
    )
    invitations = db.session.scalars(
        select(OneTimeLink)
        .where(
            OneTimeLink.organisation_id == host.id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
        )
        .order_by(OneTimeLink.made_at)
    )
    return render_template(
        "accounts/organisation.html",
        host=host,
        forms=forms,
        people=people,
        cohorts=cohorts,
        pairings={pairing.organiser_id: pairing for pairing in pairings},
        invitations=list(invitations),
        places=list(
            db.session.scalars(
                select(Place)
                .where(Place.organisation_id == host.id)
                .order_by(Place.name)
            )
        ),
        confirm=ConfirmForm(),
    )


def _fill_choices(
    invite: InviteForm, pair: PairForm, settings: OrganisationForm, host: Organisation
) -> None:
    cohorts = [(str(cohort.id), cohort.name) for cohort in _cohorts(host)]
    invite.cohort.choices = [("", "No cohort"), *cohorts]
    for field, role in (
        (pair.organiser, Role.ORGANISER),
        (pair.supervisor, Role.SUPERVISOR),
    ):
        members = _members(host, role)
        field.choices = [(str(m.person_id), m.person.name) for m in members]
    library = current_app.extensions["library"]
    titles = {f.id: f.title for f in library.frameworks.values()}
    settings.framework.choices = list(titles.items())


@bp.get("/organisation/")
def show_organisation() -> ResponseReturnValue:
    """Members, cohorts, pairings, neighbourhoods, settings."""
    return _page(_hosted())


@bp.post("/organisation/settings/")
def save_settings() -> ResponseReturnValue:
    """Change the organisation's settings."""
    host, form = _hosted(), OrganisationForm()
    _fill_choices(InviteForm(formdata=None), PairForm(formdata=None), form, host)
    if not form.submitted():
        return _page(host, settings=form)
    with writing(host):
        host.safeguarding_lead = form.safeguarding_lead.data or ""
        host.framework = form.framework.data
    flash("The settings are saved.")
    return redirect(url_for(".show_organisation"))


@bp.post("/organisation/invitations/")
def invite() -> ResponseReturnValue:
    """Send one person a link that makes them a member."""
    host, form = _hosted(), InviteForm()
    _fill_choices(form, PairForm(formdata=None), OrganisationForm(formdata=None), host)
    if not form.submitted():
        return _page(host, invite=form)
    cohort = uuid.UUID(form.cohort.data) if form.cohort.data else None
    email = form.email.data or ""
    if _send_invitation(host, email, Role(form.role.data), cohort):
        flash(f"An invitation is on its way to {email}.")
    else:
        flash(UNSENT, "warn")
    return redirect(url_for(".show_organisation"))


def _send_invitation(
    host: Organisation, email: str, role: Role, cohort_id: uuid.UUID | None = None
) -> bool:
    with writing():
        link = actions.make_link(
            Purpose.INVITATION,
            organisation_id=host.id,
            email=email.lower(),
            role=role,
            cohort_id=cohort_id,
        )
    words = INVITATION_MAIL.format(host=host.name, role=role.value, link=link)
    return mail.send(email, f"{host.name} invites you to Alongside", words)


@bp.post("/organisation/invitations/<uuid:link_id>/cancel/")
def cancel_invitation(link_id: uuid.UUID) -> ResponseReturnValue:
    """Make an invitation that nobody has used stop working."""
    host = _hosted()
    link = db.session.get(OneTimeLink, link_id)
    if link is None or link.organisation_id != host.id:
        abort(404)
    with writing(link):
        link.expires_at = now()
    flash(f"The invitation to {link.email} no longer works.")
    return redirect(url_for(".show_organisation"))


@bp.post("/organisation/cohorts/")
def add_cohort() -> ResponseReturnValue:
    """Form a cohort."""
    host, form = _hosted(), CohortForm()
    if form.submitted():
        try:
            with writing():
                db.session.add(
                    Cohort(
                        organisation_id=host.id,
                        name=form.name.data,
                        starts_on=form.starts_on.data,
                    )
                )
        except IntegrityError:
            form.name.errors = ["There is already a cohort with this name"]
        else:
            flash(f"The cohort {form.name.data} is formed.")
            return redirect(url_for(".show_organisation"))
    return _page(host, cohort=form)


@bp.post("/organisation/places/")
def add_place() -> ResponseReturnValue:
    """Add a neighbourhood."""
    host, form = _hosted(), PlaceForm()
    if form.submitted():
        try:
            with writing():
                place = Place(organisation_id=host.id, name=form.place_name.data)
                db.session.add(place)
        except IntegrityError:
            form.place_name.errors = ["That neighbourhood is already here"]
        else:
            flash(f"{form.place_name.data} is added.")
            return redirect(url_for(".show_organisation"))
    return _page(host, place=form)


@bp.post("/organisation/pairings/")
def pair() -> ResponseReturnValue:
    """Pair a supervisor with an organiser from a day on."""
    host, form = _hosted(), PairForm()
    _fill_choices(
        InviteForm(formdata=None), form, OrganisationForm(formdata=None), host
    )
    if not form.submitted():
        return _page(host, pair=form)
    if form.organiser.data == form.supervisor.data:
        form.supervisor.errors = ["Nobody can supervise themselves: choose another"]
        return _page(host, pair=form)
    organiser = db.session.get(Person, uuid.UUID(form.organiser.data))
    supervisor = db.session.get(Person, uuid.UUID(form.supervisor.data))
    assert organiser is not None and supervisor is not None  # noqa: S101, PT018
    from_on = form.from_on.data or today()
    with writing():
        actions.pair(host, supervisor, organiser, from_on)
    flash(f"{supervisor.name} supervises {organiser.name}.")
    return redirect(url_for(".show_organisation"))


@bp.post("/organisation/pairings/<uuid:pairing_id>/end/")
def end_pairing(pairing_id: uuid.UUID) -> ResponseReturnValue:
    """End a pairing: the supervisor loses access today."""
    host = _hosted()
    pairing = db.session.get(Supervision, pairing_id)
    if pairing is None or pairing.organisation_id != host.id:
        abort(404)
    with writing(pairing):
        actions.end_pairing(pairing)
    flash("The pairing has ended. What is waiting goes to the next supervisor.")
    return redirect(url_for(".show_organisation"))


@bp.route("/admin/", methods=["GET", "POST"])
def administer() -> ResponseReturnValue:
    """Organisations on this site; a new one begins by inviting its coordinator."""
    if not policy.can_administer(current_user):
        abort(404)
    form = HostForm()
    if form.submitted():
        host = _new_host(form.name.data or "")
        if host is None:
            form.name.errors = ["There is already an organisation with this name"]
        else:
            if _send_invitation(host, form.email.data or "", Role.COORDINATOR):
                flash(f"{host.name} is added, and its coordinator is invited.")
            else:
                flash(UNSENT, "warn")
            return redirect(url_for(".administer"))
    people = func.count(Membership.person_id.distinct())
    hosts = db.session.execute(
        select(Organisation, people)
        .outerjoin(Membership, Membership.organisation_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(Organisation.name)
    )
    return render_template("accounts/admin.html", form=form, hosts=list(hosts))


def _new_host(name: str) -> Organisation | None:
    """An organisation with that name, if there is none or nobody has joined it yet."""
    named = select(Organisation).where(Organisation.name == name)
    joined = named.join(Membership, Membership.organisation_id == Organisation.id)
    try:
        with writing():
            if db.session.scalar(joined.limit(1)):
                return None
            found = db.session.scalar(named) or Organisation(name=name)
            db.session.add(found)
    except IntegrityError:  # two administrators at once, on PostgreSQL
        return None
    return found
